"""Finding anything: a field that Ctrl K opens on every page, and the reader's kept views.

All of it happens in the browser: names of indicators, categories and sources come once somebody
searches.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from components.elements import assets
from components.elements.choices import LISTS
from data import catalog
from languages import translated
from languages.english import find as words


def _indicators() -> Mapping[str, str]:
    """The titles of the indicators that ship by their domain and id."""
    return {
        f"{each.domain} {each.id}": each.title
        for each in catalog.indicators().values()
        if each.domain != "own"
    }


def _sources() -> Mapping[str, str]:
    """Titles and publishers of the sources that ship by the first of their indicators."""
    return {
        next(iter(each.indicators)): f"{translated(each.title)} · {each.publisher}"
        for each in catalog.sources().values()
        if each.name != "own" and each.indicators
    }


def _categories() -> Mapping[str, str]:
    """What indicators are parted by, by domain, id and category."""
    return {
        f"{each.domain} {each.id} {key}": f"{each.title}: {name}"
        for each in catalog.indicators().values()
        if each.domain != "own"
        for key, name in each.categories.items()
    }


_mount = assets.element(
    "find",
    '<div class="find"></div>',
    "elements/find.js",
    "find",
    "draw",
    {
        "find": words.FIND,
        "keys": words.KEYS,
        "ask": words.ASK,
        "nothing": words.NOTHING,
        "in": words.IN,
        "country": words.COUNTRY,
        "groupkind": words.GROUP,
        "indicator": words.INDICATOR,
        "page": words.PAGE,
        "source": words.SOURCE,
        "views": words.VIEWS,
        "name": words.NAME,
        "save": words.SAVE,
        "remove": words.DELETE,
        "export": words.EXPORT,
        "import": words.IMPORT,
        "noviews": words.NO_VIEWS,
        "close": words.CLOSE,
        "small": words.SMALL,
    },
    LISTS,
    {"indicators": _indicators, "categories": _categories, "sources": _sources},
)


def show(pages: Sequence[tuple[str, str, str]], language: str) -> None:
    """Draws the button; `pages` are path, title and domain, and `language` is that of an address,
    empty for the usual one.
    """
    _mount(key="find", data={"pages": list(pages), "language": language}, height="content")
