// Draws the desk of an officer: a queue by its clocks or its urgency, what is open with its answer in place, and receipts.

const version = new URL(import.meta.url).search;
const { dressed, filled, make } = await import(`./parts.js${version}`);
const { showSlips } = await import(`./slips.js${version}`);
await dressed("desk.css", import.meta.url);
const desks = new WeakMap(); // host -> its desk
const MINUTE = 60_000;
const DAY = 1440 * MINUTE;
const FULL = 60 * DAY; // a bar is full at so much delay
const ANNOUNCED = [60, 30, 10]; // seconds that are read aloud
const KEYS = "threats_keys"; // whether keys of one letter are off, in this browser
const DRAFTS = "threats_drafts"; // answers that were not sent yet, in this tab alone
const calm = matchMedia("(prefers-reduced-motion:reduce)");
const typing = ({ tagName, type, isContentEditable }) =>
  ["TEXTAREA", "SELECT"].includes(tagName) ||
  isContentEditable ||
  (tagName === "INPUT" && !["checkbox", "radio"].includes(type));

/** Draws `component.data`, see components/elements/desk.py, into `host`. */
export function draw(host, component, words) {
  let desk = desks.get(host);
  if (!desk) desks.set(host, (desk = build(host, words)));
  desk.tell = (what) => component.setTriggerValue("told", { ...what, turn: Date.now() });
  const heard = JSON.stringify(component.data);
  if (desk.heard !== heard) {
    desk.heard = heard;
    take(desk, component.data);
  }
  desk.off?.();
  const keys = (event) => press(desk, event);
  addEventListener("keydown", keys);
  const beat = setInterval(() => tick(desk), 1000);
  desk.off = () => {
    removeEventListener("keydown", keys);
    clearInterval(beat);
  };
  return desk.off;
}

function build(host, words) {
  const desk = { host, words, drafts: new Map(), at: 0, sent: 0, said: "", asked: 0, as: "" };
  desk.names = Object.fromEntries(words.groups);
  desk.hints = Object.fromEntries(words.hints);
  desk.sums = host.appendChild(make("div", "sums", "", { role: "group" }));
  const both = host.appendChild(make("div", "both"));
  desk.queue = both.appendChild(make("div", "queue"));
  const side = both.appendChild(make("div", "side"));
  desk.slips = side.appendChild(
    make("div", "slips", "", { role: "status", "aria-label": words.receipts }),
  );
  desk.detail = side.appendChild(make("section", "open"));
  desk.aloud = side.appendChild(make("output", "aloud", "", { role: "status" }));
  desk.foot = host.appendChild(make("div", "keys"));
  foot(desk);
  return desk;
}

/** The keys, and the switch that lets those of one letter rest. */
function foot(desk) {
  const { words } = desk;
  const hint = (keys, text) => {
    const part = desk.foot.appendChild(make("span", "hint"));
    part.append(...keys.map((key) => make("kbd", "", key)), ` ${text}`);
    return part;
  };
  hint(["J", "K"], words.next);
  hint(["Enter"], words.open);
  desk.choicesHint = desk.foot.appendChild(make("span", "hint"));
  hint(["Ctrl", "Enter"], words.send).classList.add("answers");
  hint(["U"], words.undo).classList.add("answers");
  hint(["Esc"], words.back);
  const label = desk.foot.appendChild(make("label", "hint"));
  desk.letters = label.appendChild(make("input", "", "", { type: "checkbox" }));
  label.append(` ${words.keysOn}`);
  try {
    desk.letters.checked = localStorage.getItem(KEYS) !== "off";
  } catch {
    desk.letters.checked = true;
  }
  desk.letters.addEventListener("change", () => {
    try {
      localStorage.setItem(KEYS, desk.letters.checked ? "on" : "off");
    } catch {
      // a browser that keeps nothing: off until the page is left
    }
  });
}

/** Takes over what the server says. */
function take(desk, told) {
  desk.told = told;
  desk.ahead = Date.now() - told.now; // between the browser's clock and the server's
  desk.asked = 0;
  const [about, times] = told.sent;
  if (desk.as !== told.as) desk.drafts = recalled((desk.as = told.as));
  if (times > desk.sent) {
    desk.drafts.delete(about);
    recall(desk);
  }
  desk.sent = times;
  desk.host.dataset.kind = told.kind;
  const focus = held(desk);
  desk.host.classList.toggle("opened", Boolean(told.detail));
  sums(desk);
  queue(desk);
  detail(desk);
  slips(desk);
  desk.foot.hidden = !told.groups.some(({ rows }) => rows.length);
  desk.host.querySelector(`[data-at="${focus.at}"]`)?.focus({ preventScroll: true });
  if (desk.returns && !told.detail) {
    desk.returns = false;
    go(desk, desk.at);
  }
  tick(desk);
}

/** What was typed for the bureau `as` before the page was loaded again; nothing of another's stays. */
function recalled(as) {
  try {
    const kept = JSON.parse(sessionStorage.getItem(DRAFTS) ?? "{}");
    if (as && kept.as === as) return new Map(kept.drafts);
    sessionStorage.removeItem(DRAFTS);
  } catch {
    // a browser that keeps nothing, or something else under this name
  }
  return new Map();
}

/** Keeps in this tab what is typed and not sent. */
function recall({ as, drafts }) {
  const begun = [...drafts].filter(([, { answer, text }]) => answer || text);
  try {
    if (begun.length) sessionStorage.setItem(DRAFTS, JSON.stringify({ as, drafts: begun }));
    else sessionStorage.removeItem(DRAFTS);
  } catch {
    // a browser that keeps nothing: it lasts until the page is loaded again
  }
}

/** Which part of the desk has the focus. */
const held = (desk) => ({
  at: desk.host.contains(document.activeElement) ? document.activeElement.dataset.at : "none",
});

function sums(desk) {
  const { told } = desk;
  desk.sums.hidden = !told.sums;
  desk.sums.setAttribute("aria-label", told.label);
  if (!told.sums) return;
  desk.sums.replaceChildren(
    ...told.groups.map(({ id, n }) => {
      const part = make("button", `sum ${id}`, "", {
        type: "button",
        "data-at": `sum-${id}`,
      });
      part.append(
        make("b", "", told.most && n >= told.most ? `${n}+` : String(n)),
        ` ${desk.names[id].toLowerCase()}`,
      );
      part.disabled = !n;
      part.addEventListener("click", () => first(desk, id));
      return part;
    }),
  );
}

/** Goes to the first row of a group. */
function first(desk, id) {
  const rows = [...desk.queue.querySelectorAll(".row")];
  const at = rows.findIndex((row) => row.dataset.group === id);
  if (at >= 0) go(desk, at);
}

function queue(desk) {
  const { told, words } = desk;
  desk.queue.setAttribute("aria-label", told.label);
  const filledGroups = told.groups.filter(({ n }) => n);
  if (!filledGroups.length) {
    desk.queue.replaceChildren(make("p", "empty", told.empty));
    return;
  }
  desk.queue.replaceChildren(
    ...filledGroups.flatMap(({ id, n, rows }) => {
      const head = make("h3", `head ${id}`);
      head.append(`${desk.names[id]} ${n} `, make("small", "", desk.hints[id]));
      const list = make("ol", "", "", { role: "list", "aria-label": desk.names[id] });
      list.append(...rows.map((row) => line(desk, id, row)));
      if (rows.length >= n) return [head, list];
      const more = make("button", "more", filled(words.more, { n: n - rows.length }), {
        type: "button",
        "data-at": `more-${id}`,
      });
      more.addEventListener("click", () => desk.tell({ do: "more", group: id }));
      return [head, list, more];
    }),
  );
  const rows = [...desk.queue.querySelectorAll(".row")];
  const open = rows.findIndex((row) => Number(row.dataset.id) === told.detail?.id);
  desk.at = Math.max(0, open >= 0 ? open : Math.min(desk.at, rows.length - 1));
  rove(desk, rows);
}

function chip({ chip: word, ground, ink }) {
  const made = make("span", "chip", word);
  made.style.background = ground;
  made.style.color = ink;
  return made;
}

const mark = (tlp) => make("span", `tlp ${tlp.slice(4).toLowerCase().replace("+", "-")}`, tlp);

function line(desk, group, row) {
  const item = make("li", "");
  const button = item.appendChild(
    make("button", `row ${group}${row.fresh ? " fresh" : ""}`, "", {
      type: "button",
      "data-at": `row-${row.id}`,
      "data-id": row.id,
      "data-group": group,
    }),
  );
  const time = make("span", "time");
  const clock = make("span", "clock", "", { "aria-hidden": "true" });
  clock.append(make("i", "used"), make("i", "over"));
  const title = make("span", "title");
  if (row.fresh)
    title.append(make("span", "dot", "", { role: "img", "aria-label": desk.words.unopened }));
  title.append(row.title);
  button.append(
    time,
    clock,
    chip(row),
    title,
    make("span", "asks", row.asks),
    make("span", "why", row.why),
    make("span", "ref", row.reference),
    mark(row.tlp),
  );
  if (row.id === desk.told.detail?.id) button.setAttribute("aria-current", "true");
  button.addEventListener("click", () => {
    desk.wanted = row.id;
    desk.tell({ do: "open", id: row.id });
  });
  Object.assign(button, { row, time, clock });
  return item;
}

/** One row is a stop of the Tab key; J, K and the arrows walk the others. */
function rove(desk, rows = [...desk.queue.querySelectorAll(".row")]) {
  rows.forEach((row, i) => (row.tabIndex = i === desk.at ? 0 : -1));
  return rows;
}

function go(desk, at) {
  const rows = [...desk.queue.querySelectorAll(".row")];
  desk.at = Math.max(0, Math.min(rows.length - 1, at));
  rove(desk, rows);
  rows[desk.at]?.focus();
}

/** A span of time as a reader says it. */
function span(ms, words) {
  const minutes = Math.floor(Math.max(ms, 0) / MINUTE);
  if (minutes < 60) return filled(words.minutes, { n: minutes });
  if (minutes < 1440) return filled(words.hours, { n: Math.floor(minutes / 60) });
  const days = Math.floor(minutes / 1440);
  const hours = Math.floor((minutes % 1440) / 60);
  return filled(days < 4 && hours ? words.daysHours : words.days, { n: days, hours });
}

const shown = (part, text) => part.textContent !== text && (part.textContent = text);

/** What the clock of a row says now. */
function told(row, now, words) {
  if (row.said) return row.said;
  if (!row.due) return filled(words.ago, { time: span(now - row.arrived, words) });
  const late = now > row.due;
  return filled(late ? words.late : words.left, { time: span(Math.abs(row.due - now), words) });
}

/** Each second: the clocks, and what is held. */
function tick(desk) {
  const now = Date.now() - desk.ahead;
  let due = Infinity;
  for (const button of desk.queue.querySelectorAll(".row")) {
    const { row, time, clock } = button;
    shown(time, told(row, now, desk.words));
    const runs = row.due && !row.said;
    clock.hidden = !row.due;
    clock.classList.toggle("stands", !runs);
    if (!runs) continue;
    const [used, over] = clock.children;
    const share = Math.min(
      1,
      Math.max(0, (now - row.arrived) / Math.max(1, row.due - row.arrived)),
    );
    used.style.width = `${Math.round(70 * share)}%`;
    over.style.width = `${Math.round(30 * Math.sqrt(Math.min(1, Math.max(0, now - row.due) / FULL)))}%`;
    if (row.due > now) due = Math.min(due, row.due);
  }
  if (desk.left && desk.told.detail) shown(desk.left, told(desk.told.detail.row, now, desk.words));
  // what became due since the server spoke moves to another group, and what was held is in the history
  let ended = false;
  for (const slip of desk.slips.querySelectorAll(".slip.held")) {
    const seconds = Math.max(0, Math.ceil((slip.ends - now) / 1000));
    const step = calm.matches ? Math.ceil(seconds / 10) * 10 : seconds;
    shown(slip.ring, String(seconds));
    slip.ring.style.setProperty("--left", `${(360 * Math.min(60, step)) / 60}deg`);
    if (ANNOUNCED.includes(seconds) && desk.saidAt !== `${slip.ends} ${seconds}`) {
      desk.saidAt = `${slip.ends} ${seconds}`;
      desk.aloud.textContent = filled(desk.words.seconds, { n: seconds });
    }
    ended ||= slip.ends + 1500 < now;
  }
  const passed = desk.due !== undefined && desk.due < now && due > desk.due;
  desk.due = Math.min(due, desk.due > now ? desk.due : Infinity);
  if ((ended || passed) && now - desk.asked > 5000) {
    desk.asked = now;
    desk.tell({ do: "look" });
  }
}

function detail(desk) {
  const { told: all, words } = desk;
  const open = all.detail;
  desk.left = undefined;
  desk.detail.hidden = !open;
  if (!open) return desk.detail.replaceChildren();
  const { row } = open;
  const back = make("button", "back", words.back, { type: "button", "data-at": "back" });
  back.addEventListener("click", () => shut(desk));
  const head = make("h3", "what");
  head.append(
    chip(row),
    ` ${open.title || filled(words.asked, { what: row.title, country: row.asks })} `,
    mark(row.tlp),
  );
  const parts = [back, head, ...open.notes.map((note) => make("p", "note", note))];
  if (row.due) parts.push((desk.left = make("p", "left")));
  const facts = make("dl", "");
  for (const [name, value] of open.facts) facts.append(make("dt", "", name), make("dd", "", value));
  parts.push(facts);
  if (open.choices.length) parts.push(form(desk, open));
  if (open.steps.length) {
    const steps = make("div", "steps");
    for (const step of open.steps) {
      const button = steps.appendChild(
        make("button", "", step.label, { type: "button", "data-at": `step-${step.step}` }),
      );
      button.addEventListener("click", () =>
        step.asks ? ask(desk, step, open.id) : take_(desk, step, open.id),
      );
      if (step.key) button.append(" ", make("kbd", "", step.key));
    }
    parts.push(steps);
  }
  if (open.steps_note) parts.push(make("p", "note", open.steps_note));
  const past = make("details", "past");
  past.open = !open.choices.length || desk.unfolded;
  past.append(make("summary", "", words.history, { "data-at": "history" }));
  past.addEventListener("toggle", () => (desk.unfolded = past.open));
  const list = past.appendChild(make("ol", ""));
  for (const [line, text] of open.history) {
    const item = list.appendChild(make("li", "", line));
    if (text) item.append(make("q", "", text));
  }
  parts.push(past);
  desk.detail.replaceChildren(...parts);
  desk.choicesHint.replaceChildren(
    ...open.choices.flatMap(([, label, key]) => [make("kbd", "", key), ` ${label} `]),
    ...open.steps.flatMap(({ label, key }) => (key ? [make("kbd", "", key), ` ${label} `] : [])),
  );
  if (desk.wanted === open.id) {
    desk.wanted = undefined;
    if (matchMedia("(max-width: 700px)").matches) {
      desk.host.scrollIntoView({ block: "start" });
      back.focus({ preventScroll: true }); // the row that was opened is out of sight
    }
  }
}

const take_ = (desk, { step }, id) => desk.tell({ do: "step", id, step });

function shut(desk) {
  desk.returns = true;
  desk.tell({ do: "open", id: 0 });
  go(desk, desk.at);
}

/** The answer, kept while news redraw the page. */
function form(desk, open) {
  const { words } = desk;
  const draft = desk.drafts.get(open.id) ?? { answer: "", text: "", tlp: open.marks[0] };
  if (!open.marks.includes(draft.tlp)) draft.tlp = open.marks[0];
  desk.drafts.set(open.id, draft);
  const part = make("form", "answer");
  part.append(make("h4", "", open.heading));
  const choices = part.appendChild(
    make("div", "choices", "", { role: "radiogroup", "aria-label": open.heading }),
  );
  const text = part.appendChild(
    make("textarea", "", "", {
      rows: 2,
      maxlength: 2000,
      placeholder: words.message,
      "aria-label": words.message,
      "data-at": "text",
    }),
  );
  text.value = draft.text;
  text.addEventListener("input", () => {
    draft.text = text.value;
    recall(desk);
  });
  const label = part.appendChild(make("label", "mark", `${words.mark} `));
  const marks = label.appendChild(make("select", "", "", { "data-at": "mark" }));
  marks.append(...open.marks.map((value) => make("option", "", value, { value })));
  marks.value = draft.tlp;
  marks.addEventListener("change", () => {
    draft.tlp = marks.value;
    recall(desk);
  });
  const last = part.appendChild(make("div", "last"));
  const send = last.appendChild(make("button", "send", "", { type: "submit", "data-at": "send" }));
  last.append(make("span", "note", open.reaches));
  const buttons = open.choices.map(([value, name, key]) => {
    const label = make("label", "choice");
    const input = label.appendChild(
      make("input", "", "", {
        type: "radio",
        name: `answer-${open.id}`,
        value,
        "data-at": `choice-${value}`,
      }),
    );
    label.append(name, " ", make("kbd", "", key));
    input.addEventListener("change", () => desk.choose(value));
    choices.append(label);
    return input;
  });
  function choose(value) {
    draft.answer = value;
    for (const input of buttons) input.checked = input.value === value;
    const name = open.choices.find(([each]) => each === value)?.[1];
    send.textContent = name ? filled(words.sendThis, { answer: name }) : words.choose;
    send.disabled = !name;
  }
  choose(draft.answer);
  desk.choose = (value) => {
    choose(value);
    recall(desk);
  };
  desk.send = () => {
    if (!draft.answer || send.getAttribute("aria-busy")) return;
    send.setAttribute("aria-busy", "true");
    desk.tell({
      do: "answer",
      id: open.id,
      answer: draft.answer,
      text: draft.text,
      tlp: draft.tlp,
    });
  };
  part.addEventListener("submit", (event) => {
    event.preventDefault();
    desk.send();
  });
  return part;
}

/** Asks once more; the focus is on what does nothing. */
function ask(desk, step, id) {
  const label = step.label.replace(/…$/, ""); // nothing more is asked
  once(desk.host, { ...step, label, no: desk.words.notNow }, `step-${step.step}`, () =>
    take_(desk, step, id),
  );
}

/** A question in a dialog: `then` follows its yes, and the focus returns to the part `at`. */
export function once(host, { heading, asks, label, no: not }, at, then) {
  const box = host.appendChild(make("dialog", "once", "", { "aria-label": heading }));
  box.append(make("h3", "", heading), make("p", "", asks));
  const row = box.appendChild(make("div", "steps"));
  const yes = row.appendChild(make("button", "send", label, { type: "button" }));
  const no = row.appendChild(make("button", "", not, { type: "button" }));
  yes.addEventListener("click", () => {
    box.close();
    then();
  });
  no.addEventListener("click", () => box.close());
  box.addEventListener("close", () => {
    box.remove();
    host.querySelector(`[data-at="${at}"]`)?.focus();
  });
  box.showModal();
  no.focus();
}

function slips(desk) {
  const { told } = desk;
  const whose = { as: told.as, at: told.groups[0].id };
  showSlips(desk.slips, told.receipts, desk.words, (what) => desk.tell(what), whose);
}

/** The keys: those of one letter rest while a field has the focus, or where they are switched off. */
function press(desk, event) {
  if (event.defaultPrevented || event.altKey || document.querySelector("dialog[open]")) return;
  const { target } = event;
  const inside = desk.host.contains(target);
  if ((event.ctrlKey || event.metaKey) && event.key === "Enter" && inside) {
    event.preventDefault();
    return desk.send?.();
  }
  if (event.ctrlKey || event.metaKey) return;
  if (event.key === "Escape" && desk.told.detail && (inside || target === document.body)) {
    event.preventDefault();
    return shut(desk);
  }
  if (target.matches?.(".row") && /^Arrow(Up|Down)$/.test(event.key)) {
    event.preventDefault();
    return go(desk, desk.at + (event.key === "ArrowDown" ? 1 : -1));
  }
  if (typing(target)) return;
  if (!desk.letters.checked) return;
  const key = event.key.toUpperCase();
  const choice = desk.told.detail?.choices.find(([, , letter]) => letter === key);
  const step = desk.told.detail?.steps.find((each) => each.key && each.key === key);
  const group = desk.told.groups[Number(key) - 1];
  const rowFocused = document.activeElement?.matches?.(".row");
  const act =
    key === "J" || key === "K"
      ? () => go(desk, rowFocused ? desk.at + (key === "J" ? 1 : -1) : desk.at)
      : key === "U"
        ? () => desk.slips.querySelector("[data-undo]")?.click()
        : choice
          ? () => {
              desk.choose(choice[0]);
              desk.host.querySelector(`[data-at="choice-${choice[0]}"]`)?.focus();
            }
          : step
            ? () => desk.host.querySelector(`[data-at="step-${step.step}"]`)?.click()
            : group && /^[1-9]$/.test(key)
              ? () => first(desk, group.id)
              : undefined;
  if (!act) return;
  event.preventDefault();
  act();
}
