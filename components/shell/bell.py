"""Tells on every page, without a reload, that a proposal or intelligence reached the reader's
country: numbers on the menu, and a toast.
"""

from __future__ import annotations

import logging
import random
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from components.elements import bell as ringing
from components.shell import alerted, menu, push, state, viewer
from data.geography import countries
from data.intelligence import sight as shared
from data.watch import database, ledger, lifecycle, patience, pulse, setting
from data.watch.ledger import News, Watch
from languages.english import bell as words
from languages.english import colours
from security.viewer import HEADQUARTERS, Viewer

EVERY = 1.0  # seconds between two looks where the server cannot ask by itself
# seconds or more, up to twice, between two looks where it can: should its word ever be lost; not
# all pages at once
AT_LEAST = 30
AGAIN = 2.0  # seconds until a store that was silent is asked again
REDRAWN = 3.0  # seconds between two drawings of the queue
SAID = 3  # news told one by one; more are counted
MOST = 200  # news taken at one look
PATHS = ("watch", "exchange")  # pages that are drawn anew with their news
WAITING = ("here", "ours", "told")  # groups of an inbox that are counted on the menu


@dataclass(slots=True)
class Ears:
    """For whom a session listens, and the last that it told them: of proposals, of intelligence.

    It is changed where it lies, once the words are on their way: a click, or a timer of the
    browser, may take a run's place at any moment, and then its words never come.
    """

    whose: str
    heard: tuple[int, int]

    def told(self, last: tuple[int, int]) -> None:
        """Remembers that all up to these is on its way."""
        self.heard = last


def hang(path: str) -> bool:
    """Hangs the bell where there is a watch and the reader has a country; whether it hangs."""
    try:
        if database.address() is None:
            return False
    except setting.WatchError:
        return False  # the page of the watch says what is wrong
    who = viewer.now()
    heard = bool(who.country or who.bureau)
    with st.container(key="bell"):
        if heard:
            state.choose(state.WHOLE, True)
            st.fragment(
                _listen,
                run_every=random.uniform(AT_LEAST, 2 * AT_LEAST) if push.reaches() else EVERY,
            )(path, who.bureau)
    return heard


def _listen(path: str, drawn_for: str) -> None:
    state.speak()
    on_its_page = path in PATHS
    told: list[str] = []
    rung, numbers = "", dict.fromkeys(PATHS, 0)
    tokens_as = viewer.tokens_as()
    who = viewer.now()
    if who.bureau != drawn_for or not setting.on():
        st.rerun()  # who lost a right, or got one, has another page before them
    push.screens().wait(who, tokens_as)
    ears, last, silent = Ears("", (0, 0)), None, False
    try:
        with patience.within(patience.beside()):
            watch = ledger.current()
            if watch is None:
                ears, last = _ears(who, (0, 0)), (0, 0)  # so that the very first one is news
                push.screens().wait(who, tokens_as, last)
            else:
                who = viewer.now(free=watch.purpose_known() == "demonstration")
                heads = pulse.of(watch).heads
                ears = _ears(who, heads)
                push.screens().wait(who, tokens_as, ears.heard)
                news, numbers["watch"] = _news(watch, who, ears.heard[0], heads[0])
                lines, numbers["exchange"] = _shared(watch, who, ears.heard[1], heads[1])
                told = [*_told(news, who), *(_of_line(each, who) for each in lines)]
                rung = " ".join([*["watch"][: len(news)], *["exchange"][: len(lines)]])
                last = (
                    _last([each.event.id for each in news], heads[0]),
                    _last([each.kept.id for each in lines], heads[1]),
                )
                if last[0] < heads[0] or last[1] < heads[1]:
                    push.screens().again(0)
    except (setting.WatchError, ledger.SQLAlchemyError) as fault:
        logging.getLogger(__name__).warning("The watch: %s", database.plain(fault))
        silent = True
        push.screens().again(AGAIN)
    # Always drawn, and before the toasts: Streamlit keeps toasts, but not this, when a run of the
    # page interrupts this one, and a toast whose predecessor is missing stops the whole page.
    _number(numbers, alerted.unseen(path))
    for text in told[:SAID]:
        st.toast(menu.plain(text), icon=":material/notifications:", duration="long")
    if len(told) > SAID:
        st.toast(
            menu.plain(words.MORE(len(told) - SAID, country=countries.in_sentence(who.country))),
            icon=":material/notifications:",
            duration="long",
        )
    if last is not None:
        push.screens().heard(last, ears.told)
    whole = state.chosen(state.WHOLE)
    state.choose(state.WHOLE, False)
    if on_its_page and state.chosen(state.SILENT) and not silent and not whole:
        st.rerun()  # the store answers again
    if on_its_page and _due(path in rung, whole):
        st.rerun()


def _due(rung: bool, whole: bool) -> bool:
    """Whether the queue is to be drawn anew: at the first news at once, while more come every few
    seconds; the toast is there before.

    Not in a run of the `whole` page: that draws the queue itself, and may carry an answer.
    """
    drawn, waits = state.chosen(state.DRAWN) or (0.0, False)
    waits = not whole and (rung or waits)
    left = REDRAWN - (time.monotonic() - drawn)
    due = waits and left <= 0
    state.choose(state.DRAWN, (time.monotonic(), False) if due else (drawn, waits))
    if waits and not due:
        push.screens().again(left)
    return due


def _ears(who: Viewer, heads: tuple[int, int]) -> Ears:
    """What this session told who reads; from the `heads` on where it listens for them only now:
    what one reader did not hear is no news to the next.
    """
    whose = f"{who.country} {who.acts_for}"
    ears: Ears | None = state.chosen(state.HEARD)
    if ears is None or ears.whose != whose:
        ears = Ears(whose, heads)
        state.choose(state.HEARD, ears)
    return ears


def _last(told: Sequence[int], head: int) -> int:
    """The last number that is told with these; where they are as many as are taken at one look,
    more may be left.
    """
    return told[-1] if len(told) == MOST else max([head, *told])


def _news(watch: Watch, who: Viewer, heard: int, head: int) -> tuple[list[News], int]:
    """What happened since this session told something last, and how many are new to the country,
    or wait for a decision of the General Secretariat.
    """
    everywhere = who.bureau == HEADQUARTERS
    if not (everywhere or who.country):
        return [], 0
    sight, hears = watch.visible(who), "" if everywhere else who.country
    news = sight.news(heard, MOST, hears) if head > heard else []
    return news, sight.waiting() if everywhere else sight.numbers(who.country, head)["new"]


def _shared(watch: Watch, who: Viewer, heard: int, head: int) -> tuple[list[shared.Line], int]:
    """The intelligence that came since this session told something last, and how much waits."""
    if not (who.country and who.acts_for):
        return [], 0
    sight = shared.Sight(watch, who)
    lines = sight.news(heard, MOST, who.country) if head > heard else []
    waiting = sight.numbers(who.country)
    return lines, sum(waiting[each] for each in WAITING)


def _number(numbers: Mapping[str, int], alerts: int) -> None:
    """The numbers beside the menu's entries, as a style: no run of the page is needed for it; all
    together in the window's title, and on the bell, where the first entry is not in sight. Alerts,
    which have no entry, are on the bell as long as one is new.
    """
    places = {
        f'[data-testid="stTopNavLink"][href$="/{path}"]::after,'
        f' [data-testid="stSidebarNavLink"][href$="/{path}"]::after': number
        for path, number in numbers.items()
    }
    rules = [
        f'{place} {{content: "{number if number < 1000 else "999+"}"; background: #B85C00;'
        " color: #fff; border-radius: 0.7rem; padding: 0 0.42rem; margin-left: 0.3rem;"
        " font-size: 0.72rem; font-weight: 650; line-height: 1.15rem;"
        " font-variant-numeric: tabular-nums;}"
        for place, number in places.items()
        if number
    ]
    st.html(f"<style>{' '.join(rules)}a{{}}</style>")  # an empty one is not drawn
    first = next((path for path, number in numbers.items() if number), PATHS[0])
    titles = {path: title for path, title, _ in menu.named()}
    waiting = sum(numbers.values())
    if alerts:
        ringing.show(alerts, alerted.PATH, alerted.title(), waiting + alerts)
    else:
        ringing.show(waiting, first, titles[first], waiting)


def _of_line(line: shared.Line, who: Viewer) -> str:
    """What is said of an object that came."""
    if line.kept.said.get("revoked") is True:
        return words.TAKEN_BACK(what=line.title, sender=viewer.party(line.kept.owner))
    return words.SHARED(
        what=line.title,
        sender=viewer.party(line.kept.owner),
        country=countries.in_sentence(who.country),
        why="; ".join(line.reasons),
    )


def _told(news: Sequence[News], who: Viewer) -> list[str]:
    """What is said of news, to a country; reminders of it in one sentence."""
    if who.bureau == HEADQUARTERS:
        return []
    reminded = [
        each
        for each in news
        if each.event.step == lifecycle.REMINDED and each.event.country == who.country
    ]
    others = [text for each in news if each not in reminded and (text := _text(each, who))]
    if not reminded:
        return others
    country = countries.in_sentence(who.country)
    return [words.REMINDED(len(reminded), country=country), *others]


def _text(each: News, who: Viewer) -> str:
    """What is said of one event; empty where it is no news to this reader."""
    event, notice = each.event, each.proposal
    mine = notice.requesting == who.country
    about = {
        "reference": notice.reference,
        "requesting": countries.in_sentence(notice.requesting),
    }
    if event.step == "proposed":
        if mine:
            return ""
        return words.PROPOSED(
            notice=colours.NOTICES[notice.colour],
            country=countries.in_sentence(who.country),
            why="; ".join(each.why),
            **about,
        )
    if event.step in lifecycle.STAGES:
        return words.MOVED(
            notice=colours.NOTICES_FIRST[notice.colour], stage=lifecycle.WORDS[event.step], **about
        )
    if mine and event.step not in ("seen", lifecycle.REMINDED):
        return words.ANSWERED(
            country=countries.name(event.country),
            notice=colours.NOTICES[notice.colour],
            answer=lifecycle.ANSWERS.get(event.answer, lifecycle.WORDS[event.step]),
            reference=notice.reference,
        )
    return ""
