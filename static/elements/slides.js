// Draws a briefing's slides in their order, see components/elements/slides.py; anew only those that differ.

const version = new URL(import.meta.url).search;
const { dressed, filled, make, sign, steps } = await import(`./parts.js${version}`);
const { follow } = await import(`./cards.js${version}`);
await dressed("slides.css", import.meta.url);
const [EDGE, ROLL] = [70, 12]; // of the window, where a slide that is held rolls the page; pixels
const built = new WeakMap(); // host -> what is drawn

/** Draws `component.data` into `host`. */
export function draw(host, component, words) {
  let mine = built.get(host);
  if (!mine) built.set(host, (mine = build(host, words)));
  mine.send = component.setTriggerValue;
  mine.draw(component.data);
}

function field(name, label, value, tell, attributes = {}) {
  const box = make("label", `field ${attributes.class ?? ""}`);
  const input = make(name, "", "", { maxlength: attributes.maxlength ?? 200 });
  if (name === "input") input.type = "text";
  else input.rows = 3;
  input.value = value;
  input.addEventListener("change", () => tell(input.value));
  box.append(make("span", "", label), input);
  return box;
}

function button(icon, label, press) {
  const made = make("button", "icon", "", { type: "button", "aria-label": label, title: label });
  made.append(sign(icon));
  made.addEventListener("click", press);
  return made;
}

function build(host, words) {
  const head = host.appendChild(make("div", "top"));
  const list = host.appendChild(make("ol", "", "", { "aria-label": words.slides }));
  const empty = host.appendChild(make("p", "empty", words.empty));
  const foot = host.appendChild(make("div", "foot"));
  const status = foot.appendChild(make("output", "", "", { role: "status" }));
  const undo = foot.appendChild(make("button", "", words.undo, { type: "button" }));
  const bring = foot.appendChild(make("label", "bring"));
  const file = make("input", "", "", { type: "file", accept: ".json,application/json" });
  bring.append(make("span", "", words.import), file);
  const mine = { send: () => {}, drawn: new Map(), data: null };
  const wire = steps((told) => host.isConnected && mine.send("told", told));
  const { tell } = wire;
  undo.addEventListener("click", () => tell({ do: "undo" }));
  file.addEventListener("change", async () => {
    const [one] = file.files;
    if (!one) return;
    if (one.size > mine.data.most) status.textContent = words.tooLarge;
    else tell({ do: "import", text: await one.text() });
    file.value = "";
  });

  const name = (row) => row.finding || row.title || words.working;
  const order = () => [...list.children];
  const numbered = () =>
    order().forEach((each, at) => {
      each.querySelector(".number").textContent = at + 1;
      const row = mine.data.rows.find(({ id }) => id === each.dataset.id);
      const values = { name: row ? name(row) : "", at: at + 1, of: list.children.length };
      each.querySelector(".grip").setAttribute("aria-label", filled(words.move, values));
    });

  /** Puts a slide at another place, here at once and then for good. */
  function move(item, to) {
    const from = order().indexOf(item);
    const place = Math.max(0, Math.min(list.children.length - 1, to));
    if (place === from) return;
    const others = order().filter((each) => each !== item);
    list.insertBefore(item, others[place] ?? null);
    settled(item, place);
  }

  function settled(item, place) {
    numbered();
    const row = mine.data.rows.find(({ id }) => id === item.dataset.id);
    const values = { name: name(row), at: place + 1, of: list.children.length };
    status.textContent = filled(words.moved, values);
    tell({ do: "move", id: item.dataset.id, to: place });
  }

  /** The others go around a slide that is held: one that is itself moved loses the pointer. */
  function around(item, next) {
    while (item.nextSibling !== next) {
      const back = next && item.compareDocumentPosition(next) & Node.DOCUMENT_POSITION_PRECEDING;
      if (back) list.insertBefore(item.previousSibling, item.nextSibling);
      else list.insertBefore(item.nextSibling, item);
    }
  }

  function dragged(grip, item) {
    grip.addEventListener("pointerdown", (event) => {
      if (event.button) return;
      event.preventDefault();
      grip.focus();
      grip.setPointerCapture(event.pointerId);
      const from = order().indexOf(item);
      let y = event.clientY;
      item.classList.add("held");
      const over = (moved) => {
        y = moved.clientY;
        const others = order().filter((each) => each !== item);
        around(
          item,
          others.find((each) => {
            const { top, height } = each.getBoundingClientRect();
            return y < top + height / 2;
          }) ?? null,
        );
      };
      const rolls = setInterval(() => {
        const way = y < EDGE ? -1 : Number(y > window.innerHeight - EDGE);
        if (way) host.closest(".stMain")?.scrollBy(0, way * ROLL);
      }, 30);
      const drop = () => {
        clearInterval(rolls);
        grip.removeEventListener("pointermove", over);
        item.classList.remove("held");
        const to = order().indexOf(item);
        if (to !== from) settled(item, to);
      };
      grip.addEventListener("pointermove", over);
      grip.addEventListener("lostpointercapture", drop, { once: true });
    });
    grip.addEventListener("keydown", (event) => {
      const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
      const end = { Home: 0, End: list.children.length }[event.key];
      if (step === undefined && end === undefined) return;
      event.preventDefault();
      event.stopPropagation();
      move(item, end ?? order().indexOf(item) + step);
      grip.focus();
    });
  }

  function item(row) {
    const { id } = row;
    const made = make("li", "", "", { "data-id": id });
    const edit = (part) => (text) => tell({ do: "edit", id, part, text });
    const grip = make("button", "grip", "", { type: "button" });
    grip.append(sign("drag_indicator"));
    dragged(grip, made);
    const picture = row.picture
      ? make("img", "", "", { src: row.picture, alt: "", draggable: "false" })
      : make("div", "none", words.working);
    const about = make("div", "about");
    const title = about.appendChild(make("h3", "", name(row)));
    if (row.marking && row.marking !== "TLP:CLEAR")
      title.append(" ", make("small", "", row.marking));
    if (row.caption) about.append(make("p", "", row.caption));
    const more = about.appendChild(make("details", ""));
    more.append(make("summary", "", words.more));
    more.append(
      field("input", words.ownTitle, row.title, edit("title")),
      field("input", words.caption, row.caption, edit("caption"), { maxlength: 600 }),
      field("textarea", words.notes, row.notes, edit("notes"), { maxlength: 4000 }),
    );
    if (row.points.length) {
      const points = more.appendChild(make("ul", "points"));
      points.append(...row.points.map((each) => make("li", "", each)));
    }
    const tools = make("div", "tools");
    if (row.offered.length > 1) {
      const drawn = make("label", "field");
      const select = make("select", "");
      for (const [value, said] of row.offered)
        select.append(make("option", "", said || words.usual, { value }));
      select.value = row.drawing;
      select.addEventListener("change", () => edit("drawing")(select.value));
      drawn.append(make("span", "", words.drawn), select);
      tools.append(drawn);
    }
    const called = { name: name(row) };
    const at = () => order().indexOf(made);
    tools.append(
      button("arrow_upward", filled(words.up, called), () => move(made, at() - 1)),
      button("arrow_downward", filled(words.down, called), () => move(made, at() + 1)),
      button("content_copy", filled(words.duplicate, called), () => tell({ do: "copy", id })),
      button("delete", filled(words.remove, called), () => {
        const next = made.nextSibling ?? made.previousSibling;
        tell({ do: "remove", id });
        next?.querySelector(".grip").focus();
      }),
    );
    const open = make("a", "", words.open, { href: row.opens });
    open.addEventListener("click", (event) => follow(event, open));
    tools.append(open);
    made.append(grip, make("span", "number"), picture, about, tools);
    return made;
  }

  mine.draw = (data) => {
    if (wire.answered(data.turn)) return; // what stands there is newer than what this says
    const said = JSON.stringify([data.name, data.title, data.subtitle]);
    if (mine.top !== said) {
      mine.top = said;
      const edit = (part) => (text) => tell({ do: "name", part, text });
      head.replaceChildren(
        ...(data.name
          ? [
              field("input", words.title, data.title, edit("title"), { class: "wide" }),
              field("input", words.subtitle, data.subtitle, edit("subtitle"), { class: "wide" }),
            ]
          : []),
      );
    }
    mine.data = data;
    const kept = new Map(order().map((each) => [each.dataset.id, each]));
    const shown = data.rows.map((row) => {
      const text = JSON.stringify(row);
      const before = kept.get(row.id);
      if (before && mine.drawn.get(row.id) === text) return before;
      mine.drawn.set(row.id, text);
      const made = item(row);
      if (before) {
        if (before.querySelector("details").open) made.querySelector("details").open = true;
        const held = before.contains(document.activeElement) ? focused(before) : null;
        before.replaceWith(made);
        if (held !== null) made.querySelectorAll(FOCUS)[held]?.focus();
      }
      return made;
    });
    const same = shown.length === list.children.length;
    if (!same || shown.some((each, at) => list.children[at] !== each)) {
      const active = document.activeElement;
      list.replaceChildren(...shown);
      if (list.contains(active)) active.focus();
    }
    numbered();
    empty.hidden = !data.name || data.rows.length > 0;
    if (data.said) status.textContent = data.said;
    undo.hidden = !data.undo;
  };
  return mine;
}

const FOCUS = "a,button,input,select,summary,textarea";
const focused = (part) => [...part.querySelectorAll(FOCUS)].indexOf(document.activeElement);
