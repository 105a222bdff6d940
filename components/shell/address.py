"""The page's address in the browser: what the reader changes on a page is a step of its own, which
Back takes back; what the server puts right is none.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import streamlit as st

from components.elements.told import answer
from languages import language
from languages.english import frame as words

# To the server a click in the menu and Back to a page without filters look alike, and Back to the
# address a page was opened with looks like no step at all: only the browser knows which it was.
_JS = """
if (!window.threatsBack) {
  window.threatsBack = { to: null };
  addEventListener("popstate", () => { window.threatsBack.to = location.href; });
}
const BY_KEYS = 1500; // milliseconds in which the ends of a period move on as one step
let left = {}; // where the address was left: its page, what it said, when its period alone changed
const text = (pairs) => JSON.stringify([...pairs].sort());
const without = (pairs, name) => text(pairs.filter(([key]) => key !== name));
function write(data, here) {
  const keys = new Set(data.keys);
  const before = [...here.searchParams].filter(([key]) => keys.has(key));
  data.keys.forEach((key) => here.searchParams.delete(key));
  data.pairs.forEach(([key, value]) => here.searchParams.append(key, value));
  for (const [key, value] of Object.entries(data.kept))
    if (value) here.searchParams.set(key, value);
    else here.searchParams.delete(key);
  const changed = text(before) !== text(data.pairs);
  const untouched = left.path === data.path && left.said === text(before);
  const dated = changed && without(before, "period") === without(data.pairs, "period");
  const goes_on = dated && performance.now() - left.dated < BY_KEYS;
  if (here.href !== location.href) {
    if (changed && untouched && !goes_on) history.pushState({}, "", here);
    else history.replaceState(history.state, "", here);
  }
  const same = !changed && left.path === data.path;
  left = {
    path: data.path,
    said: text(data.pairs),
    dated: dated ? performance.now() : same ? left.dated : undefined,
  };
}
const MENU = "[data-testid=stExpandSidebarButton]"; // on a narrow screen, and nameless
const LINK = "[data-testid=stSidebarNavLink]";
// What is pressed by key may be switched off for a moment, or leave with its page, and the focus is
// nowhere: it goes back, into the menu that was opened, or to the title of the page that was.
function heir(pressed, page) {
  if (pressed.isConnected && !pressed.disabled && pressed.checkVisibility()) return pressed;
  if (pressed.menu) return document.querySelector(LINK);
  if (location.pathname === page && (pressed.isConnected || !pressed.ends)) return undefined;
  return title();
}
function title() {
  const found = document.querySelector("h1");
  found?.setAttribute("tabindex", "-1");
  return found;
}
// A demonstration begins or ends: the button is gone, and the page begins again at its title.
const ENDS = ".st-key-watch-begin, .st-key-demonstration-end";
const DOWNLOAD = "[data-testid=stDownloadButton] button"; // by mouse too
const SHUTS = "[data-testid=stSidebarCollapseButton] button"; // there while the menu is open
const shut = () => document.querySelector(SHUTS)?.click();
// The menu of a narrow screen closes once a page is chosen, and that page begins at its title.
function leave({ pathname }) {
  setTimeout(shut); // on a phone Streamlit has done so
  window.threatsChosen = pathname;
  if (pathname === location.pathname) arrive();
}
function arrive() {
  if (window.threatsChosen !== location.pathname) return;
  window.threatsChosen = undefined;
  setTimeout(() => title()?.focus()); // it says what the page is called by then
}
function escape() {
  shut();
  setTimeout(() => document.querySelector(MENU)?.focus(), 50);
}
function watch(pressed) {
  const page = location.pathname;
  window.threatsFocus = pressed; // the last one
  const look = () => {
    if (window.threatsFocus !== pressed || document.activeElement !== document.body) return;
    heir(pressed, page)?.focus();
  };
  for (const wait of [200, 600, 1500, 3000]) setTimeout(look, wait);
}
if (!window.threatsFocus) {
  window.threatsFocus = true;
  addEventListener("pagehide", shut); // Streamlit would open it again with the next page
  addEventListener("click", ({ target }) => {
    const link = target.closest?.(LINK);
    if (link) leave(link);
    const file = target.closest?.(DOWNLOAD);
    if (file) watch(file);
  });
  addEventListener("keydown", ({ key, defaultPrevented }) => {
    if (key === "Escape" && !defaultPrevented && document.querySelector(SHUTS)) escape();
  });
  addEventListener("keydown", ({ key, target }) => {
    if (!["Enter", " "].includes(key) || !(target instanceof HTMLElement)) return;
    if (target.matches(LINK)) return;
    target.menu = target.matches(MENU);
    target.ends = Boolean(target.closest(ENDS));
    watch(target);
  }, true);
}
let menu = "";
const name = () =>
  document.querySelectorAll(MENU).forEach((it) => {
    it.setAttribute("aria-label", menu);
    it.title = menu;
  });
addEventListener("resize", () => requestAnimationFrame(name));
addEventListener("click", () => setTimeout(name, 500));
function named(said) {
  menu = said;
  name();
}
// Its lang and dir: setting one anew, though it is the same, styles the whole page again.
function tell(said) {
  const root = document.documentElement;
  for (const [key, value] of Object.entries(said)) if (root[key] !== value) root[key] = value;
}
export default function ({ data, setTriggerValue }) {
  tell(data.document);
  named(data.menu);
  const here = new URL(location.href);
  if (!here.pathname.endsWith("/" + data.path)) return; // another page was opened meanwhile
  arrive();
  const back = window.threatsBack.to === here.href;
  const keys = new Set(data.keys);
  const said = [...here.searchParams].filter(([key]) => keys.has(key));
  if (back && text(said) !== text(data.seen)) return; // not yet the answer to Back
  window.threatsBack.to = null;
  if (back && text(said) !== text(data.pairs)) return setTriggerValue("back", { said });
  write(data, here);
}
"""

_mount = st.components.v2.component("address", html="<span></span>", js=_JS, isolate_styles=False)


def show(
    path: str,
    keys: Sequence[str],
    wanted: Mapping[str, Sequence[str]],
    seen: Mapping[str, Sequence[str]],
    kept: Mapping[str, str],
    repeats: int,
    on_back: Callable[[dict[str, list[str]]], None],
) -> None:
    """Makes the address of page `path`, which says `seen`, say `wanted` and what is `kept` on every
    page, empty where it goes without saying; other parameters than these stay as they are.

    The document is told its language and direction, as browsers and screen readers expect.
    Another number of `repeats` lets the browser look whether the reader went back; `on_back` hears
    by key what the address says when it is not what the page shows.
    """
    pairs, before = (
        [[key, value] for key, values in said.items() for value in values]
        for said in (wanted, seen)
    )
    _mount(
        key="address",
        data={
            "path": path,
            "keys": list(keys),
            "pairs": pairs,
            "seen": before,
            "kept": dict(kept),
            "said": {key: st.query_params.get_all(key) for key in kept},
            "repeats": repeats,
            "menu": words.MENU(),
            "document": {"lang": language().code, "dir": language().direction},
        },
        on_back_change=lambda: answer(
            "address", "back", lambda told: on_back(_by_key(told)), said=list
        ),
    )


def _by_key(told: Mapping[str, Any]) -> dict[str, list[str]]:
    """What an address says, by its keys; what is no pair of words is left out."""
    found: dict[str, list[str]] = {}
    for pair in told["said"]:
        if isinstance(pair, list) and len(pair) == 2 and all(isinstance(one, str) for one in pair):
            found.setdefault(pair[0], []).append(pair[1])
    return found
