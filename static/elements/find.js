// Finds pages, countries, groups, indicators and sources while somebody types, and keeps views by name in this browser.

const version = new URL(import.meta.url).search;
const { dressed, filled, make, sign } = await import(`./parts.js${version}`);
await dressed("find.css", import.meta.url);
const MOST = 12;
const KEPT = "threats_views";
const built = new WeakMap(); // host -> its dialog
const simple = (text) =>
  text
    .normalize("NFD")
    .replace(/[\p{M}.'’]/gu, "")
    .toLowerCase();

/** Draws the button and its dialog once; `component.data` is `{pages, language}`. */
export function draw(host, component, words) {
  let finder = built.get(host);
  if (!finder) built.set(host, (finder = build(host, words)));
  finder.told = component.data;
  const keys = (event) => {
    const typing = event.target.matches?.(":read-write") || event.target.tagName === "SELECT";
    const asked =
      ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") ||
      (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey);
    if (!asked) return;
    event.preventDefault();
    event.stopPropagation();
    finder.open();
  };
  finder.off?.();
  addEventListener("keydown", keys, true);
  finder.off = () => removeEventListener("keydown", keys, true);
  return finder.off;
}

/** Goes where a link leads without loading the page again. */
function follow(address) {
  history.pushState({}, "", new URL(address, location.href));
  dispatchEvent(new PopStateEvent("popstate", { state: {} }));
}

/** What the words asked for can mean: addresses with their names and kinds, the likeliest first. */
export function found(asked, words, told, called) {
  const years = asked.match(/\b(19|20)\d\d\b/g)?.slice(0, 2) ?? [];
  let rest = simple(asked.replace(/\b(19|20)\d\d\b/g, " "))
    .split(/\s+/)
    .filter(Boolean);
  const names = new Map();
  for (const [code, name] of words.countries)
    for (const each of [name, code, ...(called[code] ?? [])])
      names.set(simple(each), ["country", code, name]);
  for (const [id, name] of words.groups)
    for (const each of [name, id]) names.set(simple(each), ["group", id, name]);
  const places = [];
  const small = new Set(words.small.split(" ")); // `in` is no India, unless somebody writes IN
  const capitals = asked.match(/\b[A-Z]{2}\b/g) ?? [];
  for (let length = Math.min(rest.length, 6); length; length--)
    for (let at = 0; at + length <= rest.length; at++) {
      const said = rest.slice(at, at + length).join(" ");
      const place = names.get(said);
      if (!place || (small.has(said) && rest.length > 1 && !capitals.includes(said.toUpperCase())))
        continue;
      places.push(place);
      rest = [...rest.slice(0, at), ...rest.slice(at + length)];
      at -= 1;
    }
  if (places.length || rest.some((word) => !small.has(word)))
    rest = rest.filter((word) => !small.has(word));
  const parameters = (more = []) => {
    const said = new URLSearchParams(more);
    for (const [kind, code] of places) said.append(kind, code);
    if (years.length) [years[0], years.at(-1)].forEach((year) => said.append("period", year));
    if (told.language) said.set("language", told.language);
    return said.size ? `?${said}` : "";
  };
  const where = places.map(([, , name]) => name).join(", ");
  const named = (what) =>
    [where ? filled(words.in, { name: where, what }) : what, years.join("–")]
      .filter(Boolean)
      .join(", ");
  const split = (text) => simple(text).split(/[^\p{L}\p{N}]+/u);
  let begins = (part, word) => part.startsWith(word);
  const fits = (text) => {
    const parts = split(text);
    return rest.every((word) => parts.some((part) => begins(part, word)));
  };
  const results = [];
  const add = (kind, address, name) => results.push({ kind, address, name });
  const page = (domain) => told.pages.find((each) => each[2] === domain);
  if (!rest.length && (places.length || years.length)) {
    const alone = places.filter(([kind]) => kind === "country");
    if (!years.length && alone.length) add("country", `country${parameters()}`, where);
    add("page", `./${parameters()}`, named(told.pages[0][1]));
  }
  if (rest.length || places.length || years.length)
    for (const [path, title, domain] of told.pages)
      if (path && fits(title) && (rest.length || domain))
        add("page", `${path}${parameters()}`, named(title));
  if (!places.length && rest.length) {
    const text = rest.join(" ");
    const seen = new Set();
    for (const [name, [kind, code, shown]] of names)
      if ((name.startsWith(text) || name.includes(` ${text}`)) && !seen.has(code)) {
        seen.add(code);
        const said = new URLSearchParams([[kind, code]]);
        if (told.language) said.set("language", told.language);
        if (seen.size < 6) add(kind === "group" ? "groupkind" : kind, `country?${said}`, shown);
      }
  }
  const figures = () => {
    for (const [key, title] of words.indicators ?? []) {
      const [domain, id] = key.split(" ");
      const on = page(domain);
      if (on && fits(`${title} ${on[1]}`))
        add("indicator", `${on[0]}${parameters([["indicator", id]])}`, named(title));
    }
    const text = rest.join(" ");
    const alike = ([, title]) => simple(title).endsWith(`: ${text}`); // the very words come first
    for (const [key, title] of [...(words.categories ?? [])].sort((a, b) => alike(b) - alike(a))) {
      const [domain, id, category] = key.split(" ");
      const own = split(title.slice(title.indexOf(":")));
      const on = page(domain);
      if (!on || !fits(title) || !rest.some((word) => own.some((part) => begins(part, word))))
        continue;
      const more = parameters([
        ["indicator", id],
        ["category", category],
      ]);
      add("indicator", `${on[0]}${more}`, named(title));
    }
  };
  if (rest.length) {
    figures();
    if (!places.length && !years.length)
      for (const [id, title] of words.sources ?? [])
        if (fits(title)) add("source", `sources${parameters([["indicator", id]])}`, title);
    if (!results.length) {
      begins = nearly; // a letter may be wrong, missing or too many
      for (const [path, title] of told.pages)
        if (path && fits(title)) add("page", `${path}${parameters()}`, named(title));
      figures();
    }
  }
  return results.slice(0, MOST);
}

/** Whether a word begins nearly as what is typed: one letter is wrong, missing or too many. */
const nearly = (part, word) => {
  if (part.startsWith(word)) return true;
  if (word.length < 5) return false;
  const same = [...word].findIndex((letter, i) => letter !== part[i]);
  const rest = word.slice(same);
  return [
    [1, 1],
    [0, 1],
    [1, 0],
  ].some(([typed, meant]) => part.slice(same + meant).startsWith(rest.slice(typed)));
};

const kept = () => {
  try {
    return checked(JSON.parse(localStorage.getItem(KEPT) ?? "[]"));
  } catch {
    return [];
  }
};
const keep = (views) => localStorage.setItem(KEPT, JSON.stringify(views));

/** Of a file or of what the browser kept only what is a view: a name, and an address of this dashboard. */
const checked = (views) =>
  Array.isArray(views)
    ? views
        .filter(
          (each) =>
            typeof each?.name === "string" &&
            typeof each?.view === "string" &&
            /^[\w-]*(\?[^#]*)?$/.test(each.view),
        )
        .map(({ name, view }) => ({ name: name.slice(0, 80), view: view.slice(0, 4000) }))
    : [];

function build(host, words) {
  const button = host.appendChild(
    make("button", "ask", "", {
      type: "button",
      "aria-keyshortcuts": "Control+K /",
      title: `${words.find} (${words.keys})`,
    }),
  );
  button.append(sign("search"), make("span", "", words.find), make("kbd", "", words.keys));
  const dialog = host.appendChild(make("dialog", "over", "", { "aria-label": words.find }));
  const input = dialog.appendChild(
    make("input", "", "", {
      type: "text",
      role: "combobox",
      autocomplete: "off",
      spellcheck: "false",
      placeholder: words.ask,
      "aria-label": words.find,
      "aria-expanded": "true",
      "aria-autocomplete": "list",
      "aria-controls": "find-list",
    }),
  );
  const list = dialog.appendChild(
    make("ul", "", "", { id: "find-list", role: "listbox", "aria-label": words.find }),
  );
  const finder = { told: { pages: [], language: "" }, open };
  let called = {};
  let results = [];
  let at = 0;

  function open() {
    if (dialog.open) return;
    input.value = "";
    show();
    views();
    dialog.showModal();
    input.focus();
    const known = (file) =>
      fetch(new URL(`${file}${version}`, import.meta.url)).then((answer) => answer.json());
    Promise.all([
      known("./names.json"),
      words.indicators ? {} : known(`../languages/${words.code}.find.json`),
    ]).then(([names, lists]) => {
      called = names;
      Object.assign(words, lists);
      if (input.value) show();
    }, console.error);
  }

  function show() {
    results = found(input.value, words, finder.told, called);
    at = 0;
    list.replaceChildren(
      ...results.map(({ kind, name }, i) => {
        const item = make("li", "", "", { id: `find-${i}`, role: "option" });
        item.append(make("span", "", name), make("small", "", words[kind]));
        item.addEventListener("click", () => go(i));
        return item;
      }),
      ...(results.length || !input.value.trim() ? [] : [make("li", "nothing", words.nothing)]),
    );
    mark();
  }

  function mark() {
    [...list.querySelectorAll("[role=option]")].forEach((item, i) => {
      item.setAttribute("aria-selected", i === at);
      if (i === at) item.scrollIntoView({ block: "nearest" });
    });
    if (results.length) input.setAttribute("aria-activedescendant", `find-${at}`);
    else input.removeAttribute("aria-activedescendant");
  }

  function go(i) {
    const chosen = results[i];
    if (!chosen) return;
    dialog.close();
    follow(chosen.address);
  }

  input.addEventListener("input", show);
  input.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Enter") go(at);
    else if (step && results.length) at = (at + step + results.length) % results.length;
    else return;
    event.preventDefault();
    mark();
  });
  button.addEventListener("click", open);
  dialog.addEventListener("keydown", (event) => event.stopPropagation());
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());

  dialog.append(make("h2", "", words.views));
  const own = dialog.appendChild(make("ul", "views", ""));
  const form = dialog.appendChild(make("form", ""));
  const name = form.appendChild(
    make("input", "", "", { "aria-label": words.name, placeholder: words.name, maxlength: "80" }),
  );
  form.append(make("button", "", words.save));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const said = name.value.trim();
    if (!said) return;
    const view = location.pathname.split("/").at(-1) + location.search;
    keep([...kept().filter((each) => each.name !== said), { name: said, view }]);
    name.value = "";
    views();
  });
  const row = dialog.appendChild(make("div", "row"));
  const out = row.appendChild(make("button", "", words.export, { type: "button" }));
  out.addEventListener("click", () => {
    const file = new Blob([JSON.stringify(kept(), null, 1)], { type: "application/json" });
    const link = make("a", "", "", { href: URL.createObjectURL(file), download: "views.json" });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  });
  const label = row.appendChild(make("label", "", words.import));
  const file = label.appendChild(make("input", "", "", { type: "file", accept: ".json" }));
  const close = row.appendChild(make("button", "", words.close, { type: "button" }));
  close.addEventListener("click", () => dialog.close());
  const status = dialog.appendChild(make("p", "", "", { role: "status" }));
  file.addEventListener("change", async () => {
    let brought = [];
    try {
      brought = checked(JSON.parse(await file.files[0].text()));
    } catch {
      // said below
    }
    status.textContent = brought.length ? "" : words.noviews;
    const names = new Set(brought.map((each) => each.name));
    keep([...kept().filter((each) => !names.has(each.name)), ...brought]);
    file.value = "";
    views();
  });

  function views() {
    own.replaceChildren(
      ...kept().map(({ name: said, view }) => {
        const item = make("li", "");
        const link = item.appendChild(make("a", "", said, { href: `./${view}` }));
        link.addEventListener("click", (event) => {
          if (event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
          event.preventDefault();
          dialog.close();
          follow(link.href);
        });
        const off = item.appendChild(
          make("button", "", "", {
            type: "button",
            "aria-label": filled(words.remove, { name: said }),
          }),
        );
        off.append(sign("delete"));
        off.addEventListener("click", () => {
          keep(kept().filter((each) => each.name !== said));
          views();
        });
        return item;
      }),
    );
    out.disabled = !own.children.length;
  }
  return finder;
}
