// Which part of the world a map shows: one of its regions or what is chosen, zoomed and moved by hand.

const [{ dressed, make }, { press }] = await Promise.all(
  ["parts", "chart_frame"].map((name) => import(`./${name}.js${new URL(import.meta.url).search}`)),
);
await dressed("map_view.css", import.meta.url);

const offered = ({ message }) => message.switches?.find(({ views }) => views?.length);

/** What a map's `geo` is told to show: the box of the region, and what the reader's fingers made of it; `shape` is the map's width to its height. */
export function shown(chart, shape) {
  const regions = offered(chart);
  if (!regions) return {};
  const box = regions.views[regions.options.findIndex(([id]) => id === regions.value)];
  const at = `${regions.value} ${box}`;
  const [west, south, east, north] = filling(box, shape);
  if (chart.moves?.at !== at) chart.moves = { at };
  return {
    lonaxis: { range: [west, east] },
    lataxis: { range: [south, north] },
    uirevision: at, // another region forgets where the reader moved the map
    ...chart.moves.geo,
  };
}

const NARROW = 660; // pixels, as in map_view.css: beside a narrower map there is no room
const ROW = 30; // pixels of the list that opens, and of the buttons beside it

/** Pixels above a narrow map that its regions and its buttons take. */
export const above = (chart, width) => (offered(chart) && width <= NARROW ? ROW : 0);

/** Pixels at the left of a wide map that its regions take: they cover none of it. */
export function aside({ regions, regionsKind }, width) {
  if (!regions || width <= NARROW) return 0;
  const kind = `${regions.box.className} ${regionsKind}`;
  if (!widths.has(kind)) {
    const wide = regions.box.offsetWidth; // lays the page out: asked once of each list
    if (!wide) return 0;
    widths.set(kind, wide + 6);
  }
  return widths.get(kind);
}
const widths = new Map();

/** Puts the regions beside the map, one click each; above a narrow one or beside a low one as a list that opens. */
export function offer(chart) {
  const regions = offered(chart);
  const kind = JSON.stringify(regions && [regions.options, regions.label]);
  if (chart.regionsKind !== kind) {
    chart.regionsKind = kind;
    chart.regions?.box.remove();
    chart.regions = regions && build(chart, regions);
  }
  if (!regions) return;
  const { box, inputs, list } = chart.regions;
  box.classList.toggle("small", chart.message.height < SMALL);
  inputs.forEach((input) => (input.checked = input.value === regions.value));
  list.value = regions.value;
}

const WIDE = 300; // degrees: a box as wide is the world, and stays as it is

/** The box with as much around it as the map has room for: Plotly draws nothing outside. */
function filling([west, south, east, north], shape) {
  if (east - west > WIDE) return [west, south, east, north];
  const middle = ((south + north) * Math.PI) / 360;
  const narrower = (0.8707 - 0.132 * middle ** 2) / 1.0072; // a degree to the east, as Natural Earth draws it there
  const wide = (east - west) * narrower;
  const high = north - south;
  const aside = Math.max(0, (high * shape) / narrower - (east - west)) / 2;
  const above = Math.max(0, wide / shape - high) / 2;
  return [
    west - Math.min(aside, (WIDE - (east - west)) / 2),
    Math.max(south - above, -85),
    east + Math.min(aside, (WIDE - (east - west)) / 2),
    Math.min(north + above, 85),
  ];
}

const SMALL = 300; // pixels: a lower map has no room for a row each
let count = 0;

function build(chart, { key, label, options }) {
  const box = make("div", `regions st-key-${key}`);
  const rows = box.appendChild(
    make("div", "rows", "", { role: "radiogroup", "aria-label": label }),
  );
  const list = box.appendChild(make("select", "", "", { "aria-label": label }));
  const name = `${key}-${++count}`;
  const choose = (value) => {
    offered(chart).value = value; // the map moves at once; the server hears of it for the address
    chart.drawn.text = "";
    press(key, value, chart.message.heading);
    chart.redraw();
    chart.tell("switched", { key, value });
  };
  const inputs = options.map(([value, said]) => {
    const row = rows.appendChild(make("label", ""));
    const input = row.appendChild(make("input", "", "", { type: "radio", name, value }));
    row.append(make("span", "", said));
    list.append(make("option", "", said, { value }));
    input.addEventListener("change", () => choose(value));
    return input;
  });
  list.addEventListener("change", () => choose(list.value));
  chart.host.append(box);
  return { box, inputs, list };
}

const NORTH = 1.3; // of the map's scale: as far from the equator Natural Earth draws 78° north
const SOUTH = 1; // and 56° south

/** Keeps the map's middle over the inhabited world, so that none pushes it out of sight; whether it had to. To the east and the west it turns without an end. */
export function bounded(map) {
  const { projection, midPt } = map;
  const scale = projection.scale();
  const equator = projection([-projection.rotate()[0], 0])[1];
  const nearest = Math.max(equator - NORTH * scale, Math.min(equator + SOUTH * scale, midPt[1]));
  if (nearest === midPt[1]) return false;
  const [x, y] = projection.translate();
  projection.translate([x, y + midPt[1] - nearest]);
  map.render(true);
  return true;
}

/** Degrees to the east of the map's middle that stand `aside` pixels from it, as Natural Earth draws them at this latitude. */
function degrees(aside, scale, lat) {
  const north = (lat * Math.PI) / 180;
  return ((aside / (scale * (0.8707 - 0.132 * north ** 2))) * 180) / Math.PI;
}

/** Where two fingers are on `graph`. */
function fingers({ touches }, graph) {
  const { left, top } = graph.getBoundingClientRect();
  const [a, b] = [...touches].map(({ clientX, clientY }) => [clientX - left, clientY - top]);
  return {
    middle: [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2],
    span: Math.max(1, Math.hypot(a[0] - b[0], a[1] - b[1])),
  };
}

/** Turns, shifts and stretches the map from where the fingers took hold of it to where they are now. */
function follow(map, held, now) {
  const { projection, fitScale } = map;
  const wanted = (held.scale * now.span) / held.span;
  const scale = Math.min(fitScale * 40, Math.max(fitScale * 0.5, wanted));
  const [x, y] = held.translate;
  const [lon, ...rest] = held.rotate;
  const east = (middle, size) => degrees(middle[0] - x, size, held.lat);
  projection.rotate([lon + east(now.middle, scale) - east(held.middle, held.scale), ...rest]);
  projection.scale(scale);
  projection.translate([x, now.middle[1] + ((y - held.middle[1]) * scale) / held.scale]);
  if (!bounded(map)) map.render(true);
}

/** One finger scrolls the page; two move and stretch the map, and Plotly hears nothing of them. */
export function twoFingers(chart, moved) {
  const { graph } = chart;
  let held;
  const map = () => chart.geo && graph._fullLayout?.geo?._subplot;
  const on = (kind, answer) =>
    graph.addEventListener(kind, answer, { passive: false, capture: true });
  const take = (event) => {
    event.stopPropagation();
    if (event.cancelable) event.preventDefault();
  };
  on("touchstart", (event) => {
    if (event.touches.length !== 2 || !map()) return;
    take(event);
    const { projection, midPt } = map();
    const [, lat] = projection.invert(midPt);
    const [scale, translate, rotate] = ["scale", "translate", "rotate"].map((it) =>
      projection[it](),
    );
    held = { ...fingers(event, graph), scale, translate, rotate, lat };
  });
  on("touchmove", (event) => {
    if (!held || event.touches.length !== 2) return;
    take(event);
    const now = fingers(event, graph);
    cancelAnimationFrame(held.frame);
    held.frame = requestAnimationFrame(() => {
      follow(map(), held, now);
      moved();
    });
  });
  const end = (event) => {
    if (!held || event.touches.length > 1) return;
    cancelAnimationFrame(held.frame); // what is still to be drawn knows its beginning no more
    held = undefined;
    const { projection, fitScale, midPt } = map();
    const lon = -projection.rotate()[0];
    const [, lat] = projection.invert(midPt);
    chart.moves = {
      ...chart.moves,
      geo: {
        projection: {
          type: "natural earth",
          scale: projection.scale() / fitScale,
          rotation: { lon },
        },
        center: { lon, lat },
      },
    };
    chart.drawn.text = "";
    chart.redraw();
  };
  on("touchend", end);
  on("touchcancel", end);
}
