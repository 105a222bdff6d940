// Draws the reader's own country: a field that picks it and keeps it in the browser, and what is said of it.

const { dressed, filled, make, sign } = await import(
  `./parts.js${new URL(import.meta.url).search}`
);
await dressed("own_country.css", import.meta.url);
const drawn = new WeakMap(); // host -> what is drawn
const SIGNS = { worse: "▲", better: "▼", little: "=", apart: "≠" };

/** Draws `component.data` into `host`, see components/elements/own_country.py. */
export function draw(host, component, words) {
  const { code, lines, opens, cookie, fixed } = component.data;
  let own = drawn.get(host);
  if (!own) drawn.set(host, (own = build(host, words)));
  own.tell = component.setTriggerValue;
  own.cookie = cookie;
  const said = JSON.stringify(component.data);
  if (own.said === said) return;
  own.said = said;
  own.field.value = code;
  own.field.disabled = fixed;
  own.link.hidden = !opens;
  own.link.href = opens;
  own.link.textContent = filled(words.open, { name: own.field.selectedOptions[0]?.text ?? "" });
  own.list.hidden = !lines.length;
  own.list.replaceChildren(
    ...lines.map(([kind, heading, text]) => {
      const line = make("li", kind);
      line.append(make("span", "way", SIGNS[kind], { "aria-hidden": "true" }));
      const rest = line.appendChild(make("span", ""));
      rest.append(make("strong", "", heading), ` ${text}`);
      return line;
    }),
  );
}

function build(host, words) {
  host.setAttribute("aria-label", words.mine);
  const head = host.appendChild(make("div", "head"));
  const label = head.appendChild(make("label", ""));
  label.append(sign("location_on"), make("span", "", words.mine));
  const field = label.appendChild(make("select", ""));
  field.append(
    make("option", "", words.choose, { value: "" }),
    ...words.countries.map(([value, name]) => make("option", "", name, { value })),
  );
  const link = head.appendChild(make("a", ""));
  const own = { field, link, list: host.appendChild(make("ul", "", "", { role: "list" })) };
  field.addEventListener("change", () => {
    // biome-ignore lint/suspicious/noDocumentCookie: the store of cookies is not in every browser
    document.cookie = `${own.cookie}=${field.value};path=/;max-age=31536000;SameSite=Lax`;
    own.tell("picked", { code: field.value });
  });
  return own;
}
