// Draws a row of filters as one element and changes only what differs: fields to choose one or several of a list by typing,
// a period between two ends, and buttons.

const bars = new WeakMap(); // host -> what is drawn
const version = new URL(import.meta.url).search;
const [{ dated, dressed, filled, make, sign, unpacked }, { drawn }] = await Promise.all(
  ["parts", "drawn"].map((name) => import(`./${name}.js${version}`)),
);
await dressed("filter_bar.css", import.meta.url);
await Promise.all(["paper.css", "reach.css"].map((each) => dressed(each, import.meta.url)));

/** Draws `component.data` into `host`: gzipped JSON of `{title, dated, turn, fields, buttons}`, see components/elements/filter_bar.py. */
export function draw(host, component, words) {
  let bar = bars.get(host);
  if (!bar) {
    bar = {
      title: make("h1", ""),
      dated: make("p", "dated", ""),
      below: make("h2", "unseen", words.figures), // headings of a page lie two below its title
      fold: folding(host),
      status: make("output", "unseen", "", { role: "status" }),
      parts: new Map(),
      turn: 0,
      words,
    };
    bars.set(host, bar);
    drawn.set("status", { show: (...shown) => show(bar, ...shown) });
  }
  bar.tell = component.setTriggerValue;
  const { title, dated, turn, fields, buttons } = JSON.parse(unpacked(component.data));
  if (bar.title.textContent !== title) bar.title.textContent = title;
  if (bar.dated.textContent !== dated) bar.dated.textContent = dated;
  if (turn === 0) bar.turn = 0; // a new session
  const held = turn < bar.turn; // the reader has chosen again since: what the server knew then is old
  const named = [...fields, ...buttons];
  for (const told of named) {
    const kind = told.kind ?? "button";
    let part = bar.parts.get(told.key);
    if (part?.kind !== kind) bar.parts.set(told.key, (part = { kind, ...KINDS[kind](told, bar) }));
    const said = JSON.stringify(told);
    if (said !== part.said && !held) part.set(told);
    if (!held) part.said = said;
  }
  bar.fields = fields;
  summed(bar, fields);
  bar.fold.hidden = !fields.length;
  const wanted = [
    bar.title,
    bar.fold,
    ...named.map(({ key }) => bar.parts.get(key).box),
    bar.status,
    bar.dated,
    bar.below,
  ];
  skips(host, words);
  say(bar, title, shortly(fields, words));
  [...host.children].forEach((box) => wanted.includes(box) || box.remove());
  wanted.forEach(
    (box, at) => box === host.children[at] || host.insertBefore(box, host.children[at] ?? null),
  ); // what stays is not moved and keeps the focus
}

/** Says in one sentence what is shown once something else was chosen. */
function say(bar, title, filters) {
  const said = `${title} ${filters}`;
  if (bar.heard && bar.heard !== said) show(bar, title, filters);
  bar.heard = said;
}

function show(bar, ...shown) {
  const filters = shown.filter(Boolean).join(", ");
  bar.status.textContent = filled(bar.words.shown, { filters });
}

/** The first stops of the Tab key: past the menu to the filters, the figures, the table. */
function skips(host, words) {
  let box = document.querySelector("body > .skips");
  if (!box) {
    box = make("div", "skips");
    for (const go of [toFilters, toFigures, toTable])
      box
        .appendChild(make("button", "unseen", "", { type: "button" }))
        .addEventListener("click", () => go(box.host));
    document.body.prepend(box);
  }
  box.host = host;
  [words.toFilters, words.toFigures, words.toTable].forEach((text, at) => {
    if (box.children[at].textContent !== text) box.children[at].textContent = text;
  });
}

function toFilters(host) {
  const fold = host.querySelector(".fold");
  if (fold?.checkVisibility() && fold.getAttribute("aria-expanded") === "false") fold.click();
  const first = [...host.querySelectorAll("input,.press")].find(
    (each) => !each.disabled && each.checkVisibility(),
  );
  reach(first ?? host.querySelector("h1"));
}

/** The map as a list, the first chart as a table, or what stands below the filters. */
function toFigures(host) {
  const text = document.querySelector(".st-key-map .walk, .chart .walk");
  if (text?.getAttribute("aria-expanded") === "false") return text.click();
  reach(document.querySelector(".twin input") ?? host.querySelector("h2"));
}

function toTable(host) {
  const table = document.querySelector(
    ".st-key-rows .grid, .grid, .mirror table, .stDataFrame, table",
  );
  reach(table ?? host.querySelector("h2"));
}

function reach(part) {
  if (part.tabIndex < 0) part.tabIndex = -1;
  part.focus();
}

/** On a narrow screen the fields fold into the one line of this button. */
function folding(host) {
  const fold = make("button", "fold", "", { type: "button", "aria-expanded": "false" });
  fold.append(make("span", ""), sign("expand_more"));
  fold.addEventListener("click", () =>
    fold.setAttribute("aria-expanded", host.classList.toggle("unfolded")),
  );
  return fold;
}

function summed({ fold, words }, fields) {
  const said = filled(words.folded, { filters: shortly(fields, words) });
  if (fold.firstChild.textContent !== said) fold.firstChild.replaceChildren(...dated(said));
}

/** What is chosen, in few words: of a field without a choice what it says then. */
const shortly = (fields, words) =>
  fields
    .map(({ kind, lists, options, values, placeholder }) => {
      const known = new Map([...lists.flatMap((each) => words[each]), ...options]);
      const names = [...new Set(values)].map((value) => known.get(value) ?? value);
      return names.join(kind === "period" ? "–" : ", ") || placeholder;
    })
    .filter(Boolean)
    .join(", ");

/** What each country is called, beside its name on the page: loaded when somebody first searches. */
let called;
const names = () =>
  (called ??= fetch(
    new URL(`./names.json${new URL(import.meta.url).search}`, import.meta.url),
  ).then(
    (answer) => answer.json(),
    () => ({}),
  ));

function choose(bar, key, values) {
  bar.turn += 1;
  bar.parts.get(key).said = "";
  bar.tell("picked", { key, values, turn: bar.turn });
}

const simple = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
let count = 0;

function framed({ key, label }, kind) {
  const id = `bar-${key}-${++count}`;
  const box = make("div", `field ${kind} st-key-${key}`);
  box.append(make("label", "label", label, { for: id }));
  return { box, id };
}

const sized = (box, width) => box.style.setProperty("--width", width ? `${width}px` : "");

/** One or several of a list, found by typing: a combobox as ARIA describes it. */
function list(first, bar) {
  const { key } = first;
  const { box, id } = framed(first, first.kind);
  const frame = box.appendChild(make("div", "frame"));
  const input = frame.appendChild(
    make("input", "", "", {
      id,
      type: "text",
      role: "combobox",
      autocomplete: "off",
      spellcheck: "false",
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": `${id}-list`,
    }),
  );
  const none = frame.appendChild(make("button", "none", "", { type: "button", tabindex: "-1" }));
  none.append(sign("close"));
  frame.append(sign("expand_more"));
  const shown = make("ul", "list", "", { id: `${id}-list`, role: "listbox" });
  let told,
    values,
    items = [],
    active = -1;
  let also = {};
  const many = () => told.kind === "many";
  const name = (value) => told.options.find(([each]) => each === value)?.[1] ?? value;

  function set(next) {
    told = {
      ...next,
      options: [...next.lists.flatMap((each) => bar.words[each]), ...next.options],
    };
    sized(box, told.width);
    box.firstChild.textContent = told.label;
    shown.setAttribute("aria-label", told.label);
    if (many()) shown.setAttribute("aria-multiselectable", "true");
    input.disabled = told.disabled;
    none.setAttribute("aria-label", filled(bar.words.clear, told));
    hold(told.values);
  }

  function hold(next) {
    values = next;
    frame.querySelectorAll(".chip").forEach((chip) => chip.remove());
    if (many()) input.before(...values.map(chip));
    else if (!open()) input.value = values.length ? name(values[0]) : "";
    input.placeholder = values.length ? (many() ? "" : name(values[0])) : told.placeholder;
    input.title = many() ? "" : input.placeholder;
    box.style.setProperty("--letters", input.title.length); // of one, it grows up to its words
    none.hidden = !values.length || told.needed || told.disabled;
    mark();
  }

  function chip(value) {
    const made = make("span", "chip", "", { "data-tag": value, "aria-label": name(value) });
    const off = make("button", "", "", {
      type: "button",
      tabindex: "-1",
      "aria-label": filled(bar.words.remove, { name: name(value) }),
    });
    off.append(sign("close"));
    off.addEventListener("click", () => pick(values.filter((each) => each !== value)));
    made.append(make("span", "", name(value)), off);
    return made;
  }

  function pick(next) {
    hold(next);
    choose(bar, key, next);
  }

  const open = () => shown.isConnected;

  function unfold() {
    if (open() || told.disabled) return;
    if (!many()) input.value = "";
    box.append(shown);
    input.setAttribute("aria-expanded", "true");
    narrow();
    if (told.lists.includes("countries"))
      names().then((found) => {
        also = found;
        if (open() && input.value) narrow();
      });
    const room = document.documentElement.clientWidth - 8 - box.getBoundingClientRect().left;
    shown.style.maxWidth = `${Math.max(room, box.offsetWidth)}px`;
  }

  function fold() {
    shown.remove();
    input.setAttribute("aria-expanded", "false");
    input.value = many() || !values.length ? "" : name(values[0]);
    at(-1);
  }

  function narrow() {
    const words = simple(input.value.trim().replaceAll(".", ""));
    const found = words
      ? told.options.filter(
          ([value, label]) =>
            simple(label).includes(words) ||
            value.toLowerCase() === words ||
            also[value]?.some((each) => each.startsWith(words)),
        )
      : told.options;
    const begins = ([, label]) => simple(label).startsWith(words);
    items = words ? [...found.filter(begins), ...found.filter((each) => !begins(each))] : found;
    shown.replaceChildren(
      ...items.map(([value, label], i) =>
        make("li", "", label, { id: `${id}-${i}`, role: "option", "data-value": value }),
      ),
      ...(items.length ? [] : [make("li", "nothing", bar.words.nothing)]),
    );
    shown.scrollTop = 0;
    mark();
    const chosen = many() ? -1 : items.findIndex(([value]) => value === values[0]);
    at(items.length ? (words ? 0 : chosen) : -1);
  }

  function mark() {
    if (!open()) return;
    const full = told.most && values.length >= told.most;
    for (const item of shown.querySelectorAll("[role=option]")) {
      const on = values.includes(item.dataset.value);
      item.setAttribute("aria-selected", on);
      if (full && !on) item.setAttribute("aria-disabled", "true");
      else item.removeAttribute("aria-disabled");
    }
  }

  function at(next) {
    shown.children[active]?.classList.remove("at");
    active = next;
    const item = items.length ? shown.children[active] : undefined;
    item?.classList.add("at");
    item?.scrollIntoView({ block: "nearest" });
    if (item && open()) input.setAttribute("aria-activedescendant", item.id);
    else input.removeAttribute("aria-activedescendant");
  }

  function take(value) {
    if (!many()) {
      values = [value];
      fold();
      return pick([value]);
    }
    if (values.includes(value)) pick(values.filter((each) => each !== value));
    else if (!told.most || values.length < told.most) pick([...values, value]);
    if (input.value) {
      input.value = "";
      narrow();
    }
  }

  input.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      if (!open()) unfold();
      else if (items.length) at((active + step + items.length) % items.length);
    } else if (event.key === "Enter" && open() && active >= 0) {
      event.preventDefault();
      take(items[active][0]);
    } else if (event.key === "Escape" && open()) {
      event.preventDefault();
      fold();
    } else if (event.key === "Backspace" && many() && !input.value && values.length) {
      pick(values.slice(0, -1));
    }
  });
  input.addEventListener("input", () => {
    if (!open()) {
      const typed =
        many() || !values.length ? input.value : input.value.replace(name(values[0]), ""); // what is chosen stands there until it is opened
      unfold();
      input.value = typed;
    }
    narrow();
  });
  input.addEventListener("blur", fold);
  frame.addEventListener("mousedown", (event) => {
    if (event.target.closest("button")) return;
    if (event.target !== input) event.preventDefault();
    if (document.activeElement !== input) input.focus();
    open() && event.target !== input ? fold() : unfold();
  });
  none.addEventListener("click", () => pick([]));
  shown.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
  shown.addEventListener("click", (event) => {
    const item = event.target.closest("[role=option]");
    if (item && !item.hasAttribute("aria-disabled")) take(item.dataset.value);
  });
  return { box, set };
}

/** Two ends on one line, each moved by mouse, finger or arrow key. */
function period(first, bar) {
  const { key } = first;
  const { box, id } = framed(first, "period");
  const said = box.appendChild(make("div", "said"));
  const words = [0, 1].map(() => said.appendChild(make("output", "")));
  const track = box.appendChild(make("div", "track"));
  const ends = [0, 1].map((i) =>
    track.appendChild(
      make("input", "", "", { type: "range", min: "0", step: "1", ...(i ? {} : { id }) }),
    ),
  );
  let told;

  function set(next) {
    told = {
      ...next,
      options: [...next.lists.flatMap((each) => bar.words[each]), ...next.options],
    };
    sized(box, told.width);
    box.firstChild.textContent = told.label;
    box.classList.toggle("still", told.options.length < 2);
    ends.forEach((end, i) => {
      end.max = Math.max(told.options.length - 1, 1);
      end.disabled = told.options.length < 2;
      end.setAttribute("aria-label", filled(i ? bar.words.last : bar.words.first, told));
      end.value = told.options.findIndex(([value]) => value === told.values[i]);
    });
    say();
  }

  function say() {
    const [low, high] = ends.map((end) => Number(end.value));
    ends.forEach((end, i) => {
      const label = told.options[Number(end.value)]?.[1] ?? "";
      end.setAttribute("aria-valuetext", label);
      words[i].textContent = label;
    });
    words[1].hidden = told.options.length < 2 || low === high;
    said.title =
      low === high
        ? words[0].textContent
        : filled(bar.words.span, { first: words[0].textContent, last: words[1].textContent });
    const most = Math.max(told.options.length - 1, 1);
    track.style.setProperty("--from", low / most);
    track.style.setProperty("--to", high / most);
    ends[0].style.zIndex = low > most / 2 ? 2 : 1; // where both stand at one place, the one that has room to move is on top
    ends[1].style.zIndex = low > most / 2 ? 1 : 2;
  }

  let together; // both ends stood at one place when one of them was taken hold of
  const hold = () => {
    together = ends[0].value === ends[1].value;
  };

  /** An end stops at the other; from the place where both stand it takes the other along. */
  function meet(end, other, i) {
    const past = (Number(end.value) - Number(other.value)) * (i ? -1 : 1) > 0;
    if (!past) return;
    if (together) other.value = end.value;
    else end.value = other.value;
  }

  ends.forEach((end, i) => {
    for (const event of ["pointerdown", "keydown", "change"]) end.addEventListener(event, hold);
    end.addEventListener("input", () => {
      meet(end, ends[1 - i], i);
      say();
    });
    end.addEventListener("change", () =>
      choose(
        bar,
        key,
        ends.map((each) => told.options[Number(each.value)][0]),
      ),
    );
  });

  /** Shows the period a figure passes, which nobody has chosen yet. */
  function pass(value) {
    const at = told.options.findIndex(([each]) => each === value);
    if (at < 0) return;
    for (const end of ends) end.value = at;
    say();
    summed(
      bar,
      bar.fields.map((each) => (each.key === key ? { ...each, values: [value] } : each)),
    );
  }

  function rest() {
    set(told);
    summed(bar, bar.fields);
  }

  drawn.set("period", { pass, rest });
  return { box, set };
}

function button({ key }, bar) {
  const box = make("button", `press st-key-${key}`, "", { type: "button" });
  box.addEventListener("click", () => choose(bar, key, []));
  const set = ({ label, help, disabled }) => {
    box.textContent = label;
    box.title = help;
    box.disabled = disabled;
  };
  return { box, set };
}

const KINDS = { one: list, many: list, period, button };
