"""What changed since a briefing was sealed: the world (new periods and records) apart from the data
(revised, classified anew, withdrawn, late); together they are each card's difference.
"""

from __future__ import annotations

import contextlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

import languages
from briefing import cards, seal
from briefing.cards import Card
from briefing.seal import Sealed
from data import catalog, query, store
from data.analysis import revisions
from data.analysis.revisions import DATA, KINDS, WORLD, Changed, Reach
from data.query import Filters, Total
from languages.english import seal as words

DIGITS = 9  # after the point, of a difference: what is left is how a computer adds


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """One card: its number when it was sealed and now, as said, and in the indicator's unit how
    much each of KINDS made of the difference. Where one of the two is no number there is none.
    """

    view: str
    title: str
    now: str
    before_said: str
    after_said: str
    before: float | None
    after: float | None
    by: Mapping[str, float] = field(default_factory=dict)

    def __str__(self) -> str:
        said = {"title": self.title, "before": self.before_said, "after": self.after_said}
        head = words.MOVED_TO(now=self.now, **said) if self.now else words.MOVED(**said)
        return "; ".join([head, *self.why])

    @property
    def why(self) -> list[str]:
        """What of the difference the world made, and what the data, in words."""
        sides = ((words.THE_WORLD, WORLD, self.world), (words.THE_DATA, DATA, self.data))
        return [
            side(difference=languages.difference(whole), by=languages.listed(parts))
            for side, kinds, whole in sides
            if (parts := self._parts(kinds))
        ]

    def _parts(self, kinds: Iterable[str]) -> list[str]:
        return [
            words.BECAUSE(kind=words.KINDS[each], difference=languages.difference(self.by[each]))
            for each in kinds
            if each in self.by
        ]

    @property
    def difference(self) -> float | None:
        """Now less then."""
        if self.before is None or self.after is None:
            return None
        return round(self.after - self.before, DIGITS)

    @property
    def world(self) -> float:
        """What of it the world is behind."""
        return round(sum(self.by.get(each, 0.0) for each in WORLD), DIGITS)

    @property
    def data(self) -> float:
        """What of it is said otherwise of the same time."""
        return round(sum(self.by.get(each, 0.0) for each in DATA), DIGITS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Since:
    """`found` are the records that changed, by the id of their indicator; `gone` what cannot be
    asked any more; `moved` are the cards whose number or question is another.
    """

    code: str
    sources: tuple[str, ...]
    found: Mapping[str, tuple[Changed, ...]]
    moved: tuple[Moved, ...]
    gone: tuple[str, ...] = ()

    def many(self, kind: str) -> int:
        """How many records changed so."""
        return sum(each.kind == kind for several in self.found.values() for each in several)


def since(made: Sealed) -> Since:
    """What the figures in force say otherwise than those that were sealed."""
    newer = seal.newer(made)
    with made.figures() as opened:
        old = {
            each.key: (each, query.total(each.asked))
            for view in made.views
            for each in cards.cards(view)
            if _source(each.asked) in newer
        }
        reach = {each: _reach(each) for each in {card.asked.indicator for card, _ in old.values()}}
        before = {name: store.table(opened.versions[name]) for name in newer}
    with store.held() as now, languages.spoken(made.deck.language):
        known = catalog.indicators()
        gone = tuple(card.title for card, _ in old.values() if card.asked.indicator not in known)
        old = {key: each for key, each in old.items() if each[0].asked.indicator in known}
        new = {each.key: each for view in made.views for each in cards.cards(view)}
        found: dict[str, tuple[Changed, ...]] = {}
        by: dict[tuple[str, ...], dict[str, float]] = defaultdict(dict)
        for name in newer:
            mine = {key: each for key, each in old.items() if _source(each[0].asked) == name}
            names = {each[0].asked.indicator.partition(".")[2] for each in mine.values()}
            asked = {each: reach[f"{name}.{each}"] for each in names}
            changes = revisions.between(before[name], store.table(now.versions[name]), asked)
            for each in names:
                found[f"{name}.{each}"] = tuple(c for c in changes.found if c.indicator == each)
            _explain(name, mine, changes, by)
        moved = tuple(_moves(old, new, by))
    return Since(code=made.code, sources=newer, found=found, moved=moved, gone=gone)


def because(card: Card, version: str) -> Mapping[str, float]:
    """How much each kind of change since a version of its source makes of a card's number; empty
    where that version is not kept any more.
    """
    source, name = _source(card.asked), card.asked.indicator.partition(".")[2]
    try:
        with store.pinned(card.asked.indicator, version) as opened:
            total, reach = query.total(card.asked), {name: _reach(card.asked.indicator)}
            before = store.table(opened.versions[source])
    except store.StoreError:
        return {}
    changes = revisions.between(before, store.table(store.current().versions[source]), reach)
    by: dict[tuple[str, ...], dict[str, float]] = defaultdict(dict)
    _explain(source, {card.key: (card, total)}, changes, by)
    return by[card.key]


def moved(card: Card, total: Total, today: Card, by: Mapping[str, float]) -> Moved | None:
    """A card, its number then, the same card now and what `because` says of it; None where nothing
    moved.
    """
    return next(iter(_moves({card.key: (card, total)}, {card.key: today}, {card.key: by})), None)


def _source(asked: Filters) -> str:
    return asked.indicator.partition(".")[0]


def _reach(indicator: str) -> Reach:
    """How far what was sealed reached."""
    about = catalog.indicators()[indicator]
    last = query.extent(indicator)[1]
    version = store.current().versions.get(about.source)
    counted = about.kind in ("event", "notice", "listing")
    if last is None:
        return Reach(version.as_of if version else date.min, "")
    day = max(last, version.as_of) if version and counted else last
    return Reach(day, last.isoformat()[: 7 if about.grain == "month" else 4])


Old = Mapping[tuple[str, ...], tuple[Card, Total]]


def _explain(
    source: str,
    old: Old,
    changes: revisions.Changes,
    by: dict[tuple[str, ...], dict[str, float]],
) -> None:
    """How much each kind of change makes of each card: its question asked as they are applied in
    turn, and last of the figures in force.
    """
    left = {key: _number(total) for key, (_, total) in old.items()}
    kinds = {each.kind for each in changes.found}
    for kind in KINDS:
        last = kind == KINDS[-1]
        if kind not in kinds and not last:
            continue
        with contextlib.ExitStack() as inside:
            if not last:
                inside.enter_context(store.supposing(source, changes.stages[kind]))
            for key, (card, _) in old.items():
                now = _number(query.total(card.asked))
                by[key][kind] = round(now - left[key], DIGITS)
                left[key] = now


def _number(total: Total) -> float:
    return total.value or 0.0


def _moves(
    old: Old,
    new: Mapping[tuple[str, ...], Card],
    by: Mapping[tuple[str, ...], Mapping[str, float]],
) -> Iterable[Moved]:
    for key, (card, total) in old.items():
        today = new.get(key, card)
        now = query.total(today.asked)
        parts = dict(by.get(key, {}))
        fixed = query.total(card.asked)
        shift = round(_number(now) - _number(fixed), DIGITS)
        parts["period"] = round(parts.get("period", 0.0) + shift, DIGITS)
        same = (total.value, total.low, total.high) == (now.value, now.low, now.high)
        if same and not any(parts.values()) and today.asked == card.asked:
            continue
        whole = total.value is not None and now.value is not None
        yield Moved(
            view=card.view,
            title=card.title,
            now=today.title if today.title != card.title else "",
            before_said=languages.amount(total.value, total.low, total.high),
            after_said=languages.amount(now.value, now.low, now.high),
            before=total.value,
            after=now.value,
            by={name: each for name, each in parts.items() if each} if whole else {},
        )
