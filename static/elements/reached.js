// Draws whom a proposal reaches before it is sent, and receipts of what was sent.

const version = new URL(import.meta.url).search;
const { make } = await import(`./parts.js${version}`);
const { showSlips } = await import(`./slips.js${version}`);

/** Draws `component.data`, see components/elements/reached.py, into `host`. */
export function draw(host, component, words) {
  const { heading, note, rows, receipts, as } = component.data;
  const part = host.firstChild ?? host.appendChild(make("div", "open"));
  const slips =
    host.querySelector(".slips") ??
    host.insertBefore(
      make("div", "slips", "", { role: "status", "aria-label": words.receipts }),
      part,
    );
  const tell = (what) => component.setTriggerValue("told", { ...what, turn: Date.now() });
  showSlips(slips, receipts, words, tell, { as, at: "propose" });
  const head = make("h3", "what", heading);
  const list = make("dl", "");
  for (const [name, why] of rows) list.append(make("dt", "", name), make("dd", "", why));
  host.lastChild.replaceChildren(head, make("p", "note", note), ...(rows.length ? [list] : []));
}
