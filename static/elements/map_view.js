// Which part of the world a map shows: one of its regions or what is chosen, zoomed and moved by hand.

const { dressed, make } = await import(`./parts.js${new URL(import.meta.url).search}`);
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

/** Puts the regions on the map, one click each; on a narrow or a low one as a list that opens. */
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

/** One finger scrolls the page; two move and stretch the map. */
export function twoFingers(chart, moved) {
  const { graph } = chart;
  let held;
  const of = ({ touches }) => {
    const { left, top } = graph.getBoundingClientRect();
    const [a, b] = [...touches].map(({ clientX, clientY }) => [clientX - left, clientY - top]);
    return {
      middle: [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2],
      span: Math.hypot(a[0] - b[0], a[1] - b[1]),
    };
  };
  const map = () => chart.geo && graph._fullLayout?.geo?._subplot;
  graph.addEventListener(
    "touchstart",
    (event) => {
      if (event.touches.length !== 2 || !map()) return;
      event.preventDefault();
      const { projection } = map();
      held = { ...of(event), scale: projection.scale(), translate: projection.translate() };
    },
    { passive: false },
  );
  graph.addEventListener(
    "touchmove",
    (event) => {
      if (!held || event.touches.length !== 2) return;
      event.preventDefault();
      const now = of(event);
      cancelAnimationFrame(held.frame);
      held.frame = requestAnimationFrame(() => {
        const { projection, fitScale } = map();
        const most = fitScale * 40;
        const scale = Math.min(most, Math.max(fitScale * 0.5, (held.scale * now.span) / held.span));
        const by = scale / held.scale;
        projection.scale(scale);
        projection.translate(
          [0, 1].map((i) => now.middle[i] + (held.translate[i] - held.middle[i]) * by),
        );
        map().render(true);
        moved();
      });
    },
    { passive: false },
  );
  const end = (event) => {
    if (!held || event.touches.length > 1) return;
    cancelAnimationFrame(held.frame); // what is still to be drawn knows its beginning no more
    held = undefined;
    const { projection, fitScale, midPt } = map();
    const [lon, lat] = projection.invert(midPt);
    chart.moves = {
      ...chart.moves,
      geo: {
        projection: { type: "natural earth", scale: projection.scale() / fitScale },
        center: { lon, lat },
      },
    };
    chart.drawn.text = "";
    chart.redraw();
  };
  graph.addEventListener("touchend", end);
  graph.addEventListener("touchcancel", end);
}
