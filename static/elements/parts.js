// What the elements of a page are made of.

const { gunzipSync } = await import(`../vendor/gunzip.min.js${new URL(import.meta.url).search}`);

const GENERAL = ["paper.css", "reach.css"]; // of every page: what one element says of itself goes before them

/** The stylesheet of this name beside the module at `address`, once it stands in the page. Which of them arrives first decides nothing: they stand in one order. */
export async function dressed(name, address) {
  const answer = await fetch(new URL(`./${name}${new URL(address).search}`, address));
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(await answer.text());
  sheet.place = `${GENERAL.includes(name) ? 0 : 1} ${name}`;
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet].sort((one, other) =>
    one.place.localeCompare(other.place),
  );
}

/** A text as nodes: no line ends within a day or a span of it, and what is copied is what was written. */
export const dated = (text) =>
  !/\d[-–]\d/.test(text)
    ? [text] // nearly all are: a table has a thousand
    : text
        .split(/(\d+(?:[-–]\d+)+)/)
        .map((part, at) =>
          at % 2 ? Object.assign(document.createElement("bdi"), { textContent: part }) : part,
        );

/** An element with this class, this text and these attributes. */
export function make(name, part, text = "", attributes = {}) {
  const made = document.createElement(name);
  if (part) made.className = part;
  if (text) made.append(...dated(text));
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

/** The text of what components/elements/assets.py packed, at once: the browser's own unpacking answers later, when a half-drawn page has been laid out and painted. */
export const unpacked = (bytes) => new TextDecoder().decode(gunzipSync(bytes));

/** A template with its values: `{name}` is what `values` says of it. */
export const filled = (template, values) =>
  template.replace(/\{(\w+)\}/g, (held, name) => values[name] ?? held);

/** How the page's language writes numbers, whatever the browser's own is: Intl's options, and the marks. */
export function writing(options, { decimal, group }) {
  const form = new Intl.NumberFormat("en", options);
  if (group === "," && decimal === ".") return form.format;
  const marks = { ",": group, ".": decimal };
  return (value) => form.format(value).replace(/[,.]/g, (mark) => marks[mark]);
}

/** One of the signs of the font Streamlit brings. */
export const sign = (name) => make("span", "sign", name, { "aria-hidden": "true" });

/** The mark that says, when pointed at or reached by the keyboard, what is meant. */
export function helping(text) {
  const mark = make("span", "help", "", { tabindex: "0", role: "note", "aria-label": text });
  mark.append(sign("help"), make("span", "tip", text, { "aria-hidden": "true" }));
  mark.addEventListener("keydown", (event) => event.key === "Escape" && mark.blur());
  const place = () => {
    const tip = mark.lastChild;
    tip.style.left = "0";
    const { right } = tip.getBoundingClientRect();
    tip.style.left = `${Math.min(0, document.documentElement.clientWidth - 12 - right)}px`;
  };
  mark.addEventListener("mouseenter", place);
  mark.addEventListener("focus", place);
  return mark;
}

const AGAIN = 3000; // milliseconds until what was not answered is told again

/** Tells the server one step after the other, each again until it is answered: a run of the page that comes between drops it. `answered(turn)` says how many still wait. */
export function steps(send) {
  const waiting = [];
  let again = 0;
  const next = () => {
    clearTimeout(again);
    if (!waiting.length) return;
    send(waiting[0]);
    again = setTimeout(next, AGAIN);
  };
  return {
    tell(told) {
      waiting.push({ ...told, turn: Math.max(Date.now(), (waiting.at(-1)?.turn ?? 0) + 1) });
      if (waiting.length === 1) next();
    },
    answered(turn) {
      const before = waiting.length;
      while (waiting.length && waiting[0].turn <= turn) waiting.shift();
      if (waiting.length !== before) next();
      return waiting.length;
    },
  };
}
