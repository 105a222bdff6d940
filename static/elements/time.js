// Moves a figure through its years: map, ranking, cards and titles follow at once, the server hears where it stops.

const version = new URL(import.meta.url).search;
const [{ dressed, make, sign, unpacked }, { retitled }, { drawn }, { country }] = await Promise.all(
  ["parts", "chart_frame", "drawn", "borders"].map((name) => import(`./${name}.js${version}`)),
);
await dressed("time.css", import.meta.url);

const CALM = "(prefers-reduced-motion:reduce)"; // a press is a step
const STEP = 650; // milliseconds a year stays while it plays
let held; // the steps the server sent last
const waiting = [];
let walk; // what moves just now

/** Takes steps, gzipped JSON as components/indicator/moving.py gathers them. */
export function take(_host, component) {
  const steps = JSON.parse(unpacked(component.data));
  if (held?.of === steps.of) return;
  held = steps;
  waiting.splice(0).forEach((go) => go());
}

/** Puts the handle below a timeline whose message says `moves`. */
export function offer(chart) {
  const { moves } = chart.message;
  if (!moves) return remove(chart);
  const time = (chart.time ??= build(chart));
  const { years, at } = moves;
  Object.assign(time.range, { min: 0, max: years.length - 1, step: 1 });
  if (walk?.chart !== chart) show(time, years, Math.max(0, years.indexOf(at ?? years.at(-1))));
  place(chart);
}

function build(chart) {
  const { words } = chart;
  const row = make("div", "time");
  const play = row.appendChild(make("button", "play", "", { type: "button" }));
  const range = row.appendChild(make("input", "", "", { type: "range", "aria-label": words.year }));
  const said = row.appendChild(make("output", "", "", { role: "status" }));
  const now = chart.host.appendChild(make("div", "now", "", { "aria-hidden": "true" }));
  const time = { row, play, range, said, now };
  label(time, words, false);
  chart.host.after(row);
  for (const event of ["pointerenter", "focusin"]) row.addEventListener(event, () => wanted(chart));
  play.addEventListener("click", () => (time.timer ? stop(chart) : start(chart)));
  range.addEventListener("input", () => {
    pause(chart);
    show(time, chart.message.moves.years, Number(range.value));
    step(chart, Number(range.value));
  });
  range.addEventListener("change", () => {
    clearTimeout(time.commit); // keys change it press by press
    time.commit = setTimeout(() => commit(chart), time.byKey ? 500 : 0);
  });
  range.addEventListener("keydown", () => (time.byKey = true));
  range.addEventListener("pointerdown", () => (time.byKey = false));
  return time;
}

function label({ play }, words, plays) {
  play.replaceChildren(
    sign(plays ? "pause" : "play_arrow"),
    make("span", "", plays ? words.pause : words.play),
  );
}

function show({ range, said }, years, at) {
  range.value = at;
  range.setAttribute("aria-valuetext", String(years[at]));
  said.textContent =
    held?.years[at] === years[at] && walk ? `${years[at]} · ${held.notes[at]}` : String(years[at]);
}

/** Where the years stand on the axis, the handle stands too. */
function place(chart) {
  const { time, graph, message } = chart;
  const { xaxis } = graph._fullLayout;
  const { years } = message.moves;
  const at = (year) => xaxis._offset + xaxis.l2p(year);
  const [first, last] = [at(years[0]), at(years.at(-1))];
  const fits = last - first > 160 && first >= 0 && last <= chart.drawn.width + 1;
  time.row.style.setProperty("--first", fits ? `${first - 9}px` : "");
  time.row.style.setProperty("--long", fits ? `${last - first + 18}px` : "");
  time.row.classList.toggle("fits", fits);
  time.now.style.marginBottom = `${chart.beneath ?? 0}px`;
  time.at = fits ? at : undefined;
}

function remove(chart) {
  chart.time?.row.remove();
  chart.time?.now.remove();
  chart.time = undefined;
}

/** The chart leaves the page. */
export function leave(chart) {
  pause(chart);
  remove(chart);
  if (walk?.chart === chart || walk?.map === chart) clear();
}

/** Another choice beside either chart ends a walk where it is, so that all of the page is of one year. */
export function halt(chart) {
  if (walk && !walk.ends && (walk.chart === chart || walk.map === chart)) stop(walk.chart);
}

/** The map was drawn anew, of another part, width or theme: the walk goes on upon it. */
export function redrawn(map) {
  if (!walk || walk.ends || walk.map !== map) return;
  const { chart, at } = walk;
  clear();
  step(chart, at);
}

/** The map shows another part: circles stay on their countries. */
export function shifted(map) {
  if (walk?.map === map) stand(walk.circles, map);
}

function stand(circles, map) {
  const { projection } = map.graph._fullLayout.geo._subplot;
  for (const [code, circle] of circles) {
    const [x, y] = projection(held.places[code]) ?? [-999, -999];
    circle.setAttribute("cx", x);
    circle.setAttribute("cy", y);
  }
}

/** What moved leaves the stage. */
function clear() {
  const { layer, own, map, chart, areas } = walk;
  own.remove();
  layer.style.display = "";
  for (const { area } of areas)
    if (area.classList.contains("choroplethlocation")) area.style.fill = ""; // Plotly's own is an attribute
  map.graph.classList.remove("moving");
  chart.time?.now.classList.remove("on");
  walk = undefined;
}

/** The steps of this chart: here already, or asked of the server. */
function wanted(chart) {
  const { of } = chart.message.moves;
  if (held?.of === of) return Promise.resolve();
  if (chart.time.asked !== of) {
    chart.time.asked = of;
    chart.tell("moved", { want: of });
  }
  return new Promise((go) => waiting.push(go));
}

async function start(chart) {
  const { time, words } = chart;
  await wanted(chart);
  const last = held.years.length - 1;
  const from = Number(time.range.value);
  let at = from >= last ? -1 : from;
  const next = () => {
    at += 1;
    show(time, held.years, at);
    step(chart, at);
    show(time, held.years, at);
    if (at >= last) stop(chart);
  };
  next();
  if (matchMedia(CALM).matches || at >= last) return commit(chart);
  time.timer = setInterval(next, STEP);
  label(time, words, true);
}

function pause(chart) {
  const { time, words } = chart;
  if (!time?.timer) return;
  clearInterval(time.timer);
  time.timer = undefined;
  label(time, words, false);
}

function stop(chart) {
  pause(chart);
  commit(chart);
}

/** Tells the server at which year the reader let go. */
function commit(chart) {
  if (!walk) return;
  walk.ends = true;
  chart.tell("moved", { year: held.years[walk.at] });
}

/** The server's answer is drawn. */
export function settled(chart) {
  if (!walk?.ends || chart !== walk.map) return;
  const { chart: axis } = walk;
  clear();
  banded(axis, true);
  drawn.get("period")?.rest();
}

/** The band of the period chosen is out of sight while another one passes. */
function banded({ graph }, seen) {
  const at = (graph.layout?.shapes ?? []).findIndex(({ name }) => name === "chosen");
  const band = at < 0 ? null : graph.querySelector(`.shapelayer path[data-index="${at}"]`);
  if (band) band.style.visibility = seen ? "" : "hidden";
}

// --- a step -----------------------------------------------------------------------------------------------------------

const SVG = "http://www.w3.org/2000/svg";

function begin(chart) {
  const map = drawn.get("map");
  const ground = map?.graph.querySelector(".geolayer .frontplot");
  const layer = ground?.querySelector(":scope > .scatterlayer");
  if (!layer) return undefined;
  const own = document.createElementNS(SVG, "g");
  const { opacity, line } = held.look;
  const shade = held.colours.map((colour) => map.shade(colour));
  const circles = new Map();
  const most = new Map(); // the largest below the others
  for (const step of held.circles)
    for (const [code, size] of step) most.set(code, Math.max(size, most.get(code) ?? 0));
  for (const [code] of [...most].sort(([, a], [, b]) => b - a)) {
    const circle = document.createElementNS(SVG, "circle");
    Object.assign(circle.style, {
      opacity: opacity ?? 1,
      stroke: map.shade(line.color),
      strokeWidth: `${line.width}px`,
      display: "none",
    });
    own.append(circle);
    circles.set(code, circle);
  }
  stand(circles, map);
  const index = new Map(held.codes.map((code, i) => [code, i]));
  const areas = [...map.graph.querySelectorAll(".choroplethlocation")]
    .map((area) => ({ area, at: index.get(country(area.__data__?.loc)) }))
    .filter(({ at }) => at !== undefined);
  for (const { drawn: area, mark } of map.outlines ?? [])
    if (mark.classList.contains("chosen-fill"))
      areas.push({ area: mark, at: index.get(country(area.__data__?.loc)) });
    else if (!area.classList.contains("choroplethlocation")) mark.style.display = "none";
  layer.style.display = "none";
  ground.insertBefore(own, layer);
  map.graph.classList.add("moving");
  map.explain(held.legend);
  return { chart, map, layer, own, circles, areas, shade, of: held.of, last: "" };
}

function step(chart, at) {
  if (held?.of !== chart.message.moves.of)
    return void wanted(chart).then(() => step(chart, Number(chart.time.range.value)));
  if (walk?.of !== held.of || walk.chart !== chart) walk = begin(chart);
  if (!walk) return;
  performance.mark("step-begins");
  walk.at = at;
  walk.ends = false;
  const { areas, circles, shade, map } = walk;
  const signs = held.areas[at];
  for (const { area, at: i } of areas)
    if (signs[i] !== walk.last[i]) area.style.fill = shade[number(signs[i])];
  walk.last = signs;
  const shown = new Set();
  for (const [code, size, colour] of held.circles[at]) {
    const circle = circles.get(code);
    shown.add(code);
    circle.setAttribute("r", size / 2);
    circle.style.fill = shade[colour];
    circle.style.display = "";
  }
  for (const [code, circle] of circles) if (!shown.has(code)) circle.style.display = "none";
  retitled(map.host, held.titles[at]);
  drawn.get("ranking")?.write?.({ ...drawn.get("ranking").message, ...held.ranking[at] });
  drawn.get("headlines")?.turn(held.cards[at]);
  drawn.get("period")?.pass(String(held.years[at]));
  const { time } = chart;
  time.now.classList.toggle("on", Boolean(time.at));
  banded(chart, false);
  if (time.at) time.now.style.left = `${time.at(held.years[at])}px`;
  performance.measure("step", "step-begins");
}

const SIGNS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
const number = (letter) => SIGNS.indexOf(letter);
