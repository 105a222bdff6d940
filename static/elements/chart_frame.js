// Draws what stands around a chart or a list: a heading, what it shows, switches beside them, and a note below.

const { dressed, helping, make } = await import(`./parts.js${new URL(import.meta.url).search}`);
await dressed("chart_frame.css", import.meta.url);

const frames = new WeakMap(); // host -> what is drawn

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
  around.tell = tell;
  const kinds = JSON.stringify(beside.map(({ value, ...rest }) => rest));
  if (kinds !== around.kinds) {
    around.kinds = kinds;
    around.set = beside.map((each) =>
      (each.options.length > 8 ? list : each.options.length ? choice : onOff)(each, around),
    );
    around.switches.replaceChildren(...around.set.map(({ box }) => box));
  }
  beside.forEach(({ value }, at) => around.set[at].set(value));
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
  };
  around.note.append(make("span", ""), make("span", "hint"));
  const words = make("div", "words");
  words.append(around.heading, around.lead);
  around.head.append(words, around.switches);
  host.before(around.head);
  host.after(around.note);
  return around;
}

function write(part, text) {
  if (part.textContent !== text) part.textContent = text;
  part.hidden = !text;
}

function onOff({ key, label, help }, around) {
  const box = make("div", `on-off st-key-${key}`);
  const input = make("input", "", "", { type: "checkbox", role: "switch" });
  const name = box.appendChild(make("label", ""));
  name.append(input, make("span", "", label));
  if (help) box.append(helping(help));
  input.addEventListener("change", () => around.tell(key, input.checked));
  return { box, set: (value) => (input.checked = value) };
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
  };
}

/** More options than stand beside one another. */
function list({ key, label, options }, around) {
  const box = make("label", `list st-key-${key}`);
  const select = make("select", "");
  select.append(...options.map(([value, said]) => make("option", "", said, { value })));
  select.addEventListener("change", () => around.tell(key, select.value));
  box.append(make("span", "", label), select);
  return { box, set: (value) => (select.value = value) };
}
