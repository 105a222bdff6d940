// Draws what stands around a country's strips: its verdict and how far to trust it, facts in words, and a small chart a domain.

const version = new URL(import.meta.url).search;
const [{ dressed, make, sign, unpacked }, { shade, shape }] = await Promise.all([
  import(`./parts.js${version}`),
  import(`./strips.js${version}`),
]);
await dressed("profile.css", import.meta.url);
const drawn = new WeakMap(); // host -> what is drawn
const GLYPHS = { worse: "▲", better: "▼", little: "=", apart: "≠" };

/** Whether what `host` shows differs from `said`, which it shows from now on. */
function differs(host, said) {
  if (drawn.get(host) === said) return false;
  drawn.set(host, said);
  return true;
}

/** Draws `{name, about, print, kinds, trust}`, see components/elements/strips.py. */
export function brief(host, { data }) {
  if (!differs(host, JSON.stringify(data))) return;
  const top = make("header", "who");
  top.append(make("h2", "", data.name), make("p", "", data.about));
  const paper = top.appendChild(make("button", "press", data.print, { type: "button" }));
  paper.addEventListener("click", () => print());
  const verdict = make("div", "verdict");
  verdict.append(...data.kinds.map(box));
  const wide = { little: 1, apart: 1.6 };
  verdict.style.setProperty(
    "--boxes",
    data.kinds
      .map(({ kind, entries }) =>
        entries.length ? `minmax(0, ${wide[kind] ?? 1.2}fr)` : "minmax(8rem, 0.3fr)",
      )
      .join(" "),
  );
  const trust = make("ul", "trust");
  trust.append(...data.trust.map((each) => make("li", "", each)));
  host.replaceChildren(top, verdict, trust);
}

function box({ kind, name, of, entries, empty }) {
  const made = make("section", `${kind} ${entries.length ? "" : "bare"}`, "", {
    "aria-label": name,
  });
  const head = made.appendChild(make("h3", ""));
  head.append(make("span", "glyph", GLYPHS[kind], { "aria-hidden": "true" }), name);
  head.append(make("small", "", of));
  const list = made.appendChild(make("ul", ""));
  for (const { title, whole, said, opens } of entries) {
    const item = list.appendChild(make("li", "", "", { title: `${whole}: ${said}` }));
    item.append(link(make("a", "", title, { href: opens })));
    item.append(make("span", "said", ` ${said}`), " ");
  }
  if (!entries.length) list.append(make("li", "empty", empty));
  return made;
}

/** Draws `{rows}`, each what it is about, what is the case, what stands beside it, where it leads. */
export function facts(host, { data }) {
  if (!differs(host, JSON.stringify(data))) return;
  const list = make("dl", "");
  for (const [about, said, beside, opens] of data.rows) {
    const pair = list.appendChild(make("div", ""));
    pair.append(make("dt", "", about));
    const fact = pair.appendChild(make("dd", "", "", { title: `${about}: ${said} ${beside}` }));
    fact.append(link(make("a", "", said, { href: opens })));
    if (beside) fact.append(make("small", "", ` ${beside}`));
  }
  host.replaceChildren(list);
}

/** Draws `{heading, charts}`, gzipped. */
export function trends(host, component, words) {
  if (!differs(host, component.data)) return;
  const { heading, charts } = JSON.parse(unpacked(component.data));
  host.setAttribute("role", "list");
  host.setAttribute("aria-label", heading);
  const ask = (key) => component.setTriggerValue("origin", key);
  host.replaceChildren(...charts.map((each) => card(each, words, ask)));
}

function card(told, words, ask) {
  const made = make("div", `trend st-key-${told.key}`, "", { role: "listitem" });
  made.style.setProperty("--own", shade(told.colour));
  const head = made.appendChild(make("div", "head"));
  const name = head.appendChild(make("h4", ""));
  const anchor = link(make("a", "", told.name, { href: told.opens }));
  name.append(sign(told.sign), anchor);
  head.append(make("span", `year ${told.old}`, told.year));
  const figure = made.appendChild(make("div", "figure"));
  figure.append(make("b", "", told.value), ` ${told.unit}`);
  made.append(make("p", "what", told.what));
  if (told.empty) made.append(make("div", "nothing", told.empty));
  else made.append(series(told, words));
  const beside = [told.note, told.caveat].filter(Boolean).join(". ");
  made.append(make("p", "foot", beside, { title: beside }));
  const origin = made.appendChild(
    make("button", "origin", "", {
      type: "button",
      title: words.origin,
      "aria-label": told.origin,
    }),
  );
  origin.append(sign("fact_check"));
  origin.addEventListener("click", () => ask(told.key));
  return made;
}

const LETTER = 2.2; // per cent of the width of a small chart that half a figure takes
const HIGH = 74; // per cent of the height that the largest takes; above it stands its number

function series({ bars, breaks, points, alt }, words) {
  const box = make("div", "series");
  const svg = shape("svg", { role: "img", "aria-label": alt }, box);
  const most = Math.max(...bars.map(([, value]) => value ?? 0), 1e-9);
  const wide = 100 / bars.length;
  const top = (value) => 100 - (HIGH * value) / most;
  let before = null;
  bars.forEach(([, value, said], i) => {
    const x = i * wide;
    const middle = `${x + wide / 2}%`;
    const place = { x: `${x + wide * 0.12}%`, width: `${wide * 0.76}%` };
    let mark;
    if (points) {
      if (before !== null)
        shape(
          "line",
          {
            class: "way",
            x1: `${x - wide / 2}%`,
            y1: `${top(before)}%`,
            x2: middle,
            y2: `${top(value)}%`,
          },
          svg,
        );
      mark = shape("circle", { class: "point", cx: middle, cy: `${top(value)}%`, r: 3.2 }, svg);
      before = value;
    } else if (value === null) {
      mark = shape("rect", { class: "missing", ...place, y: "78%", height: "22%" }, svg);
    } else if (!value) {
      mark = shape("rect", { class: "bar", ...place, y: "97.5%", height: "2.5%" }, svg);
    } else {
      mark = shape(
        "rect",
        { class: "bar", ...place, y: `${top(value)}%`, height: `${100 - top(value)}%` },
        svg,
      );
    }
    shape("title", {}, mark).textContent = said;
    if (breaks.includes(i))
      shape("line", { class: "break", x1: `${x}%`, x2: `${x}%`, y1: "0%", y2: "100%" }, svg);
  });
  const known = bars.flatMap(([, value], i) => (value === null ? [] : [i]));
  const highest = known.reduce((best, i) => (bars[i][1] > bars[best][1] ? i : best), known[0]);
  for (const i of new Set([highest, known.at(-1)])) {
    if (i !== highest && i - highest < bars.length / 6) continue; // they would lie on another
    const said = bars[i][2].split(": ").at(-1);
    const half = said.length * LETTER;
    const at = Math.min(Math.max((i + 0.5) * wide, half), 100 - half);
    const under = bars.filter((_, j) => (j + 1) * wide > at - half && j * wide < at + half);
    const y = top(Math.max(...under.map(([, value]) => value ?? 0)));
    shape("text", { x: `${at}%`, y: `${y}%`, dy: "-4" }, svg).textContent = said;
  }
  const ends = box.appendChild(make("div", "ends", "", { "aria-hidden": "true" }));
  ends.append(make("span", "", bars[0][0]), make("span", "", bars.at(-1)[0]));
  if (breaks.length) box.append(make("p", "method", words.broken));
  return box;
}

/** Follows a link as Back and Forward do; with a key held down it is the browser's. */
function link(anchor) {
  anchor.addEventListener("click", (event) => {
    if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    history.pushState({}, "", anchor.href);
    dispatchEvent(new PopStateEvent("popstate", { state: {} }));
  });
  return anchor;
}
