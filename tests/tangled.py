"""Records as hard as the contract allows."""

import numpy as np
import pandas as pd

from data import catalog
from data.records import complete


def tangled(indicator: str, seed: int) -> pd.DataFrame:
    """Records as hard as the contract allows: several countries, partners and categories each,
    masked, undated, or all at once.
    """
    about = catalog.indicators()[indicator]
    chance = np.random.default_rng(seed)
    codes, categories = (
        np.array(["USA", "DEU", "IND", "CHN", "IDN", None], dtype=object),
        np.array([*list(about.categories)[:4], None], dtype=object),
    )
    rows = []
    for record in range(400):
        masked = about.kind != "event" and chance.random() < 0.2
        value = float(chance.integers(1, 9))
        start = (
            None
            if chance.random() < 0.1
            else pd.Timestamp(int(chance.integers(2010, 2014)), int(chance.integers(1, 13)), 1)
        )
        common = {
            "indicator": indicator.partition(".")[2],
            "record": record,
            "start": start,
            "value": np.nan if masked else value,
            "low": 1.0 if masked else value,
            "high": 4.0 if masked else value,
        }
        for _ in range(int(chance.choice([1, 1, 1, 2, 3, 6]))):
            spell = (
                {"end": start + pd.DateOffset(months=int(chance.integers(1, 30)))}
                if about.kind == "listing" and start is not None and chance.random() < 0.7
                else {}
            )
            rows.append(
                common
                | spell
                | {
                    "country": chance.choice(codes),
                    "partner": chance.choice(codes) if about.partner_role else None,
                    "category": chance.choice(categories) if about.categories else None,
                }
            )
    return complete(pd.DataFrame(rows).drop_duplicates())
