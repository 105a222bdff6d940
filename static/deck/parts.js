// What the elements of a page are made of.

/** The stylesheet of this name beside the module at `address`, once it stands in the page. */
export async function dressed(name, address) {
  const answer = await fetch(new URL(`./${name}${new URL(address).search}`, address));
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(await answer.text());
  document.adoptedStyleSheets.push(sheet);
}

/** An element with this class, this text and these attributes. */
export function make(name, part, text = "", attributes = {}) {
  const made = document.createElement(name);
  if (part) made.className = part;
  if (text) made.textContent = text;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

/** One of the signs of the font Streamlit brings. */
export const sign = (name) => make("span", "sign", name, { "aria-hidden": "true" });
