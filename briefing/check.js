// Holds a code and a number against the figures of this file, as the page "Verify" does against
// those of a dashboard: as published, revised since, or unknown. Nothing is asked of anybody.

const dialog = document.getElementById("check");
const read = (id) => document.getElementById(id)?.textContent ?? "";
const WORDS = JSON.parse(read("words"));
const SHOWN = 10; // places of a number that are listed
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const TEXTS = ["title", "number", "change", "points", "caveat", "filters"];
const NUMBER = /\d{1,3}(?:[\u00a0\u202f\u2009'\u2019]\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)*/g;

const line = (said, values) => said.replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);

// -- the code -------------------------------------------------------------------------------------

/** A code without its hyphens, however somebody wrote it, with words around it or none. */
function plain(typed) {
  const found = typed.match(/\b\w{4}-\w{4}-\w{4}\b/)?.[0] ?? typed;
  const meant = { O: "0", I: "1", L: "1" };
  return found
    .toUpperCase()
    .replace(/[\s-]/g, "")
    .replace(/[OIL]/g, (each) => meant[each]);
}

async function hashed(text) {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
}

/** The code of what this file was sealed as: the first 60 bits of its hash. */
async function code() {
  const bits = [...(await hashed(read("evidence")))]
    .map((each) => each.toString(2).padStart(8, "0"))
    .join("");
  return Array.from(
    { length: 12 },
    (_, at) => ALPHABET[parseInt(bits.slice(5 * at, 5 * at + 5), 2)],
  ).join("");
}

/** Whether the figures in this file are those that its code names. */
async function authentic() {
  if (!globalThis.crypto?.subtle) return true; // opened at an address without encryption
  const digest = [...(await hashed(read("deck")))]
    .map((each) => each.toString(16).padStart(2, "0"))
    .join("");
  return (
    (await code()) === plain(dialog.dataset.seal) && JSON.parse(read("evidence")).deck === digest
  );
}

// -- the number -----------------------------------------------------------------------------------

/** A number however it can be meant: `1,234` is a thousand and more, or one and a part. */
function meant(token) {
  const digits = token.replace(/[^\d.,]/g, "");
  const marks = digits.replace(/\d/g, "");
  const found = new Set();
  if (!marks) found.add(Number(digits));
  if (/^\d{1,3}([.,]\d{3})+$/.test(digits) && new Set(marks).size === 1)
    found.add(Number(digits.replace(/[.,]/g, "")));
  const last = marks.at(-1);
  if (last && marks.split(last).length === 2) {
    const at = digits.lastIndexOf(last);
    found.add(Number(`${digits.slice(0, at).replace(/[.,]/g, "")}.${digits.slice(at + 1)}`));
  }
  return found;
}

const numbers = (text) => [...text.matchAll(NUMBER)].map(([token]) => meant(token));
const has = (wanted, values) => wanted.every((each) => values.some((value) => each.has(value)));
const said = (text) => numbers(text).flatMap((each) => [...each]);

/** Every place of a slide where numbers stand, by a key that stays the same. */
function* places(slide) {
  for (const name of TEXTS) {
    const text = [slide[name] ?? ""].flat().join("\n");
    const of = name === "number" ? slide.unit || slide.title : "";
    yield { key: name, of, said: text, values: said(text), rank: name === "number" ? 0 : 1 };
  }
  for (const [at, drawing] of (slide.drawings ?? []).entries()) {
    for (const series of [...drawing.series, ...(drawing.frames ?? [])]) {
      for (const figure of series.figures) {
        const bounds = [figure.value, figure.low, figure.high];
        const shown = figure.said ?? "";
        const title = drawing.title || series.name;
        const name = drawing.kind === "table" ? series.name : figure.name;
        yield {
          key: JSON.stringify([at, series.name, figure.code, figure.to ?? ""]),
          of: drawing.title === slide.title ? name : line(WORDS.check.of, { title, name }),
          said: shown,
          values: [...bounds.filter(Number.isFinite).map(Math.abs), ...said(shown)],
          rank: 0,
        };
      }
    }
  }
}

// -- the answer -----------------------------------------------------------------------------------

const deck = JSON.parse(read("deck"));
const before = JSON.parse(read("earlier") || "[]");

/** What a code names that this file knows: its own figures, or those it was sealed as before. */
function named(typed) {
  const own = { code: dialog.dataset.seal, title: deck.title, made: deck.made, now: [] };
  if (plain(own.code) === typed) return { ...own, slides: deck.slides };
  const found = before.find((each) => plain(each.code) === typed);
  const same = (each) =>
    typeof each === "string" ? deck.slides.find(({ id }) => id === each) : each;
  return found && { ...found, slides: found.slides.map(same) };
}

async function answer(typed, number) {
  const made = named(plain(typed));
  if (!made) return { state: "unknown", why: "code" };
  if (!(await authentic())) return { state: "unknown", why: "touched" };
  if (!number.trim()) return { state: "published", made, places: [] };
  const wanted = numbers(number.replace(/(?<=\d) (?=\d{3})/g, "\u202f"));
  const newer = new Map(
    made.now.map(([at, key, now]) => [
      `${at} ${Array.isArray(key) ? JSON.stringify(key) : key}`,
      now,
    ]),
  );
  const found = made.slides.flatMap((slide, at) =>
    [...(slide ? places(slide) : [])]
      .filter(({ values }) => wanted.length && has(wanted, values))
      .map((each) => ({ ...each, slide: slide.title, now: newer.get(`${at + 1} ${each.key}`) })),
  );
  if (!found.length) return { state: "unknown", why: "number" };
  found.sort((one, other) => one.rank - other.rank);
  return { state: found[0].now ? "revised" : "published", made, places: found };
}

function sentence({ state, why, made, places: found }) {
  if (state === "unknown") return WORDS.check.why[why];
  return line(WORDS.check[state], { title: made.title, day: made.made, now: found[0]?.now });
}

function place(each) {
  const stands = line(each.of ? WORDS.check.place : WORDS.check.says, each);
  return each.now ? line(WORDS.check.now, { place: stands, now: each.now }) : stands;
}

dialog.querySelector("form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const [typed, number] = ["check-code", "check-number"].map(
    (id) => document.getElementById(id).value,
  );
  const made = await answer(typed, number);
  const told = dialog.querySelector("output");
  told.className = made.state;
  told.textContent = sentence(made);
  const list = dialog.querySelector("ul");
  list.replaceChildren(
    ...(made.places ?? []).slice(0, SHOWN).map((each) => {
      const item = document.createElement("li");
      item.textContent = place(each);
      return item;
    }),
  );
});
dialog.querySelector("[value=close]").addEventListener("click", () => dialog.close());

globalThis.check = { answer, sentence, place };
