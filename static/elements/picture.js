// The picture a reader downloads: the chart between its title and its source, 16 to 9, two dots for every one on the screen.

const { filled } = await import(`./parts.js${new URL(import.meta.url).search}`);
const FONT = "Arial, Helvetica, sans-serif"; // a picture cannot carry the page's own font
const EDGE = 20;
const SCALE = 2;

export async function download(chart, plotly, theme, hatch) {
  await save(await picture(chart, plotly, theme, hatch), chart.message);
}

/** The picture of bars in words, as static/elements/bars.js draws them into `host`. */
export async function bars(host, message, words) {
  const { pen, canvas, width, top, bottom, ink } = paper(message, 520, pageColours(host));
  const { rows, against } = message;
  const style = getComputedStyle(host);
  const bar = host.querySelectorAll(".bar");
  const step = Math.min(34, (bottom - top - 16) / Math.max(rows.length, 1));
  const most = Math.max(...rows.map(({ level, before }) => Math.max(level, before ?? 0)), 1e-12);
  pen.font = `14px ${FONT}`;
  const named = rows.map(({ name, place }) =>
    place ? filled(words.ranked, { rank: place, name }) : name,
  );
  const left = EDGE + Math.max(0, ...named.map((name) => pen.measureText(name).width)) + 12;
  const right =
    width - EDGE - Math.max(0, ...rows.map(({ said }) => pen.measureText(said).width)) - 12;
  rows.forEach(({ level, before, said }, at) => {
    const y = top + at * step;
    write(pen, [named[at]], EDGE, y + step / 2 - 8, 0, ink.$text);
    pen.fillStyle = getComputedStyle(bar[at]).backgroundColor;
    pen.fillRect(left, y + 4, ((right - left) * Math.max(level, 0)) / most, step - 8);
    pen.fillStyle = style.color;
    if (before !== null)
      pen.fillRect(left + ((right - left) * before) / most - 1, y + 2, 2, step - 4);
    write(pen, [said], width - EDGE - pen.measureText(said).width, y + step / 2 - 8, 0, ink.$text);
  });
  if (against)
    write(pen, [`| ${filled(words.tick, { period: against })}`], left, bottom - 14, 0, ink.$muted);
  await save(canvas, message);
}

/** The picture of panels, as static/elements/multiples.js draws them into `host`. */
export async function multiples(host, message) {
  const columns = Math.min(4, message.panels.length);
  const lines = Math.ceil(message.panels.length / columns);
  const { pen, canvas, width, top, bottom, ink } = paper(
    message,
    Math.max(450, 120 + 120 * lines),
    pageColours(host),
  );
  const wide = (width - EDGE * (columns + 1)) / columns;
  const high = (bottom - top) / lines;
  [...host.querySelectorAll("li")].forEach((panel, at) => {
    const x = EDGE + (at % columns) * (wide + EDGE);
    const y = top + Math.floor(at / columns) * high;
    const [name, newest] = [...panel.querySelectorAll("h4, p")].map((each) => each.textContent);
    pen.font = `bold 12px ${FONT}`;
    const under = write(pen, wrap(pen, name, wide), x, y, 15, ink.$text);
    pen.font = `12px ${FONT}`;
    const from = write(pen, wrap(pen, newest, wide), x, under, 15, ink.$text) + 4;
    const floor = y + high - 26;
    const { width: span, height: tall } = panel.querySelector("svg").viewBox.baseVal;
    for (const bar of panel.querySelectorAll(".bar, .range, .missing")) {
      const style = getComputedStyle(bar);
      const [left, wider, higher] = ["x", "width", "height"].map((side) => bar[side].baseVal.value);
      const height = ((floor - from) * higher) / tall;
      const box = [x + (wide * left) / span, floor - height, (wide * wider) / span, height];
      pen.globalAlpha = Number(style.opacity);
      pen.fillStyle = style.fill;
      pen.strokeStyle = style.stroke;
      if (bar.matches(".range")) pen.strokeRect(...box);
      else pen.fillRect(...box);
    }
    pen.globalAlpha = 1;
    const { years } = message;
    write(pen, [years[0]], x, floor + 4, 0, ink.$muted);
    const last = years[years.length - 1];
    write(pen, [last], x + wide - pen.measureText(last).width, floor + 4, 0, ink.$muted);
  });
  await save(canvas, message);
}

/** The colours of the page that `host` stands in. */
function pageColours(host) {
  const style = getComputedStyle(host);
  const read = (name) => style.getPropertyValue(`--st-${name}`).trim();
  return {
    $background: read("background-color"),
    $text: read("text-color"),
    $muted: read("text-color"),
  };
}

async function save(canvas, message) {
  const blob = await new Promise((done) => canvas.toBlob(done, "image/png"));
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = `${(message.title || message.key)
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, "-")
    .replaceAll(/^-|-$/g, "")
    .slice(0, 80)}.png`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** A sheet with title and source on it; between `top` and `bottom` there is room for the figure. */
function paper(message, height, colours, more = "") {
  const width = Math.round((height * 16) / 9);
  const canvas = Object.assign(document.createElement("canvas"), {
    width: width * SCALE,
    height: height * SCALE,
  });
  const pen = canvas.getContext("2d");
  pen.scale(SCALE, SCALE);
  pen.fillStyle = colours.$background;
  pen.fillRect(0, 0, width, height);
  pen.textBaseline = "top";

  const marked = label(pen, width);
  pen.font = `bold 18px ${FONT}`;
  const heading = wrap(pen, message.title, width - 2 * EDGE - marked);
  const top = write(pen, heading, EDGE, heading.length ? EDGE - 4 : 0, 24, colours.$text);
  pen.font = `11px ${FONT}`;
  const said = [message.footer, more].filter(Boolean).join("\n");
  const source = wrap(pen, said, width - 2 * EDGE);
  const bottom = height - source.length * 15 - (source.length ? 12 : 0);
  write(pen, source, EDGE, bottom + 4, 15, colours.$muted);
  return { pen, canvas, width, top, bottom, ink: colours };
}

/** The page's TLP mark in the sheet's upper right corner, as the page shows it; how wide it is. */
function label(pen, width) {
  const mark = document.querySelector(".tlp");
  if (!mark) return 0;
  pen.font = `bold 13px ${FONT}`;
  const wide = pen.measureText(mark.textContent).width + 12;
  pen.fillStyle = "#000";
  pen.fillRect(width - wide, 0, wide, 20);
  write(pen, [mark.textContent], width - wide + 6, 4, 0, getComputedStyle(mark).color);
  return wide;
}

async function picture({ graph, message, figure, config, seen }, plotly, { colours }, hatch) {
  const { pen, canvas, width, top, bottom } = paper(
    message,
    Math.max(450, message.height + 70),
    colours,
    seen.textContent,
  );
  const size = { width, height: Math.round(bottom - top) };
  const layout = {
    ...graph.layout,
    ...figure.spacious,
    ...size,
    paper_bgcolor: colours.$background,
    font: { ...graph.layout.font, family: FONT },
  };
  const data = [
    ...graph.data,
    ...outlined(message.figure.chosen ?? [], graph.data, colours.$text, hatch.country),
    ...figure.legend.map((line) => key(line, colours.$muted)),
  ];
  if (figure.legend.length)
    Object.assign(layout, {
      showlegend: true,
      legend: {
        orientation: "h",
        x: 0,
        y: -0.01,
        yanchor: "top",
        font: { size: 12 },
        itemsizing: "constant",
      },
    });
  const address = await plotly.toImage(
    { data, layout, config: { ...config, staticPlot: true } },
    { format: "svg", ...size },
  );
  const svg = decodeURIComponent(address.slice(address.indexOf(",") + 1));
  let marked = svg
    .replaceAll(`stroke: ${hatch.dashed}`, hatch.dashes(colours.$text))
    .replace(/<svg[^>]*>/, (tag) => `${tag}<defs>${hatch.patterns("", colours)}</defs>`);
  for (const [name, colour] of Object.entries(hatch.painted))
    marked = marked.replaceAll(
      new RegExp(`fill(="|: ?)${colour.replaceAll(/[()]/g, "\\$&")}`, "g"),
      `fill$1url(#${name})`,
    );
  const image = new Image();
  image.src = `data:image/svg+xml,${encodeURIComponent(marked)}`;
  await image.decode();
  pen.drawImage(image, 0, top, size.width, size.height);
  return canvas;
}

/** What is chosen on a map, as Plotly draws it: areas and, around circles, rings. */
function outlined(codes, data, color, country) {
  if (!codes.length) return [];
  const shapes = data
    .flatMap(({ locations }) => locations ?? [])
    .filter((shape) => codes.includes(country(shape)));
  const clear = "rgba(0,0,0,0)";
  const line = { width: 4.6, color };
  const filled = data.find(({ type }) => type === "choropleth"); // once more, over the line's inner half
  const kept = filled.locations.flatMap((shape, i) => (shapes.includes(shape) ? [i] : []));
  const only = (values) => (Array.isArray(values) ? kept.map((i) => values[i]) : values);
  const at = data.flatMap(({ customdata, lon, lat }) =>
    lon?.length && Array.isArray(customdata)
      ? customdata.map((code, i) => ({ code, lon: lon[i], lat: lat[i] }))
      : [],
  );
  const rings = at.filter(({ code }) => codes.includes(code));
  return [
    {
      type: "choropleth",
      locations: shapes,
      z: shapes.map(() => 0),
      colorscale: [
        [0, clear],
        [1, clear],
      ],
      showscale: false,
      marker: { line },
      showlegend: false,
    },
    {
      ...filled,
      locations: only(filled.locations),
      z: only(filled.z),
      text: only(filled.text),
      marker: { line: { width: 0 } },
    },
    {
      type: "scattergeo",
      mode: "markers",
      lon: rings.map(({ lon }) => lon),
      lat: rings.map(({ lat }) => lat),
      marker: { size: 14, color: clear, line: { width: 2.4, color } },
      showlegend: false,
    },
  ];
}

const SYMBOLS = { square: "square", circle: "circle", ring: "circle-open" };

/** A line of a map's legend, as Plotly draws it: a trace that is nowhere on the map. */
function key({ name, color, shape, opacity }, edge) {
  const marker = {
    size: 12,
    symbol: SYMBOLS[shape],
    color,
    opacity,
    line: { width: shape === "ring" ? 1.6 : 0.5, color: edge },
  };
  return {
    type: "scattergeo",
    mode: "markers",
    lon: [null],
    lat: [null],
    name,
    marker,
    showlegend: true,
  };
}

function write(pen, lines, x, y, step, colour) {
  pen.fillStyle = colour;
  for (const line of lines) {
    pen.fillText(line, x, y);
    y += step;
  }
  return y;
}

function wrap(pen, text, width) {
  const lines = [];
  for (const paragraph of text.split("\n").filter(Boolean)) {
    let line = "";
    for (const word of paragraph.split(/\s+/)) {
      const longer = line ? `${line} ${word}` : word;
      if (line && pen.measureText(longer).width > width) {
        lines.push(line);
        line = word;
      } else line = longer;
    }
    lines.push(line);
  }
  return lines;
}
