// Draws a table and changes only the cells that differ; a click on a heading sorts, a third one takes that back.

const [{ dated, dressed, filled, make, unpacked, writing }, { drawn }] = await Promise.all(
  ["parts", "drawn"].map((name) => import(`./${name}.js${new URL(import.meta.url).search}`)),
);
await dressed("grid.css", import.meta.url);
const grids = new WeakMap(); // host -> what is drawn
const NONE = "–";

/** How a cell of each kind is written in the page's language. */
function writers(words) {
  const known = (write) => (value) => (value === null ? NONE : write(value));
  return {
    text: known(String),
    figure: known(writing({ maximumFractionDigits: 3 }, words)),
    pick: known(String),
    number: known(writing({ maximumFractionDigits: 3 }, words)),
    percent: known(
      writing({ minimumFractionDigits: 1, maximumFractionDigits: 1, signDisplay: "always" }, words),
    ),
  };
}

/** Draws `component.data` into `host`: gzipped JSON of `{alt, height, columns, cells}`, see components/elements/grid.py. */
export function draw(host, component, words) {
  let grid = grids.get(host);
  if (!grid) grids.set(host, (grid = build(host, words)));
  const told = (grid.told = JSON.parse(unpacked(component.data)));
  grid.tell = component.setTriggerValue;
  host.style.maxHeight = `${told.height}px`;
  host.setAttribute("aria-label", told.alt);
  host.classList.toggle("wraps", Boolean(told.wraps));
  host.style.setProperty("--columns", told.columns.length);
  heads(grid);
  fill(grid);
  offer(grid, host);
  reveal(grid, host);
}

/** Scrolls the table, not the page, to a row that was just chosen. */
function reveal(grid, host) {
  if (grid.shown === grid.told.chosen) return;
  grid.shown = grid.told.chosen;
  const row = grid.body.querySelector("tr.chosen");
  if (!row) return;
  const above = row.offsetTop - grid.head.offsetHeight;
  const below = row.offsetTop + row.offsetHeight - host.clientHeight;
  host.scrollTop = Math.min(above, Math.max(below, host.scrollTop));
}

/** A cell as `[what sorts it, its text, its look, what it says when pointed at]`; a plain value is all of it. */
const parts = (cell) => (Array.isArray(cell) ? cell : [cell, "", "", ""]);

/** The button that copies the whole table, above it. */
function offer(grid, host) {
  if (!grid.told.copies === !grid.bar) return;
  if (grid.bar) {
    grid.bar.remove();
    grid.bar = undefined;
    return;
  }
  grid.bar = make("div", "grid-bar");
  const button = grid.bar.appendChild(make("button", "", grid.words.copy, { type: "button" }));
  const said = grid.bar.appendChild(make("output", "", "", { role: "status" }));
  button.addEventListener("click", async () => {
    const done = await copied(sheet(grid));
    said.textContent = done
      ? filled(grid.words.copied, { n: grid.body.rows.length })
      : grid.words.notCopied;
  });
  host.before(grid.bar);
}

/** The table as a sheet takes it: cells parted by tabs, numbers bare, no text that would be a formula. */
export function sheet(grid) {
  const { columns, cells } = grid.told;
  const plain = (text) => (/^[=+\-@]/.test(text) ? `'${text}` : text).replace(/[\t\r\n]+/g, " ");
  const bare = (cell) => {
    const [value, text, look] = parts(cell);
    if (text && look !== "none") return plain(text);
    if (typeof value === "string") return plain(value);
    return value === null ? "" : String(value).replace(".", grid.words.decimal);
  };
  const lines = order(grid).map((row) => columns.map((_, j) => bare(cells[j][row])));
  return [columns.map(({ label }) => plain(label)), ...lines]
    .map((line) => line.join("\t"))
    .join("\r\n");
}

async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = document.body.appendChild(make("textarea", ""));
    area.value = text;
    area.select();
    const done = document.execCommand("copy"); // where the page is not served over HTTPS
    area.remove();
    return done;
  }
}

function build(host, words) {
  Object.entries({ role: "region", tabindex: "0" }).forEach(([name, value]) =>
    host.setAttribute(name, value),
  );
  const table = host.appendChild(make("table", ""));
  table.addEventListener("click", ({ target }) => {
    const row = target.closest("tr.picks");
    if (row && !getSelection().toString()) grid.tell("row", { row: Number(row.dataset.row) });
  });
  const head = table.appendChild(make("thead", "")).appendChild(make("tr", ""));
  const grid = {
    head,
    body: table.appendChild(make("tbody", "")),
    heads: "",
    by: "",
    falls: false,
    words,
    written: writers(words),
    collator: new Intl.Collator([words.code, "en"]),
  };
  return grid;
}

function heads(grid) {
  const { columns } = grid.told;
  const said = JSON.stringify(columns);
  if (said !== grid.heads) {
    grid.heads = said;
    if (!columns.some(({ name }) => name === grid.by)) grid.by = "";
    grid.head.replaceChildren(
      ...columns.map(({ name, label, kind, help }) => {
        const cell = make("th", kind, "", { scope: "col", "data-name": name });
        const sort = cell.appendChild(
          make("button", "", label, {
            type: "button",
            title: help || filled(grid.words.sort, { label }),
          }),
        );
        sort.addEventListener("click", () => turn(grid, name, kind));
        return cell;
      }),
    );
    grid.body.replaceChildren();
  }
  for (const cell of grid.head.children) {
    if (cell.dataset.name === grid.by)
      cell.setAttribute("aria-sort", grid.falls ? "descending" : "ascending");
    else cell.removeAttribute("aria-sort");
  }
}

/** Sorted numbers fall first and texts rise; then the other way; then it is as it came. */
function turn(grid, name, kind) {
  const first = kind !== "text" && kind !== "pick";
  if (grid.by !== name) Object.assign(grid, { by: name, falls: first });
  else if (grid.falls === first) grid.falls = !first;
  else grid.by = "";
  heads(grid);
  fill(grid);
  say(grid);
}

/** Says how the table is sorted. */
function say({ by, falls, told, words }) {
  const { label } = told.columns.find(({ name }) => name === by) ?? {};
  const order = label ? (falls ? words.falling : words.rising) : words.unsorted;
  drawn.get("status")?.show(told.alt, filled(order, { label }));
}

function order({ told: { columns, cells }, by, falls, collator }) {
  const rows = [...(cells[0] ?? []).keys()];
  const at = columns.findIndex(({ name }) => name === by);
  if (at < 0) return rows;
  const values = cells[at].map((cell) => parts(cell)[0]);
  const way = falls ? -1 : 1;
  const compare = ["text", "pick"].includes(columns[at].kind)
    ? (a, b) => collator.compare(a, b)
    : (a, b) => a - b;
  return rows.sort(
    (a, b) =>
      (values[a] === null) - (values[b] === null) ||
      (values[a] === null ? 0 : way * compare(values[a], values[b])),
  );
}

function fill(grid) {
  const {
    written,
    told: { columns, cells, chosen },
  } = grid;
  const rows = order(grid);
  while (grid.body.rows.length > rows.length) grid.body.deleteRow(-1);
  const fresh = document.createDocumentFragment();
  rows.forEach((row, i) => {
    let line = grid.body.rows[i];
    if (!line) {
      line = fresh.appendChild(make("tr", ""));
      line.append(...columns.map(({ kind }) => cellOf(kind)));
    }
    line.dataset.row = row;
    line.classList.toggle(
      "picks",
      columns.some(({ kind }) => kind === "pick"),
    );
    line.classList.toggle("chosen", row === chosen);
    columns.forEach(({ kind }, j) => {
      const button = line.cells[j].querySelector("button");
      button?.setAttribute("aria-pressed", row === chosen);
      const place = button ?? line.cells[j];
      const cell = cells[j][row];
      if (kind === "figure") mark(line.cells[j], cell);
      const text =
        (Array.isArray(cell) && (cell[1] || (cell[0] === null && " "))) ||
        written[kind](parts(cell)[0]);
      if (place.textContent === text) return;
      const said = dated(text);
      const { length, 0: old } = place.childNodes;
      if (said.length === 1 && length === 1 && old.nodeType === Node.TEXT_NODE) old.data = text;
      else place.replaceChildren(...said);
    });
  });
  grid.body.append(fresh);
}

/** An empty cell; one that chooses its row is a button, for keys. */
function cellOf(kind) {
  if (kind !== "pick") return make("td", kind, " ");
  const cell = make("td", kind);
  cell.append(make("button", "", " ", { type: "button" }));
  return cell;
}

/** How a figure looks that is no plain number, and what it says. */
function mark(at, cell) {
  const [, text, look, said] = parts(cell);
  at.className = look ? `figure ${look}` : "figure";
  at.title = said;
  if (look && !text) at.setAttribute("aria-label", said);
  else at.removeAttribute("aria-label");
}
