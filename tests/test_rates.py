"""A rate of the same countries is that of all their people, for every indicator that has rates."""

import pytest

from data import catalog, query
from data.query import Filters

RATED = [
    each for each in catalog.indicators().values() if each.per_head and query.extent(each.id)[0]
]


@pytest.mark.parametrize("about", RATED, ids=lambda about: about.id)
def test_a_rate_of_the_same_countries_is_that_of_their_people(about):
    asked = query.settle(Filters(about.id, per="people").during(*query.usual_period(about)))
    found = query.same_countries(asked)
    if found is None:
        return
    many, now, _ = found
    rates = query.by_country(asked).dropna(subset="value")["value"]
    assert many <= len(rates) and rates.min() <= now <= rates.max()
