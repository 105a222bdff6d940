// A figure as text, a list walked by keys: a map's countries, found by typing, or a timeline's periods.

const version = new URL(import.meta.url).search;
const [{ filled, make }, { country }] = await Promise.all(
  ["parts", "borders"].map((name) => import(`./${name}.js${version}`)),
);
const plain = (text) => new DOMParser().parseFromString(text, "text/html").body.textContent; // what is escaped for Plotly
const spoken = (text) => {
  const [name, ...rest] = text.split(/<br ?\/?>/).map(plain);
  return rest.length ? `${name}: ${rest.join(", ")}` : name;
};
const simple = (text) =>
  text
    .normalize("NFD")
    .replace(/[\p{M}.'’]/gu, "")
    .toLowerCase();

/** Opens the text of a chart above it, or closes it; returns what to call when the chart shows something else. */
export function toggle(chart) {
  const { entry } = chart;
  if (chart.twin) {
    chart.twin.box.remove();
    chart.twin = undefined;
    entry.setAttribute("aria-expanded", "false");
    entry.focus();
    return;
  }
  const box = make("div", "twin", "", { role: "region", "aria-label": chart.message.alt });
  chart.host.before(box);
  chart.twin = { box, ...(chart.geo ? places : periods)(chart, box) };
  chart.twin.write();
  entry.setAttribute("aria-expanded", "true");
  box.addEventListener("keydown", (event) => event.key === "Escape" && toggle(chart));
  chart.twin.first().focus();
}

// --- a map ------------------------------------------------------------------------------------------------------------

function places(chart, box) {
  const { words } = chart;
  const label = box.appendChild(make("label", "", words.findPlace));
  const field = label.appendChild(make("input", "", "", { type: "search", autocomplete: "off" }));
  const said = box.appendChild(make("output", "unseen", "", { role: "status" }));
  const list = box.appendChild(make("ul", "", "", { role: "list" }));
  let every = [];
  let shown = [];
  const items = new Map(); // code -> its button

  function write() {
    const { data, ranks = {}, chosen } = chart.message.figure;
    const { locations, text } = data.find(({ type }) => type === "choropleth");
    every = locations
      .map((location, at) => {
        const code = country(location);
        const what = spoken(text[at]);
        const rank = ranks[code];
        return { code, what, says: rank ? filled(words.placeRanked, { what, rank }) : what };
      })
      .sort((a, b) => a.what.localeCompare(b.what, words.code));
    for (const { code, says } of every) {
      if (!items.has(code)) items.set(code, item(code));
      const button = items.get(code);
      if (button.textContent !== says) button.textContent = says;
      button.setAttribute("aria-pressed", String(chosen.includes(code)));
    }
    narrow(false);
  }

  function item(code) {
    const button = make("button", "", "", { type: "button", "data-code": code });
    button.addEventListener("click", (event) => pick(code, event.shiftKey || event.ctrlKey));
    return button;
  }

  function pick(code, multiple) {
    const none = { curveNumber: null, pointNumber: null, label: null, x: null, y: null };
    chart.tell("picked", { points: [{ ...none, location: code, customdata: code }], multiple });
  }

  function narrow(aloud) {
    const asked = simple(field.value.trim());
    const begins = ({ what }) => simple(what).startsWith(asked);
    const found = asked ? every.filter(({ what }) => simple(what).includes(asked)) : every;
    shown = [...found.filter(begins), ...found.filter((each) => !begins(each))].map(
      ({ code }) => code,
    );
    const now = [...list.children].map((row) => row.firstChild.dataset.code);
    if (now.join() !== shown.join())
      list.replaceChildren(
        ...shown.map((code) => {
          const row = make("li", "");
          row.append(items.get(code));
          return row;
        }),
      );
    if (aloud)
      said.textContent = filled(words.placesFound, {
        n: shown.length,
        first: shown.length ? items.get(shown[0]).textContent : "",
      });
  }

  field.addEventListener("input", () => narrow(true));
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && shown.length) pick(shown[0], event.shiftKey);
  });
  box.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const code = event.target.dataset.code;
    const way = WAYS[event.key];
    if (event.altKey && way && code) {
      event.preventDefault();
      const next = beside(code, way, items);
      if (!next) return;
      field.value = "";
      narrow(false);
      items.get(next).focus();
    } else if (step && !event.altKey) {
      event.preventDefault();
      const at = Math.max(-1, Math.min(shown.length - 1, shown.indexOf(code) + step));
      (at < 0 ? field : items.get(shown[at])).focus();
    }
  });
  return { write, first: () => field };
}

const WAYS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

/** Where each country lies, as the outlines say. */
const centres = () =>
  new Map(
    Object.values(window.PlotlyGeoAssets.topojson)[0].objects.countries.geometries.map(
      ({ id, properties }) => [country(id), properties.ct],
    ),
  );

/** The nearest country of `known` in this direction, within 45 degrees of it. */
function beside(code, [east, north], known) {
  const at = centres();
  const [lon, lat] = at.get(code);
  let best;
  for (const [other, [x, y]] of at) {
    if (other === code || !known.has(other)) continue;
    const dx = ((((x - lon + 540) % 360) + 360) % 360) - 180;
    const dy = y - lat;
    const flat = dx * Math.cos((((lat + y) / 2) * Math.PI) / 180);
    const along = flat * east + dy * north;
    const aside = Math.abs(flat * north) + Math.abs(dy * east);
    if (along <= 0 || aside > along) continue;
    const far = Math.hypot(flat, dy);
    if (!best || far < best.far) best = { other, far };
  }
  return best?.other;
}

// --- a timeline -------------------------------------------------------------------------------------------------------

/** One button a period with what each trace says of it; it chooses the period, as a stretch dragged over it does. */
function periods(chart, box) {
  const list = box.appendChild(make("ul", "", "", { role: "list" }));
  const items = new Map(); // period -> its button

  function write() {
    const { figure, period: chosen = [] } = chart.message;
    const held = box.contains(document.activeElement);
    const lines = read(said(figure.data));
    for (const [period, what] of lines) {
      if (!items.has(period)) items.set(period, item(period));
      const button = items.get(period);
      const says = `${period}: ${what.join("; ")}`;
      if (button.textContent !== says) button.textContent = says;
      button.setAttribute("aria-pressed", String(chosen[0] <= period && period <= chosen[1]));
    }
    show([...lines.keys()]);
    if (held && !box.contains(document.activeElement)) first().focus();
  }

  function item(period) {
    const button = make("button", "", "", { type: "button" });
    button.addEventListener("click", () => chart.tell("brushed", { range: around(period) }));
    return button;
  }

  function show(wanted) {
    const now = [...items].filter(([, button]) => button.isConnected).map(([period]) => period);
    if (now.join() === wanted.join()) return;
    list.replaceChildren(
      ...wanted.map((period) => {
        const row = make("li", "");
        row.append(items.get(period));
        return row;
      }),
    );
  }

  const first = () =>
    list.querySelector("[aria-pressed=true]") ?? list.lastElementChild?.firstChild ?? chart.entry;

  box.addEventListener("keydown", (event) => {
    const shown = [...list.querySelectorAll("button")];
    const at = shown.indexOf(event.target);
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: shown.length - 1 }[event.key];
    if (next === undefined || event.altKey) return;
    event.preventDefault();
    shown[Math.max(0, Math.min(shown.length - 1, next))]?.focus();
  });
  return { write, first };
}

/** The stretch of the axis that a year takes, or the day that a month stands at. */
const around = (period) =>
  period.includes("-") ? [period, period] : [Number(period) - 0.4, Number(period) + 0.4];

/** What the traces say of each period, in the order of time; a trace among several says its name. */
function read(traces) {
  const lines = new Map();
  for (const { name, points } of traces)
    for (const [period, what] of points) {
      if (!lines.has(period)) lines.set(period, []);
      if (what) lines.get(period).push(name && traces.length > 1 ? `${name} ${what}` : what);
    }
  return new Map([...lines].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The traces of a figure that say something, each with its places and what stands there. */
export const said = (data) =>
  data
    .filter(({ customdata, hoverinfo }) => Array.isArray(customdata?.[0]) && hoverinfo !== "skip")
    .map(({ name, customdata }) => ({
      name: spoken(name ?? ""),
      points: customdata
        .filter(Array.isArray)
        .map(([place, what]) => [spoken(String(place)), spoken(String(what ?? ""))]),
    }));
