"""Who may see what: marks in their order, one table that decides, tokens known by their hash."""

import itertools

import pytest
from sqlalchemy.engine import make_url

from data.watch import ledger, model
from security import tlp, tokens
from security.tlp import Role, Tlp
from security.viewer import HEADQUARTERS, Viewer

CODES = frozenset({"IDN", "SGP", "THA"})


def proposal(number, mark):
    """A proposal of Indonesia's that concerns Thailand."""
    return model.read(
        {
            "reference": f"ID-2016/{number}",
            "colour": "purple",
            "requesting": "IDN",
            "concerned": {"explicit": ["THA"]},
            "offence": "terrorism",
            "date": "2016-12-01",
            "tlp": mark,
        }
    )


def test_marks_stand_in_the_order_of_the_protocol():
    assert [mark.value for mark in sorted({*Tlp})] == [
        "TLP:CLEAR",
        "TLP:GREEN",
        "TLP:AMBER",
        "TLP:AMBER+STRICT",
        "TLP:RED",
    ]
    for less, more in itertools.combinations(Tlp, 2):
        assert less < more and less <= more and more > less and more >= less
        assert not (more < less or more <= less or less > more or less >= more)
    assert Tlp.AMBER_STRICT.word == "AMBER+STRICT"


@pytest.mark.parametrize(
    ("viewer", "sees"),
    [
        (Viewer("THA"), [Tlp.CLEAR]),
        (Viewer("", free=True), [Tlp.CLEAR]),
        (Viewer("THA", free=True), list(Tlp)),
        (Viewer("THA", "THA"), list(Tlp)),
        (Viewer("", HEADQUARTERS), list(Tlp)),
    ],
)
def test_who_sees_what(viewer, sees):
    assert [mark for mark in Tlp if viewer.may_see(mark)] == sees


def test_a_rule_raised_in_the_table_holds_everywhere(tmp_path, monkeypatch):
    """Countries no longer see TLP:AMBER: the page, the queue, the case, the news obey at once; who
    asked sees their own.
    """
    watch = ledger.Watch(make_url(f"sqlite:///{tmp_path}/watch.sqlite"))
    green, amber = (
        each.id for each in watch.add([proposal(1, Tlp.GREEN), proposal(2, Tlp.AMBER)], "a")
    )

    def seen(country):
        return watch.visible(Viewer(country, country))

    def heard(reader):
        return [each.event.proposal for each in seen(reader).news(0)]

    def queue(country):
        return [each.id for each in seen(country).queue()]

    assert heard("THA") == heard("IDN") == [green, amber] and queue("THA") == [amber, green]
    monkeypatch.setattr(tlp, "STRICTEST", {**tlp.STRICTEST, Role.BUREAU: Tlp.GREEN})
    assert not Viewer("THA", "THA").may_see(Tlp.AMBER)
    assert heard("THA") == [green] and queue("THA") == [green]
    assert seen("THA").numbers()["new"] == 1
    assert heard("IDN") == heard(HEADQUARTERS) == [green, amber]
    assert [number for number, _, _ in seen("IDN").requested()] == [amber, green]
    assert seen("THA").case(green) and seen("IDN").case(amber)
    with pytest.raises(KeyError):
        seen("THA").case(amber)
    with pytest.raises(KeyError):
        watch.step(amber, "seen", "x", "THA", "THA")
    watch.step(amber, "withdrawn", "x", "IDN")


def test_a_token_is_known_by_its_hash_only(tmp_path, monkeypatch):
    token, digest = tokens.new_token()
    file = tmp_path / "tokens.toml"
    file.write_text(f'IDN = ["{digest}"]\n')
    monkeypatch.setenv("THREATS_WATCH_TOKENS", str(file))
    assert tokens.holder(tokens.digest_of(token), CODES) == "IDN"
    for wrong in (token + "x", "", digest):
        assert tokens.holder(tokens.digest_of(wrong), CODES) is None


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ('IDN = "nonsense"', "IDN: not a SHA-256"),
        (f'INA = "{"0" * 64}"', "'INA' is neither"),
        ("IDN", "tokens.toml"),
    ],
)
def test_a_file_of_tokens_that_makes_no_sense_is_named(tmp_path, monkeypatch, written, words):
    file = tmp_path / "tokens.toml"
    file.write_text(written)
    monkeypatch.setenv("THREATS_WATCH_TOKENS", str(file))
    with pytest.raises(tokens.TokenError, match=words):
        tokens.tokens(CODES)
