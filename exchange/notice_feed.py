"""Notices as a collection of TAXII: of each that concerns a country, and of each of its own, what
`exchange.stix` writes; and with each step of the whole a new version of its report.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from data.intelligence import objects, sight
from data.intelligence.sight import Kept
from data.watch import lifecycle
from data.watch.sight import News
from exchange import stix
from security.tlp import Tlp

BEGUN = "proposed"
WHOLE = (BEGUN, *lifecycle.STAGES)
PARTS = 10_000  # more than a notice has: the number of an object is its event's, and its place
AT_ONCE = 200
ORDER = ("location", "report", "relationship")  # what is named stands before what names it


def page(
    seen: sight.Sight,
    country: str,
    ceiling: Tlp,
    *,
    after: int = 0,
    added_after_us: int | None = None,
    limit: int = sight.PAGE,
    ids: Collection[str] = (),
    types: Collection[str] = (),
    versions: Sequence[str] = ("last",),
) -> tuple[list[Kept], bool]:
    """A page of the notices of a country, as `Sight.collection` is one of what was shared: up to a
    mark, through the gate of the watch.
    """
    watch = seen.watch.visible(replace(seen.reader, shown=min(ceiling, seen.reader.shown)))
    last = max(after // PARTS - 1, 0)
    if added_after_us is not None:
        last = max(last, watch.before(added_after_us // 1000))
    found: list[Kept] = []
    while len(found) <= limit:
        news = watch.news(last, AT_ONCE, country, WHOLE)
        newest = watch.newest({each.event.proposal for each in news}, WHOLE)
        found += [
            each
            for told in news
            for each in _wanted(told, newest[told.event.proposal], versions)
            if each.id > after
            and each.added_us > (added_after_us or 0)
            and (not ids or each.stix_id in ids)
            and (not types or each.type in types)
        ]
        if len(news) < AT_ONCE:
            break
        last = news[-1].event.id
    return found[:limit], len(found) > limit


def _wanted(told: News, newest: int, versions: Sequence[str]) -> Iterator[Kept]:
    """The parts of a notice with their places, those of the versions that are asked for."""
    event = told.event
    for place, raw in enumerate(_said(told)):
        at = objects.instant(raw["modified"])
        alone = raw["type"] != "report"  # there is one version of it
        fits = {
            "all": True,
            "first": alone or event.step == BEGUN,
            "last": alone or event.id == newest,
            at: True,
        }
        if any(fits.get(each) for each in versions):
            yield Kept(
                event.id * PARTS + place + 1,
                raw["id"],
                raw["type"],
                at,
                json.dumps(raw, ensure_ascii=False),
                told.proposal.tlp,
                # no two events of one millisecond have one moment
                event.at_ms * 1000 + event.id % 1000,
                told.proposal.requesting,
            )


def _said(told: News) -> list[dict[str, Any]]:
    """A notice's objects as it was proposed; later its report, as it stands since a step."""
    said: list[dict[str, Any]] = stix.bundle([told.proposal])["objects"]
    step = told.event.step
    if step == BEGUN:
        return sorted(said, key=lambda each: ORDER.index(each["type"]))
    (report,) = [each for each in said if each["type"] == "report"]
    modified = datetime.fromtimestamp(told.event.at_ms / 1000, UTC)
    more = {
        "modified": f"{modified:%Y-%m-%dT%H:%M:%S}.{told.event.at_ms % 1000:03}Z",
        "labels": [*report["labels"], f'notice:stage="{step}"'],
    }
    return [report | more | ({"revoked": True} if step in lifecycle.ENDED else {})]
