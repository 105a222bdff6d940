"""Who reads, what a role may do and see; who says nothing is a visitor."""

import pytest

from security import reader, roles
from security.reader import ForbiddenError, Reader
from security.roles import Right
from security.tlp import STRICTEST, Role, Tlp


def test_each_role_stands_in_both_tables():
    assert set(roles.RIGHTS) == set(STRICTEST) == set(Role)


def test_where_nobody_says_who_reads_it_is_a_visitor(nobody_is_asked):
    assert reader.current() == Reader()
    assert reader.current().ceiling == Tlp.CLEAR
    with pytest.raises(ForbiddenError, match="'own_tables'"):
        reader.require(Right.OWN_TABLES)


def test_the_nearest_word_on_who_reads_holds():
    bureau = Reader("a", frozenset({Role.BUREAU}), "THA")
    reader.provide(lambda: bureau)
    try:
        assert reader.current() is bureau
        with reader.using(reader.LOCAL):
            assert reader.require(Right.OWN_TABLES) is reader.LOCAL
        assert reader.current() is bureau
        reader.provide(lambda: None)
        assert reader.current() == reader.VISITOR
    finally:
        reader.provide(None)


@pytest.mark.parametrize(
    ("has", "shown", "ceiling"),
    [
        ({Role.VIEWER}, None, Tlp.GREEN),
        ({Role.VIEWER, Role.ANALYST}, None, Tlp.AMBER),
        ({Role.PRESENTER}, Tlp.CLEAR, Tlp.CLEAR),
        ({Role.VIEWER}, Tlp.RED, Tlp.GREEN),
        (set(), None, Tlp.CLEAR),
    ],
)
def test_a_presenter_lowers_the_ceiling_and_never_lifts_it(has, shown, ceiling):
    assert Reader("a", frozenset(has), shown=shown).ceiling == ceiling
