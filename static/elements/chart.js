// Draws Plotly figures inside Streamlit and keeps them: a rerun changes what differs, and nothing is mounted again.

const version = new URL(import.meta.url).search;
const loading = import(`../vendor/plotly.min.js${version}`).then((module) => module.default);
const [{ frame }, { unpacked }, borders, view, time, { drawn }] = await Promise.all([
  import(`./chart_frame.js${version}`),
  import(`./parts.js${version}`),
  import(`./borders.js${version}`),
  import(`./map_view.js${version}`),
  import(`./time.js${version}`),
  import(`./drawn.js${version}`),
]);
const charts = new WeakMap(); // host -> chart
const shown = new Set();

/** Draws `component.data` into `host`; returns what to call when the chart leaves the page. */
export function draw(host, component, words) {
  let chart = charts.get(host);
  if (!chart) charts.set(host, (chart = mount(host, words)));
  const run = ++chart.run;
  chart.tell = component.setTriggerValue;
  chart.packed = component.data;
  refresh(chart);
  // Streamlit also calls the leave function of a run that a newer one has overtaken: only the newest may leave.
  return () => run === chart.run && unmount(chart);
}

function mount(host, words) {
  const [graph, legend, seen] = [0, 1, 2].map(() =>
    host.appendChild(document.createElement("div")),
  );
  const chart = {
    host,
    graph,
    legend,
    seen,
    words,
    id: `plot-${Math.random().toString(36).slice(2)}`,
    run: 0,
    queue: Promise.resolve(),
    drawn: {},
  };
  host.id = chart.id;
  host.append(hatching(chart.id));
  let waiting;
  chart.observer = new ResizeObserver(([{ contentRect }]) => {
    chart.wide = Math.round(contentRect.width);
    clearTimeout(waiting);
    waiting = setTimeout(() => refresh(chart), chart.drawn.width ? 80 : 0);
  });
  chart.observer.observe(host);
  const follows = (event) => follow(chart, event);
  for (const event of ["pointerdown", "pointermove"]) graph.addEventListener(event, follows, true);
  chart.redraw = () => refresh(chart);
  chart.entry = document.createElement("button");
  chart.entry.classList.add("walk", "unseen"); // seen while it has the focus
  chart.entry.type = "button";
  chart.entry.setAttribute("aria-expanded", "false");
  chart.entry.addEventListener("click", async () =>
    (await import(`./walk.js${version}`)).toggle(chart),
  );
  view.twoFingers(chart, () => shifted(chart));
  return chart;
}

async function unmount(chart) {
  chart.gone = true;
  shown.delete(chart);
  time.leave(chart);
  if (drawn.get(chart.message?.key) === chart) drawn.delete(chart.message.key);
  chart.observer.disconnect();
  chart.entry.remove();
  chart.twin?.box.remove();
  charts.delete(chart.host);
  await chart.queue;
  (await loading).purge(chart.graph);
  chart.host.replaceChildren();
}

function refresh(chart) {
  chart.queue = chart.queue.then(() => paint(chart)).catch((error) => fail(chart, error));
}

async function fail(chart, error) {
  console.error(error);
  (await loading).purge(chart.graph);
  chart.graph.textContent = chart.words.undrawn;
  chart.legend.replaceChildren();
  chart.seen.replaceChildren();
  Object.assign(chart, { failed: true, drawn: {}, size: "", lines: null });
}

/** The chart's height; one with a `ratio` grows with the window and never past its share of the width, so that what stands below it is still in sight. */
function tall({ height, ratio, least }, width) {
  if (!ratio || !width) return height;
  const wanted = Math.min(Math.max(height, innerHeight * 0.65 - 247), width * ratio);
  return Math.round(Math.max(least, wanted));
}

/** The chart's width as it was last seen: asked of the page amid a rerun, it would be laid out once for each chart. */
const wide = (chart) => chart.paper ?? chart.wide ?? chart.host.clientWidth;

const SHEET = 780; // pixels of a page: scaled to a sheet, upright or across, labels have 7 points and more

/** Draws a chart for its share of a sheet: drawn for a wide window, its labels would shrink with it. */
function toPaper(chart) {
  const { data } = chart.message.figure;
  if (chart.geo || ribbons(data)) return; // Plotly draws its ribbons later
  const page = chart.host.closest("[data-testid=stMainBlockContainer]")?.firstElementChild;
  const now = chart.host.clientWidth;
  if (!page || !now) return;
  chart.paper = Math.min(now, Math.round((SHEET * now) / page.clientWidth));
  refresh(chart); // ends before the sheets are laid out: nothing in it waits
}

function toScreen(chart) {
  if (!chart.paper) return; // as it was: a map would take the room of a window of another height
  chart.paper = undefined;
  refresh(chart);
}

addEventListener("beforeprint", () => shown.forEach(toPaper));
addEventListener("afterprint", () => shown.forEach(toScreen));

/** Gives the chart its height, and returns that of its figure with what stands below a map. */
function room(chart) {
  const more = strip(chart.message.figure) + view.above(chart, wide(chart));
  const height = tall(chart.message, wide(chart)) + more;
  chart.host.style.height = `${height + (chart.grown ?? 0)}px`;
  return height;
}

async function paint(chart) {
  const { host, graph } = chart;
  if (chart.read !== chart.packed) {
    const text = unpacked(chart.packed);
    Object.assign(chart, { text, message: JSON.parse(text), read: chart.packed });
  }
  const { message } = chart;
  frame(host, message, (key, value) => {
    if (key !== "region") time.halt(chart);
    chart.tell("switched", { key, value });
  });
  room(chart);
  host.setAttribute("aria-label", message.alt);
  offerText(chart);
  const plotly = await loading;
  const map = isGeo(message.figure.data);
  const world = map && (await borders.outlines(OUTLINES));
  const width = wide(chart);
  if (chart.gone || !width) return; // hidden: the observer asks again
  const height = room(chart); // the page may have been laid out anew meanwhile
  const theme = themed(host);
  shown.add(chart);
  drawn.set(message.key, chart);
  const { drawn: now } = chart;
  if (now.text === chart.text && now.theme === theme.name && now.width === width)
    return time.settled(chart);
  Object.assign(now, { text: chart.text, theme: theme.name, width });
  if (chart.failed) graph.replaceChildren();
  chart.failed = false;

  const whole = complete(map ? bordered(message, world, chart.words) : message, theme);
  if (map) beside(chart, whole, width, height);
  const figure = resolve(spaced(fitting(whole, width), width), theme, chart.figure);
  const size = `${width} ${height}`;
  if (figure !== chart.figure || size !== chart.size) {
    Object.assign(chart, { figure, size });
    paintHatching(chart, theme);
    explain(chart, figure.key ?? figure.legend, theme);
    const { data, layout } = handOut(figure);
    if (map) below(chart, theme, width);
    const beneath = under(chart, width);
    const more = map ? -beneath : (figure.more ?? 0) - (figure.key ? KEY : 0);
    chart.beneath = beneath;
    chart.grown = map ? 0 : beneath + more;
    room(chart);
    Object.assign(layout, { width, height: height + more });
    if (chart.geo !== map) chart.config = configure(chart, map);
    chart.geo = map;
    chart.world = world;
    const draw = data.length ? "react" : "newPlot"; // of a figure without data the axes before would stay
    await plotly[draw](graph, data, layout, chart.config);
    graph
      .querySelectorAll(".main-svg")
      .forEach((svg) => svg.setAttribute("viewBox", `0 0 ${width} ${layout.height}`)); // print scales it
    chart.places = null;
    chart.brushed = undefined; // the figure may have set or cleared the stretch itself
  }
  outline(chart, theme);
  name(chart);
  listen(chart);
  Object.assign(chart, {
    shade: (colour) => resolve(colour, theme),
    explain: (lines) => explain(chart, resolve(lines, theme), theme),
  });
  time.settled(chart);
  if (map) time.redrawn(chart);
  time.offer(chart);
}

/** Pixels of what stands below a figure, measured when its lines or its width are others. */
function under(chart, width) {
  const { legend, seen, lines, height } = chart;
  if (height?.lines !== lines || height.width !== width) {
    const above = getComputedStyle(legend).position === "absolute"; // beside the regions
    const pixels = (above ? 0 : legend.offsetHeight) + seen.offsetHeight;
    chart.height = { lines, width, pixels };
  }
  return chart.height.pixels;
}

/** The button that opens the figure as text, where its marks say something. */
function offerText({ host, entry, message, words, twin }) {
  const { data } = message.figure;
  const map = data.some(({ type, text }) => type === "choropleth" && text);
  const says = map || data.some(({ customdata }) => Array.isArray(customdata?.[0]));
  if (!says) return entry.remove();
  const label = words.asList.replace("{alt}", message.alt);
  if (entry.textContent !== label) entry.textContent = label;
  if (!entry.isConnected) host.before(entry);
  twin?.write();
}

/** The message of a map with the borders of its policy. */
function bordered({ borders: policy = "un", figure, ...message }, world, words) {
  return {
    ...message,
    figure: {
      ...figure,
      data: borders.drawn(figure.data, policy, world, words),
      legend: [...(figure.legend ?? []), ...borders.key(policy, words)],
    },
  };
}

// --- what is chosen on a map ------------------------------------------------------------------------------------------

const RING = 7; // pixels
const circle = (r) => `M${r},0A${r},${r} 0 1,1 0,-${r}A${r},${r} 0 0,1 ${r},0Z`;

/** Outlines the chosen countries over the map that is drawn: Plotly would draw all the others anew as well. The line lies outside a country's colour, which is drawn once more over its inner half. */
function outline(chart, theme) {
  const { graph, message } = chart;
  chart.outlines?.forEach(({ mark }) => mark.remove());
  const outlines = (chart.outlines = []);
  const codes = new Set(message.figure.chosen);
  const ground = codes.size && graph.querySelector(".geolayer .frontplot");
  if (!ground) return;
  const circles = ground.querySelector(":scope > .scatterlayer");
  chart.places ??= [...graph.querySelectorAll(".choroplethlocation, .scattergeo .point")].map(
    (drawn) => ({ drawn, code: borders.country(drawn.__data__?.loc ?? drawn.__data__?.data) }),
  );
  for (const { drawn, code } of chart.places) {
    if (!codes.has(code)) continue;
    const { loc, mrc } = drawn.__data__;
    const add = (name, style, ring) => {
      const mark = document.createElementNS("http://www.w3.org/2000/svg", "path");
      mark.setAttribute("class", name);
      Object.assign(mark.style, style, { pointerEvents: "none" });
      outlines.push({ drawn, mark, ring });
      ground.insertBefore(mark, ring ? null : circles); // what a circle counts lies over the colour
    };
    const line = { fill: "none", stroke: theme.colours.$text, strokeLinejoin: "round" };
    const circled = loc === undefined;
    add(
      "chosen",
      { ...line, strokeWidth: circled ? "2.4px" : "3.2px" },
      circled ? circle(Math.max(RING, mrc + 2)) : undefined,
    );
    const fill = drawn.style.fill || drawn.getAttribute("fill");
    if (!circled) add("chosen-fill", { fill, stroke: "none" });
  }
  trail(outlines);
}

/** Puts the outlines where what they outline is now. */
function trail(outlines) {
  for (const { drawn, mark, ring } of outlines) {
    mark.setAttribute("d", ring ?? drawn.getAttribute("d") ?? "");
    mark.setAttribute("transform", drawn.getAttribute("transform") ?? "");
    mark.style.display = drawn.getAttribute("display") ?? ""; // a place behind the edge of the map
  }
}

// --- the legend of a map ----------------------------------------------------------------------------------------------

const SHAPES = {
  square: `rect x="1" y="1" width="10" height="10"`,
  circle: `circle cx="6" cy="6" r="5"`,
  ring: `circle cx="6" cy="6" r="4.5"`,
  line: `rect x="0" y="5" width="12" height="2.5"`,
};
const spoken = (text) => new DOMParser().parseFromString(text, "text/html").body.textContent; // what is escaped for Plotly

/** Writes below a map what its colours stand for: for Plotly each line is a trace, measured and drawn anew at every change. */
function explain(chart, lines, { colours }) {
  const { legend } = chart;
  if (chart.lines === lines) return;
  chart.lines = lines;
  legend.className = "legend";
  legend.style.cssText = `display: flex; flex-wrap: wrap; gap: 0 1rem; font-size: 12px; line-height: 20px; color: ${colours.$text}`;
  legend.replaceChildren(
    ...lines.map(({ name, color, shape, opacity }) => {
      const line = document.createElement("span");
      const look =
        shape === "ring"
          ? `fill="none" stroke="${color}" stroke-width="1.6"`
          : `fill="${color.startsWith("#") ? css(rgb(color)) : color}" stroke="${colours.$muted}"`;
      line.innerHTML = `<svg width="12" height="12" viewBox="0 0 12 12" style="vertical-align: -1px; margin-right: 6px" aria-hidden="true"><${SHAPES[shape]} ${look} opacity="${opacity}"/></svg>`;
      line.append(spoken(name));
      return line;
    }),
  );
}

/** A map's regions, the room they take beside or above it, and what of the world it shows. */
function beside(chart, whole, width, height) {
  view.offer(chart);
  const { layout } = whole;
  const [left, above] = [view.aside(chart, width), view.above(chart, width)];
  Object.assign(layout.geo, view.shown(chart, (width - left) / (height - above)));
  const { margin } = layout;
  whole.spacious = { margin };
  layout.margin = { ...margin, l: (margin?.l ?? 0) + left, t: (margin?.t ?? 0) + above };
}

/** Room below a map for its note: one line, three on a phone, so that the map keeps its size whatever the note says. */
function below({ seen }, { colours }, width) {
  const lines = width < NARROW ? 3 : 1;
  seen.className = "borders";
  seen.style.cssText = `height: ${18 * lines}px; overflow: hidden; font-size: 11.5px; line-height: 18px; color: ${colours.$muted}; display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: ${lines}`;
}

/** Says below a map by which policy its borders are drawn and what is in dispute in sight. */
function name({ graph, message, seen, words, world, geo }) {
  const map = geo && graph._fullLayout?.geo?._subplot;
  if (!map?.projection) return seen.replaceChildren();
  const policy = message.borders ?? "un";
  const said = borders.note(policy, world, words, map);
  if (seen.textContent === said) return;
  seen.textContent = seen.title = said;
}

// --- the reader's hand ----------------------------------------------------------------------------------------------

const STILL = 4; // pixels a hand may tremble within a click

/** Whether the hand has moved since it went down: then it has moved the map and chosen nothing. */
function follow(chart, { type, clientX, clientY }) {
  if (type === "pointerdown") Object.assign(chart, { down: [clientX, clientY], moved: false });
  else if (chart.down)
    chart.moved ||= Math.hypot(clientX - chart.down[0], clientY - chart.down[1]) > STILL;
}

/** The map shows another part of the world, never none. */
function shifted(chart) {
  const map = chart.geo && chart.graph._fullLayout?.geo?._subplot;
  if (map?.projection && view.bounded(map)) chart.stopped = true;
  trail(chart.outlines);
  time.shifted(chart);
  name(chart);
}

function listen(chart) {
  const { graph } = chart;
  const on = (event, answer) => {
    graph.removeAllListeners(event);
    graph.on(event, answer);
  };
  on("plotly_click", ({ points, event }) => {
    if (!chart.message.pick || !points?.length || (chart.geo && chart.moved)) return;
    const plain = points.map((point) => ({
      curveNumber: point.curveNumber ?? null,
      pointNumber: point.pointNumber ?? null,
      location: borders.country(point.location) ?? null,
      customdata: point.customdata ?? null,
      label: typeof point.label === "string" ? point.label : null,
      x: point.x ?? null,
      y: point.y ?? null,
    }));
    chart.tell("picked", {
      points: plain,
      multiple: Boolean(event?.shiftKey || event?.ctrlKey || event?.metaKey),
    });
  });
  const brushed = (range) => {
    const said = JSON.stringify(range);
    if (!chart.message.brush || said === chart.brushed) return; // Plotly repeats itself
    chart.brushed = said;
    chart.tell("brushed", { range });
  };
  on("plotly_relayouting", () => shifted(chart));
  on("plotly_relayout", () => {
    shifted(chart);
    if (!chart.stopped) return;
    chart.stopped = false;
    const { geo } = graph._fullLayout;
    geo._subplot.updateFx(graph._fullLayout, geo); // the next drag begins where this one was stopped
  });
  on("plotly_afterplot", () => trail(chart.outlines));
  on("plotly_selected", (selected) => selected?.range?.x && brushed(selected.range.x));
  on("plotly_deselect", () => brushed(null));
}

function configure(chart, geo) {
  const { words } = chart;
  const speaks = {
    dictionary: { "Zoom in": words.zoomIn, "Zoom out": words.zoomOut, Reset: words.reset },
    format: {
      decimal: words.decimal,
      thousands: words.group,
      shortMonths: words.months.split(" "),
    },
  };
  const camera = {
    name: "picture",
    title: words.picture,
    icon: { width: 1000, height: 1000, path: CAMERA, transform: "matrix(1 0 0 -1 0 850)" },
    click: async () => {
      const { download } = await import(`./picture.js${version}`);
      await download(chart, await loading, readTheme(chart.host), {
        painted: PAINTED,
        patterns,
        dashed: borders.DASHED,
        dashes: borders.dashes,
        country: borders.country,
      });
    },
  };
  return {
    displaylogo: false,
    showSendToCloud: false,
    responsive: false,
    locale: words.code,
    locales: { [words.code]: speaks },
    scrollZoom: geo ? "geo" : false,
    topojsonURL: OUTLINES,
    modeBarButtons: geo ? [["zoomInGeo", "zoomOutGeo", "resetGeo", camera]] : [[camera]],
  };
}

const CAMERA =
  "m500 450c-83 0-150-67-150-150 0-83 67-150 150-150 83 0 150 67 150 150 0 83-67 150-150 150z m400 150h-120c-16 0-34 13-39 29l-31 93c-6 15-23 28-40 28h-340c-16 0-34-13-39-28l-31-94c-6-15-23-28-40-28h-120c-55 0-100-45-100-100v-450c0-55 45-100 100-100h800c55 0 100 45 100 100v450c0 55-45 100-100 100z m-400-550c-138 0-250 112-250 250 0 138 112 250 250 250 138 0 250-112 250-250 0-138-112-250-250-250z";

const OUTLINES = new URL("app/static/outlines/", document.baseURI).href;
const NARROW = 500; // pixels
const YEAR = 44; // pixels of a year on an axis, with the room beside it

// --- the figure -----------------------------------------------------------------------------------------------------

const isGeo = (data) => data.some(({ type }) => type === "choropleth" || type === "scattergeo");
const coarse = matchMedia("(pointer: coarse)"); // a finger on a map scrolls the page; the buttons zoom

/** The figure with what every figure of ours has: the page's font and colours, no animation. */
function complete({ figure, brush }, theme) {
  const { transition, ...layout } = figure.layout ?? {}; // even one of no duration takes Plotly's long way
  const geo = isGeo(figure.data);
  const line = { color: "$text", width: 1, dash: "solid" };
  return {
    data: figure.data,
    legend: figure.legend ?? [],
    layout: {
      paper_bgcolor: "rgba(0,0,0,0)",
      plot_bgcolor: "rgba(0,0,0,0)",
      uirevision: "kept",
      ...(geo && { hoverdistance: coarse.matches ? 12 : 3 }), // or a small state's circle takes the clicks on what is around it
      dragmode: brush ? "select" : geo && !coarse.matches ? "pan" : false,
      ...(brush && {
        selectdirection: "h",
        newselection: { line },
        activeselection: { fillcolor: "$accent", opacity: 0.15 },
      }),
      ...layout,
      font: { family: theme.font, color: "$text", ...layout.font },
      hoverlabel: {
        bgcolor: "$panel",
        bordercolor: "$border",
        ...layout.hoverlabel,
        font: { family: theme.font, color: "$text", ...layout.hoverlabel?.font },
      },
      modebar: {
        bgcolor: "rgba(0,0,0,0)",
        color: "$muted",
        activecolor: "$text",
        ...layout.modebar,
      },
      ...(geo && { geo: { fitbounds: false, bgcolor: "rgba(0,0,0,0)", ...layout.geo } }),
    },
  };
}

const NOTE = { letter: 5.4, line: 15 }; // pixels of a note over a chart, see components/figures/marks.py

/** The notes over a narrow chart: each that has a line of its own begins at its left with its year, the oldest on top, and breaks where it is longer than there is `room`; how many pixels `more` they take. */
function broken(annotations, room) {
  const above = annotations.filter(({ yref }) => yref === "paper");
  const alone = above.filter(
    (note) => above.filter(({ yshift }) => yshift === note.yshift).length === 1,
  );
  const dated = ({ name, text }) => (name ? `${name}: ${text}` : text);
  const said = new Map(alone.map((note) => [note, lined(dated(note), room / NOTE.letter)]));
  const taken = (note) => NOTE.line * (said.get(note).length - 1);
  const rows = alone.map(({ yshift }) => yshift).sort((a, b) => b - a);
  const row = new Map([...alone].sort((a, b) => a.x - b.x).map((note, at) => [note, rows[at]]));
  const high = (note) => (row.get(note) ?? note.yshift) + (said.get(note)?.length > 1); // lines reach lower than one
  const below = (note) =>
    alone.filter((each) => high(each) < high(note)).reduce((sum, each) => sum + taken(each), 0);
  const notes = annotations.map((note) => ({
    ...note,
    ...(above.includes(note) && { yshift: high(note) + below(note) }),
    ...(said.has(note) && { xref: "paper", x: 0, xanchor: "left", align: "left" }),
    ...(said.has(note) && { text: said.get(note).join("<br>") }),
  }));
  return { notes, more: alone.reduce((sum, each) => sum + taken(each), 0) };
}

/** Words in lines of so many letters at most. */
function lined(text, most) {
  const lines = [""];
  for (const word of text.split(" ")) {
    const longer = `${lines.at(-1)} ${word}`.trim();
    if (longer.length <= most || !lines.at(-1)) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

/** A narrow chart has as many years on its axis as lie flat beside each other, and notes that have a line of their own begin at its left. */
function fitting(figure, width) {
  const { xaxis, yaxis, margin, annotations = [] } = figure.layout;
  if (!(width < NARROW && xaxis?.dtick > 0 && xaxis.range)) return figure;
  const years = xaxis.range[1] - xaxis.range[0];
  const room =
    width - (margin?.l ?? 0) - (margin?.r ?? 0) - (yaxis?.automargin === false ? 0 : YEAR);
  const dtick = xaxis.dtick * Math.ceil((years * YEAR) / (room * xaxis.dtick));
  const { notes, more } = broken(annotations, room);
  return {
    ...figure,
    more,
    layout: {
      ...figure.layout,
      annotations: notes,
      margin: { ...margin, t: (margin?.t ?? 0) + more },
      xaxis: { ...xaxis, dtick, tick0: Math.ceil(xaxis.range[0] / dtick) * dtick, tickangle: 0 },
    },
  };
}

const STRIP = 24; // pixels of the buttons that a finger finds over a figure, whose mouse shows them only when it points there
const KEY = 20; // pixels of a legend over a chart, see components/figures/timeline.py
const ribbons = (data) => data.some(({ type }) => type === "sankey");
const strip = ({ data }) => (coarse.matches && !isGeo(data) ? STRIP : 0);

/** A figure with room over it for the buttons, and a narrow one with its legend below it, where it breaks into lines: above the bars it would lie over the notes. */
function spaced(figure, width) {
  const { margin, legend, showlegend } = figure.layout;
  const above = strip(figure);
  const key = width < NARROW && showlegend && legend?.y > 1 ? keys(figure.data) : undefined;
  if (!(above || key)) return figure;
  const top = (margin?.t ?? 0) + above - (key ? KEY : 0);
  const layout = { ...figure.layout, margin: { ...margin, t: top } };
  if (key) layout.showlegend = false;
  return { ...figure, key, layout, spacious: { margin, showlegend } };
}

/** What the colours of bars and lines stand for, as lines of a legend. */
const keys = (data) =>
  data
    .filter(({ name, showlegend }) => name && showlegend !== false)
    .map(({ name, type, fill, fillcolor, line, marker, opacity }) => ({
      name,
      color: fill ? fillcolor : type === "bar" || !line ? marker?.color : line.color,
      shape: type === "bar" || fill || !line ? "square" : "line",
      opacity: fill ? 1 : (marker?.opacity ?? opacity ?? 1),
    }));

/** Puts the theme into `node`; parts equal to those of `was` are those of `was`, so that Plotly sees what has not changed. */
function resolve(node, theme, was) {
  if (typeof node === "string") return node[0] === "$" ? (theme.colours[node] ?? node) : node;
  if (node === null || typeof node !== "object") return node;
  if (Array.isArray(node)) {
    let same = Array.isArray(was) && was.length === node.length;
    const out = new Array(node.length);
    for (let i = 0; i < node.length; i++) {
      out[i] = resolve(node[i], theme, was?.[i]);
      if (same && out[i] !== was[i]) same = false;
    }
    return same ? was : out;
  }
  if ("$light" in node) return resolve(theme.dark ? node.$dark : node.$light, theme, was);
  const names = Object.keys(node);
  let same =
    was !== null &&
    typeof was === "object" &&
    !Array.isArray(was) &&
    Object.keys(was).length === names.length;
  const out = {};
  for (const name of names) {
    out[name] = resolve(node[name], theme, was?.[name]);
    if (same && out[name] !== was[name]) same = false;
  }
  return same ? was : out;
}

/** A copy for Plotly, which writes into objects but not into the arrays of values. */
function handOut(node) {
  if (node === null || typeof node !== "object") return node;
  if (Array.isArray(node))
    return node.some((part) => part !== null && typeof part === "object" && !Array.isArray(part))
      ? node.map(handOut)
      : node;
  return Object.fromEntries(Object.entries(node).map(([name, part]) => [name, handOut(part)]));
}

// --- the theme ------------------------------------------------------------------------------------------------------

const brush = document.createElement("canvas").getContext("2d");

function rgb(colour, fallback) {
  brush.fillStyle = fallback;
  brush.fillStyle = colour;
  const plain = brush.fillStyle;
  if (plain[0] === "#") return [1, 3, 5].map((at) => parseInt(plain.slice(at, at + 2), 16));
  return plain
    .match(/[\d.]+/g)
    .slice(0, 4)
    .map(Number);
}

const css = (parts) => `rgb${parts.length > 3 ? "a" : ""}(${parts.join(", ")})`;

let theme; // as it was seen last: to be asked amid a rerun, the page would be laid out once more
let looks = false;

/** The page's theme; whether it is still the same is looked at when the page has been painted. */
function themed(host) {
  theme ??= readTheme(host);
  if (!looks) {
    looks = true;
    requestAnimationFrame(() => setTimeout(look, 0));
  }
  return theme;
}

function look() {
  looks = false;
  const [first] = shown;
  const now = first ? readTheme(first.host) : theme;
  if (now.name === theme.name) return;
  theme = now;
  shown.forEach(refresh);
}

function readTheme(host) {
  const style = getComputedStyle(host);
  const read = (name, fallback) => style.getPropertyValue(`--st-${name}`).trim() || fallback;
  const background = rgb(read("background-color", "#ffffff"), "#ffffff");
  const text = rgb(read("text-color", "#31333f"), "#31333f");
  const colours = {
    $text: css(text),
    $muted: css(text.slice(0, 3).map((part, i) => Math.round(0.65 * part + 0.35 * background[i]))),
    $background: css(background),
    $panel: css(rgb(read("secondary-background-color", "#f0f2f6"), "#f0f2f6")),
    $border: css(rgb(read("border-color", "#d0d2d8"), "#d0d2d8")),
    $accent: css(rgb(read("primary-color", "#1c6dd0"), "#1c6dd0")),
    $hatch: HATCH,
    $dots: DOTS,
  };
  const dark = 0.2126 * background[0] + 0.7152 * background[1] + 0.0722 * background[2] < 128;
  const font = read("font", "sans-serif");
  return { colours, dark, font, name: JSON.stringify([colours, font]) };
}

// --- hatches --------------------------------------------------------------------------------------------------------
// Plotly cannot hatch a map. What is hatched gets a colour that nothing else has; a style rule puts lines in its place,
// wherever Plotly draws it and whenever it draws it again.

const HATCH = "rgb(127, 128, 126)"; // nothing is published
const DOTS = "rgb(126, 128, 127)"; // a range is published and no figure
// What falls keeps its colour and is striped: in grey it would look like what rises. The colours are those of legends/.
const FALLS = { halved: "rgb(33, 102, 172)", fell: "rgb(133, 171, 209)" };

const PAINTED = { hatch: HATCH, dots: DOTS, ...FALLS };

function patterns(id, colours) {
  const falls = Object.entries(FALLS).map(([name, of]) => stripes(`${id}${name}`, of, colours));
  return hatchPattern(`${id}hatch`, colours) + dotPattern(`${id}dots`, colours) + falls.join("");
}

function stripes(id, colour, { $background }) {
  return `<pattern id="${id}" width="4" height="4" patternUnits="userSpaceOnUse">
    <rect width="4" height="4" fill="${colour.replaceAll(" ", "")}"/><rect width="4" height="1.1" fill="${$background}"/></pattern>`;
}

function dotPattern(id, { $background, $muted }) {
  return `<pattern id="${id}" width="5" height="5" patternUnits="userSpaceOnUse">
    <rect width="5" height="5" fill="${$background}"/><circle cx="2.5" cy="2.5" r="1.1" fill="${$muted}"/></pattern>`;
}

function hatchPattern(id, { $background, $muted }) {
  return `<pattern id="${id}" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
    <rect width="5" height="5" fill="${$background}"/><rect width="1.2" height="5" fill="${$muted}"/></pattern>`;
}

function hatching(id) {
  const box = document.createElement("div");
  box.innerHTML = `<svg class="hatches" width="0" height="0" style="position:absolute" aria-hidden="true"><defs></defs></svg>
    <style>${Object.entries(PAINTED)
      .map(([name, colour]) => painted(id, colour, name))
      .join(" ")}
    #${id} [style*="stroke: ${borders.DASHED}"] { ${borders.dashes("currentColor", " !important")}; }</style>`;
  return box;
}

function painted(id, colour, name) {
  return `#${id} [fill="${colour}"], #${id} [style*="fill: ${colour}"] { fill: url(#${id}-${name}) !important; }`;
}

function paintHatching(chart, theme) {
  if (chart.hatches === theme.name) return; // a new pattern paints all that is hatched anew
  chart.hatches = theme.name;
  chart.host.querySelector(".hatches defs").innerHTML = patterns(`${chart.id}-`, theme.colours);
}
