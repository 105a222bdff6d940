// Draws what the General Secretariat looks at first: counts of one unit each, and the countries that are late.

const version = new URL(import.meta.url).search;
const { dressed, filled, make } = await import(`./parts.js${version}`);
const { once } = await import(`./desk.js${version}`);
const { showSlips } = await import(`./slips.js${version}`);
await dressed("secretariat.css", import.meta.url);
const FEW = 10; // of fewer no bars are drawn
const heard = new WeakMap(); // host -> what it was drawn from

const asked = new WeakMap(); // host -> the country whose reminder is shown before it is sent

/** Draws `component.data`, see components/elements/secretariat.py, into `host`. */
export function draw(host, component, words) {
  const { data } = component;
  const said = JSON.stringify(data);
  if (heard.get(host) === said) return;
  heard.set(host, said);
  const tell = (what) => component.setTriggerValue("told", { ...what, turn: Date.now() });
  show(host, data, words, tell);
}

function show(host, data, words, tell) {
  const at = host.contains(document.activeElement) ? document.activeElement.dataset.at : "";
  host.replaceChildren(
    ...(data.panels.length ? [panels(data.panels), make("p", "sums-of", data.sums)] : []),
    ...(data.part === "late" ? late(host, data, words, tell) : []),
  );
  if (at) focus(host, at);
}

const focus = (host, at) => host.querySelector(`[data-at="${at}"]`)?.focus({ preventScroll: true });

function panels(all) {
  const row = make("div", "panels");
  for (const { title, total, unit, parts } of all) {
    const panel = row.appendChild(make("section", "panel", "", { "aria-label": title }));
    panel.append(make("h3", "", title));
    const sum = panel.appendChild(make("p", "total"));
    sum.append(make("b", "", total), ` ${unit}`);
    const whole = parts.reduce((before, { n }) => before + n, 0);
    if (whole >= FEW) {
      const bar = panel.appendChild(make("div", "share", "", { "aria-hidden": "true" }));
      for (const { kind, n } of parts)
        if (n) bar.appendChild(make("i", kind)).style.flexGrow = String(n);
    }
    const list = panel.appendChild(make("dl", "parts"));
    for (const { kind, label, said } of parts) {
      const name = list.appendChild(make("dt", ""));
      name.append(make("i", kind, "", { "aria-hidden": "true" }), label);
      list.append(make("dd", "", said));
    }
  }
  return row;
}

/** The countries that are late, with a button each, and what came of it. */
function late(host, data, words, tell) {
  const head = make("h3", "late-head");
  head.append(`${words.stuck} `, make("small", "", data.note));
  const slips =
    host.querySelector(".slips") ??
    make("div", "slips", "", { role: "status", "aria-label": words.receipts });
  showSlips(slips, data.receipts, words, tell, { as: data.as, at: "stuck" });
  if (!data.rows.length) return [head, make("p", "empty", data.empty), slips];
  const table = make("table", "stuck", "", { "aria-label": words.stuck });
  const heads = table.createTHead().insertRow();
  for (const [name, kind] of [
    [words.country, "name"],
    [words.overdue, "n"],
    [words.open, "n"],
    [words.longest, "n"],
    [words.median, "n wide"],
    [words.reminded, "when"],
    [words.remind, "act"],
  ])
    heads.append(make("th", kind, name, { scope: "col" }));
  const body = table.createTBody();
  const most = Math.max(...data.rows.map(({ overdue }) => overdue));
  for (const row of data.rows) {
    const line = body.insertRow();
    const name = line.appendChild(make("th", "name", row.name, { scope: "row" }));
    if (row.reminded) name.append(make("small", "narrow", row.reminded));
    const count = line.appendChild(make("td", "n")).appendChild(make("div", "length"));
    const bar = count.appendChild(make("i", "late", "", { "aria-hidden": "true" }));
    bar.style.width = `${(row.overdue / most) * 60}%`;
    count.append(make("b", "", row.said));
    line.append(
      make("td", "n", row.open),
      make("td", "n", row.longest),
      make("td", "n wide", row.median),
      make("td", "when", row.reminded || "–"),
    );
    const shown = asked.get(host) === row.code;
    const button = line.appendChild(make("td", "act")).appendChild(
      make("button", "", row.reminded ? words.again : words.remindOne, {
        type: "button",
        "data-at": `remind-${row.code}`,
        "aria-expanded": String(shown),
        "aria-label": filled(row.reminded ? words.againOf : words.remindOf, {
          country: row.name,
          n: row.said,
        }),
      }),
    );
    const ask = (code) => {
      asked.set(host, code);
      show(host, data, words, tell);
      focus(host, code ? "not-now" : `remind-${row.code}`);
    };
    button.addEventListener("click", () => ask(shown ? "" : row.code));
    if (shown) body.append(question(row, words, tell, () => ask("")));
  }
  const foot = make("div", "steps");
  if (data.rows.length > 1) {
    const all = foot.appendChild(
      make("button", "", data.all, { type: "button", "data-at": "remind-all" }),
    );
    all.addEventListener("click", () =>
      once(
        host,
        { heading: data.all, asks: data.preview, label: words.remindAll, no: words.notNow },
        "remind-all",
        () =>
          send(
            all,
            data.rows.map(({ code }) => code),
            tell,
          ),
      ),
    );
  }
  if (data.more) {
    const more = foot.appendChild(
      make("button", "more", data.more, { type: "button", "data-at": "more" }),
    );
    more.addEventListener("click", () => tell({ do: "more" }));
  }
  return [head, table, foot, slips];
}

/** Whom a reminder reaches, before it is sent; the focus is on what does nothing. */
function question(row, words, tell, close) {
  const line = make("tr", "asks");
  const cell = line.appendChild(make("td", "", row.preview, { colspan: "7" }));
  const steps = cell.appendChild(make("div", "steps"));
  const no = steps.appendChild(
    make("button", "", words.notNow, { type: "button", "data-at": "not-now" }),
  );
  const yes = steps.appendChild(
    make("button", "send", words.remindAll, { type: "button", "data-at": "send" }),
  );
  no.addEventListener("click", close);
  yes.addEventListener("click", () => {
    send(yes, [row.code], tell);
    close();
  });
  line.addEventListener("keydown", (event) => event.key === "Escape" && close());
  return line;
}

/** Once, however often it is pressed before the answer. */
function send(button, countries, tell) {
  if (button.getAttribute("aria-busy")) return;
  button.setAttribute("aria-busy", "true");
  tell({ do: "remind", countries });
}
