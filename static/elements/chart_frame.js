// Draws what stands around a chart or a list: a heading, what it shows, switches beside them, and a note below.

const [{ dated, dressed, helping, make }, { drawn }] = await Promise.all(
  ["parts", "drawn"].map((name) => import(`./${name}.js${new URL(import.meta.url).search}`)),
);
await dressed("chart_frame.css", import.meta.url);

const frames = new WeakMap(); // host -> what is drawn

let asked; // what the reader has pressed and no message has answered yet

/** The reader has pressed a switch below this heading. */
export function press(key, value, heading) {
  asked = { key, value, heading, part: document.activeElement };
}

/** Draws around `host`, whose parent is its own, and changes only what differs; `tell(key, value)` hears of a switch. */
export function frame(
  host,
  { heading = "", lead = "", note = "", hint = "", switches = [] },
  tell,
) {
  let around = frames.get(host);
  if (!around) frames.set(host, (around = build(host)));
  write(around.heading, heading);
  write(around.lead, lead);
  write(around.note.firstChild, note);
  write(around.note.lastChild, hint && ` ${hint}`);
  around.note.hidden = !note && !hint;
  const beside = switches.filter(({ views }) => !views?.length); // the others stand on the map
  around.head.hidden = !heading && !lead && !beside.length;
  around.tell = (key, value) => {
    press(key, value, heading);
    tell(key, value);
  };
  arrange(around, beside);
  answer(around, heading, switches);
}

/** Draws the switches; one that is still offered stays where it is and keeps the focus. */
function arrange(around, beside) {
  const before = around.set;
  around.set = new Map(beside.map((each) => [each.key, kept(before.get(each.key), each, around)]));
  const boxes = [...around.set.values()].map(({ box }) => box);
  for (const box of [...around.switches.children]) if (!boxes.includes(box)) box.remove();
  boxes.forEach((box, at) => {
    const there = around.switches.children[at] ?? null;
    if (box !== there) around.switches.insertBefore(box, there);
  });
  for (const { key, value } of beside) around.set.get(key).set(value);
}

/** The switch as it was drawn, or a new one where it offers something else. */
function kept(before, { value, ...offered }, around) {
  const kind = JSON.stringify(offered);
  if (before?.kind === kind) return before;
  const { length } = offered.options;
  return { kind, ...(length > 8 ? list : length ? choice : onOff)(offered, around) };
}

/** Says what is shown once a message answers the switch that was pressed; that keeps the focus where it is drawn anew. */
function answer(around, heading, switches) {
  const known = switches.find(({ key, value }) => key === asked?.key && value === asked.value);
  if (!known) return;
  const { heading: before, part } = asked;
  asked = undefined;
  drawn.get("status")?.show(heading, heading === before ? chosen(known) : "");
  const lost = [document.body, part].includes(document.activeElement);
  if (lost) around.set.get(known.key)?.focus();
}

/** What a switch says that is on, or which of its options is chosen. */
function chosen({ label, value, options }) {
  if (!options.length) return value ? label : "";
  return options.find(([each]) => each === value)[1];
}

/** Another heading over `host`, until its next message. */
export function retitled(host, heading) {
  write(frames.get(host).heading, heading);
}

function build(host) {
  const around = {
    head: make("header", "around"),
    heading: make("h3", ""),
    lead: make("p", "lead"),
    note: make("p", "under"),
    switches: make("div", "switches"),
    set: new Map(), // key -> its switch
  };
  around.note.append(make("span", ""), make("span", "hint"));
  around.head.append(around.heading, around.lead, around.switches);
  host.before(around.head);
  host.after(around.note);
  return around;
}

function write(part, text) {
  if (part.textContent !== text) part.replaceChildren(...dated(text));
  part.hidden = !text;
}

function onOff({ key, label, help }, around) {
  const box = make("div", `on-off st-key-${key}`);
  const input = make("input", "", "", { type: "checkbox", role: "switch" });
  const name = box.appendChild(make("label", ""));
  name.append(input, make("span", "", label));
  if (help) box.append(helping(help));
  input.addEventListener("change", () => around.tell(key, input.checked));
  return { box, set: (value) => (input.checked = value), focus: () => input.focus() };
}

let count = 0;

function choice({ key, label, options }, around) {
  const box = make("div", `choice st-key-${key}`, "", { role: "radiogroup", "aria-label": label });
  const name = `${key}-${++count}`;
  const inputs = options.map(([value, said]) => {
    const option = box.appendChild(make("label", ""));
    const input = option.appendChild(make("input", "", "", { type: "radio", name, value }));
    option.append(make("span", "", said));
    input.addEventListener("change", () => around.tell(key, value));
    return input;
  });
  return {
    box,
    set: (value) => inputs.forEach((input) => (input.checked = input.value === value)),
    focus: () => inputs.find(({ checked }) => checked)?.focus(),
  };
}

/** More options than stand beside one another. */
function list({ key, label, options }, around) {
  const box = make("label", `list st-key-${key}`);
  const select = make("select", "");
  select.append(...options.map(([value, said]) => make("option", "", said, { value })));
  select.addEventListener("change", () => around.tell(key, select.value));
  box.append(make("span", "", label), select);
  return { box, set: (value) => (select.value = value), focus: () => select.focus() };
}
