// The figures of a deck in one file: hover and click, play through periods. No request is made.

const root = document.documentElement;
const said = document.getElementById("said");
const WORDS = JSON.parse(document.getElementById("words").textContent);
const PERIOD = 1400; // milliseconds a period is shown
let playing = 0;

// -- hover and click ------------------------------------------------------------------------------

/** What a mark says is kept aside, so that the browser does not say it a second time. */
for (const each of document.querySelectorAll(".drawing [data-known]")) {
  const title = each.querySelector(":scope > title");
  if (title) {
    each.dataset.said = title.textContent;
    title.remove();
  }
}

const marked = (event) => event.target.closest?.(".drawing [data-known]");

function say(text, x, y) {
  said.textContent = text;
  said.hidden = false;
  const box = said.getBoundingClientRect();
  said.style.left = `${Math.max(4, Math.min(x + 14, root.clientWidth - box.width - 4))}px`;
  said.style.top = `${Math.max(4, Math.min(y + 16, window.innerHeight - box.height - 4))}px`;
}

function hush() {
  said.hidden = true;
}

document.addEventListener("pointermove", (event) => {
  const mark = marked(event);
  if (mark?.dataset.said) say(mark.dataset.said, event.clientX, event.clientY);
  else hush();
});

document.addEventListener("click", (event) => {
  const frame = event.target.closest?.(".frame");
  const mark = marked(event);
  if (!mark || !frame || root.classList.contains("overview")) return;
  const code = mark.dataset.code;
  const again = mark.classList.contains("picked");
  for (const each of frame.querySelectorAll("[data-known]")) {
    each.classList.toggle("picked", !again && each.dataset.code === code);
  }
  for (const player of frame.querySelectorAll(".player")) {
    const place = read(player).frames.findIndex((each) => each.name === code);
    if (place >= 0) show(player, place);
  }
});

// -- play -----------------------------------------------------------------------------------------

const read = (player) => {
  player.held ??= JSON.parse(player.querySelector("script").textContent);
  return player.held;
};

/** The colour of the class a number is in; classes are the same in all periods. */
function classed(value, steps) {
  let colour = steps.length ? steps[0][1] : "#7fb3b7";
  for (const [low, each] of steps) if (value >= low) colour = each;
  return colour;
}

/** Shows one period of a map: areas or circles, and the labels that are there. */
function show(player, place) {
  const { frames: periods, steps, circles } = read(player);
  const drawing = player.closest(".drawing");
  const svg = drawing.querySelector("svg");
  const period = periods[place];
  player.querySelector("input").value = place;
  player.querySelector("output").textContent = period.name;
  drawing.classList.add("playing");
  drawing.dataset.period = period.name;
  player.dispatchEvent(new CustomEvent("shown", { bubbles: true, detail: place }));
  const id = (name) => `url(#${name}-${svg.dataset.mark})`;
  for (const each of svg.querySelectorAll(".country")) {
    const [value, , known] = period.figures[each.dataset.code] ?? [null, "", "missing"];
    const none = known === "missing" || known === "inapplicable";
    const fill = none
      ? id(known)
      : circles
        ? value === 0
          ? "#ffffff"
          : "#cfe3e4"
        : value === null
          ? id("range")
          : classed(value, steps);
    for (const shape of each.children) shape.setAttribute("fill", fill);
    tell(each, period, value, known);
  }
  const around = svg.querySelector(".circles");
  for (const each of svg.querySelectorAll(".circles > .mark:not(.earlier)")) {
    const [value, , known] = period.figures[each.dataset.code] ?? [null, "", "missing"];
    const circle = each.querySelector("circle");
    const least = Number(around.dataset.least);
    const radius =
      value === null
        ? known === "range"
          ? least
          : 0
        : Number(around.dataset.scale) * Math.sqrt(Math.abs(value));
    circle.setAttribute("r", radius.toFixed(2));
    circle.setAttribute(
      "fill",
      value === null ? id("range") : known === "partial" ? id("partial") : "#0b6e75",
    );
    tell(each, period, value, known);
  }
  for (const each of svg.querySelectorAll('.label[data-line="0"]')) {
    const [, words, known] = period.figures[each.dataset.label] ?? [null, "", "missing"];
    const name = svg.querySelector(`[data-code="${CSS.escape(each.dataset.label)}"]`)?.dataset.name;
    if (name) each.textContent = known === "missing" ? name : `${name} ${words}`;
  }
}

function tell(mark, period, value, known) {
  const [, words] = period.figures[mark.dataset.code] ?? [null, WORDS.none, "missing"];
  mark.dataset.series = period.name;
  mark.dataset.value = value === null ? "" : String(value);
  mark.dataset.known = known;
  mark.dataset.said = `${mark.dataset.name ?? mark.dataset.code}: ${words} (${period.name})`;
}

function stop() {
  clearInterval(playing);
  playing = 0;
  for (const each of document.querySelectorAll(".player button")) each.textContent = WORDS.play;
}

function play(player) {
  if (playing) {
    stop();
    return;
  }
  const last = read(player).frames.length - 1;
  const input = player.querySelector("input");
  const next = () => {
    const place = Number(input.value) + 1;
    if (place > last) stop();
    else show(player, place);
  };
  show(player, Number(input.value) >= last ? 0 : Number(input.value));
  playing = setInterval(next, PERIOD);
  player.querySelector("button").textContent = WORDS.pause;
}

for (const each of document.querySelectorAll(".player")) {
  each.hidden = false;
  each.querySelector("button").addEventListener("click", () => play(each));
  each.querySelector("input").addEventListener("input", (event) => {
    stop();
    show(each, Number(event.target.value));
  });
}

globalThis.figures = { show, stop, play, hush };
