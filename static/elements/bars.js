// Draws bars as a list of rows, each a name, a bar and a number, and changes only what differs.

const version = new URL(import.meta.url).search;
const [{ dressed, filled, make, sign, unpacked }, { frame }, { drawn }] = await Promise.all([
  import(`./parts.js${version}`),
  import(`./chart_frame.js${version}`),
  import(`./drawn.js${version}`),
]);
await dressed("bars.css", import.meta.url);

const lists = new WeakMap(); // host -> what is drawn
/** Draws `component.data`, gzipped JSON as components/elements/bars.py packs it, into `host`. */
export function draw(host, component, words) {
  let list = lists.get(host);
  if (!list) lists.set(host, (list = build(host, words)));
  list.tell = component.setTriggerValue;
  if (list.packed === component.data) return;
  list.packed = component.data;
  write(list, JSON.parse(unpacked(component.data)));
}

/** Shows what `message` says, until the server says something else. */
export function write(list, message) {
  list.message = message;
  drawn.set(message.key, Object.assign(list, { write: (said) => write(list, said) }));
  const { rows, alt, against } = message;
  frame(list.host, message);
  const top = Math.max(...rows.map(({ level, before }) => Math.max(level, before ?? 0)), 1e-12);
  const chosen = rows.some((row) => row.chosen);
  list.body.setAttribute("aria-label", alt);
  while (list.rows.length < rows.length) list.rows.push(row(list));
  list.rows.splice(rows.length).forEach(({ item }) => item.remove());
  rows.forEach((row, at) => set(list, list.rows[at], row, { top, chosen }));
  list.host.style.setProperty("--full", shade(message.colours[0]));
  list.host.style.setProperty("--faint", shade(message.colours[1]));
  list.key.textContent = against ? filled(list.words.tick, { period: against }) : "";
  list.key.hidden = !against;
  rove(list, Math.min(list.at, rows.length - 1));
}

const shade = ({ $light, $dark }) => `light-dark(${$light}, ${$dark})`;

function build(host, words) {
  const list = { host, words, rows: [], at: 0 };
  list.body = host.appendChild(make("ol", ""));
  const foot = host.appendChild(make("div", "foot"));
  list.key = foot.appendChild(make("span", "tick-key"));
  const camera = foot.appendChild(
    make("button", "camera", "", {
      type: "button",
      title: words.picture,
      "aria-label": words.picture,
    }),
  );
  camera.append(sign("photo_camera"));
  camera.addEventListener("click", async () => {
    const { bars } = await import(`./picture.js${version}`);
    bars(host, list.message, words);
  });
  list.body.addEventListener("keydown", (event) => {
    const by = { ArrowDown: 1, ArrowUp: -1, Home: -1e3, End: 1e3 }[event.key];
    if (!by) return;
    event.preventDefault();
    rove(list, Math.max(0, Math.min(list.rows.length - 1, list.at + by)));
    list.rows[list.at].button.focus();
  });
  return list;
}

/** One row of the list is a stop of the Tab key; the arrows walk the others. */
function rove(list, at) {
  list.at = Math.max(0, at);
  list.rows.forEach(({ button }, i) => (button.tabIndex = i === list.at ? 0 : -1));
}

function row(list) {
  const item = list.body.appendChild(make("li", ""));
  const button = item.appendChild(make("button", "", "", { type: "button" }));
  const made = {
    item,
    button,
    name: button.appendChild(make("span", "name")),
    track: button.appendChild(make("span", "track", "", { "aria-hidden": "true" })),
    said: button.appendChild(make("span", "said")),
  };
  made.bar = made.track.appendChild(make("span", "bar"));
  made.tick = made.track.appendChild(make("span", "tick"));
  button.addEventListener("click", (event) => {
    if (!list.message.pick) return;
    rove(list, list.rows.indexOf(made));
    const multiple = event.shiftKey || event.ctrlKey || event.metaKey;
    list.tell("picked", { code: made.code, multiple });
  });
  return made;
}

function set(
  list,
  made,
  { code, name, level, before, said, says, place, chosen },
  { top, chosen: any },
) {
  made.code = code;
  const text = place ? filled(list.words.ranked, { rank: place, name }) : name;
  if (made.name.textContent !== text) made.name.textContent = text;
  if (made.said.textContent !== said) made.said.textContent = said;
  if (made.button.title !== says) made.button.title = says; // its name is what stands there
  made.bar.style.width = `${(100 * Math.max(level, 0)) / top}%`;
  made.item.classList.toggle("faint", any && !chosen);
  made.button.setAttribute("aria-pressed", String(chosen));
  made.tick.hidden = before === null;
  if (before !== null) made.tick.style.left = `${(100 * Math.max(before, 0)) / top}%`;
}
