"""Runs a part of the open pages from the server the moment something happened, so that no page has
to ask all the time.

Streamlit has no call for this: a page's part runs again when its browser asks, and fifty browsers
that ask every second keep a core busy with nothing. So the server asks in the browser's name, by
the very message a timer of the browser sends. Where this Streamlit cannot be asked so, `reaches`
says it, and a timer has to do.
"""

from __future__ import annotations

import logging
import threading
from asyncio import AbstractEventLoop
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache

from data.intelligence import sight as intelligence
from data.watch import database, ledger, pulse, setting
from data.watch.ledger import Sight, Watch
from hosting import inside
from security import tokens
from security.viewer import Viewer

APART = 0.01  # seconds between two pages, so that they do not all run at once
BUSY = 0.1  # seconds until a page that is being drawn is tried again
TRIES = 100
LOOKED = 1.0  # seconds between two looks whether tokens were given or taken
UNMADE = 0.3  # seconds between two looks whether there is a store by now
AT_LEAST = 5.0  # seconds between two looks at who has not heard what there is

Heads = tuple[int, int]  # the last event, and the last object of intelligence that reached anybody


@dataclass(frozen=True, slots=True)
class Screen:
    """An open page's part, who reads it, and, where they gave a token, the file of tokens as it was
    looked up for them.
    """

    part: inside.Part
    reader: Viewer
    tokens_as: tokens.Written | None


class Screens:
    """The open pages of this process; a thread of its own follows the store for all of them."""

    def __init__(self) -> None:
        self._all: dict[str, Screen] = {}
        self._heard: dict[str, Heads] = {}  # by session: up to where it has told its reader
        self._looked: tuple[Watch | None, Heads] = (None, (0, 0))  # what was there at the last look
        self._rung = threading.Event()
        threading.Thread(target=self._follow, name="screens", daemon=True).start()
        threading.Thread(target=self._rights, name="rights", daemon=True).start()

    def wait(
        self, reader: Viewer, tokens_as: tokens.Written | None, heard: Heads | None = None
    ) -> None:
        """From within a part of a page: it runs again when there is more for this reader than they
        `heard`, or when tokens were given or taken.
        """
        part = inside.part()
        if part is not None:
            self._all[part.session] = Screen(part, reader, tokens_as)
            if heard is not None:
                self._heard[part.session] = heard

    def heard(self, last: Heads, kept: Callable[[Heads], None]) -> None:
        """From within a part of a page: that it has told its reader all up to these, which is
        `kept` once that is on its way. As long as there is more for them, the part is run again,
        whatever became of the run before.
        """
        part = inside.part()

        def sent() -> None:
            kept(last)
            if part is not None:
                self._heard[part.session] = last
                if not _reached(last, self._looked[1]):  # more came while it was being said
                    self._rung.set()

        inside.once_sent(sent)

    def again(self, seconds: float) -> None:
        """From within a part of a page that waits: it runs again after so long."""
        part, loop = inside.part(), inside.loop()
        screen = self._all.get(part.session) if part is not None else None
        if screen is not None and loop is not None:
            loop.call_soon_threadsafe(
                loop.call_later, seconds, self._run, loop, screen, TRIES, None
            )

    def _follow(self) -> None:
        while True:
            try:
                watch = ledger.current()
                before, _ = self._looked
                if before is not None and getattr(watch, "name", "") != before.name:
                    self._heard.clear()  # the numbers of another store
                if watch is None:
                    self._looked = None, (0, 0)
                    if before is not None:  # a demonstration ended
                        self._run_all(tuple(self._all.values()))
                    threading.Event().wait(UNMADE)
                    continue
                beat = pulse.of(watch)
                beat.followers.add(self._rung.set)
                self._rung.clear()
                self._looked = watch, beat.heads
                self._ring(*self._looked)
                self._rung.wait(AT_LEAST)
            except (setting.WatchError, ledger.SQLAlchemyError) as fault:
                logging.getLogger(__name__).warning("The watch: %s", database.plain(fault))
                threading.Event().wait(2.0)

    def _ring(self, watch: Watch, heads: Heads) -> None:
        """Runs the part on every page that has not told its reader all there is for them, of
        proposals or of intelligence.
        """
        found = [
            (each, self._heard.setdefault(each.part.session, heads))
            for each in tuple(self._all.values())
        ]

        @cache
        def proposed(sight: Sight, country: str, heard: int) -> bool:
            return bool((country or sight.everywhere) and sight.news(heard, 1, country))

        @cache
        def shared(reader: Viewer, heard: int) -> bool:
            return bool(intelligence.Sight(watch, reader).news(heard, 1))

        concerned = []
        for each, heard in found:
            if _reached(heard, heads):
                continue
            if (heads[0] > heard[0] and proposed(*_hears(watch, each.reader), heard[0])) or (
                heads[1] > heard[1] and shared(each.reader, heard[1])
            ):
                concerned.append(each)
            elif self._heard.get(each.part.session) == heard:  # it told nothing meanwhile
                self._heard[each.part.session] = heads
        self._run_all(concerned, heads)

    def _rights(self) -> None:
        """Runs the part on the pages of those who gave a token, when tokens were given or taken: a
        thread of its own, so that no silent store keeps a right alive.
        """
        while True:
            threading.Event().wait(LOOKED)
            now = tokens.edition() or tokens.GONE
            self._run_all(
                each for each in tuple(self._all.values()) if each.tokens_as not in (None, now)
            )

    def _run_all(self, screens: Iterable[Screen], until: Heads | None = None) -> None:
        loop = inside.loop()
        for place, screen in enumerate(screens):
            if loop is not None:
                loop.call_soon_threadsafe(
                    loop.call_later, place * APART, self._run, loop, screen, TRIES, until
                )

    def _run(
        self, loop: AbstractEventLoop, screen: Screen, tries: int, until: Heads | None
    ) -> None:
        """On the server's own thread: asks in the browser's name, but never into a run that goes
        on: that may be a click on the menu. Not where that has told all `until` there meanwhile.
        """
        session = screen.part.session
        if self._all.get(session) != screen:
            return
        if until is not None and _reached(self._heard.get(session), until):
            return
        match inside.run(screen.part):
            case inside.Heard.GONE:
                # should it come back, it draws the page and waits again
                del self._all[session]
                self._heard.pop(session, None)
            case inside.Heard.BUSY if tries:
                loop.call_later(BUSY, self._run, loop, screen, tries - 1, until)


def _reached(heard: Heads | None, until: Heads) -> bool:
    return heard is not None and heard[0] >= until[0] and heard[1] >= until[1]


def _hears(watch: Watch, reader: Viewer) -> tuple[Sight, str]:
    """What this reader may see, and for which country they listen; empty for all."""
    sight = watch.visible(reader)
    return sight, "" if sight.everywhere else reader.country


def reaches() -> bool:
    """From within a page: whether the server can ask in the browsers' name."""
    return inside.reaches()


@cache
def screens() -> Screens:
    """The open pages of this process."""
    return Screens()
