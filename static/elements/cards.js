// Draws a row of cards and changes only those that differ: the number, what it is compared with, how it went, where it leads.

const decks = new WeakMap(); // host -> what is drawn
const version = new URL(import.meta.url).search;
const { dated, dressed, helping, make, sign } = await import(`./parts.js${version}`);
const { frame } = await import(`./chart_frame.js${version}`);
const { drawn } = await import(`./drawn.js${version}`);
await dressed("cards.css", import.meta.url);

/** Draws `component.data`, `{brief, beside, cards, columns}`, into `host`. */
export function draw(host, component) {
  const { brief, beside, cards, columns } = component.data;
  let deck = decks.get(host);
  if (!deck) {
    decks.set(host, (deck = { drawn: [], places: [], brief: make("p", "brief") }));
    host.before(deck.brief);
    const key = host.closest("[class*='st-key-']")?.className.match(/st-key-([\w-]+)/)?.[1];
    if (key) drawn.set(key, { host, turn: (some) => turn(deck, some) });
  }
  deck.tell = component.setTriggerValue;
  const sentence = [make("strong", "", brief)];
  if (beside) sentence.push(" ", make("span", "", beside));
  deck.brief.replaceChildren(...sentence);
  deck.brief.hidden = !brief;
  host.style.setProperty("--columns", columns);
  cards.forEach((card, at) => {
    const said = JSON.stringify(card);
    if (deck.drawn[at] === said) return;
    const made = build(card, deck);
    if (deck.places[at]) deck.places[at].replaceWith(made);
    else host.append(made);
    deck.places[at] = made;
    deck.drawn[at] = said;
  });
  deck.places.splice(cards.length).forEach((left) => left.remove());
  deck.drawn.length = cards.length;
}

/** Shows other cards in place of those with their keys, until the server says something else. */
function turn(deck, cards) {
  for (const card of cards) {
    const at = deck.drawn.findIndex((said) => JSON.parse(said).key === card.key);
    const said = JSON.stringify(card);
    if (at < 0 || deck.drawn[at] === said) continue;
    const made = build(card, deck);
    deck.places[at].replaceWith(made);
    deck.places[at] = made;
    deck.drawn[at] = said;
  }
}

/** Draws sentences, each of which opens the view it speaks of: `component.data` is `{heading, lines: [{text, sign, opens}], empty, note}`. */
export function list(host, component) {
  const said = JSON.stringify(component.data);
  if (decks.get(host) === said) return;
  decks.set(host, said);
  const { lines, empty } = component.data;
  frame(host, component.data);
  host.replaceChildren(
    ...(lines.length || !empty ? [] : [make("div", "line", empty)]),
    ...lines.map(({ text, sign: name, opens }) => {
      const line = opens ? make("a", "line", "", { href: opens }) : make("div", "line");
      line.append(sign(name), make("span", "", text));
      if (opens) line.addEventListener("click", (event) => follow(event, line));
      return line;
    }),
  );
}

function build(card, deck) {
  const box = make("section", `card st-key-${card.key}`, "", {
    "aria-label": card.label,
    "data-testid": "stMetric",
    "data-view": card.origin_view ?? "",
  });
  const head = box.appendChild(make("div", "head"));
  if (card.opens) {
    const link = head.appendChild(
      make("a", "label", card.label, { href: card.opens, "data-testid": "stMetricLabel" }),
    );
    link.addEventListener("click", (event) => follow(event, link));
  } else {
    head.append(make("div", "label", card.label, { "data-testid": "stMetricLabel" }));
  }
  if (card.help) head.append(helping(card.help));
  const body = box.appendChild(make("div", "body"));
  const value = make("div", "value", card.value, { "data-testid": "stMetricValue" });
  if (card.words) value.classList.add("words");
  body.append(value);
  if (card.spark.length && !card.words) body.append(spark(card));
  const foot = box.appendChild(make("div", "foot"));
  if (card.delta) {
    const change = foot.appendChild(make("span", "change", "", { "data-testid": "stMetricDelta" }));
    if (card.way)
      change.append(make("span", "way", card.way === "up" ? "↑" : "↓", { "aria-hidden": "true" }));
    change.append(...dated(card.delta));
    if (card.late) change.classList.add("late");
  }
  if (card.beside) foot.append(make("span", "beside", card.beside));
  if (card.age) foot.append(make("span", `age ${card.old}`, card.age));
  if (card.note) box.append(make("div", "note", card.note));
  if (card.origin) {
    const ask = box.appendChild(
      make("button", "origin", "", {
        type: "button",
        "aria-label": card.origin_of,
        title: card.origin,
      }),
    );
    ask.addEventListener("click", () => deck.tell("origin", card.key));
    ask.append(sign("fact_check"));
  }
  return box;
}

/** Follows a link as Back and Forward do, so that nothing is loaded again; with a key held down it is the browser's. */
export function follow(event, link) {
  if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  history.pushState({}, "", link.href);
  dispatchEvent(new PopStateEvent("popstate", { state: {} }));
}

const SVG = "http://www.w3.org/2000/svg";

function drawing(name, attributes, parent) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  parent?.append(made);
  return made;
}

/** A line the height of a word: how the number went, without axes; zero is at the bottom, the last value dotted. */
function spark({ spark: values, went }) {
  const [width, height, edge] = [96, 30, 3];
  const top = Math.max(...values, 1e-9);
  const at = values.map((value, i) => [
    edge + (i * (width - 2 * edge)) / Math.max(values.length - 1, 1),
    height - edge - ((height - 2 * edge) * Math.max(value, 0)) / top,
  ]);
  const made = drawing("svg", {
    class: "spark",
    viewBox: `0 0 ${width} ${height}`,
    role: "img",
    "aria-label": went,
  });
  drawing(
    "polyline",
    { points: at.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(" ") },
    made,
  );
  const [x, y] = at.at(-1);
  drawing("circle", { cx: x.toFixed(1), cy: y.toFixed(1), r: 2.8 }, made);
  return made;
}
