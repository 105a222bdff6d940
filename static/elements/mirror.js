// Draws the parts of a brief and makes anew only those that differ: things to know, bars mirrored at one spine, tables, sources.

const drawn = new WeakMap(); // host -> what is drawn, as text
const version = new URL(import.meta.url).search;
const { dated, dressed, make } = await import(`./parts.js${version}`);
const { follow } = await import(`./cards.js${version}`);
await dressed("mirror.css", import.meta.url);

/** Draws `component.data`, `{blocks}`, into `host`; each block is drawn by its `kind`. */
export function draw(host, component) {
  const { blocks } = component.data;
  const before = drawn.get(host) ?? [];
  const now = blocks.map((block) => JSON.stringify(block));
  blocks.forEach((block, at) => {
    if (before[at] === now[at]) return;
    const made = make("section", block.kind);
    kinds[block.kind](made, block);
    if (host.children[at]) host.children[at].replaceWith(made);
    else host.append(made);
  });
  while (host.children.length > blocks.length) host.lastChild.remove();
  drawn.set(host, now);
}

const kinds = { title, points, bars, table, sources, links };

/** Words and, raised behind them, the numbers of their sources. */
function said(part, { text, refs }) {
  part.append(...dated(text));
  if (refs.length) part.append("\u2060", make("sup", "", refs.join(", ")));
  return part;
}

function title(box, { heading, line, print: label }) {
  box.append(make("h2", "", heading), make("p", "", line));
  const button = box.appendChild(make("button", "press", label, { type: "button" }));
  button.addEventListener("click", () => print());
}

function points(box, { name, points: found }) {
  const list = box.appendChild(make("ol", "", "", { "aria-label": name }));
  for (const { headline, details } of found) {
    const item = list.appendChild(make("li", ""));
    item.append(make("h3", "", headline));
    const text = item.appendChild(make("p", ""));
    for (const each of details) text.append(said(make("span", ""), each), " ");
  }
}

const cell = (role, part, text = "") => make("div", part, text, { role });

function bars(box, { heading, year, names, parts, note, empty }) {
  const grid = box.appendChild(make("div", "sides", "", { role: "table", "aria-label": heading }));
  const head = grid.appendChild(cell("row", "row"));
  head.classList.add("names");
  head.append(cell("columnheader", "name", heading), cell("columnheader", "year", year));
  names.forEach((name, at) => {
    const side = cell("columnheader", `side ${at ? "other" : "one"}`);
    side.append(make("i", "swatch", "", { "aria-hidden": "true" }), name);
    head.append(side);
  });
  if (!parts.length) box.append(make("p", "note", empty));
  for (const [label, rows] of parts) {
    const group = grid.appendChild(make("div", "", "", { role: "rowgroup" }));
    if (label) group.appendChild(cell("row", "part")).append(cell("rowheader", "", label));
    group.append(...rows.map(row));
  }
  box.append(make("p", "note", note));
}

function row({ title: name, opens, beside, year, old, age, way, ends }) {
  const made = cell("row", `row ${old}`);
  const first = made.appendChild(cell("rowheader", "name"));
  const words = first.appendChild(opens ? make("a", "", "", { href: opens }) : make("span", ""));
  said(words, name);
  if (opens) words.addEventListener("click", (event) => follow(event, words));
  for (const each of [beside, age]) if (each) first.append(" ", make("small", "", each));
  const when = made.appendChild(cell("cell", "year"));
  when.append(make("span", "", year));
  ends.forEach(({ whole: before, fraction, share, drawn: how }, at) => {
    const side = at ? "other" : "one";
    const number = cell("cell", `value ${side} ${how}`);
    number.append(make("b", "", before), make("b", "fraction", fraction));
    const length = make("div", `length ${side}`, "", { "aria-hidden": "true" });
    const bar = length.appendChild(make("i", how));
    if (how === "filled") bar.style.width = `${(100 * share).toFixed(1)}%`;
    made.append(...(at ? [length, number] : [number, length]));
  });
  made.append(cell("cell", "way", way));
  return made;
}

function table(box, { heading, columns, rows, note, empty, numbers }) {
  box.append(make("h3", "", heading));
  if (!rows.length) {
    box.append(make("p", "note", empty));
    return;
  }
  const made = box.appendChild(make("table", numbers ? "numbers" : ""));
  const head = made.appendChild(make("thead", "")).appendChild(make("tr", ""));
  head.append(
    ...columns.map((name) => (name ? make("th", "", name, { scope: "col" }) : make("td", ""))),
  );
  const body = made.appendChild(make("tbody", ""));
  for (const [first, ...rest] of rows) {
    const line = body.appendChild(make("tr", ""));
    line.append(said(make("th", "", "", { scope: "row" }), first));
    line.append(...rest.map((each) => said(make("td", ""), each)));
    if (rest.length + 1 < columns.length) line.lastChild.colSpan = columns.length - rest.length;
  }
  if (note) box.append(make("p", "note", note));
}

function sources(box, { heading, sources: found, code, means }) {
  box.append(make("h3", "", heading));
  const list = box.appendChild(make("ol", ""));
  for (const [name, date] of found) {
    const item = list.appendChild(make("li", "", name));
    item.append(" ", make("small", "", date));
  }
  if (code) box.append(make("img", "", "", { src: code, alt: means, title: means }));
}

function links(box, { heading, links: found }) {
  box.append(make("h3", "", heading));
  const list = box.appendChild(make("ul", ""));
  for (const [name, opens] of found) {
    const link = make("a", "", name, { href: opens });
    link.addEventListener("click", (event) => follow(event, link));
    list.appendChild(make("li", "")).append(link);
  }
}
