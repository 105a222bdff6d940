// Says how many are new in the window's title, and on a button wherever the menu's entry is not in sight.

const { dressed, filled, make, sign } = await import(
  `./parts.js${new URL(import.meta.url).search}`
);
await dressed("bell.css", import.meta.url);
const built = new WeakMap(); // host -> its bell
const MOST = 999;
const BESIDE = ".st-key-find, .st-key-collect, .st-key-account"; // what else stands at the end of the header
const NUMBERED = /^\(\d+\+?\) /;

/** Draws `component.data`, `{n, path, page, every}`. */
export function draw(host, component, words) {
  let bell = built.get(host);
  if (!bell) built.set(host, (bell = build(host)));
  const { n, path, page, every } = component.data;
  const said = (number) => (number > MOST ? `${MOST}+` : String(number));
  const many = said(n);
  bell.number.textContent = n ? many : "";
  bell.link.setAttribute("aria-label", filled(words.ring, { page, n: many }));
  bell.link.href = new URL(path, document.baseURI).href;
  const place = () => stand(bell, path);
  const name = () => entitle(every ? filled(words.title, { n: said(every), title: "" }) : "");
  bell.off?.();
  const header = document.querySelector('[data-testid="stHeader"]') ?? document.body;
  const sizes = new ResizeObserver(place);
  for (const part of [header, ...document.querySelectorAll(BESIDE)]) sizes.observe(part);
  const entries = new MutationObserver(place);
  entries.observe(header, { childList: true, subtree: true, attributeFilter: ["style"] });
  const titles = new MutationObserver(name); // Streamlit says it anew with each run
  const title = document.querySelector("title");
  if (title) titles.observe(title, { childList: true, characterData: true, subtree: true });
  place();
  name();
  bell.off = () => {
    sizes.disconnect();
    entries.disconnect();
    titles.disconnect();
    delete document.documentElement.dataset.bell;
    entitle("");
  };
  return bell.off;
}

function build(host) {
  const link = host.appendChild(make("a", "ring"));
  const number = make("b", "");
  link.append(sign("notifications"), number);
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const to = new URL(link.href);
    for (const key of ["language", "tlp"]) {
      const said = new URLSearchParams(location.search).get(key);
      if (said) to.searchParams.set(key, said);
    }
    history.pushState({}, "", to);
    dispatchEvent(new PopStateEvent("popstate", { state: {} }));
  });
  return { link, number };
}

function entitle(prefix) {
  const wanted = prefix + document.title.replace(NUMBERED, "");
  if (document.title !== wanted) document.title = wanted;
}

/** Beside what stands at the end of the header, where the menu has no entry in sight. */
function stand({ link }, path) {
  const entries = document.querySelectorAll(`[data-testid="stTopNavLink"][href$="/${path}"]`);
  const inSight = [...entries].some((entry) => {
    const item = entry.closest(".rc-overflow-item") ?? entry;
    return (
      item.getBoundingClientRect().height > 0 && entry.checkVisibility({ opacityProperty: true })
    );
  });
  link.hidden = inSight;
  document.documentElement.toggleAttribute("data-bell", !inSight);
  if (inSight) return;
  const ends = [...document.querySelectorAll(BESIDE)]
    .map((part) => part.getBoundingClientRect())
    .filter(({ width }) => width && width < 300);
  const mirrored = getComputedStyle(link).direction === "rtl";
  const room = document.documentElement.clientWidth;
  const taken = mirrored
    ? Math.max(0, ...ends.map(({ right }) => right))
    : room - Math.min(room, ...ends.map(({ left }) => left));
  link.style.insetInlineEnd = `${taken + 8}px`;
}
