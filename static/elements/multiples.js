// Draws a panel a category, each with a bar a year, all on one scale.

const version = new URL(import.meta.url).search;
const [{ dressed, make, sign, unpacked }, { frame }] = await Promise.all([
  import(`./parts.js${version}`),
  import(`./chart_frame.js${version}`),
]);
await dressed("multiples.css", import.meta.url);

const SVG = "http://www.w3.org/2000/svg";
const STEP = 10; // units of width a year takes, of which a bar has eight
const TALL = 100; // units of height of the tallest bar
const drawings = new WeakMap(); // host -> what is drawn

/** Draws `component.data`, gzipped JSON as components/elements/multiples.py packs it, into `host`. */
export function draw(host, component, words) {
  let drawing = drawings.get(host);
  if (!drawing) drawings.set(host, (drawing = build(host, words)));
  drawing.tell = component.setTriggerValue;
  if (drawing.packed === component.data) return;
  drawing.packed = component.data;
  const message = (drawing.message = JSON.parse(unpacked(component.data)));
  frame(host, message, (key, value) => drawing.tell("switched", { key, value }));
  const { $light, $dark } = message.colour;
  host.style.setProperty("--bar", `light-dark(${$light}, ${$dark})`);
  drawing.list.setAttribute("aria-label", message.alt);
  drawing.list.replaceChildren(...message.panels.map((panel) => drawn(panel, message)));
}

function build(host, words) {
  const list = host.appendChild(make("ul", ""));
  const camera = host.appendChild(
    make("button", "camera", "", {
      type: "button",
      title: words.picture,
      "aria-label": words.picture,
    }),
  );
  camera.append(sign("photo_camera"));
  const drawing = { list };
  camera.addEventListener("click", async () => {
    const { multiples } = await import(`./picture.js${version}`);
    multiples(host, drawing.message);
  });
  return drawing;
}

function shape(name, attributes, said) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (said) made.appendChild(document.createElementNS(SVG, "title")).textContent = said;
  return made;
}

/** What a year looks like: how tall its bar is, and its class. */
export function bars({ levels, ranges }, { top }) {
  return levels.map((level, at) => ({
    tall: level === null ? TALL : (TALL * Math.max(level, 0)) / top,
    look: level === null ? "missing" : ranges[at] ? "range" : "bar",
  }));
}

function drawn(panel, message) {
  const { years, chosen, marks, partial } = message;
  const width = years.length * STEP;
  const item = make("li", "");
  item.append(make("h4", "", panel.name), make("p", "", panel.newest));
  const view = shape("svg", {
    viewBox: `0 0 ${width} ${TALL}`,
    preserveAspectRatio: "none",
    role: "img",
    "aria-label": panel.says.join("; "),
  });
  const upright = { y: 0, height: TALL };
  if (chosen)
    view.append(
      shape("rect", {
        class: "chosen",
        x: chosen[0] * STEP,
        width: (chosen[1] - chosen[0] + 1) * STEP,
        ...upright,
      }),
    );
  bars(panel, message).forEach(({ tall, look }, at) => {
    const x = at * STEP + 1;
    const solid = shape("rect", { class: look, x, y: TALL - tall, width: STEP - 2, height: tall });
    if (partial !== null && at >= partial) solid.classList.add("partial");
    const whole = shape(
      "rect",
      { class: "year", x: x - 1, width: STEP, ...upright },
      panel.says[at],
    );
    view.append(solid, whole);
  });
  for (const at of marks)
    view.append(shape("line", { class: "mark", x1: at * STEP, x2: at * STEP, y1: 0, y2: TALL }));
  const axis = make("div", "axis", "", { "aria-hidden": "true" });
  axis.append(make("span", "", years[0]), make("span", "", years.at(-1)));
  item.append(view, axis);
  return item;
}
