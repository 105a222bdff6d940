"""Figures as SDMX 3.0: what a statistics office's client reads.

Structures and SDMX-CSV are written by `pysdmx`, which is loaded when the first of them is asked
for; it writes no data in SDMX-JSON, so that is written here.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import pandas as pd

from data import query
from data.catalog import Indicator
from data.geography import countries
from data.query import Question
from languages.english import exchange as words

if TYPE_CHECKING:
    from pysdmx.model import Codelist, ConceptScheme, DataStructureDefinition
    from pysdmx.model.dataflow import Component, Dataflow

AGENCY, VERSION = "THREATS", "1.0.0"
WHOLE = "_T"  # all areas, all categories
CSV = "application/vnd.sdmx.data+csv"
DATA = "application/vnd.sdmx.data+json"
STRUCTURE = "application/vnd.sdmx.structure+json"
OF = ";version=2.0.0"  # of SDMX-CSV and SDMX-JSON, which are those of SDMX 3.0
NORMAL, BREAK, PARTIAL, PROVISIONAL, MASKED = "ABDPQ"  # as SDMX's own CL_OBS_STATUS spells them
FREQUENCIES: Mapping[str, str] = MappingProxyType({"A": "Annual", "M": "Monthly"})
AREA, OTHER, CATEGORY, TIME = "REF_AREA", "COUNTERPART_AREA", "CATEGORY", "TIME_PERIOD"
VALUE, STATUS, LOW, HIGH = "OBS_VALUE", "OBS_STATUS", "LOWER_BOUND", "UPPER_BOUND"
COMMENT, UNIT = "COMMENT_OBS", "UNIT_MEASURE"
ATTRIBUTES = (STATUS, LOW, HIGH, COMMENT, UNIT)


def identity(about: Indicator) -> str:
    """What an indicator is called where a name has no dot."""
    return about.id.upper().replace(".", "_")


def dimensions(about: Indicator) -> tuple[str, ...]:
    """What tells its figures apart."""
    return (
        "FREQ",
        AREA,
        *([OTHER] if about.partner_role else []),
        *([CATEGORY] if about.categories else []),
        TIME,
    )


def _areas() -> dict[str, str]:
    codes = sorted(countries.codes())
    return {WHOLE: words.ALL_AREAS(), **{code: countries.name(code) for code in codes}}


def codelists(about: Indicator) -> dict[str, dict[str, str]]:
    """The codes of each list, by the name of the list."""
    found = {"CL_FREQ": dict(FREQUENCIES), "CL_AREA": _areas(), "CL_OBS_STATUS": dict(words.STATUS)}
    if about.categories:
        everything = {WHOLE: words.ALL_CATEGORIES()}
        found[f"CL_{identity(about)}"] = {**everything, **about.categories}
    return found


def _coded(about: Indicator) -> dict[str, str]:
    """The list of each component that has one."""
    lists = {"FREQ": "CL_FREQ", AREA: "CL_AREA", OTHER: "CL_AREA", STATUS: "CL_OBS_STATUS"}
    return {**lists, CATEGORY: f"CL_{identity(about)}"}


def structures(about: Indicator) -> bytes:
    """Codelists, concepts, data structure and dataflow of an indicator as SDMX-JSON."""
    from pysdmx.io import write_sdmx
    from pysdmx.io.format import Format

    lists = _codelists(about)
    scheme = _concepts()
    definition = _definition(about, lists)
    flow = _flow(about, definition)
    parts = [*lists.values(), scheme, definition, flow]
    written = write_sdmx(parts, Format.STRUCTURE_SDMX_JSON_2_0_0)
    return str(written).encode()


def _codelists(about: Indicator) -> dict[str, Codelist]:
    from pysdmx.model import Code, Codelist

    return {
        name: Codelist(
            id=name,
            name=words.LISTS.get(name, about.category_label),
            agency=AGENCY,
            version=VERSION,
            items=[Code(id=code, name=said) for code, said in codes.items()],
        )
        for name, codes in codelists(about).items()
    }


def _concepts() -> ConceptScheme:
    from pysdmx.model import Concept, ConceptScheme

    return ConceptScheme(
        id="CS_FIGURES",
        name=words.CONCEPT_SCHEME(),
        agency=AGENCY,
        version=VERSION,
        items=[Concept(id=name, name=said) for name, said in words.CONCEPTS.items()],
    )


def _definition(about: Indicator, lists: Mapping[str, Codelist]) -> DataStructureDefinition:
    from pysdmx.model import Components, DataStructureDefinition

    return DataStructureDefinition(
        id=f"DSD_{identity(about)}",
        name=about.title,
        description=about.definition or None,
        agency=AGENCY,
        version=VERSION,
        components=Components(_components(about, lists)),
    )


def _components(about: Indicator, lists: Mapping[str, Codelist]) -> list[Component]:
    from pysdmx.model import Component, DataType, ItemReference, Role

    types = {TIME: DataType.STD_TIME_PERIOD, VALUE: DataType.DOUBLE}
    types |= {LOW: DataType.DOUBLE, HIGH: DataType.DOUBLE}
    coded = _coded(about)

    def made(name: str, role: Role, required: bool, level: str | None = None) -> Component:
        codes = lists.get(coded.get(name, ""))
        reference = f"urn:sdmx:org.sdmx.infomodel.codelist.Codelist={AGENCY}:{coded.get(name)}"
        return Component(
            id=name,
            required=required,
            role=role,
            concept=ItemReference("Concept", AGENCY, "CS_FIGURES", VERSION, name),
            local_dtype=types.get(name, DataType.STRING),
            local_codes=codes,
            local_enum_ref=f"{reference}({VERSION})" if codes else None,
            attachment_level=level,
        )

    return [
        *(made(name, Role.DIMENSION, True) for name in dimensions(about)),
        made(VALUE, Role.MEASURE, False),
        *(made(name, Role.ATTRIBUTE, name in (STATUS, UNIT), "O") for name in ATTRIBUTES),
    ]


def _flow(about: Indicator, definition: DataStructureDefinition) -> Dataflow:
    from pysdmx.model.dataflow import Dataflow

    return Dataflow(
        id=f"DF_{identity(about)}",
        name=about.title,
        agency=AGENCY,
        version=VERSION,
        structure=definition,
    )


def csv(asked: Question) -> bytes:
    """The figures by country and period as SDMX-CSV 2.0."""
    from pysdmx.io import write_sdmx
    from pysdmx.io.format import Format
    from pysdmx.io.pd import PandasDataset
    from pysdmx.model import Components
    from pysdmx.model.dataflow import Schema

    about = asked.about
    schema = Schema(
        context="dataflow",
        agency=AGENCY,
        id=f"DF_{identity(about)}",
        version=VERSION,
        components=Components(_components(about, _codelists(about))),
    )
    table = observations(asked).astype(object)
    table = table.where(table.notna(), None)
    written = write_sdmx(PandasDataset(structure=schema, data=table), Format.DATA_SDMX_CSV_2_0_0)
    return str(written).encode()


def data(asked: Question) -> bytes:
    """The same as SDMX-JSON 2.0."""
    about, table = asked.about, observations(asked)
    lists, coded, names = codelists(about), _coded(about), words.CONCEPTS
    keys = dimensions(about)
    codes = {name: list(dict.fromkeys(table[name])) for name in (*keys, STATUS)}
    places = {name: {code: at for at, code in enumerate(codes[name])} for name in codes}

    def told(name: str) -> dict[str, Any]:
        known = lists.get(coded.get(name, ""), {})
        values = [{"id": each, "name": known.get(each, each)} for each in codes[name]]
        return {"id": name, "name": names[name], "values": values}

    observed = {}
    for row in table.to_dict(orient="records"):
        key = ":".join(str(places[name][row[name]]) for name in keys)
        rest = [_plain(row[name]) for name in (VALUE, LOW, HIGH, COMMENT)]
        observed[key] = [rest[0], places[STATUS][row[STATUS]], *rest[1:]]
    flow = f"urn:sdmx:org.sdmx.infomodel.datastructure.Dataflow={AGENCY}:DF_{identity(about)}"
    placed = [{**told(name), "keyPosition": place} for place, name in enumerate(keys)]
    links = [{"rel": "dataflow", "urn": f"{flow}({VERSION})"}]
    whole: dict[str, Any] = {"relationship": {"dataflow": {}}}
    each_one: dict[str, Any] = {"relationship": {"observation": {}}}
    unit = {"id": UNIT, "name": names[UNIT], "values": [{"value": about.unit}]}
    structure = {
        "links": links,
        "dataSets": [0],
        "dimensions": {"observation": placed},
        "measures": {"observation": [{"id": VALUE, "name": names[VALUE]}]},
        "attributes": {
            "dataSet": [unit | whole],
            "observation": [
                told(STATUS) | each_one,
                *({"id": each, "name": names[each]} | each_one for each in (LOW, HIGH, COMMENT)),
            ],
        },
    }
    sets = {
        "structure": 0,
        "action": "Information",
        "links": links,
        "attributes": [0],
        "observations": observed,
    }
    document = {
        "meta": {
            "schema": "https://json.sdmx.org/2.0.0/sdmx-json-data-schema.json",
            "id": identity(about),
            "test": False,
            "prepared": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}",
            "sender": {"id": AGENCY},
        },
        "data": {"structures": [structure], "dataSets": [sets]},
    }
    return json.dumps(document, ensure_ascii=False).encode()


def _plain(value: Any) -> Any:
    return None if value == "" else value if isinstance(value, str) else query.plain(value)


def observations(asked: Question) -> pd.DataFrame:
    """A row for each area and period, of the world too where none is asked for: the dimensions,
    OBS_VALUE and the attributes.
    """
    rows = [row for part in _parts(asked) for row in _rows(asked.about, *part)]
    return pd.DataFrame(rows, columns=[*dimensions(asked.about), VALUE, *ATTRIBUTES])


def _parts(asked: Question) -> Iterator[tuple[Question, str]]:
    """The question of each category that is asked for, by itself; of all where none is."""
    for each in asked.in_force:
        yield replace(asked, categories=(each,)), each
    if not asked.in_force:
        yield asked, WHOLE


def _rows(about: Indicator, asked: Question, category: str) -> Iterator[dict[str, Any]]:
    grain = "month" if about.grain == "month" else "year"
    tables = [query.by_period_and_country(asked, grain)]
    if not asked.countries:
        tables.append(query.by_period(asked, grain).assign(country=WHOLE))
    for table in tables:
        for row in table.to_dict(orient="records"):
            if not row["country"]:
                continue  # no area: a number beside those that have one
            status, comment = _status(about, row)
            yield {
                "FREQ": "M" if len(row["period"]) == 7 else "A",
                AREA: row["country"],
                OTHER: asked.partner or WHOLE,
                CATEGORY: category,
                TIME: row["period"],
                VALUE: row["value"],
                STATUS: status,
                LOW: row["low"],
                HIGH: row["high"],
                COMMENT: comment,
                UNIT: about.unit,
            }


@dataclass(frozen=True, slots=True)
class Flag:
    """A status of an observation, when it holds, and why in words."""

    status: str
    holds: Callable[[Indicator, Mapping[str, Any]], object]
    why: Callable[[Indicator, Mapping[str, Any]], str]


def _year(row: Mapping[str, Any]) -> int:
    return int(str(row["period"])[:4])


# the first that holds is the status; the comment says all that do
FLAGS: Sequence[Flag] = (
    Flag(
        MASKED,
        lambda _, row: row["masked"] and pd.isna(row["value"]),
        lambda _, row: words.MASKED_CELL(),
    ),
    Flag(
        PARTIAL,
        lambda _, row: row["masked"] and not pd.isna(row["value"]),
        lambda _, row: words.MASKED_PARTS(int(row["masked"])),
    ),
    Flag(
        PARTIAL,
        lambda about, row: _year(row) in about.partial_years,
        lambda about, row: about.partial_years[_year(row)],
    ),
    Flag(
        PROVISIONAL,
        lambda about, row: about.complete_to and _year(row) > about.complete_to,
        lambda about, row: about.partial_note,
    ),
    Flag(BREAK, lambda about, row: _year(row) in about.breaks, lambda about, row: words.BROKEN()),
)


def _status(about: Indicator, row: Mapping[str, Any]) -> tuple[str, str]:
    said = [each for each in FLAGS if each.holds(about, row)]
    comment = " ".join(each.why(about, row) for each in said)
    return (said[0].status if said else NORMAL), comment
