"""The reader's own country as one element: a field that picks it, and what is said of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from components.elements import assets
from components.elements.choices import LISTS, countries
from components.elements.told import answer
from languages.english import mine as words

_mount = assets.element(
    "mine",
    '<section class="mine"></section>',
    "elements/own_country.js",
    "mine",
    "draw",
    {"mine": words.MINE, "choose": words.CHOOSE, "open": words.OPEN},
    {"countries": LISTS["countries"]},
)


def show(
    code: str,
    lines: Sequence[tuple[str, str, str]],
    *,
    opens: str,
    cookie: str,
    fixed: bool,
    on_pick: Callable[[str], None],
) -> None:
    """Draws the field with `code` chosen, if any, and its lines: kind, heading and words.

    `opens` is the address of the country's page; the browser keeps the choice as `cookie`; a
    country that is `fixed` cannot be changed. `on_pick` hears a code, or empty for none.
    """
    key = "own"
    _mount(
        key=key,
        data={"code": code, "lines": lines, "opens": opens, "cookie": cookie, "fixed": fixed},
        height="content",
        on_picked_change=lambda: answer(
            key, "picked", lambda said: _picked(said["code"], on_pick), code=str
        ),
    )


def _picked(code: str, on_pick: Callable[[str], None]) -> None:
    """What is no country is left out."""
    if not code or code in countries():
        on_pick(code)
