"""What must hold whatever is asked holds for the sources that are not shipped too, and for a
reader's own table, on their samples.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as some
from promises import EVERYWHERE, SUMS, questions
from sampled import samples

from data import catalog, query
from data.ingest import importing, user_tables
from data.query import Filters
from data.reading import user_file
from security import reader

OPTIONAL = [name for name, source in catalog.sources().items() if source.optional and name != "own"]
NAMES = tuple(name for name in catalog.indicators() if name.split(".")[0] in OPTIONAL)
OWN = (
    "Country,Date,Kind,Value\n"
    "Indonesia,2016,Theft,3\n"
    "Indonesia,2017,Theft,<5\n"
    "SGP,2016,Fraud,7\n"
    "USA,2017,Fraud,11\n"
    "NAM,2017,Theft,0\n"
)


@pytest.fixture(scope="module")
def brought(tmp_path_factory):
    """A store with the sample of every source that is not shipped, and a table of one's own."""
    root = tmp_path_factory.mktemp("optional")
    for name in OPTIONAL:
        importing.bring(samples(name)[0], name, root)
    path = root / "cases.csv"
    path.write_text(OWN, encoding="utf-8")
    table = user_file.Table(path)
    about = user_tables.About("Cases", "cases", "observation")
    with reader.using(reader.operator()):
        user_tables.keep(root, user_tables.read(table, user_file.guess(table), about))
        user_tables.share(root, "cases")
    return root


@pytest.fixture(autouse=True)
def in_use(brought, ask_store):
    ask_store(brought)
    with reader.using(reader.operator()):
        yield


@pytest.mark.parametrize("promise", [*EVERYWHERE, *SUMS], ids=lambda each: each.__name__)
@given(some.data())
def test_a_promise_of_every_answer_holds_for_the_samples(promise, data):
    names = (*NAMES, "own.cases")
    added = tuple(
        name for name in names if catalog.indicators()[name].aggregation in ("count", "sum")
    )
    promise(data.draw(questions(added if promise in SUMS else names)))


@pytest.mark.parametrize("name", [*NAMES, "own.cases"])
def test_every_one_of_them_has_a_figure_to_hold_it_for(name):
    total = query.total(Filters(name))
    assert (total.value or 0) + (total.high or 0) > 0 and query.count_rows(Filters(name)) > 0
