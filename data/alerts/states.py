"""What a rule is held against: its figures, list or source as they are now, as plain JSON, and in
lines what another state says otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import languages
from briefing import since, views
from briefing.cards import Card
from data import catalog, query, store, today
from data.alerts import rules
from data.alerts.rules import ABOVE, CROSSES, LIST, OVERDUE, Rule
from data.analysis import lists
from data.geography import countries
from data.query import Filters, Total
from languages.english import alerts as words
from security.tlp import Tlp

State = dict[str, Any]
DAYS = ("start", "end")  # of a question


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing that changed: what, from, to, why; in words."""

    what: str
    before: str
    after: str
    why: str

    def __str__(self) -> str:
        return words.TOLD(what=self.what, before=self.before, after=self.after, why=self.why)


def now(rule: Rule, before: State | None) -> State:
    """How it stands; of what cannot be told for sure it stands as `before`."""
    if rule.kind == OVERDUE:
        return _source(rule.source)
    if rule.kind == LIST:
        return _list(rule, before)
    return _figures(rule, before)


def lines(rule: Rule, before: State, after: State) -> list[Line]:
    """What is told of two states; empty where nothing is."""
    if rule.kind == OVERDUE:
        return _of_source(rule.source, before, after)
    if rule.kind == LIST:
        return _of_list(rule, before, after)
    return _of_figures(rule, before, after)


def about(rule: Rule, state: State) -> list[str]:
    """The sources or indicators that a state speaks of."""
    if rule.kind == OVERDUE:
        return [rule.source]
    found = [each["asked"]["indicator"] for each in state.get("figures", {}).values()]
    return sorted({*found, *([state["indicator"]] if "indicator" in state else [])})


def mark(*states: State) -> Tlp:
    """The strictest mark of what states speak of."""
    said = [each["mark"] for state in states for each in (*state.get("figures", {}).values(), state)
            if "mark" in each]  # fmt: skip
    return max(map(Tlp, said), default=Tlp.CLEAR)


def _version(indicator: str) -> dict[str, str]:
    """The version that an indicator's figures are of, and their mark."""
    opened, known = store.current(), catalog.indicators()[indicator]
    version = opened.versions.get(known.source)
    said = max(opened.mark(indicator), known.tlp)
    return {"version": version.version if version else "", "mark": said.value}


def _figures(rule: Rule, before: State | None) -> State:
    found = rules.numbers(rule.address)
    kept = {key: each for key, each in found.items() if rule.number in ("", key)}
    earlier = before["figures"] if before else {}
    return {"figures": {key: _figure(rule, card, earlier.get(key)) for key, card in kept.items()}}


def _figure(rule: Rule, card: Card, before: State | None) -> State:
    total = query.total(card.asked)
    said: State = {
        "asked": _plain(card.asked),
        "title": card.title,
        "when": query.when(card.asked),
        "numbers": [total.value, total.low, total.high],
        **_version(card.asked.indicator),
    }
    if rule.kind == CROSSES:
        crossed = _crossed(rule, total)
        earlier = before.get("crossed") if before else None
        said["crossed"] = earlier if crossed is None else crossed
    return said


def _crossed(rule: Rule, total: Total) -> bool | None:
    """Whether a number is beyond the limit, which itself is not; None where that is not sure."""
    exact = total.value is not None
    low, high = (total.value, total.value) if exact else (total.low, total.high)
    if low is None or high is None or rule.limit is None:
        return None
    sure, not_sure = (
        (low > rule.limit, high > rule.limit)
        if rule.side == ABOVE
        else (high < rule.limit, low < rule.limit)
    )
    return sure if sure == not_sure else None


def _of_figures(rule: Rule, before: State, after: State) -> list[Line]:
    found = []
    for key, new in after["figures"].items():
        old = before["figures"].get(key)
        if old is None:
            continue
        if rule.kind == CROSSES:
            told = bool(new["crossed"]) and not old["crossed"]
        else:
            told = _rounded(old) != _rounded(new)
        if told:
            found.append(_moved(key, old, new))
    return found


def _moved(key: str, old: State, new: State) -> Line:
    then, today_ = (Card(key, each["title"], _asked(each["asked"])) for each in (old, new))
    amounts = [languages.amount(*each["numbers"]) for each in (old, new)]
    if amounts[0] == amounts[1]:  # large ones are said short
        amounts = [languages.number(each["numbers"][0]) for each in (old, new)]
    if old["when"] != new["when"]:
        amounts = [
            words.OF_PERIOD(amount=said, period=each["when"])
            for said, each in zip(amounts, (old, new), strict=True)
        ]
    because: list[str] = []
    if old["version"] != new["version"]:
        by = since.because(then, old["version"])
        moved = since.moved(then, _total(old), today_, by) if by else None
        because = moved.why if moved else []
    why = _why(new["asked"]["indicator"], old["version"], new["version"])
    parts = words.WHY_PARTS(parts="; ".join(because)) if because else ""
    return Line(
        what=new["title"],
        before=amounts[0],
        after=amounts[1],
        why=languages.paragraph(why, parts),
    )


def _total(state: State) -> Total:
    value, low, high = state["numbers"]
    return Total(value, low, high, masked=0, unlocated=0.0, undated=0.0)


def _rounded(state: State) -> list[float | None]:
    return [None if each is None else round(each, since.DIGITS) for each in state["numbers"]]


def _why(indicator: str, before: str, after: str) -> str:
    source = catalog.source_of(catalog.indicators()[indicator]).title
    if before == after:
        return words.WHY_DAY(source=source, version=after, day=today.current())
    return words.WHY_VERSION(source=source, before=before, after=after)


def _plain(asked: Filters) -> State:
    said = asdict(asked)
    return {
        name: each.isoformat() if isinstance(each, date) else each for name, each in said.items()
    }


def _asked(said: Mapping[str, Any]) -> Filters:
    found = {name: tuple(each) if isinstance(each, list) else each for name, each in said.items()}
    days = {name: found[name] and date.fromisoformat(str(found[name])) for name in DAYS}
    return Filters(**(found | days))


def _list(rule: Rule, before: State | None) -> State:
    """Who stands on a list, who perhaps does, and as what; whom nobody can tell stays as before."""
    wanted = query.settle(views.asked(rule.address).filters)
    sure: dict[str, str] = {}
    perhaps: set[str] = set()
    for each in lists.members(wanted):
        if each.country and each.sure:
            sure.setdefault(each.country, each.category)
        elif each.country:
            perhaps.add(each.country)
    earlier = before["on"] if before else {}
    kept = {code: earlier[code] for code in perhaps - sure.keys() if code in earlier}
    unsure = sorted(perhaps - sure.keys() - kept.keys())
    return {
        "indicator": wanted.indicator,
        "on": {**kept, **sure},
        "unsure": unsure,
        **_version(wanted.indicator),
    }


def _of_list(rule: Rule, before: State, after: State) -> list[Line]:
    what = rules.title(rule.address)
    old, new = before["on"], after["on"]
    why = _why(after["indicator"], before["version"], after["version"])
    moved = [
        code
        for code in {*old, *new}
        if old.get(code) != new.get(code) and code not in (*before["unsure"], *after["unsure"])
    ]
    return [
        Line(
            what=words.LISTED(what=what, country=countries.name(code)),
            before=_standing(after["indicator"], old, code),
            after=_standing(after["indicator"], new, code),
            why=why,
        )
        for code in sorted(moved, key=countries.name)
    ]


def _standing(indicator: str, on: Mapping[str, str], code: str) -> str:
    if code not in on:
        return words.OFF_LIST()
    named = catalog.indicators()[indicator].categories.get(on[code], "")
    return words.ON_LIST_AS(category=named) if named else words.ON_LIST()


def _source(name: str) -> State:
    source, version = catalog.sources()[name], store.current().versions.get(name)
    late = (
        source.next_update
        if source.overdue(today.current()) and (version or not source.optional)
        else None
    )
    return {
        "late": late.isoformat() if late else "",
        "version": version.version if version else "",
        "as_of": version.as_of.isoformat() if version else "",
    }


def _of_source(name: str, before: State, after: State) -> list[Line]:
    if not after["late"] or after["late"] == before["late"]:
        return []
    return [
        Line(
            what=catalog.sources()[name].title,
            before=words.OVERDUE(day=before["late"]) if before["late"] else words.IN_TIME(),
            after=words.OVERDUE(day=after["late"]),
            why=(
                words.WHY_OVERDUE(day=after["late"], version=after["version"], as_of=after["as_of"])
                if after["version"]
                else words.WHY_OVERDUE_EMPTY(day=after["late"])
            ),
        )
    ]
