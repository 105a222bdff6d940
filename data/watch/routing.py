"""Which countries a proposal concerns, why, and their days to answer, as rules.toml says."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from data.geography import countries, neighbours
from data.watch.model import COLOURS, RELATIONS, Proposal
from languages import Sentence

HERE = Path(__file__).parent
REACHES = ("itself", *neighbours.WAYS)


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the table."""

    name: str
    begins: str
    reach: str
    says: str
    colours: tuple[str, ...] = tuple(COLOURS)


@dataclass(frozen=True, slots=True)
class Rules:
    """The table, and within how many days each colour asks for an answer."""

    rules: tuple[Rule, ...]
    days: Mapping[str, int]

    def routes(self, proposal: Proposal) -> dict[str, tuple[str, ...]]:
        """The countries a proposal concerns, as `reached` says."""
        return self.reached(proposal.colour, proposal.requesting, proposal.concerned)

    def reached(
        self, colour: str, requesting: str, concerned: Mapping[str, Sequence[str]]
    ) -> dict[str, tuple[str, ...]]:
        """The countries concerned, each with every reason, in the order of the table; the
        `requesting` one is never told.

        A reason is kept as its rule's name, and the country the rule began with where that is said:
        `nationality`, `land_neighbour:IDN`; `reason` says it.
        """
        found: dict[str, list[str]] = {}
        for rule in self.rules:
            if colour not in rule.colours:
                continue
            for place in concerned.get(rule.begins, ()):
                reached = (
                    (place,) if rule.reach == "itself" else neighbours.by(rule.reach).get(place, ())
                )
                for code in reached:
                    why = f"{rule.name}:{place}" if "{place}" in rule.says else rule.name
                    if why not in found.setdefault(code, []):
                        found[code].append(why)
        found.pop(requesting, None)
        return {code: tuple(found[code]) for code in sorted(found)}

    def due_days(self, colour: str) -> int:
        """Days a country has to answer before it is overdue."""
        return self.days.get(colour, self.days["others"])


def read(raw: Mapping[str, Any]) -> Rules:
    """The table from TOML; ValueError names the line that makes no sense."""
    days = dict(raw["answer_within_days"])
    if (
        "others" not in days
        or any(not isinstance(each, int) or each < 1 for each in days.values())
        or set(days) - {*COLOURS, "others"}
    ):
        raise ValueError(
            f"answer_within_days: whole days of one or more per colour and for others, not {days}"
        )
    rules = []
    for line in raw["rule"]:
        rule = Rule(
            line["name"],
            line["from"],
            line["reach"],
            line["says"],
            tuple(line.get("colours", COLOURS)),
        )
        if (
            rule.begins not in RELATIONS
            or rule.reach not in REACHES
            or set(rule.colours) - set(COLOURS)
            or set(line) - {"name", "from", "reach", "says", "colours"}
        ):
            raise ValueError(
                f"rule {rule.name!r}: from is one of {', '.join(RELATIONS)}, reach one of"
                f" {', '.join(REACHES)}, colours of {', '.join(COLOURS)}"
            )
        rules.append(rule)
    return Rules(tuple(rules), MappingProxyType(days))


@cache
def current() -> Rules:
    """The rules in force."""
    with (HERE / "rules.toml").open("rb") as file:
        return read(tomllib.load(file))


def reason(kept: str) -> str:
    """A reason as the country reads it; one that is kept in words of its own, as older stores do,
    stays as it is.
    """
    name, _, place = kept.partition(":")
    rule = next((each for each in current().rules if each.name == name), None)
    if rule is None or (place and place not in countries.codes()):
        return kept
    return Sentence(rule.says)(place=countries.name(place) if place else "")
