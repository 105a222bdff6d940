// Draws the button that copies a whole address, see components/elements/copying.py.

const { dressed, make } = await import(`./parts.js${new URL(import.meta.url).search}`);
await dressed("copying.css", import.meta.url);
const drawn = new WeakMap(); // host -> what is drawn

/** Draws `component.data` into `host`: the button, and beside it what became of it. */
export function draw(host, component, words) {
  let mine = drawn.get(host);
  if (!mine) drawn.set(host, (mine = build(host, words)));
  mine.address = new URL(component.data.path, document.baseURI).href;
  mine.button.title = mine.address;
}

function build(host, words) {
  const mine = { address: "" };
  mine.button = host.appendChild(make("button", "", words.copy, { type: "button" }));
  const said = host.appendChild(make("output", "", "", { role: "status" }));
  mine.button.addEventListener("click", async () => {
    said.textContent = (await copied(mine.address)) ? words.copied : words.not_copied;
  });
  return mine;
}

async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = document.body.appendChild(make("textarea", ""));
    area.value = text;
    area.select();
    const done = document.execCommand("copy"); // where the page is not served over HTTPS
    area.remove();
    return done;
  }
}
