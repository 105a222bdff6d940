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
from collections.abc import Iterable
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
        self._rung = threading.Event()
        self._heard: tuple[int, int] | None = None
        threading.Thread(target=self._follow, name="screens", daemon=True).start()
        threading.Thread(target=self._rights, name="rights", daemon=True).start()

    def wait(self, reader: Viewer, tokens_as: tokens.Written | None) -> None:
        """From within a part of a page: it runs again when there is news for this reader, or when
        tokens were given or taken.
        """
        part = inside.part()
        if part is not None:
            self._all[part.session] = Screen(part, reader, tokens_as)

    def again(self, seconds: float) -> None:
        """From within a part of a page that waits: it runs again after so long."""
        part, loop = inside.part(), inside.loop()
        screen = self._all.get(part.session) if part is not None else None
        if screen is not None and loop is not None:
            loop.call_soon_threadsafe(loop.call_later, seconds, self._run, loop, screen, TRIES)

    def _follow(self) -> None:
        while True:
            try:
                watch = ledger.current()
                if watch is None:
                    if self._heard and any(self._heard):  # a demonstration ended
                        self._run_all(tuple(self._all.values()))
                    self._heard = (0, 0)
                    threading.Event().wait(UNMADE)
                    continue
                beat = pulse.of(watch)
                beat.followers.add(self._rung.set)
                heads, heard = beat.heads, self._heard
                self._heard = heads
                if heard is not None and heads != heard:
                    self._ring(watch, heads, heard)
                elif self._rung.wait(5.0):
                    self._rung.clear()
            except (setting.WatchError, ledger.SQLAlchemyError) as fault:
                logging.getLogger(__name__).warning("The watch: %s", database.plain(fault))
                threading.Event().wait(2.0)

    def _ring(self, watch: Watch, heads: tuple[int, int], heard: tuple[int, int]) -> None:
        """Runs the part on every page whose reader has news, of proposals or of intelligence."""
        waiting = tuple(self._all.values())
        hears = {each.part.session: _hears(watch, each.reader) for each in waiting}
        concerned = {
            (sight, country)
            for sight, country in set(hears.values())
            if heads[0] > heard[0]
            and (country or sight.everywhere)
            and sight.news(heard[0], 1, country)
        }
        shared = {
            reader
            for reader in {each.reader for each in waiting}
            if heads[1] > heard[1] and intelligence.Sight(watch, reader).news(heard[1], 1)
        }
        self._run_all(
            each
            for each in waiting
            if each.reader in shared or hears[each.part.session] in concerned
        )

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

    def _run_all(self, screens: Iterable[Screen]) -> None:
        loop = inside.loop()
        for place, screen in enumerate(screens):
            if loop is not None:
                loop.call_soon_threadsafe(
                    loop.call_later, place * APART, self._run, loop, screen, TRIES
                )

    def _run(self, loop: AbstractEventLoop, screen: Screen, tries: int) -> None:
        """On the server's own thread: asks in the browser's name, but never into a run that goes
        on: that may be a click on the menu.
        """
        if self._all.get(screen.part.session) != screen:
            return
        match inside.run(screen.part):
            case inside.Heard.GONE:
                # should it come back, it draws the page and waits again
                del self._all[screen.part.session]
            case inside.Heard.BUSY if tries:
                loop.call_later(BUSY, self._run, loop, screen, tries - 1)


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
