"""A code and a number held against what was sealed: as published, revised since, or unknown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Literal

import languages
from briefing import cards, figures, places, seal, slides
from briefing.content import Figure, Slide
from briefing.places import Key
from briefing.seal import BrokenSealError, Sealed, SealError
from briefing.views import asked
from data import catalog, query
from data.query import Filters
from languages.english import seal as words

State = Literal["published", "revised", "unknown"]
NUMBER = re.compile(r"\d{1,3}(?:[\u00a0\u202f\u2009'\u2019]\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)*")
CODE = re.compile(r"\b\w{4}-\w{4}-\w{4}\b")  # within what was copied from a slide
LONGEST = 200  # letters of a number that somebody read


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a number stands in a deck: the slide by its number (1 is the first view), what it is
    of, and what newer figures say to the same question, empty where that is the same.
    """

    slide: int
    title: str
    of: str
    said: str
    now: str = ""
    rank: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """`why` of what is unknown is `code`, `touched`, `slide` or `number`; `places` are those where
    the number stands, the most prominent first. `newer` says whether newer figures are in force.
    """

    state: State
    code: str = ""
    why: str = ""
    title: str = ""
    made: str = ""
    places: tuple[Place, ...] = ()
    newer: bool = False

    def __str__(self) -> str:
        if self.state == "unknown":
            return words.WHY[self.why]
        if self.state == "published":
            return words.PUBLISHED(title=self.title, day=self.made)
        return words.REVISED(title=self.title, day=self.made, now=self.places[0].now)


def verify(code: str, number: str = "", slide: int | None = None) -> Answer:
    """Whether a code is of a seal here and a number, as somebody read it, stands in what it names;
    `slide` counts the views from 1.
    """
    try:
        named = CODE.search(code)
        made = seal.sealed(named[0] if named else code)
    except BrokenSealError:
        return Answer(state="unknown", why="touched")
    except SealError:  # who may not know of it is told no more than who mistyped
        return Answer(state="unknown", why="code")
    answer = partial(
        Answer,
        code=made.code,
        title=made.deck.title,
        made=made.deck.made,
        newer=bool(seal.newer(made)),
    )
    if slide is not None and not 0 < slide <= len(made.deck.slides):
        return answer(state="unknown", why="slide")
    if not number.strip():
        return answer(state="published")
    wanted = _typed(number[:LONGEST])
    chosen = range(1, len(made.deck.slides) + 1) if slide is None else [slide]
    found = [each for at in chosen if wanted for each in _places(made, at, wanted)]
    if not found:
        return answer(state="unknown", why="number")
    found.sort(key=lambda each: each.rank)
    state: State = "revised" if found[0].now else "published"
    return answer(state=state, places=tuple(found))


def numbers(text: str) -> tuple[frozenset[float], ...]:
    """The numbers in a text, each however it can be meant: `1,234` is a thousand and more, or one
    and a part.
    """
    return tuple(frozenset(_meant(token)) for token in NUMBER.findall(text))


def _meant(token: str) -> Iterator[float]:
    plain = re.sub(r"[^\d.,]", "", token)
    marks = re.sub(r"\d", "", plain)
    if not marks:
        yield float(plain)
        return
    if re.fullmatch(r"\d{1,3}([.,]\d{3})(?:[.,]\d{3})*", plain) and len({*marks}) == 1:
        yield float(re.sub(r"[.,]", "", plain))
    if marks.count(marks[-1]) == 1:
        head, _, tail = plain.rpartition(marks[-1])
        yield float(f"{re.sub('[.,]', '', head)}.{tail}")


def _typed(text: str) -> tuple[frozenset[float], ...]:
    """The numbers somebody read off a slide: a space among digits parts thousands."""
    return numbers(re.sub(r"(?<=\d) (?=\d{3})", "\u202f", text))


Wanted = tuple[frozenset[float], ...]


def _has(wanted: Wanted, values: Iterable[float]) -> bool:
    """Whether each of the numbers read is among these."""
    known = {*values}
    return all(each & known for each in wanted)


def _said(text: str) -> Iterator[float]:
    for each in numbers(text):
        yield from each


def _places(made: Sealed, at: int, wanted: Wanted) -> Iterator[Place]:
    """Where a slide has the number: what leads it, its figures, its words."""
    old = made.deck.slides[at - 1]
    stood = [each for each in places.figures(old) if _has(wanted, _values(each[2]))]
    texts = [name for name in places.TEXTS if _has(wanted, _said(places.text(old, name)))]
    if not stood and not texts:
        return
    now = _now(made, at)
    place = partial(Place, slide=at, title=old.title)
    for name in texts:
        of = old.unit or old.title if name == "number" else ""
        said = places.text(old, name)
        yield place(of=of, said=said, now=now.text(name), rank=name != "number")
    for key, of, figure in stood:
        yield place(of=of, said=figure.said, now=now.figure(key, figure), rank=0)


def revised(made: Sealed) -> Iterator[tuple[int, Key | str, str]]:
    """All that newer figures have otherwise: the slide, counted from 1, the key of a figure or the
    name of a text, and what they say.
    """
    for at, old in enumerate(made.deck.slides, 1):
        now = _now(made, at)
        found = [(name, now.text(name)) for name in places.TEXTS]
        yield from ((at, name, said) for name, said in found if said)
        keyed = [(key, now.figure(key, figure)) for key, _, figure in places.figures(old)]
        yield from ((at, key, said) for key, said in keyed if said)


def _values(figure: Figure) -> Iterator[float]:
    yield from (abs(each) for each in (figure.value, figure.low, figure.high) if each is not None)
    yield from _said(figure.said)


@dataclass(frozen=True, slots=True)
class _Now:
    """What newer figures say of a slide: the slide anew where it is of one indicator, else each of
    its questions with what was sealed and what is answered now.
    """

    old: Slide
    slide: Slide | None = None
    told: tuple[tuple[Filters, Figure, Figure], ...] = ()
    known: Mapping[Key, Figure] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        every = places.figures(self.slide) if self.slide else ()
        object.__setattr__(self, "known", {key: figure for key, _, figure in every})

    def text(self, name: str) -> str:
        """One of its texts, empty where it is the same but for the kind of its spaces."""
        said = places.text(self.slide, name) if self.slide else ""
        return "" if said.split() == places.text(self.old, name).split() else said

    def figure(self, key: Key, figure: Figure) -> str:
        """One of its figures as it is said, empty where it is the same or nothing is said."""
        found = self.known.get(key) if self.slide else self._answered(figure)
        return "" if found is None or places.alike(found, figure) else found.said

    def _answered(self, figure: Figure) -> Figure | None:
        """Of a figure of a table: to the question it is the answer to."""
        for question, was, now in self.told:
            of = {question.indicator, *question.countries, question.partner}
            if figure.code in of and places.alike(was, figure):
                return now
        return None


def _now(made: Sealed, at: int) -> _Now:
    """A slide by its number, asked the very questions that were sealed; what cannot be asked any
    more says nothing.
    """
    old, view = made.deck.slides[at - 1], made.views[at - 1]
    if not seal.newer(made):
        return _Now(old)
    with made.figures():
        asked_ = [(each.asked, _figure(each.asked)) for each in cards.cards(view)]
    with languages.spoken(made.deck.language):
        known = [each for each in asked_ if each[0].indicator in catalog.indicators()]
        if asked(view.address).about is None:
            return _Now(old, told=tuple((each, was, _figure(each)) for each, was in known))
        return _Now(old, slides.slide(view, made.code, known[0][0]) if known else None)


def _figure(question: Filters) -> Figure:
    about, total = query.indicator(question), query.total(question)
    return figures.figure(about, "", "", total.value, total.low, total.high)
