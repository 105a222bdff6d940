// Draws receipts of what was done: each stays until it is closed, also when the page is loaded again in this tab.

const { make } = await import(`./parts.js${new URL(import.meta.url).search}`);
const KEPT = "threats_receipts"; // what is shown and not closed, in this tab alone
const MOST = 10; // of a place
const LASTS = ["sent", "undone"]; // what is held the server knows, and a fault is over
const SIGNS = { sent: "✓", undone: "↶", fault: "!" };
const closed = new Set();
const drawn = new WeakMap(); // place -> the receipts it shows

const name = ({ head, text }) => JSON.stringify([head, text]);

/** Draws receipts into their place, `whose` says who acts (`as`) and where (`at`); `tell` hears which is closed or undone. */
export function showSlips(place, receipts, words, tell, whose) {
  const known = receipts.map(name);
  const before = recalled(whose).filter((each) => !known.includes(name(each)));
  const all = [...receipts, ...before];
  keep(whose, all);
  const close = (each) => {
    closed.add(name(each));
    keep(whose, all);
    if (receipts.includes(each)) tell({ do: "close", key: each.key });
    else showSlips(place, receipts, words, tell, whose);
  };
  const undo = ({ held }) => tell({ do: "undo", held });
  place.hidden = !all.length;
  place.replaceChildren(
    ...all.map((each, i) => slip(each, i, words, each.kind === "held" ? undo : close)),
  );
  const shown = drawn.get(place);
  drawn.set(place, all.map(name));
  const fresh = shown ? all.findIndex((each) => !shown.includes(name(each))) : -1;
  if (fresh >= 0) inSight(place, fresh);
}

function slip(receipt, i, words, done) {
  const { kind, head, text, ends, held } = receipt;
  const made = make("div", `slip ${kind}`);
  made.ring = made.appendChild(make("span", "ring", SIGNS[kind] ?? "", { "aria-hidden": "true" }));
  made.ends = ends;
  const said = made.appendChild(make("div", "said"));
  said.append(make("strong", "", head), make("span", "", text));
  const button = made.appendChild(
    make("button", "", kind === "held" ? words.undo : words.close, {
      type: "button",
      "data-at": `slip-${i}`,
    }),
  );
  if (kind === "held") button.dataset.undo = held;
  button.addEventListener("click", () => done(receipt));
  return made;
}

/** Once the page is laid out. */
function inSight(place, i) {
  requestAnimationFrame(() => place.children[i]?.scrollIntoView({ block: "nearest" }));
}

/** What this tab keeps of a place; nothing of another's stays. */
function recalled({ as, at }) {
  const kept = read()[at];
  return as && kept?.as === as ? kept.receipts : [];
}

function keep({ as, at }, receipts) {
  const lasting = receipts.filter((each) => LASTS.includes(each.kind) && !closed.has(name(each)));
  const { [at]: _, ...others } = read();
  const here = as && lasting.length ? { [at]: { as, receipts: lasting.slice(0, MOST) } } : {};
  try {
    sessionStorage.setItem(KEPT, JSON.stringify({ ...others, ...here }));
  } catch {
    // a browser that keeps nothing: they last until the page is loaded again
  }
}

function read() {
  try {
    return JSON.parse(sessionStorage.getItem(KEPT) ?? "{}") ?? {};
  } catch {
    return {};
  }
}
