"""What one turn of a filter costs on the data side, by hand, at growing numbers of records.

python benchmarks/interaction.py [--records 100000 1000000 10000000] [--turns 100] [--others-most
10000000] [--rows-most 10000000] [--overlap] [--keep FOLDER]

Records are seeded, in the store's own format: events with a country, a category of nine, half of
them with a partner, by day over twenty years; one in ten touches two or three countries, and with
`--overlap` one in five is of two categories. One interaction is everything a page asks after a
filter changed: the total and its change, every country's figure now and before (map and ranking),
the timeline by category, and the facets by category and by partner; the first 100 rows are timed
apart. The answers kept from earlier questions are forgotten before each. Beside ours, the same
questions by DuckDB from a table of the records and by pandas from a frame of them (codes, as small
as they get); a few of their answers are held against ours. Milliseconds, median and p95 over random
filters; the table is also written as JSON beside this file, where git ignores it. 100 million
records take a quarter of an hour to write and publish: `--keep` leaves them in a folder, and takes
what is there already.
"""

import argparse
import contextlib
import json
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
import settings
from data import catalog, query, store
from data.cube import loader
from data.geography import countries
from data.query import Filters
from data.store import opened as process

NAME = "gtd.attacks"  # its description: events by month, with categories and a partner
FIRST, YEARS = 2001, 20
Drawn = Callable[[int], str]  # SQL of a value drawn by this seed
RESULTS = Path(__file__).with_suffix(".json")


def write(count: int, path: Path, overlap: bool = False) -> None:
    """Seeded records as a version's Parquet file."""
    chance: Drawn = lambda salt: f"(hash(i * 31 + {salt}) / 18446744073709551616.0)"

    def one_of(values: list[str], salt: int, skew: float = 1) -> str:
        return (
            f"[{', '.join(repr(each) for each in values)}][1 + CAST(floor({len(values)} *"
            f" pow({chance(salt)}, {skew})) AS INTEGER)]"
        )

    place: Drawn = lambda salt: one_of(sorted(countries.codes()), salt, 2.5)
    kind: Drawn = lambda salt: one_of(list(catalog.indicators()[NAME].categories), salt)
    kinds = (
        f"CASE WHEN i % 5 = 0 THEN [{kind(4)}, {kind(8)}] ELSE [{kind(4)}] END"
        if overlap
        else f"[{kind(4)}]"
    )
    with duckdb.connect() as base:
        base.execute("SET enable_progress_bar = false")
        base.execute(
            "COPY (SELECT 'attacks' AS indicator, i AS record, unnest(list_distinct(places)) AS"
            f" country, CASE WHEN {chance(2)} < 0.5 THEN {place(3)} END AS partner, category, DATE"
            f" '{FIRST}-01-01' + CAST(floor({chance(5)} * {365 * YEARS}) AS INTEGER) AS start,"
            " 'day' AS precision, CAST(NULL AS DATE) AS \"end\", 1.0::DOUBLE AS value, 1.0::DOUBLE"
            " AS low, 1.0::DOUBLE AS high, false AS world, 1::TINYINT AS rank, 0::INTEGER AS row,"
            " CAST(NULL AS VARCHAR) AS stated, CAST(NULL AS VARCHAR) AS cited, 'CLEAR' AS tlp FROM"
            " (SELECT i, unnest(list_distinct({})) AS category, CASE WHEN i % 10 > 0 THEN [{}]"
            " WHEN i % 20 > 0 THEN [{}, {}] ELSE [{}, {}, {}] END AS places FROM"
            " range({}) AS numbers(i))) TO '{}' (FORMAT parquet, COMPRESSION zstd)".format(
                kinds, place(0), place(0), place(6), place(0), place(6), place(7), count, path
            )
        )


def filters(turns: int) -> list[Filters]:
    """Random turns: no country, one or several; no category, one or several; years, months, or all
    there is.
    """
    chance = random.Random(20)
    codes, categories = (
        [
            "IDN",
            "USA",
            "IND",
            "FRA",
            "BRA",
            "NGA",
            "AFG",
            "AGO",
            "CHN",
            "DEU",
        ],
        list(catalog.indicators()[NAME].categories),
    )
    made = []
    for _ in range(turns):
        first, many = chance.randint(FIRST + 1, FIRST + YEARS - 1), chance.randint(0, 4)
        last = min(first + many, FIRST + YEARS - 1)
        period = chance.choices(
            [
                (date(first, 1, 1), date(last, 12, 31)),
                (date(first, 3, 1), date(last, 9, 30)),
                (None, None),
            ],
            [6, 2, 2],
        )[0]
        places = tuple(chance.sample(codes, chance.choices([0, 1, 2, 3], [9, 7, 2, 2])[0]))
        made.append(
            Filters(
                NAME,
                places,
                tuple(chance.sample(categories, chance.choices([0, 1, 2], [5, 3, 2])[0])),
                None,
                *period,
            )
        )
    return made


def interaction(asked: Filters) -> None:
    """Everything a page asks of figures after a filter changed."""
    everywhere = replace(asked, countries=())
    query.compare(asked)
    query.by_country(everywhere)
    earlier, _ = query.period_before(everywhere)
    if earlier:
        query.by_country(earlier)
    query.by_period_and_category(
        asked.during(None, None), "month" if asked.start and asked.start.month > 1 else "year"
    )
    query.by_category(replace(asked, categories=()))
    if not asked.start or asked.start.month == 1:
        query.by_partner(asked)


def forget() -> None:
    """Forgets the answers kept."""
    for each in (*vars(query).values(), *vars(store.Store).values()):
        if hasattr(each, "cache_clear"):
            each.cache_clear()


def timed(turns: list[Filters], ask: Callable[[Filters], object]) -> dict[str, float]:
    """Median and p95 in milliseconds."""
    for each in turns[:5]:
        ask(each)
    took = []
    for each in turns:
        forget()
        start = time.perf_counter()
        ask(each)
        took.append(1000 * (time.perf_counter() - start))
    return {"p50": statistics.median(took), "p95": sorted(took)[int(0.95 * (len(took) - 1))]}


class Plain:
    """The same questions by the obvious way: a frame of codes in memory."""

    def __init__(self, path: Path) -> None:
        frame = duckdb.execute(
            "SELECT record::INTEGER AS record, country, partner, category, (year(start) * 12 +"
            f" month(start) - 1)::INTEGER AS month FROM read_parquet('{path}')"
        ).df()
        self.frame = frame.astype(dict.fromkeys(("country", "partner", "category"), "category"))

    def chosen(self, asked: Filters, places: bool = True, dated: bool = True) -> pd.DataFrame:
        """The rows under the filters."""
        frame = self.frame
        keep = np.ones(len(frame), dtype=bool)
        if asked.countries and places:
            keep &= frame["country"].isin(asked.countries).to_numpy()
        if asked.categories:
            keep &= frame["category"].isin(asked.categories).to_numpy()
        if dated and asked.start and asked.end:
            keep &= (
                frame["month"]
                .between(
                    asked.start.year * 12 + asked.start.month - 1,
                    asked.end.year * 12 + asked.end.month - 1,
                )
                .to_numpy()
            )
        return frame[keep]

    def ask(self, asked: Filters) -> dict[str, Any]:
        """One interaction."""
        earlier = asked.before()
        here = self.chosen(asked)
        by_country: Callable[[pd.DataFrame], pd.Series] = lambda table: (
            table.groupby("country", observed=True)["record"].nunique()
            if table.duplicated(["record", "country"]).any()
            else table["country"].value_counts()
        )
        found = {
            "total": here["record"].nunique(),
            "countries": by_country(self.chosen(asked, places=False)),
        }
        if earlier:
            found["before"] = self.chosen(earlier)["record"].nunique()
            found["countries before"] = by_country(self.chosen(earlier, places=False))
        ever = self.chosen(asked, dated=False).drop_duplicates(["record", "category"])
        ever.groupby(
            [
                ever["month"] if asked.start and asked.start.month > 1 else ever["month"] // 12,
                "category",
            ],
            observed=True,
        ).size()
        once = self.chosen(replace(asked, categories=())).drop_duplicates(["record", "category"])
        found["categories"] = once["category"].value_counts()
        here.drop_duplicates(["record", "partner"])["partner"].value_counts()
        return found


def scanned(opened: store.Store) -> store.Store:
    """The same store asked of its records: no cube."""
    return store.Store(
        f"{opened.version} scanned",
        {name: replace(each, cube=None) for name, each in opened.versions.items()},
        opened.engine,
    )


def main() -> None:
    """Prints the table and writes it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--records", type=int, nargs="+", default=[100_000, 1_000_000, 10_000_000])
    parser.add_argument("--turns", type=int, default=100)
    parser.add_argument(
        "--others-most",
        type=int,
        default=10_000_000,
        help="records up to which pandas and the scan are measured",
    )
    parser.add_argument(
        "--rows-most",
        type=int,
        default=10_000_000,
        help="records up to which the first 100 rows are measured",
    )
    parser.add_argument("--overlap", action="store_true", help="records of several categories too")
    parser.add_argument("--keep", type=Path, help="a folder for what was published")
    asked = parser.parse_args()
    source, turns, found = catalog.sources()["gtd"], filters(asked.turns), []
    print(f"{'records':>12} {'':22}{'p50 ms':>9}{'p95 ms':>9}")
    for count in asked.records:
        with contextlib.ExitStack() as stack:
            folder = (
                asked.keep / f"{count}{'-overlap' * asked.overlap}"
                if asked.keep
                else Path(stack.enter_context(tempfile.TemporaryDirectory()))
            )
            folder.mkdir(parents=True, exist_ok=True)
            path, root = folder / "records.parquet", folder / "store"
            took = None
            if not (root / "gtd.json").exists():
                write(count, path, asked.overlap)
                start = time.perf_counter()
                store.publish(root, source, path, {})
                took = time.perf_counter() - start
            stack.enter_context(settings.using(store=root))
            store.forget()
            opened = store.current()
            cube = opened.versions["gtd"].cube
            assert cube, "a version just published has its cube"
            loader.load(cube)  # as the server does before anybody asks
            ways: dict[str, Callable[[Filters], object]] = {"one interaction": interaction}
            if count <= asked.rows_most:
                ways["first 100 rows"] = lambda each: query.rows(each, limit=100)
            lines = {name: timed(turns, ask) for name, ask in ways.items()}
            if count <= asked.others_most:
                some = turns[: max(10, asked.turns // 10)]
                process._opened().store = scanned(opened)
                lines["DuckDB, the records"] = timed(some, interaction)
                plain = Plain(path)
                lines["pandas, the records"] = timed(some, plain.ask)
                process._opened().store = opened
                for each in some[:5]:
                    wanted = plain.ask(each)
                    assert query.total(each).value == wanted["total"], each
                    ours = query.by_country(replace(each, countries=())).set_index("country")[
                        "value"
                    ]
                    assert ours.to_dict() == {
                        key: value for key, value in wanted["countries"].items() if value
                    }, each
                del plain
            for name, line in lines.items():
                print(f"{count:>12,} {name:22}{line['p50']:>9.1f}{line['p95']:>9.1f}", flush=True)
            print(
                f"{'':12} {'published before' if took is None else f'published in {took:.1f} s'};"
                f" the file {path.stat().st_size / 1e6:,.0f} MB, the cube"
                f" {cube.stat().st_size / 1e6:,.0f} MB",
                flush=True,
            )
            found.append({"records": count, "published_s": took, **lines})
    RESULTS.write_text(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
