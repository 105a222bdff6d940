"""The page's address in the browser, rewritten in place: a filter makes no step of its own for the
Back button.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from languages import chosen, language
from languages.english import frame as words

# To the server a click in the menu and Back to a page without filters look alike: only the browser
# knows which it was.
_JS = """
if (!window.threatsBack) {
  window.threatsBack = { to: null };
  addEventListener("popstate", () => { window.threatsBack.to = location.href; });
}
const MENU = "[data-testid=stExpandSidebarButton]"; // on a narrow screen, and nameless
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
export default function ({ data, setTriggerValue }) {
  Object.assign(document.documentElement, data.document); // its lang and dir
  named(data.menu);
  const here = new URL(location.href);
  if (!here.pathname.endsWith("/" + data.path)) return; // another page was opened meanwhile
  const back = window.threatsBack.to === here.href;
  window.threatsBack.to = null;
  const bare = !data.keys.some((key) => here.searchParams.has(key));
  if (back && bare && data.pairs.length) return setTriggerValue("back", here.href);
  data.keys.forEach((key) => here.searchParams.delete(key));
  data.pairs.forEach(([key, value]) => here.searchParams.append(key, value));
  if (data.language) here.searchParams.set("language", data.language);
  else here.searchParams.delete("language");
  if (here.href !== location.href) history.replaceState(history.state, "", here);
}
"""

_mount = st.components.v2.component("address", html="<span></span>", js=_JS, isolate_styles=False)


def show(
    path: str,
    keys: Sequence[str],
    wanted: Mapping[str, Sequence[str]],
    seen: Mapping[str, Sequence[str]],
    on_back: Callable[[], None],
) -> None:
    """Makes the address of page `path`, which says `seen`, say `wanted` and the language, where it
    is not the usual one; other parameters than `keys` stay as they are.

    The document is told its language and direction, as browsers and screen readers expect.
    `on_back` is called when the reader went back to a page that had no filters.
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
            "language": chosen(),
            "said": st.query_params.get_all("language"),
            "menu": words.MENU(),
            "document": {"lang": language().code, "dir": language().direction},
        },
        on_back_change=on_back,
    )
