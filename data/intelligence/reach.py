"""Whom shared intelligence concerns and why, as `rules.toml` says; and the groups that share.

A sharing group stands in the file THREATS_SHARING names:

    [group.finance-asean]
    name = "Banks of ASEAN"
    members = ["IDN", "SGP", "THA"]
    sectors = ["financial-services"]
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

import settings
from data.geography import countries
from data.intelligence.objects import MARKS, Item
from data.watch.setting import WatchError
from data.watch.shared_schema import LINKS, OBJECTS
from languages import Sentence
from languages.english import intelligence as says

HERE = Path(__file__).parent
HOLDS = ("holds", "sighting-of")  # the links that say something about their target
PART = "part"  # the link to what an object cannot be read without
GROUP = "group:"  # before a group's id, where else a country's code stands
MANY = 400  # ids in one question
MOST = 5_000  # objects that one change is followed to

Link = tuple[str, str, str]  # source, kind, target
Reasons = dict[str, list[str]]  # by audience


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the table."""

    name: str
    says: str
    along: str = ""
    of: tuple[str, ...] = ()
    label: str = ""
    sector: bool = False


@dataclass(frozen=True, slots=True)
class Rules:
    """The table, the links it is carried along, and how far."""

    carries: frozenset[str]
    steps: int
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """A group of countries that share; `sectors` are those it watches, as STIX names them."""

    id: str
    name: str
    members: tuple[str, ...]
    sectors: tuple[str, ...] = ()


@dataclass(slots=True)
class Node:
    """What is known of an object on the way: its type and what it says itself."""

    type: str = ""
    country: str = ""
    labels: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    links: list[tuple[str, str]] = field(default_factory=list)  # kind, target


@cache
def rules() -> Rules:
    """The rules in force."""
    raw = tomllib.loads((HERE / "rules.toml").read_text(encoding="utf-8"))
    lines = [Rule(**{**line, "of": tuple(line.get("of", ()))}) for line in raw["rule"]]
    return Rules(frozenset(raw["carries"]), raw["steps"], tuple(lines))


def groups() -> Mapping[str, Group]:
    """The sharing groups, by id; WatchError where their file makes no sense."""
    named = settings.current().sharing
    if named is None:
        return MappingProxyType({})
    try:
        return _groups(named, named.stat().st_mtime_ns)
    except OSError as fault:
        raise WatchError(f"THREATS_SHARING: {named}: {fault.strerror}") from fault


@lru_cache(maxsize=2)
def _groups(named: Path, _as: int) -> Mapping[str, Group]:
    try:
        raw = tomllib.loads(named.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise WatchError(f"THREATS_SHARING: {named}: {fault}") from fault
    found = {}
    for name, said in raw.get("group", {}).items():
        members = tuple(said.get("members", ()))
        unknown = [each for each in members if each not in countries.codes()]
        if not re.fullmatch(r"[a-z0-9-]{1,40}", name) or unknown or not members:
            raise WatchError(says.BAD_GROUP(file=named, name=repr(name)))
        found[name] = Group(name, said.get("name", name), members, tuple(said.get("sectors", ())))
    return MappingProxyType(found)


def audiences(bureau: str) -> tuple[str, ...]:
    """What a bureau is among: its country and the groups it is a member of."""
    among = [GROUP + each.id for each in groups().values() if bureau in each.members]
    return (bureau, *among)


def links(raw: Mapping[str, Any]) -> list[Link]:
    """Who points at whom in one object."""
    kind, own = raw["type"], str(raw["id"])

    def several(name: str) -> list[str]:
        found = raw.get(name)
        return [each for each in found if isinstance(each, str)] if isinstance(found, list) else []

    found = [
        (own, PART, each)
        for each in (*several("object_marking_refs"), raw.get("created_by_ref"))
        if isinstance(each, str) and each not in MARKS
    ]
    if kind == "relationship":
        ends = str(raw.get("source_ref")), str(raw.get("target_ref"))
        return [*found, (own, PART, ends[0]), (ends[0], str(raw.get("relationship_type")), ends[1])]
    if kind == "sighting":
        of = [*found, (own, "sighting-of", str(raw["sighting_of_ref"]))]
        places = several("where_sighted_refs")
        of += [(own, "holds", each) for each in several("observed_data_refs")]
        return [*of, *((own, "seen-at", each) for each in places)]
    if kind in ("report", "grouping", "observed-data", "note", "opinion"):
        return [*found, *((own, "holds", each) for each in several("object_refs"))]
    return found


def parts(connection: Connection, of: Iterable[str]) -> dict[str, set[str]]:
    """What objects name, and cannot be read without: by the id of each that is named."""
    found: dict[str, set[str]] = {}
    for some in _parts(of):
        rows = connection.execute(
            sa.select(LINKS.c.said_by, LINKS.c.target).where(LINKS.c.said_by.in_(some))
        )
        for row in rows:
            found.setdefault(row.target, set()).add(row.said_by)
    return found


def reached(connection: Connection, items: Sequence[Item]) -> dict[str, Reasons]:
    """Every object that these change the reach of, each with its audiences and all their reasons,
    by id. The items and their links are kept already.
    """
    touched = {each.stix_id for each in items}
    for each in items:
        said = links(each.said)
        touched |= {source for source, kind, _ in said if kind != PART}
        touched |= {target for _, kind, target in said if kind in HOLDS}
    wanted = _back(connection, touched)
    nodes = _nodes(connection, wanted)
    return {each: _reasons(each, nodes) for each in wanted if nodes[each].type}


def _back(connection: Connection, begun: set[str]) -> set[str]:
    """These, those that lead to them along what carries, and what those that hold them hold."""
    found, edge = set(begun), set(begun)
    carried = rules().carries
    for _ in range(rules().steps):
        before: set[str] = set()
        for some in _parts(edge):
            rows = connection.execute(
                sa.select(LINKS.c.source, LINKS.c.said_by).where(
                    LINKS.c.target.in_(some), LINKS.c.kind.in_(carried)
                )
            )
            before |= {end for row in rows for end in row}
        for some in _parts(edge):
            rows = connection.execute(
                sa.select(LINKS.c.target).where(LINKS.c.source.in_(some), LINKS.c.kind == "holds")
            )
            before |= {row.target for row in rows}
        edge = before - found
        found |= edge
        if not edge or len(found) > MOST:
            break
    return found


def _parts(ids: Iterable[str]) -> Iterable[list[str]]:
    every = sorted(ids)
    return (every[i : i + MANY] for i in range(0, len(every), MANY))


def _nodes(connection: Connection, wanted: set[str]) -> dict[str, Node]:
    """What is known of these and of all they lead to, within the steps of the rules."""
    nodes: dict[str, Node] = {}
    edge = set(wanted)
    for _ in range(rules().steps + 3):  # to a victim, and to where that is
        if not edge:
            break
        for each in edge:
            nodes[each] = Node()
        ahead: set[str] = set()
        for some in _parts(edge):
            newest = (
                sa.select(OBJECTS.c.stix_id, sa.func.max(OBJECTS.c.version).label("version"))
                .where(OBJECTS.c.stix_id.in_(some))
                .group_by(OBJECTS.c.stix_id)
                .subquery()
            )
            held = connection.execute(
                sa.select(
                    OBJECTS.c.stix_id, OBJECTS.c.type, OBJECTS.c.document, OBJECTS.c.revoked
                ).join(
                    newest,
                    sa.and_(
                        OBJECTS.c.stix_id == newest.c.stix_id,
                        OBJECTS.c.version == newest.c.version,
                    ),
                )
            )
            for row in held:
                _learn(nodes[row.stix_id], row.type, json.loads(row.document))
            for said in connection.execute(sa.select(LINKS).where(LINKS.c.source.in_(some))):
                nodes[said.source].links.append((said.kind, said.target))
                ahead.add(said.target)
            holders = connection.execute(
                sa.select(LINKS.c.source, LINKS.c.target).where(
                    LINKS.c.target.in_(some), LINKS.c.kind.in_(HOLDS)
                )
            )
            for said in holders:
                nodes[said.target].links.append(("held-by", said.source))
                ahead.add(said.source)
        edge = ahead - set(nodes)
    for each in [end for node in nodes.values() for _, end in node.links]:
        nodes.setdefault(each, Node())
    return nodes


def _learn(node: Node, kind: str, raw: Mapping[str, Any]) -> None:
    def texts(name: str) -> tuple[str, ...]:
        found = raw.get(name)
        return (
            tuple(each for each in found if isinstance(each, str))
            if isinstance(found, list)
            else ()
        )

    node.type, node.labels, node.sectors = kind, texts("labels"), texts("sectors")
    if kind == "location" and isinstance(raw.get("country"), str):
        known = countries.find(raw["country"].upper()) if len(raw["country"]) in (2, 3) else None
        node.country = known.iso3 if known and known.iso3 else ""
    if kind == "relationship":
        node.links.append(("says", str(raw.get("source_ref"))))


def _reasons(begun: str, nodes: Mapping[str, Node]) -> Reasons:
    """The audiences of one object, each with its reasons in the order of the rules."""
    found: dict[str, set[str]] = {}
    carried = rules().carries | {"says"}
    edge, seen = {begun}, {begun}
    for _ in range(rules().steps + 1):
        for each in edge:
            for rule in rules().rules:
                for audience, why in _by(rule, each, nodes):
                    found.setdefault(audience, set()).add(why)
        edge = {
            target
            for each in edge
            for kind, target in nodes[each].links
            if (kind in carried or kind == "held-by") and target in nodes
        } - seen
        seen |= edge
    order = {rule.name: place for place, rule in enumerate(rules().rules)}
    return {
        audience: sorted(why, key=lambda each: (order[each.partition(":")[0]], each))
        for audience, why in sorted(found.items())
    }


def _by(rule: Rule, each: str, nodes: Mapping[str, Node]) -> Iterable[tuple[str, str]]:
    node = nodes[each]
    if rule.label:
        for said in node.labels:
            if said.startswith(rule.label):
                yield from _labelled(rule, said.removeprefix(rule.label))
    if rule.along and (not rule.of or node.type in rule.of):
        for kind, target in node.links:
            if kind == rule.along:
                yield from ((code, f"{rule.name}:{code}") for code in _places(target, nodes))
    if rule.sector:
        aimed = [t for kind, t in node.links if kind == "targets"]
        sectors = {s for t in aimed if t in nodes for s in nodes[t].sectors}
        for group in groups().values():
            if sectors & set(group.sectors):
                yield from _members(rule, group)


def _labelled(rule: Rule, said: str) -> Iterable[tuple[str, str]]:
    if rule.label == GROUP:
        if said in groups():
            yield from _members(rule, groups()[said])
    elif said.upper() in countries.codes():
        yield said.upper(), f"{rule.name}:{said.upper()}"


def _members(rule: Rule, group: Group) -> Iterable[tuple[str, str]]:
    yield GROUP + group.id, f"{rule.name}:{group.id}"
    yield from ((code, f"{rule.name}:{group.id}") for code in group.members)


def _places(target: str, nodes: Mapping[str, Node]) -> list[str]:
    """The country of a place, or of where an organisation is."""
    node = nodes.get(target, Node())
    if node.country:
        return [node.country]
    if node.type != "identity":
        return []
    homes = [nodes.get(t, Node()).country for kind, t in node.links if kind == "located-at"]
    return [each for each in homes if each]


def reason(kept: str) -> str:
    """A reason as a country reads it."""
    name, _, place = kept.partition(":")
    rule = next((each for each in rules().rules if each.name == name), None)
    if rule is None:
        return kept
    said = countries.name(place) if place in countries.codes() else place
    if place in groups():
        said = groups()[place].name
    return Sentence(rule.says)(place=said)
