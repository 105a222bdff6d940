"""The filters of a page as one element: what Streamlit draws as five costs a browser a third of a
change.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from components.elements import assets
from components.elements.choices import LISTS
from components.elements.told import answer
from languages.english import filter_bar as words

_mount = assets.element(
    "bar",
    '<div class="filter-bar"></div>',
    "elements/filter_bar.js",
    "filter-bar",
    "draw",
    {
        "clear": words.CLEAR,
        "remove": words.REMOVE,
        "nothing": words.NO_MATCHES,
        "first": words.FIRST,
        "last": words.LAST,
        "span": words.SPAN,
        "folded": words.FOLDED,
        "figures": words.FIGURES,
        "toFilters": words.TO_FILTERS,
        "toFigures": words.TO_FIGURES,
        "toTable": words.TO_TABLE,
        "shown": words.SHOWN,
    },
    LISTS,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A choice among `options`, pairs of a value and its label, or among what stands in `lists`,
    whose names the browser knows, and then `options`.

    `kind` is `one`, `many` (at `most` so many, 0 for any number) or `period` (`values` are its
    first and last); `needed` fields are
    never empty. `width` is in pixels. `pick` is called before the next run with the values the
    reader chose, only ever such as are offered.
    """

    key: str
    label: str
    kind: str
    options: Sequence[tuple[str, str]] = ()
    values: Sequence[str]
    pick: Callable[[list[str]], None]
    placeholder: str = ""
    width: int = 250
    most: int = 0
    needed: bool = False
    disabled: bool = False
    lists: Sequence[str] = ()

    @property
    def values_offered(self) -> list[str]:
        """Every value there is to choose, in its order."""
        listed = (value for name in self.lists for value in LISTS[name]())
        return [*listed, *(value for value, _ in self.options)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """A button in the row; `press` is called before the next run."""

    key: str
    label: str
    press: Callable[[], None]
    help: str = ""
    disabled: bool = False


def bar(
    title: str,
    fields: Sequence[Field],
    buttons: Sequence[Button] = (),
    *,
    key: str,
    turn: int = 0,
    turned: Callable[[int], None] | None = None,
    dated: str = "",
) -> None:
    """Draws the page's title, fields and buttons in one row that breaks where it is narrow; what
    `dated` says stands below the title on paper alone.

    `turned` is told the number of the reader's choice, before it is done; the session keeps it and
    says it back as `turn`, so that the browser knows which choices are answered.
    """
    told = {
        "title": title,
        "dated": dated,
        "turn": turn,
        "fields": [_plain(each) for each in fields],
        "buttons": [_plain(each) for each in buttons],
    }
    _mount(
        key=key,
        data=assets.packed(told),
        height="content",
        on_picked_change=lambda: answer(
            key,
            "picked",
            lambda told: _hear(told, fields, buttons, turned),
            key=str,
            values=list,
            turn=int,
        ),
    )


def _plain(each: Field | Button) -> dict[str, Any]:
    return {name: getattr(each, name) for name in each.__slots__ if name not in ("pick", "press")}


def _hear(
    told: Mapping[str, Any],
    fields: Sequence[Field],
    buttons: Sequence[Button],
    turned: Callable[[int], None] | None,
) -> None:
    if turned:
        turned(told["turn"])
    values = [each for each in told["values"] if isinstance(each, str)]
    heard(told["key"], values, fields, buttons)


def heard(
    key: str, values: Sequence[str], fields: Sequence[Field], buttons: Sequence[Button]
) -> None:
    """Does what the reader asked for; what is not offered is left out."""
    for button in buttons:
        if button.key == key and not button.disabled:
            button.press()
    for field in fields:
        if field.key != key or field.disabled:
            continue
        order = {value: at for at, value in enumerate(field.values_offered)}
        known = (
            [value for value in dict.fromkeys(values) if value in order]
            if field.kind != "period"
            else sorted((value for value in values if value in order), key=order.__getitem__)
        )
        enough = (
            len(known) == 2
            if field.kind == "period"
            else (
                len(known) <= (field.most or len(order))
                if field.kind == "many"
                else len(known) == 1 or (not known and not field.needed)
            )
        )
        if enough:
            field.pick(known)
