"""Ratings of the fourth round of mutual evaluations: one record per jurisdiction, year and score,
by the newest report out in that year.
"""

import pandas as pd

from data.reading.published import LINE, Published

JURISDICTION = "Jurisdiction (click on the country name to go to the report on www.fatf-gafi.org)"
REPORT, DATE = "Report \nType", "Report \nDate"
OUTCOMES = tuple(f"IO{number}" for number in range(1, 12))
RECOMMENDATIONS = tuple(f"R.{number}" for number in range(1, 41))
HEADER = (JURISDICTION, REPORT, DATE, *OUTCOMES, *RECOMMENDATIONS)
IGNORED = ("Assessment body/bodies", "#upgrades", "#downgrades")
# What a row reports; of several of one month the consolidated one counts.
REPORTS = {"MER": 0, "FUR": 1, "FUAR": 1, "MER+FUR(s)": 2, "MER+FUR(s)+FUAR": 2}
# What rates outcomes: a mutual evaluation, or the assessment that Norway and Spain had later.
EVALUATED = ("MER", "FUAR")
COMPLIANT = {"C": 1, "LC": 1, "PC": 0, "NC": 0, "N/A": 0, "": 0}
EFFECTIVE = {"HE": 1, "SE": 1, "ME": 0, "LE": 0, "N/A": 0, "": 0}


def read(published: Published) -> pd.DataFrame:
    """Recommendations rated C or LC and outcomes rated SE or HE, in every year since the first
    report; outcomes are as of the last mutual evaluation, for follow-ups do not rate them anew.
    """
    raw = published.table(HEADER)
    published.all_read(set(raw) - set(HEADER), IGNORED)
    legend = raw[JURISDICTION].str.strip().eq("")
    published.report.drop("legend below the table", legend.sum())
    rows = raw[~legend]
    if rows.empty:
        raise published.fault("has no reports")
    names = rows[JURISDICTION].str.strip().str.rstrip("*").str.strip().rename("jurisdiction")
    reports = pd.DataFrame(
        {
            "country": published.located(names, rows[LINE]),
            "order": published.one_of(
                rows[REPORT].str.strip().rename("report type"), REPORTS, rows[LINE]
            ),
            "date": published.dates(
                rows[DATE].str.strip().str.removesuffix(" 00:00:00").rename("report date"),
                rows[LINE],
            )["start"],
            "evaluates": rows[REPORT].str.strip().isin(EVALUATED),
            "recommendations": _rated(published, rows, RECOMMENDATIONS, COMPLIANT),
            "outcomes": _rated(published, rows, OUTCOMES, EFFECTIVE),
            "row": rows[LINE],
        }
    ).sort_values(["country", "date", "order", "row"], ignore_index=True)
    same = reports.duplicated(["country", "date"], keep="last")
    published.report.duplicates += int(same.sum())
    evaluated = reports["date"].where(reports["evaluates"])
    reports["evaluated"] = evaluated.groupby(reports["country"]).ffill().fillna(reports["date"])
    return _yearly(published, reports[~same])


def _rated(
    published: Published, rows: pd.DataFrame, columns: tuple[str, ...], known: dict[str, int]
) -> pd.Series:
    """How many of the columns hold a rating that counts."""
    return sum(
        (
            published.one_of(rows[name].str.strip(), known, rows[LINE]).astype("float64")
            for name in columns
        ),
        start=pd.Series(0.0, index=rows.index),
    )


def _yearly(published: Published, reports: pd.DataFrame) -> pd.DataFrame:
    """The newest report out in each year since the first, to the year of publication."""
    year = reports["date"].dt.year
    newest = reports.assign(year=year).drop_duplicates(["country", "year"], keep="last")
    until = newest.groupby("country")["year"].shift(-1)
    newest["until"] = until.fillna(published.source.last.year + 1).astype("int64")
    each = newest.loc[newest.index.repeat(newest["until"] - newest["year"])]
    passed = each.groupby(level=0).cumcount()
    start = pd.to_datetime((each["year"] + passed).astype("str") + "-01-01")
    out = [
        pd.DataFrame(
            {
                "indicator": name,
                "country": each["country"],
                "start": start,
                "precision": "year",
                "value": each[name],
                "row": each["row"],
                "stated": "report of " + each[dated].dt.strftime("%Y-%m"),
            }
        )
        for name, dated in (("recommendations", "date"), ("outcomes", "evaluated"))
    ]
    records = pd.concat(out, ignore_index=True)
    return records.assign(record=range(len(records)))
