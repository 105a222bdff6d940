"""Where words go beside the marks of a map so that none covers another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

Box = tuple[float, float, float, float]  # left, top, right, bottom


@dataclass(frozen=True, slots=True)
class Wish:
    """A label that wants a place: beside a circle around (`x`, `y`), as `wide` and `tall` as it is.

    One that is `needed` takes the least bad place; another one stays away where all are taken.
    """

    name: str
    x: float
    y: float
    radius: float
    wide: float
    tall: float
    needed: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where a label stands, and to which side its lines are set."""

    name: str
    box: Box
    anchor: str
    far: bool = False  # apart from its mark


@dataclass(slots=True)
class _Taken:
    width: float
    height: float
    words: list[Box] = field(default_factory=list)
    marks: list[Box] = field(default_factory=list)


def placed(
    wishes: Sequence[Wish], marks: Iterable[Box], width: float, height: float, gap: float
) -> list[Place]:
    """The labels in the order of their wishes, each where it covers least: right, left, above,
    below and between; no label over another.
    """
    taken = _Taken(width, height, [], list(marks))
    found = []
    for wish in wishes:
        options = [
            (_cost(box, wish, at, taken), at, box, anchor)
            for at, (box, anchor) in _options(wish, gap)
        ]
        cost, at, box, anchor = min(options, key=lambda each: each[0])
        if cost >= _COVERED and not wish.needed:
            continue
        taken.words.append(box)
        found.append(Place(wish.name, box, anchor, at >= NEAR))
    return found


_COVERED = 1000.0
MUCH = (
    20.0  # hundredths of a label: over so much of another's mark it would be taken for that one's
)
RINGS = (0.0, 1.2, 3.5, 6.5, 10.0, 15.0, 21.0)  # how far away, in gaps
NEAR = 8  # places from which words are plainly those of their mark


def _options(wish: Wish, gap: float) -> Iterable[tuple[int, tuple[Box, str]]]:
    """Places around a mark, near before far, and the side to which words are set."""
    x, y, wide, tall = wish.x, wish.y, wish.wide, wish.tall
    for ring, more in enumerate(tuple(gap * each for each in RINGS)):
        away = wish.radius + gap + more
        slant = away * 0.72
        places: tuple[tuple[float, float, str], ...] = (
            (x + away, y - tall / 2, "start"),
            (x - away - wide, y - tall / 2, "end"),
            (x + slant, y - slant - tall * 0.6, "start"),
            (x - slant - wide, y - slant - tall * 0.6, "end"),
            (x + slant, y + slant - tall * 0.4, "start"),
            (x - slant - wide, y + slant - tall * 0.4, "end"),
            (x - wide / 2, y - away - tall, "middle"),
            (x - wide / 2, y + away, "middle"),
        )
        for at, (left, top, anchor) in enumerate(places):
            yield ring * len(places) + at, ((left, top, left + wide, top + tall), anchor)


def _cost(box: Box, wish: Wish, at: int, taken: _Taken) -> float:
    """How bad a place is: words over words or beyond the edge are refused."""
    cost = float(at)
    if box[0] < 0 or box[1] < 0 or box[2] > taken.width or box[3] > taken.height:
        cost += 20 * _COVERED
    cost += sum(_COVERED for other in taken.words if _meet(box, other))
    own = (wish.x - wish.radius, wish.y - wish.radius, wish.x + wish.radius, wish.y + wish.radius)
    shares = [_share(box, other) for other in taken.marks if other != own and _meet(box, other)]
    return cost + sum(60 + each if each < MUCH else _COVERED for each in shares)


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _share(one: Box, other: Box) -> float:
    """The area that two boxes share, as a share of the first one, in hundredths."""
    wide = min(one[2], other[2]) - max(one[0], other[0])
    tall = min(one[3], other[3]) - max(one[1], other[1])
    return 100 * wide * tall / ((one[2] - one[0]) * (one[3] - one[1]))
