// Adds what the page shows to a briefing: one button beside what is pointed at, and one of the frame's that lists all of it.

const version = new URL(import.meta.url).search;
const { dressed, filled, make, sign, steps } = await import(`./parts.js${version}`);
const { follow } = await import(`./cards.js${version}`);
await dressed("collect.css", import.meta.url);
const INTO = "threats_briefing"; // the briefing that was added to last, in this browser
const SAID = 9000; // milliseconds for which is said what became of it
const KEPT = ["language", "tlp"]; // on every page
const CARDS = { kpi: "number", largest: "ranking", reach: "timeline" }; // of cards that open nothing
const ABOUT = /^(\.\/)?(sources|watch)\b/; // pages that no slide shows
const KINDS = {
  number: ".card",
  "": "p.brief, .st-key-changes a.line",
  map: ".st-key-map",
  timeline:
    ".trend, .st-key-timeline, .st-key-apart, .st-key-years, .st-key-categories, .st-key-in_force",
  ranking: ".st-key-ranking",
  flows: ".st-key-flow-map, .st-key-flow-bands",
  table: ".st-key-rows, .st-key-members",
  verdict: ".st-key-brief",
  figures: ".st-key-strips, .st-key-facts, .st-key-others",
  partners: ".st-key-partners",
  gaps: ".st-key-gaps",
  points: ".st-key-pair-head",
  sides: ".st-key-pair-bars",
  between: ".st-key-pair-map",
  thirds: ".st-key-pair-thirds",
  lists: ".st-key-pair-lists",
};
const ALL = Object.values(KINDS).join();
const SIGNS = ["button", "select", ".help", ".switches label"].join(); // of a part: never covered
const WORDS = [".around h3", ".around .lead"].join(); // nor are these, where there is room
const HEAD = ".collect .open, .st-key-account, .bell .ring"; // signs in the head of the page
const built = new WeakMap(); // host -> what is drawn

/** Draws `component.data`, see components/elements/collect.py. */
export function draw(host, component, words) {
  let mine = built.get(host);
  if (component.data.tells) {
    if (!mine) built.set(host, telling(host, words));
    return;
  }
  if (!mine) built.set(host, (mine = build(host, words)));
  mine.tell = component.setTriggerValue;
  const { into, said, turn } = component.data;
  mine.wire.answered(turn);
  if (mine.turn !== undefined && turn !== mine.turn && said) mine.say(component.data);
  mine.turn = turn;
  if (into) remember(into);
  mine.listen();
  return mine.leave;
}

function remember(into) {
  try {
    localStorage.setItem(INTO, into);
  } catch {
    // the server remembers it for as long as the page is open
  }
}

function remembered() {
  try {
    return localStorage.getItem(INTO) ?? "";
  } catch {
    return "";
  }
}

/** What a part of the page is called, how a slide draws it, and the address it opens; null of what no slide shows. */
function kept(part, words) {
  let [drawing] = Object.entries(KINDS).find(([, places]) => part.matches(places));
  const link = part.matches("a") ? part : part.querySelector(":scope>.head>a,:scope>.head>h4>a");
  let opens = part.matches(".card,.trend,a") ? (link?.getAttribute("href") ?? "") : "";
  if (ABOUT.test(opens)) return null;
  if (part.matches(".card") && !opens) {
    drawing = CARDS[part.className.match(/st-key-(\w+)/)?.[1]];
    if (!drawing && !part.dataset.view) return null;
    if (!drawing) [drawing, opens] = ["number", part.dataset.view];
  }
  const head = part.matches("a,p")
    ? part.lastChild
    : (link ?? part.querySelector("h2,h3,h4,.label"));
  const drawn = new Map(words.drawn).get(drawing) ?? "";
  const name = part.matches("p") ? words.whole : head?.textContent || drawn;
  return { name: name.length > 90 ? `${name.slice(0, 88)}…` : name, drawn, drawing, opens };
}

/** Where on a part what is `own` covers none of its signs and words, at its right: over its edge, else below its switches. */
function clear(found, own, right) {
  const { top, left } = found.getBoundingClientRect();
  const switches = found.querySelector(".switches")?.getBoundingClientRect();
  const signs = [...found.querySelectorAll(SIGNS)].map((each) => each.getBoundingClientRect());
  const words = [...found.querySelectorAll(WORDS)].flatMap(lines);
  const tops = [Math.max(4, top - 14), ...(switches ? [switches.bottom + 2] : [])];
  const places = tops.map((y) => [until([...signs, ...words], own, right, y) - own.width, y]);
  return (
    places.find(([x]) => x >= left) ?? [until(signs, own, right, tops[0]) - own.width, tops[0]]
  );
}

/** How far to the right what is `own` may reach at this height: up to `right`, or left of the boxes that it would cover. */
function until(boxes, own, right, top) {
  const beside = boxes
    .filter((each) => each.width && each.top < top + own.height && each.bottom > top)
    .sort((a, b) => b.right - a.right);
  for (const each of beside)
    if (each.left < right && each.right > right - own.width) right = each.left - 4;
  return right;
}

/** The boxes of the lines of a text. */
function lines(part) {
  const range = document.createRange();
  range.selectNodeContents(part);
  return [...range.getClientRects()];
}

/** Where the signs in the head of the page begin. */
function headed() {
  const signs = [...document.querySelectorAll(HEAD)].filter((each) => each.checkVisibility());
  return Math.min(...signs.map((each) => each.getBoundingClientRect().left));
}

/** The page of rules, with the view that is open. */
function asked() {
  const here = new URL(location.href);
  const to = new URL("alerts", document.baseURI);
  for (const key of KEPT) {
    const said = here.searchParams.get(key);
    if (said) to.searchParams.set(key, said);
    here.searchParams.delete(key);
  }
  const page = here.pathname.split("/").pop();
  to.searchParams.set("view", `/${page}${here.search}`);
  return to.href;
}

/** What leads to the page of rules, and nothing else. */
function telling(host, words) {
  const tell = host.appendChild(make("a", "open", "", { href: "alerts", title: words.tellMe }));
  tell.append(sign("notification_add"), make("span", "", words.tell));
  tell.addEventListener("click", (event) => {
    tell.href = asked();
    follow(event, tell);
  });
  return { tell };
}

function build(host, words) {
  const mine = { turn: undefined, tell: () => {} };
  mine.wire = steps((told) => host.isConnected && mine.tell("kept", told));
  const open = host.appendChild(make("button", "open", "", { type: "button", title: words.add }));
  open.append(sign("playlist_add"), make("span", "", words.add));
  const beside = host.appendChild(make("button", "beside", "", { type: "button", tabindex: "-1" }));
  const named = make("span", "name");
  beside.append(sign("playlist_add"), named);
  beside.hidden = true;
  const status = host.appendChild(make("div", "kept", "", { role: "status" }));
  const dialog = host.appendChild(make("dialog", "over", "", { "aria-label": words.what }));
  let part = null; // what is pointed at
  const retitled = new MutationObserver(place); // a switch makes a heading longer
  let silent = 0;

  const add = ({ drawing, opens }) => mine.wire.tell({ drawing, opens, into: remembered() });

  function near(found, byFinger) {
    if (found === part) return;
    part = found;
    retitled.disconnect();
    beside.classList.toggle("finger", Boolean(byFinger));
    const what = found && kept(found, words);
    beside.hidden = !what;
    if (!what) return;
    const said = filled(words.addThis, what);
    beside.setAttribute("aria-label", said);
    beside.title = said;
    named.textContent = what.name;
    if (byFinger) return stand();
    place();
    const head = part.querySelector(".around");
    if (head) retitled.observe(head, { subtree: true, childList: true });
  }
  function place() {
    const { right } = part.getBoundingClientRect();
    const most = Math.min(right, document.documentElement.clientWidth - 4) - 8;
    const [x, y] = clear(part, beside.getBoundingClientRect(), most);
    beside.style.left = `${x}px`;
    beside.style.top = `${y}px`;
  }
  /** A finger does not move away as a mouse does: the button stands in the head of the page, where it covers nothing. */
  function stand() {
    beside.style.top = `${open.getBoundingClientRect().top}px`;
    beside.style.left = `${headed() - beside.getBoundingClientRect().width - 6}px`;
  }
  const over = ({ target, pointerType }) => {
    if (target !== beside && !beside.contains(target))
      near(target.closest?.(ALL) ?? null, pointerType === "touch");
  };
  const away = () => near(null);
  beside.addEventListener("click", () => part && add(kept(part, words)));

  function list() {
    const rows = [{ name: words.whole, drawn: "", drawing: "", opens: "" }];
    for (const each of document.querySelectorAll(ALL))
      if (each.checkVisibility() && !each.matches("p")) rows.push(kept(each, words));
    const known = rows.filter(Boolean);
    const items = make("ul", "");
    for (const each of known) {
      const button = make("button", "", "", { type: "button" });
      button.append(make("span", "", each.name));
      if (each.drawn && each.drawn !== each.name) button.append(make("small", "", each.drawn));
      button.addEventListener("click", () => {
        add(each);
        dialog.close();
        open.focus();
      });
      items.appendChild(make("li", "")).append(button);
    }
    const close = make("button", "close", words.close, { type: "button" });
    close.addEventListener("click", () => dialog.close());
    const tell = make("a", "tell", "", { href: asked() });
    tell.append(sign("notification_add"), make("span", "", words.tellMe));
    tell.addEventListener("click", (event) => {
      dialog.close();
      follow(event, tell);
    });
    dialog.replaceChildren(make("h2", "", words.what), items, tell, " ", close);
    dialog.showModal();
  }
  open.addEventListener("click", list);
  dialog.addEventListener("keydown", (event) => event.stopPropagation());
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());

  mine.say = ({ said, opens }) => {
    const link = make("a", "", words.open, { href: opens });
    link.addEventListener("click", (event) => follow(event, link));
    status.replaceChildren(make("span", "", said), " ", link);
    clearTimeout(silent);
    const hush = () => {
      if (status.matches(":hover, :focus-within")) silent = setTimeout(hush, SAID);
      else status.replaceChildren();
    };
    silent = setTimeout(hush, SAID);
  };
  mine.listen = () => {
    document.addEventListener("pointerover", over, { passive: true });
    document.addEventListener("scroll", away, { passive: true, capture: true });
  };
  mine.leave = () => {
    document.removeEventListener("pointerover", over);
    document.removeEventListener("scroll", away, { capture: true });
    away();
  };
  return mine;
}
