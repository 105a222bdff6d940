"""Feeds for the systems that exist: indicators as a table for a firewall, and indicators and
notices as a feed of MISP: a manifest, and one file an event (misp-project.org, "Feeds").
"""

from __future__ import annotations

import csv
import io
import re
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from data.analysis import exports
from data.geography import countries
from data.intelligence import sight
from data.intelligence.sight import Day, Kept, Sight
from data.records import spreadsheet
from data.watch import model
from data.watch.ledger import Watch
from data.watch.model import Fault, Proposal, RefusedError
from exchange import incoming, misp, stix
from exchange.apart import apart
from exchange.operations import Parameter
from exchange.problems import NO_STORE, ProblemError
from languages.english import colours
from languages.english import intelligence as says
from security import audit
from security.tlp import Tlp
from security.viewer import HEADQUARTERS, Viewer

SPACE = uuid.UUID("f3e4c6a2-1a7b-5a53-9b0f-6f0d0c7f6d10")  # of the ids of events: always the same
PAGE = 1_000  # objects asked for at once
MOST_NOTICES = 2_000
KINDS = {  # what a pattern names, by its path; and the type and category of MISP
    "ipv4-addr:value": ("ipv4", "ip-dst", "Network activity"),
    "ipv6-addr:value": ("ipv6", "ip-dst", "Network activity"),
    "domain-name:value": ("domain", "domain", "Network activity"),
    "url:value": ("url", "url", "Network activity"),
    "file:hashes.MD5": ("md5", "md5", "Payload delivery"),
    "file:hashes.'SHA-1'": ("sha1", "sha1", "Payload delivery"),
    "file:hashes.'SHA-256'": ("sha256", "sha256", "Payload delivery"),
}
PATTERN = ("pattern", "stix2-pattern", "Artifacts dropped")  # of what is no single value
COLUMNS = ("kind", "value", "name", "valid_from", "valid_until", "tlp", "shared_by", "id", "number")
KIND = Parameter(
    "kind",
    "Only such values",
    {"type": "string", "enum": [*(kind for kind, _, _ in KINDS.values()), PATTERN[0]]},
)
AT_MOST = Parameter(
    "limit",
    "At most so many lines",
    {"type": "integer", "minimum": 1, "maximum": 100_000, "default": 10_000},
)
AFTER = Parameter(
    "after",
    "Those that came after the line that said this `number`",
    {"type": "integer", "minimum": 1, "maximum": 2**62},
)
EVENT = Parameter("event", "The UUID of an event", {"type": "string"}, where="path")
COLOURS = {  # of the marks, as MISP's taxonomy of them draws them
    Tlp.CLEAR: "#ffffff",
    Tlp.GREEN: "#339900",
    Tlp.AMBER: "#ffc000",
    Tlp.AMBER_STRICT: "#ffc000",
    Tlp.RED: "#cc0033",
}


async def _asked(request: Request) -> tuple[str, str]:
    bureau = await incoming.bureau(request)
    country = incoming.country(request, bureau)
    if country == HEADQUARTERS:
        raise ProblemError(422, Fault(incoming.COUNTRY.name, says.WHOSE()))
    return bureau, country


def kind_of(raw: dict[str, Any]) -> tuple[str, str, str]:
    """What an indicator names: its kind here, its type and its category in MISP."""
    path = re.match(r"\[\s*([^=\s]+)\s*=", str(raw.get("pattern", "")))
    alone = path is not None and sight.named(raw)
    return KINDS.get(path[1], PATTERN) if path is not None and alone else PATTERN


def value_of(raw: dict[str, Any]) -> str:
    """The value of an indicator, else its whole pattern."""
    return str(raw["pattern"]) if kind_of(raw) == PATTERN else sight.named(raw)


async def table(request: Request) -> Response:
    """Indicators as CSV: what was taken back is not among them."""
    bureau, country = await _asked(request)
    kind = incoming.choice(request, KIND)
    limit = incoming.whole(request, AT_MOST) or 0
    after = incoming.whole(request, AFTER) or 0

    def made() -> str:
        seen = Sight(incoming.store(), Viewer(bureau, bureau))
        out = io.StringIO()
        writes = csv.writer(out, lineterminator="\n")
        writes.writerow(COLUMNS)
        many = 0
        for each in _those(seen, country, ("indicator",), after):
            said = each.said
            if said.get("revoked") is True or kind not in ("", kind_of(said)[0]):
                continue
            writes.writerow(
                [
                    kind_of(said)[0],
                    value_of(said),
                    spreadsheet.plain(said.get("name", "")),
                    said.get("valid_from", ""),
                    said.get("valid_until", ""),
                    each.tlp.value,
                    each.owner,
                    each.stix_id,
                    each.id,
                ]
            )
            many += 1
            if many >= limit:
                break
        audit.note(audit.Action.EXPORT, "api.indicators")
        return out.getvalue()

    return Response(await apart(made), media_type=exports.CSV, headers=NO_STORE)


def _those(seen: Sight, country: str, types: tuple[str, ...], after: int = 0) -> Iterator[Kept]:
    more = True
    while more:
        found, more = seen.collection(country, Tlp.RED, after=after, limit=PAGE, types=types)
        yield from found
        after = found[-1].id if found else after


async def manifest(request: Request) -> Response:
    """Every event of the feed, by its UUID."""
    bureau, country = await _asked(request)

    def made() -> dict[str, Any]:
        watch = incoming.store()
        found = {}
        seen = Sight(watch, _who(bureau))
        for head in (
            *(_of_day(country, each) for each in seen.days(country)),
            *map(_of_report, _reports(seen, country)),
            *(_of_notice(*each) for each in _notices(watch, bureau, country)),
        ):
            kept = ("info", "date", "timestamp", "analysis", "threat_level_id", "Orgc", "Tag")
            found[head["uuid"]] = {name: head[name] for name in kept}
        audit.note(audit.Action.EXPORT, "api.misp")
        return found

    return JSONResponse(await apart(made), headers=NO_STORE)


async def event(request: Request) -> Response:
    """One event whole; 404 where the feed has none of this UUID."""
    bureau, country = await _asked(request)
    which = request.path_params[EVENT.name]

    def made() -> dict[str, Any]:
        watch = incoming.store()
        seen = Sight(watch, _who(bureau))
        audit.note(audit.Action.EXPORT, "api.misp")
        for day in seen.days(country):
            if (head := _of_day(country, day))["uuid"] == which:
                return head | {
                    "Attribute": [_attribute(each) for each in seen.of_day(country, day)]
                }
        for report in _reports(seen, country):
            if (head := _of_report(report))["uuid"] == which:
                return head | _parts(seen, country, report, head)
        for number, proposal, at_ms in _notices(watch, bureau, country):
            if (head := _of_notice(number, proposal, at_ms))["uuid"] == which:
                return head | {"Attribute": _of_proposal(head, proposal)}
        raise ProblemError(404, Fault("event", says.NOT_THERE()))

    return JSONResponse({"Event": await apart(made)}, headers=NO_STORE)


def _who(bureau: str) -> Viewer:
    return Viewer(bureau, bureau)


def _head(key: str, owner: str, mark: Tlp, info: str, at_us: int, day_us: int) -> dict[str, Any]:
    name = countries.name(owner) if owner != HEADQUARTERS else "INTERPOL General Secretariat"
    return {
        "uuid": str(uuid.uuid5(SPACE, key)),
        "info": info,
        "date": f"{datetime.fromtimestamp(day_us // 1_000_000, UTC):%Y-%m-%d}",
        "timestamp": str(at_us // 1_000_000),
        "publish_timestamp": str(at_us // 1_000_000),
        "published": True,
        "analysis": "2",
        "threat_level_id": "4",
        "distribution": "0",
        "Orgc": {"name": f"NCB {name}", "uuid": str(uuid.uuid5(SPACE, f"bureau {owner}"))},
        "Tag": [{"name": mark.value.lower(), "colour": COLOURS[mark]}],
    }


def _of_day(country: str, day: Day) -> dict[str, Any]:
    key = f"{country} {day.owner} {day.tlp} {day.day}"
    name = countries.name(day.owner) if day.owner != HEADQUARTERS else "INTERPOL"
    info = f"Indicators shared by {name}"
    return _head(key, day.owner, Tlp(day.tlp), info, day.last_us, day.day)


def _reports(seen: Sight, country: str) -> list[Kept]:
    """The reports and groupings that reached a country: each is an event of its own."""
    found = _those(seen, country, ("report", "grouping")) if misp.here() else iter(())
    return [each for each in found if each.said.get("revoked") is not True]


def _of_report(report: Kept) -> dict[str, Any]:
    at_us, said = report.added_us, report.said
    head = _head(report.stix_id, report.owner, report.tlp, sight.title(said), at_us, at_us)
    day = str(said.get("published") or said["created"])[:10]
    return head | {"uuid": report.stix_id.partition("--")[2], "date": day}


def _parts(seen: Sight, country: str, report: Kept, head: dict[str, Any]) -> dict[str, Any]:
    """What an event holds, by the converter: of its parts those that reached the country too."""
    said = report.said
    refs = [*said["object_refs"], *said.get("object_marking_refs", ())]
    refs += [said["created_by_ref"]] if "created_by_ref" in said else []
    found: list[dict[str, Any]] = []
    for some in (refs[place : place + PAGE] for place in range(0, len(refs), PAGE)):
        held, _ = seen.collection(country, Tlp.RED, ids=some, limit=PAGE)
        found += [each.said for each in held if each.said.get("revoked") is not True]
    try:
        made = misp.event(said, found)
    except RefusedError:  # it stumbles over some sightings
        made = misp.event(said, [each for each in found if each["type"] != "sighting"])
    tags = [each for each in made.get("Tag", ()) if not each["name"].startswith("tlp:")]
    kept = ("Attribute", "Object", "Galaxy", "EventReport", "EventNote", "EventOpinion")
    return {name: made[name] for name in kept if name in made} | {"Tag": [*head["Tag"], *tags]}


def _attribute(each: Kept) -> dict[str, Any]:
    said = each.said
    _, kind, category = kind_of(said)
    return {
        "uuid": each.stix_id.partition("--")[2],
        "type": kind,
        "category": category,
        "value": value_of(said),
        "comment": str(said.get("name", "")),
        "to_ids": True,
        "timestamp": str(each.added_us // 1_000_000),
        "distribution": "5",
        "Tag": [{"name": each.tlp.value.lower(), "colour": COLOURS[each.tlp]}],
    }


def _notices(watch: Watch, bureau: str, country: str) -> list[tuple[int, Proposal, int]]:
    """The notices that concern a country, newest first, and when each was proposed."""
    lines = watch.visible(_who(bureau)).queue(country, limit=MOST_NOTICES)
    return [(each.id, each.proposal, each.turn.arrived_ms) for each in lines]


def _of_notice(number: int, proposal: Proposal, at_ms: int) -> dict[str, Any]:
    key = f"notice {number} {proposal.requesting} {proposal.reference}"
    notice = colours.NOTICES_FIRST[proposal.colour]
    info = f"{notice} {proposal.reference}: {model.OFFENCES[proposal.offence]}"
    made = _head(key, proposal.requesting, proposal.tlp, info, at_ms * 1000, at_ms * 1000)
    said = stix.labels(proposal.document())
    made["Tag"] += [{"name": each, "colour": "#4a5761"} for each in said]
    return made


def _of_proposal(head: dict[str, Any], proposal: Proposal) -> list[dict[str, Any]]:
    """What a system that ignores labels must know of a notice, as texts."""
    said = {
        "colour": proposal.colour,
        "offence": proposal.offence,
        "requesting country": proposal.requesting,
        "reference": proposal.reference,
        "date": proposal.date.isoformat(),
    }
    return [
        {
            "uuid": str(uuid.uuid5(SPACE, f"{head['uuid']} {name}")),
            "type": "text",
            "category": "Other",
            "value": value,
            "comment": name,
            "to_ids": False,
            "timestamp": head["timestamp"],
            "distribution": "5",
        }
        for name, value in said.items()
    ]
