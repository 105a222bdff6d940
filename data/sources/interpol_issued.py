"""Notices by colour and quantity: one record per statement, those of one fact ranked."""

import pandas as pd

from data.reading import citations
from data.reading.published import LINE, Published

COLUMNS = ("year", "colour", "measure", "value", "qualifier", "date", "date_precision")
# (colour, measure) -> indicator, category
QUANTITIES = {
    ("red", "issued"): ("red_notices", None),
    ("red", "in_circulation"): ("red_in_force", None),
    ("red", "public_list"): ("red_public", None),
    ("red_plus_wanted_diffusions", "issued"): ("red_and_diffusions", None),
    ("blue", "issued"): ("other_colours", "blue_issued"),
    ("blue", "in_circulation"): ("other_colours", "blue_in_force"),
    ("yellow", "in_circulation"): ("other_colours", "yellow_in_force"),
    ("black", "in_circulation"): ("other_colours", "black_in_force"),
    ("silver", "issued"): ("other_colours", "silver_issued"),
    ("all_notices_and_diffusions", "refused_or_cancelled_all"): ("refused", "all_grounds"),
    ("red_plus_wanted_diffusions", "refused_or_cancelled_all"): ("refused", "wanted_all_grounds"),
    ("red_plus_wanted_diffusions", "refused_or_cancelled_art2_3"): (
        "refused",
        "human_rights_and_neutrality",
    ),
    ("red_plus_wanted_diffusions", "refused_or_cancelled_art2"): ("refused", "human_rights"),
    ("red_plus_wanted_diffusions", "refused_or_cancelled_art3"): ("refused", "neutrality"),
    ("red", "deleted_by_ccf"): ("refused", "deleted_red"),
    ("wanted_diffusions", "deleted_by_ccf"): ("refused", "deleted_diffusions"),
    ("red_plus_wanted_diffusions", "refused_or_cancelled_percent"): ("refused_share", None),
}
# Quantities that cannot be told apart from others, that count persons under warrants of many
# kinds, or cases and no notices.
LEFT_OUT = {
    ("wanted_diffusions", "in_circulation"),
    ("all_notices_and_diffusions", "in_circulation"),
    ("persons_under_international_warrant", "in_circulation"),
    ("wanted_diffusions", "issued"),
    ("ccf_cases", "processed"),
}
EVERY_YEAR = "no year named"  # what a note says of a figure printed as that of every year
FIRST = "first notice, not a yearly count"


def read(published: Published) -> pd.DataFrame:
    """World figures by year; of several statements of one fact one is counted and all are kept."""
    raw = published.table((*COLUMNS, *citations.CITED))
    published.all_read(set(raw) - {*COLUMNS, *citations.CITED})
    pairs = list(zip(raw["colour"], raw["measure"], strict=True))
    for pair, line in zip(pairs, raw[LINE], strict=True):
        if pair not in QUANTITIES and pair not in LEFT_OUT:
            raise published.fault(f"colour and measure {' '.join(pair)!r} are not known", line)
    several = raw["year"].str.contains("-", regex=False)
    left_out = pd.Series([pair in LEFT_OUT for pair in pairs], index=raw.index)
    published.report.drop("mean of several years", several.sum())
    published.report.drop("quantity not told apart", (left_out & ~several).sum())
    every = raw["note"].str.contains(EVERY_YEAR, regex=False) & ~several & ~left_out
    published.report.drop("printed of every year, none named", every.sum())
    rows = raw[~several & ~left_out & ~every]
    for other in published.source.dirty["other_quantity"]:
        same = (
            rows["year"].eq(other["year"])
            & rows["colour"].eq(other["colour"])
            & rows["measure"].eq(other["measure"])
        )
        published.report.drop(other["why"], same.sum())
        rows = rows[~same]
    dates = published.dates(rows["date"], rows[LINE])
    records = dates.assign(
        indicator=[
            QUANTITIES[pair][0] for pair in zip(rows["colour"], rows["measure"], strict=True)
        ],
        category=[
            QUANTITIES[pair][1] for pair in zip(rows["colour"], rows["measure"], strict=True)
        ],
        value=published.numbers(rows["value"], rows[LINE]),
        world=True,
        row=rows[LINE],
        stated=citations.stated(published, rows).mask(
            rows["note"].str.contains(FIRST, regex=False), citations.STATED["first_notice"]
        ),
        cited=citations.cited(published, rows),
        year=rows["year"],
        record=range(len(rows)),
    )
    doubtful = rows["note"].str.contains("CONFLICT|Do not use", regex=True)
    records["rank"] = citations.ranked(records, ["indicator", "category", "year"], doubtful)
    return records.drop(columns="year")
