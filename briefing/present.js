// Presenting a deck: slides by keys that the presenter chooses, a window for the audience that
// follows his own, and a clock. What goes between the windows is where they are, never a note.

const root = document.documentElement;
const frames = [...document.querySelectorAll(".frame")];
const at_ = (id) => document.getElementById(id);
const progress = at_("progress");
const panel = at_("panel");
const check = at_("check"); // a deck that is not sealed has nothing to hold a number against
const WORDS = JSON.parse(at_("words").textContent);
const { show, stop, play, hush } = globalThis.figures;
const SPEAKER = root.dataset.audience; // where the audience's file is; only the presenter's says so
const FOLLOWS = Boolean(window.opener) && !SPEAKER;
const KEPT = "briefing-keys";
const REST = 2500; // milliseconds after which what a pointer woke sleeps again
const SWIPE = 60; // pixels
let at = 0;
let typed = "";
let other = window.opener; // the window that follows, or that is followed
let echoing = false; // while what the other window told is done, which is not told back

const on = (name) => root.classList.contains(name);
const dialogs = () => panel.open || check?.open;
const shown = () => on("presenting") || on("overview") || on("speaking");

/** Lays slides out as large as there is room. */
function fit() {
  const width = root.clientWidth;
  const height = window.innerHeight;
  let scale = Math.min(1.3, (width - 24) / 960);
  if (on("presenting")) scale = Math.min(width / 960, height / 540);
  if (on("speaking")) scale = Math.min((width * 0.62 - 32) / 960, (height * 0.56) / 540);
  if (on("overview")) scale = (width - 80) / (width < 700 ? 2 : 4) / 960;
  root.style.setProperty("--scale", scale.toFixed(4));
  root.style.setProperty("--wide", scale.toFixed(4));
}

const line = (name, values = {}) =>
  WORDS[name].replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);

function tell(text) {
  at_("told").textContent = text;
}

/** Goes to a slide; beyond the ends it stays. */
function go(to) {
  stop();
  hush();
  root.classList.remove("blank");
  at = Math.max(0, Math.min(frames.length - 1, to));
  frames.forEach((each, place) => {
    each.classList.toggle("current", place === at);
    each.classList.toggle("next", place === at + 1);
  });
  const where = line("progress", { page: at + 1, pages: frames.length });
  progress.value = at + 1;
  progress.setAttribute("aria-label", where);
  at_("where").textContent = where;
  if (shown() && !echoing && !document.activeElement?.closest("#steps, nav, dialog")) {
    frames[at].focus({ preventScroll: true }); // its name is heard: number and title
  } else {
    tell(frames[at].getAttribute("aria-label"));
  }
  if (!on("presenting")) frames[at].scrollIntoView({ block: "nearest" });
  advance();
  post({ at });
}

function present(yes) {
  root.classList.toggle("presenting", yes);
  root.classList.remove("overview", "blank", "figured");
  root.classList.toggle("speaking", !yes && Boolean(SPEAKER) && on("spoken"));
  progress.hidden = !shown();
  for (const each of document.querySelectorAll(".figures")) each.open = yes; // heard, if not seen
  for (const each of document.querySelectorAll(".notes")) each.hidden = yes || !on("spoken");
  fit();
  go(at);
  if (yes && navigator.userActivation?.isActive) root.requestFullscreen?.().catch(() => {});
  if (!yes && document.fullscreenElement) document.exitFullscreen().catch(() => {});
}

/** Full screen: where a window opened by another one presents already, it still has to be asked. */
function whole() {
  if (on("presenting") && !document.fullscreenElement && FOLLOWS) {
    root.requestFullscreen?.().catch(() => {});
  } else present(!on("presenting"));
}

function overview(yes) {
  root.classList.toggle("overview", yes);
  root.classList.remove("presenting", "blank");
  root.classList.toggle("speaking", !yes && on("spoken"));
  progress.hidden = !shown();
  fit();
  go(at);
}

function blank(yes) {
  root.classList.toggle("blank", yes);
  tell(yes ? WORDS.blank : frames[at].getAttribute("aria-label"));
  post({ blank: yes });
}

function notes() {
  for (const each of document.querySelectorAll(".notes")) each.hidden = !each.hidden;
}

function figured(yes) {
  root.classList.toggle("figured", yes);
  post({ figured: yes });
}

// -- going on by itself ---------------------------------------------------------------------------

let seconds = 20;
let going = 0;
let goes = false; // never at the start: what moves by itself is asked for

function advance() {
  clearTimeout(going);
  if (!goes || !shown() || on("overview")) return;
  going = setTimeout(() => {
    if (on("blank") || dialogs()) advance();
    else if (at < frames.length - 1) go(at + 1);
    else auto(false);
  }, seconds * 1000);
}

function auto(yes) {
  goes = yes;
  tell(yes ? line("goes", { seconds }) : WORDS.stands);
  at_("auto").setAttribute("aria-pressed", yes);
  advance();
}

// -- two windows ----------------------------------------------------------------------------------

/** Tells the other window where this one is. */
function post(told) {
  if (!other || other.closed || echoing) return;
  other.postMessage(
    { deck: document.title, ...told },
    location.protocol === "file:" ? "*" : location.origin,
  );
}

addEventListener("message", ({ source, data }) => {
  if (source !== other || !other || data?.deck !== document.title) return;
  echoing = true;
  if (data.hello) {
    root.classList.add("followed");
    echoing = false;
    post({ at, blank: on("blank"), presenting: true });
    return;
  }
  if (data.presenting && !on("presenting")) present(true);
  if (Number.isInteger(data.at) && data.at !== at) go(data.at);
  if (typeof data.blank === "boolean") blank(data.blank);
  if (typeof data.figured === "boolean") figured(data.figured);
  if (Number.isInteger(data.place)) {
    const player = frames[at].querySelectorAll(".player")[data.player];
    if (player && data.place < player.querySelector("input").max - -1) {
      stop();
      show(player, data.place);
    }
  }
  echoing = false;
});

document.addEventListener("shown", (event) => {
  const player = [...frames[at].querySelectorAll(".player")].indexOf(event.target);
  if (player >= 0) post({ player, place: event.detail });
});

if (SPEAKER) {
  other = null;
  root.classList.add("speaking", "spoken");
  progress.hidden = false;
  for (const each of document.querySelectorAll(".notes")) each.hidden = false;
  at_("audience").addEventListener("click", () => {
    other = open(SPEAKER, "briefing-audience", "popup,width=1280,height=720");
    tell(WORDS.opened);
  });
  clock();
}

/** The time of day, and how long it has been spoken. */
function clock() {
  let since = 0;
  let last = Date.now();
  let runs = true;
  const two = (number) => String(Math.floor(number)).padStart(2, "0");
  const tick = () => {
    const now = Date.now();
    if (runs) since += now - last;
    last = now;
    const time = new Date(now);
    at_("time").textContent = `${two(time.getHours())}:${two(time.getMinutes())}`;
    const spoken = since / 1000;
    at_("since").textContent =
      `${two(spoken / 3600)}:${two((spoken / 60) % 60)}:${two(spoken % 60)}`;
  };
  at_("clock-stops").addEventListener("click", (event) => {
    tick();
    runs = !runs;
    event.target.textContent = runs ? WORDS.clock_stops : WORDS.clock_goes;
  });
  at_("clock-again").addEventListener("click", () => {
    since = 0;
    tick();
  });
  setInterval(tick, 500);
  tick();
}

// -- keys -----------------------------------------------------------------------------------------

const DOES = {
  next: () => go(at + 1),
  previous: () => go(at - 1),
  first: () => go(0),
  last: () => go(frames.length - 1),
  number: () => (typed ? go(Number(typed) - 1) : on("overview") && present(true)),
  blank: () => blank(!on("blank")),
  present: whole,
  overview: () => overview(!on("overview")),
  play: () => {
    const player = frames[at].querySelector(".player");
    if (player) play(player);
  },
  figures: () => figured(!on("figured")),
  auto: () => auto(!goes),
  notes,
  verify: () => check.showModal(),
  keys: () => (panel.open ? panel.close() : panel.showModal()),
  leave: () => (on("overview") ? overview(false) : on("presenting") && present(false)),
};
const ARROWS = root.dir === "rtl" ? ["ArrowLeft", "ArrowRight"] : ["ArrowRight", "ArrowLeft"];
const USUAL = {
  next: [ARROWS[0], "ArrowDown", "PageDown", " "],
  previous: [ARROWS[1], "ArrowUp", "PageUp"],
  first: ["Home"],
  last: ["End"],
  number: ["Enter"],
  blank: ["b"],
  present: ["f"],
  overview: ["o"],
  play: ["p"],
  figures: ["t"],
  auto: ["a"],
  notes: ["n"],
  verify: ["v"],
  keys: ["?"],
  leave: ["Escape"],
};
const READING = ["present", "overview", "notes", "verify", "keys"]; // while the deck is read as a page
if (!document.querySelector(".notes")) delete USUAL.notes;
if (!check) delete USUAL.verify;
let chosen = {};
try {
  chosen = JSON.parse(localStorage.getItem(KEPT)) ?? {};
} catch {
  // a browser that keeps nothing for a file: the keys are the usual ones each time
}
const keys = (name) => (Array.isArray(chosen[name]) ? chosen[name] : USUAL[name]);
const named = (event) => (event.key.length === 1 ? event.key.toLowerCase() : event.key);

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || dialogs()) return;
  const within = event.target.closest?.("input, select, summary, button");
  if (within && (!within.matches("button") || " Enter".includes(event.key))) return;
  if (shown() && /^\d$/.test(event.key) && keys("number").length) {
    typed += event.key;
    tell(typed);
    return;
  }
  const name = Object.keys(USUAL).find((each) => keys(each).includes(named(event)));
  if (!name || !(shown() || READING.includes(name))) return;
  event.preventDefault();
  DOES[name]();
  typed = "";
});

const SAID = { ArrowRight: "→", ArrowLeft: "←", ArrowUp: "↑", ArrowDown: "↓" };
const said = (key) => SAID[key] ?? (key === " " ? WORDS.space : key);
let asking = ""; // of which action the key is awaited

function keep(name, wanted) {
  for (const each of Object.keys(USUAL))
    if (each !== name && wanted.some((key) => keys(each).includes(key)))
      chosen[each] = keys(each).filter((key) => !wanted.includes(key));
  chosen[name] = wanted;
  remember();
}

function remember() {
  try {
    localStorage.setItem(KEPT, JSON.stringify(chosen));
  } catch {
    // they hold until the window is closed
  }
  list();
}

function list() {
  for (const row of panel.querySelectorAll("tr[data-does]")) {
    const name = row.dataset.does;
    const [change, off] = row.querySelectorAll("button");
    const held = keys(name).map(said).join("  ") || WORDS.off;
    change.textContent = asking === name ? WORDS.press : held;
    change.setAttribute("aria-label", `${row.cells[0].textContent}: ${change.textContent}`);
    off.disabled = !keys(name).length;
  }
}

for (const name of Object.keys(USUAL)) {
  const row = at_("keys").insertRow();
  row.dataset.does = name;
  const head = document.createElement("th");
  head.scope = "row";
  head.textContent = WORDS.does[name];
  row.append(head);
  const [change, off] = [0, 1].map(() => {
    const button = document.createElement("button");
    button.type = "button";
    row.insertCell().append(button);
    return button;
  });
  off.textContent = WORDS.off;
  off.setAttribute("aria-label", `${head.textContent}: ${WORDS.off}`);
  change.addEventListener("click", () => {
    asking = name;
    list();
  });
  off.addEventListener("click", () => {
    keep(name, []);
    change.focus();
  });
}
list();

panel.addEventListener("keydown", (event) => {
  if (!asking || ["Tab", "Shift", "Control", "Alt", "Meta"].includes(event.key)) return;
  event.preventDefault();
  event.stopPropagation();
  const name = asking;
  asking = "";
  if (event.key === "Escape" && name !== "leave") list();
  else keep(name, [named(event)]);
});
panel.addEventListener("close", () => {
  asking = "";
  list();
});
at_("usual").addEventListener("click", () => {
  chosen = {};
  remember();
});
at_("seconds").addEventListener("change", (event) => {
  seconds = Number(event.target.value);
  advance();
});

// -- buttons, touch -------------------------------------------------------------------------------

for (const [id, name] of Object.entries({
  present: "present",
  overview: "overview",
  open: "keys",
  back: "previous",
  on: "next",
  all: "overview",
  auto: "auto",
  end: "leave",
})) {
  at_(id).addEventListener("click", DOES[name]);
}
at_("notes")?.addEventListener("click", notes);
at_("verify")?.addEventListener("click", DOES.verify);

document.addEventListener("click", (event) => {
  const frame = event.target.closest?.(".frame");
  if (frame && on("overview")) {
    at = frames.indexOf(frame);
    present(true);
  }
});

let sleeps = 0;
document.addEventListener("pointermove", () => {
  root.classList.add("awake");
  clearTimeout(sleeps);
  sleeps = setTimeout(() => root.classList.remove("awake"), REST);
});

let from = null;
document.addEventListener("touchstart", ({ touches }) => {
  from = touches.length === 1 ? touches[0].clientX : null;
});
document.addEventListener("touchend", (event) => {
  if (from === null || !on("presenting") || event.target.closest(".player, #steps")) return;
  const moved = event.changedTouches[0].clientX - from;
  const way = root.dir === "rtl" ? -1 : 1;
  if (Math.abs(moved) > SWIPE) go(at - Math.sign(moved) * way);
});

document.addEventListener("fullscreenchange", () => {
  if (!document.fullscreenElement && on("presenting") && !FOLLOWS) present(false);
});
window.addEventListener("resize", fit);
fit();
echoing = true;
go(0);
echoing = false;
if (FOLLOWS) post({ hello: true });
