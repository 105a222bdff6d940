// Which borders a map draws: the shapes of a policy, areas of no country, dashed lines, and the note that names what is in dispute.

const { filled } = await import(`./parts.js${new URL(import.meta.url).search}`);
const NAME = "world_110m"; // as plotly.js calls the file
const CLEAR = "rgba(0, 0, 0, 0)";
const NOBODYS = { $light: "#cfd3d8", $dark: "#4d555f" };
const USUAL = "un";

/** Lines of this colour, which nothing else has, are dashed by a style rule: Plotly cannot dash the border of an area. */
export const DASHED = "rgb(126, 127, 129)";
export const dashes = (colour, rank = "") => `stroke: ${colour}${rank}; stroke-dasharray: 3px, 2px`;

let loading;

/** The outlines of the world, fetched once for all maps of the page and for Plotly. */
export function outlines(address) {
  loading ??= fetch(`${address}${NAME}.json`)
    .then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(answer.statusText))))
    .then((world) => {
      const shapes = world.objects.countries.geometries;
      (window.PlotlyGeoAssets ??= { topojson: {} }).topojson[NAME] = world;
      return {
        ids: new Set(shapes.map(({ id }) => id)),
        areas: new Map(shapes.map(({ id, properties }) => [id, properties.areas])),
        disputes: world.disputes,
      };
    });
  loading.catch(() => (loading = undefined)); // the next map asks again
  return loading;
}

/** The country a shape stands for, whatever the policy it is drawn by. */
export const country = (shape) => (typeof shape === "string" ? shape.split(":")[0] : shape);

/** The traces of a map by a policy: its shapes, and above all areas those of no country and dashed lines. */
export function drawn(data, policy, world, words) {
  const at = data.findLastIndex(({ type }) => type === "choropleth");
  if (at < 0) return data;
  const shape = (code) => (world.ids.has(`${code}:${policy}`) ? `${code}:${policy}` : code);
  const shaped = data.map((trace) =>
    trace.type === "choropleth" ? { ...trace, locations: trace.locations.map(shape) } : trace,
  );
  const lines = `lines:${policy}`;
  const areas = world.areas.get(lines);
  const none = areas.map(() => 1);
  shaped.splice(at + 1, 0, {
    type: "choropleth",
    locations: [...areas, lines, lines], // the second time over a wider line, that what lies below does not join the dashes
    z: [...none, 0, 0],
    zmin: 0,
    zmax: 1,
    zauto: false,
    colorscale: [
      [0, CLEAR],
      [0.5, CLEAR],
      [0.5, NOBODYS],
      [1, NOBODYS],
    ],
    showscale: false,
    showlegend: false,
    text: [...areas.map((area) => filled(words.disputed, { name: words[area] })), "", ""],
    hovertemplate: "%{text}<extra></extra>",
    marker: {
      line: {
        width: [...none.map(() => 0.5), 1.9, 1],
        color: [...none.map(() => "$border"), "$background", DASHED],
      },
    },
  });
  return shaped;
}

/** What the legend says of areas of no country: where they are but a glacier, nothing. */
export const key = (policy, words) =>
  policy === USUAL ? [] : [{ name: words.nobodys, color: NOBODYS, shape: "square", opacity: 1 }];

/** The note below a map: its policy, and the names of what is in dispute in sight. */
export function note(policy, world, words, { project, xaxis, yaxis }) {
  const within = (at, { _length }) => at !== null && at >= 0 && at <= _length;
  const seen = world.disputes.filter(([, lon, lat]) => {
    const [x, y] = project([lon, lat]);
    return within(x, xaxis) && within(y, yaxis);
  });
  const names = [...new Set(seen.map(([id]) => words[id]))];
  return names.length
    ? filled(words.inSight, { policy: words[policy], n: names.length, names: names.join(", ") })
    : words[policy];
}
