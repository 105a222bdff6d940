// Draws where a country stands: a row of text and an axis for each indicator, with all countries as bins, peers as rings, the country as a dot.

const { dressed, make, unpacked } = await import(`./parts.js${new URL(import.meta.url).search}`);
await dressed("strips.css", import.meta.url);
const SVG = "http://www.w3.org/2000/svg";
const drawn = new WeakMap(); // host -> what is drawn

/** Draws `component.data`, gzipped JSON as components/elements/strips.py packs it, into `host`. */
export function draw(host, component, words) {
  let strips = drawn.get(host);
  if (!strips) drawn.set(host, (strips = { host, words, open: false }));
  strips.tell = component.setTriggerValue;
  if (strips.packed === component.data) return;
  strips.packed = component.data;
  const focused = host.querySelector(".row:focus")?.dataset.key;
  const message = JSON.parse(unpacked(component.data));
  host.replaceChildren(
    head(strips, message),
    ...message.bands.map((each) => band(strips, each)),
    twin(strips, message),
  );
  if (focused) host.querySelector(`.row[data-key="${CSS.escape(focused)}"]`)?.focus();
}

export const shade = ({ $light, $dark }) => `light-dark(${$light}, ${$dark})`;

/** An SVG element with these attributes. */
export function shape(name, attributes, parent) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  parent?.append(made);
  return made;
}

// Marks of the others that are chosen, told apart by their shape; as many as can be chosen, and round again.
const MARKS = [
  "M-5-5h10v10h-10z",
  "M0-6.5L6.5 4.5H-6.5z",
  "M0-7L7 0L0 7L-7 0z",
  "M0 6.5L6.5-4.5H-6.5z",
  "M-2-6h4v4h4v4h-4v4h-4v-4h-4v-4h4z",
];
const marked = (at, parent) =>
  shape("path", { class: "mark", d: MARKS[at % MARKS.length] }, parent);

function head(strips, { heading, country, others, offered, chosen }) {
  const { words } = strips;
  const top = make("header", "top");
  top.append(make("h3", "", heading));
  const legend = top.appendChild(make("div", "legend"));
  const me = legend.appendChild(make("span", ""));
  me.append(make("i", "dot"), country);
  others.forEach((name, at) => {
    const other = legend.appendChild(make("span", "other"));
    marked(at, shape("svg", { viewBox: "-8 -8 16 16", "aria-hidden": "true" }, other));
    other.append(name);
  });
  const peers = legend.appendChild(make("label", ""));
  peers.append(make("i", "ring"));
  const list = peers.appendChild(make("select", "", "", { "aria-label": words.peers }));
  for (const [value, said] of offered) list.append(make("option", "", said, { value }));
  list.value = chosen;
  list.addEventListener("change", () => strips.tell("peers", { value: list.value }));
  const world = legend.appendChild(make("span", ""));
  world.append(make("i", "bin"), words.world);
  const old = legend.appendChild(make("span", ""));
  old.append(make("i", "aged-ring"), words.old);
  return top;
}

function band(strips, { name, low, high, rows }) {
  const box = make("section", "band", "", { "aria-label": name });
  const line = box.appendChild(make("div", "ends"));
  const ends = make("span", "axis");
  ends.append(make("span", "", low), make("span", "", high));
  line.append(make("b", "", name), ends);
  box.append(...rows.map((each) => row(strips, each)));
  return box;
}

function row(strips, told) {
  const {
    key,
    label,
    measure,
    small,
    value,
    place,
    year,
    old,
    at,
    bins,
    peers,
    others,
    colour,
    chosen,
  } = told;
  const line = make("div", `row ${old}`, "", {
    role: "button",
    tabindex: "0",
    "aria-pressed": chosen,
    "data-key": key,
    title: `${label} · ${small}`,
  });
  line.style.setProperty("--own", shade(colour));
  const name = line.appendChild(make("span", "label"));
  const named = make("span", "", label);
  if (measure) named.append(make("span", "measure", `, ${measure}`));
  name.append(named, " ", make("small", "", small));
  const axis = line.appendChild(make("span", "axis", "", { "aria-hidden": "true" }));
  const svg = shape("svg", {}, axis);
  shape("line", { class: "zero", x1: "0%", x2: "100%", y1: "50%", y2: "50%" }, svg);
  const most = Math.max(...bins.map(([, count]) => count), 1);
  const world = shape("svg", { viewBox: "0 0 64 2", preserveAspectRatio: "none" }, svg);
  const path = bins.map(([part, count]) => {
    const high = 0.25 + 0.7 * Math.sqrt(count / most);
    return `M${part + 0.3} ${1 - high}h.4v${2 * high}h-.4z`;
  });
  shape("path", { class: "bins", d: path.join("") }, world);
  const across = (share) => `${(100 * share).toFixed(2)}%`;
  const rings = peers.map(([share]) =>
    shape("circle", { class: "ring", cx: across(share), cy: "50%", r: 4.5 }, svg),
  );
  if (at !== null) shape("circle", { class: "dot", cx: across(at), cy: "50%", r: 6.5 }, svg);
  for (const [which, share] of others)
    marked(which, shape("svg", { class: "other", x: across(share), y: "50%" }, svg));
  const tip = axis.appendChild(make("span", "tip", "", { role: "status" }));
  line.append(
    " ", // the row is read as its texts
    make("span", "value", value),
    " ",
    make("span", "place", place),
    " ",
    make("span", `year ${old}`, year),
  );
  const order = peers.map((_, i) => i).sort((a, b) => peers[a][0] - peers[b][0]);
  let held = -1;
  const show = (place) => {
    rings.forEach((ring) => ring.classList.remove("held"));
    held = place;
    if (place < 0 || !order.length) return tip.classList.remove("shown");
    const here = peers[order[place]][0];
    const alike = order.filter((i) => Math.abs(peers[i][0] - here) < 0.004);
    alike.forEach((i) => rings[i].classList.add("held"));
    tip.textContent = alike.map((i) => peers[i][1]).join(", ");
    tip.style.left = across(Math.min(Math.max(here, 0.15), 0.85));
    tip.classList.add("shown");
  };
  axis.addEventListener("pointermove", (event) => {
    const { left, width } = svg.getBoundingClientRect();
    const share = (event.clientX - left) / width;
    const far = (i) => Math.abs(peers[order[i]][0] - share);
    show(order.length ? order.reduce((best, _, i) => (far(i) < far(best) ? i : best), 0) : -1);
  });
  axis.addEventListener("pointerleave", () => show(-1));
  line.addEventListener("blur", () => show(-1));
  line.addEventListener("click", () => strips.tell("row", { value: key }));
  line.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step && order.length) show((held + step + order.length) % order.length);
    else if (event.key === "Escape") show(-1);
    else if (event.key === "Enter" || event.key === " ") strips.tell("row", { value: key });
    else return;
    event.preventDefault();
  });
  return line;
}

/** The same as a table, which opens. */
function twin(strips, { bands }) {
  const { words } = strips;
  const box = make("details", "twin");
  box.open = strips.open;
  box.addEventListener("toggle", () => (strips.open = box.open));
  const summary = box.appendChild(make("summary", "", words.rows));
  summary.append(make("span", "", words.alone));
  const table = box.appendChild(make("div", "scroll")).appendChild(make("table", ""));
  const top = table.appendChild(make("thead", "")).appendChild(make("tr", ""));
  for (const each of ["indicator", "figure", "place", "when", "others"])
    top.append(make("th", "", words[each], { scope: "col" }));
  const body = table.appendChild(make("tbody", ""));
  for (const { label, small, value, place, year, peers } of bands.flatMap(({ rows }) => rows)) {
    const line = body.appendChild(make("tr", ""));
    line.append(make("th", "", `${label} (${small})`, { scope: "row" }));
    const others = [...peers].sort((a, b) => a[0] - b[0]).map(([, said]) => said);
    for (const text of [value, place, year, others.join(", ") || words.none])
      line.append(make("td", "", text));
  }
  return box;
}
