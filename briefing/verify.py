"""A code and a number held against what was sealed: as published, revised since, or unknown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Literal

import languages
from briefing import cards, figures, seal, slides
from briefing.content import Drawing, Figure, Slide
from briefing.seal import BrokenSealError, Sealed, SealError
from briefing.views import View, asked
from data import catalog, query
from data.query import Filters
from languages.english import seal as words

State = Literal["published", "revised", "unknown"]
NUMBER = re.compile(r"\d{1,3}(?:[\u00a0\u202f\u2009'\u2019]\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)*")
LONGEST = 200  # letters of a number that somebody read
TEXTS = ("title", "number", "change", "points", "caveat", "filters")


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
        made = seal.sealed(code)
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
    places = sorted(found, key=lambda each: each.rank)
    state: State = "revised" if places[0].now else "published"
    return answer(state=state, places=tuple(places))


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
    old, view = made.deck.slides[at - 1], made.views[at - 1]
    hits = [each for each in _figures(old) if _has(wanted, _values(each[2]))]
    texts = [name for name in TEXTS if _has(wanted, _said(_text(old, name)))]
    if not hits and not texts:
        return
    newer = bool(seal.newer(made))
    one = asked(view.address).about is not None
    now = _now(made, view) if newer and one else None
    told = _told(made, view) if newer and not one else ()
    known = dict(_keyed(now)) if now else {}
    place = partial(Place, slide=at, title=old.title)
    for name in texts:
        said, new = _text(old, name), _text(now, name) if now else _text(old, name)
        of = old.unit or old.title if name == "number" else ""
        yield place(of=of, said=said, now="" if new == said else new, rank=name != "number")
    for key, of, figure in hits:
        new_figure = known.get(key) if one else _answered(told, figure)
        same = new_figure is None or _alike(new_figure, figure)
        new = "" if same or new_figure is None else new_figure.said
        yield place(of=of, said=figure.said, now=new, rank=0)


def _text(slide: Slide, name: str) -> str:
    said = getattr(slide, name)
    return said if isinstance(said, str) else "\n".join(said)


Key = tuple[int, str, str, str]


def _figures(slide: Slide) -> Iterator[tuple[Key, str, Figure]]:
    """Every figure of a slide: where it stands, of what it is, and itself."""
    for key, drawing, figure in _each(slide):
        head = drawing.title or key[1]
        of = words.OF(title=head, name=key[1] if drawing.kind == "table" else figure.name)
        yield key, of, figure


def _each(slide: Slide) -> Iterator[tuple[Key, Drawing, Figure]]:
    for at, drawing in enumerate(slide.drawings):
        for series in (*drawing.series, *drawing.frames):
            for figure in series.figures:
                yield (at, series.name, figure.code, figure.to), drawing, figure


def _keyed(slide: Slide) -> Iterator[tuple[Key, Figure]]:
    for key, _, figure in _each(slide):
        yield key, figure


def _values(figure: Figure) -> Iterator[float]:
    yield from (abs(each) for each in (figure.value, figure.low, figure.high) if each is not None)
    yield from _said(figure.said)


def _alike(one: Figure, other: Figure) -> bool:
    return (one.value, one.low, one.high) == (other.value, other.low, other.high)


def _now(made: Sealed, view: View) -> Slide | None:
    """The slide of one indicator as newer figures have it, asked the very question that was
    sealed; None where it cannot be asked any more.
    """
    with made.figures():
        (card,) = cards.cards(view)
    with languages.spoken(made.deck.language):
        known = card.asked.indicator in catalog.indicators()
        return slides.slide(view, made.code, card.asked) if known else None


Told = tuple[tuple[Filters, Figure, Figure], ...]


def _told(made: Sealed, view: View) -> Told:
    """Each question of a table, what was sealed and what newer figures say."""
    with made.figures():
        old = [(each.asked, _figure(each.asked)) for each in cards.cards(view)]
    with languages.spoken(made.deck.language):
        known = catalog.indicators()
        return tuple((each, was, _figure(each)) for each, was in old if each.indicator in known)


def _figure(question: Filters) -> Figure:
    about, total = query.indicator(question), query.total(question)
    return figures.figure(about, "", "", total.value, total.low, total.high)


def _answered(told: Told, figure: Figure) -> Figure | None:
    """What newer figures say of a figure of a table: of the question it is the answer to."""
    for question, was, now in told:
        of = {question.indicator, *question.countries, question.partner}
        if figure.code in of and _alike(was, figure):
            return now
    return None
