"""A deck worked out from views: all of it asked of one state of the store."""

from __future__ import annotations

from collections.abc import Iterable

import languages
from briefing import slides
from briefing.content import Deck
from briefing.views import View, clean
from data import store, today


def deck(
    views: Iterable[View | str],
    *,
    name: str = "briefing",
    title: str = "",
    subtitle: str = "",
    seal: str = "",
    made: str = "",
) -> Deck:
    """The deck of views, or of addresses of pages, with the figures now in force, as the reader may
    see them; `seal` is the code its slides bear and `made` the day it was sealed, today without.
    """
    kept = [
        View(address=clean(each), id=f"slide{at}") if isinstance(each, str) else each
        for at, each in enumerate(views, 1)
    ]
    with store.held():
        found = tuple(slides.slide(each, seal) for each in kept)
    return Deck(
        name=name,
        title=title or name,
        subtitle=subtitle,
        slides=found,
        marking=slides.strictest(found),
        seal=seal,
        made=made or today.current().isoformat(),
        language=languages.current(),
    )
