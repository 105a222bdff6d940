"""A code and a number are recognised: as published, revised since, altered, or never sealed."""

import json
import random
from dataclasses import replace

import pandas as pd
import pytest
from long import LONG
from shown import opened
from versions import publish, records

import settings
from briefing import keeping, seal, verify
from briefing.keeping import Briefing
from briefing.views import View
from data import query
from data.cli import commands
from data.query import Filters
from languages import amount
from security import reader
from security.reader import Reader
from security.tlp import Role

VICTIMS = "glotip.detected_victims"
ASKED = "/trafficking?indicator=glotip.detected_victims&period=2019&country="
SEALS = 334 if LONG else 12  # each is asked for three times: as it is, altered, with another number


@pytest.fixture(autouse=True)
def root(own_store):
    with settings.using(store=own_store), reader.using(reader.LOCAL):
        yield own_store


def figure(code, year=2019):
    days = query.first_day(str(year)), query.last_day(str(year))
    return query.total(Filters(VICTIMS, (code,)).during(*days)).value


def sealed(*addresses, title="One", drawing="number"):
    views = tuple(
        View(id=f"v{at}", address=each, drawing=drawing) for at, each in enumerate(addresses)
    )
    return seal.seal(Briefing(name="one", title=title, views=views))


def revised(root, code, more=7, year=2019):
    """A version in which one figure of a country's year is another."""
    found = records("glotip")
    mine = found["indicator"].eq("detected_victims") & found["country"].eq(code)
    mine &= found["start"].dt.year.eq(year) & found["value"].gt(20)
    at = found.index[mine][0]
    for name in ("value", "low", "high"):
        found.loc[at, name] += more
    publish(root, "glotip", found)


def test_a_text_is_the_same_whatever_the_kind_of_its_spaces():
    slide = sealed(f"{ASKED}FRA").deck.slides[0]
    older = replace(slide, title="Up by 3\u00a0%")
    assert verify._Now(older, replace(slide, title="Up by 3 %")).text("title") == ""
    assert verify._Now(older, replace(slide, title="Up by 4 %")).text("title") == "Up by 4 %"


def altered(code, chance):
    at = chance.choice([place for place, each in enumerate(code) if each != "-"])
    other = chance.choice([each for each in seal.ALPHABET if each != code[at]])
    return code[:at] + other + code[at + 1 :]


def test_a_thousand_codes_are_recognised(root):
    chance = random.Random(2026)
    pairs = [("DEU", "FRA")[at % 2] for at in range(SEALS)]
    made = [sealed(ASKED + code, title=f"Number {at}") for at, code in enumerate(pairs)]
    said = {code: amount(figure(code)) for code in ("DEU", "FRA")}
    codes = {each.code for each in made}
    assert len(codes) == SEALS
    revised(root, "FRA")
    now = amount(figure("FRA"))
    assert now != said["FRA"]
    for one, code in zip(made, pairs, strict=True):
        found = verify.verify(one.code, said[code])
        assert found.state == ("revised" if code == "FRA" else "published")
        assert found.newer and found.title == one.deck.title
        if code == "FRA":
            assert now in found.places[0].now and found.places[0].said != found.places[0].now
        wrong = altered(one.code, chance)
        assert wrong in codes or (verify.verify(wrong).state, verify.verify(wrong).why) == (
            "unknown",
            "code",
        )
        number = verify.verify(one.code, str(chance.randrange(10**6, 10**9)))
        assert (number.state, number.why) == ("unknown", "number")


def test_a_number_is_found_wherever_it_stands_and_however_it_is_written(root):
    country = "/country?country=FRA"
    made = sealed(ASKED + "FRA", ASKED.rpartition("&")[0], country, drawing="")
    table = next(each for each in made.deck.slides[2].drawings)
    rows = [each.figures for each in table.series]
    assert verify.verify(made.code).state == "published"
    value = figure("FRA")
    for written in (f"{value:.0f}", amount(value), f"{value:,.0f}".replace(",", " ")):
        assert verify.verify(made.code, written, 1).state == "published"
    on_map = verify.verify(made.code, amount(figure("DEU")), 2)
    assert on_map.state == "published" and "Germany" in on_map.places[0].of
    assert verify.verify(made.code, amount(figure("DEU")), 1).why == "number"
    assert verify.verify(made.code, "1", 9).why == "slide"
    known = [one for row in rows for one in row if one.value is not None]
    for one in known:
        assert verify.verify(made.code, f"{one.value:.15g}", 3).state == "published"
    revised(root, "FRA")
    first = verify.verify(made.code, amount(value), 1)
    assert first.state == "revised" and amount(value + 7) in str(first)
    assert verify.verify(made.code, amount(figure("DEU")), 2).state == "published"
    mine = next(one for row in rows for one in row if one.code == VICTIMS)
    year = next(each for each in range(2026, 2002, -1) if figure("FRA", each) is not None)
    assert mine.value == figure("FRA", year)
    revised(root, "FRA", year=year)
    in_table = verify.verify(made.code, f"{mine.value:.15g}", 3)
    assert in_table.state == "revised" and in_table.places[0].now == amount(mine.value + 7)


def test_a_number_that_newer_figures_have_for_another_year_is_no_revision(root):
    made = sealed("/trafficking?indicator=glotip.detected_victims&country=DEU", drawing="")
    number = made.deck.slides[0].number
    found = records("glotip")
    last = found[found["country"].eq("DEU")]
    later = last[last["start"].eq(last["start"].max())].copy()
    later["start"] += pd.DateOffset(years=1)
    later["record"] += found["record"].max() + 1
    publish(root, "glotip", pd.concat([found, later], ignore_index=True))
    answer = verify.verify(made.code, number)
    assert answer.newer and answer.state == "published"


def test_who_may_not_see_it_is_told_no_more_than_who_mistyped(root):
    found = records("glotip")
    found["tlp"] = "AMBER"
    publish(root, "glotip", found)
    made = sealed(ASKED + "DEU")
    with reader.using(Reader("v", frozenset({Role.VIEWER}))):
        assert verify.verify(made.code) == verify.verify("0123-4567-89AB")
    assert verify.verify(made.code).state == "published"
    (made.folder / "deck.json").write_bytes(b"{}")
    assert verify.verify(made.code).why == "touched"


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("47,448", [{47448.0, 47.448}]),
        ("1.5", [{1.5}]),
        ("1,234,567.25", [{1234567.25}]),
        ("1.234.567,25", [{1234567.25}]),
        ("+3,289 (+7 %)", [{3289.0, 3.289}, {7.0}]),
        ("1–4", [{1.0}, {4.0}]),
        ("12\u202f345", [{12345.0}]),
        ("none", []),
    ],
)
def test_a_number_is_read_however_it_can_be_meant(text, meant):
    assert [{*each} for each in verify.numbers(text)] == meant


def test_a_cron_job_makes_seals_writes_and_checks(root, tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def run(*given):
        code = commands.main(["briefing", *given])
        said = capsys.readouterr()
        return code, said.out.strip(), said.err

    assert run("new", "Weekly figures") == (0, "weekly-figures", "")
    address = f"{ASKED}FRA"
    assert run("add", "weekly-figures", address, "--drawing", "number", "--notes", "Hush")[0] == 0
    assert run("list")[1] == "weekly-figures\tWeekly figures"
    assert json.loads(run("list", "weekly-figures", "--format", "json")[1])["views"][0]["notes"]
    code = run("seal", "weekly-figures")[1]
    assert keeping.load("weekly-figures").seal == code
    assert run("export", "weekly-figures", "--to", "html")[1] == f"weekly-figures.html: {code}"
    said = (tmp_path / "weekly-figures.html").read_text()
    assert code in said and "Hush" not in said
    assert run("export", code, "--to", "html", "--notes", "--file", "own.html")[0] == 0
    assert "Hush" in (tmp_path / "own.html").read_text()
    assert run("verify", code, amount(figure("FRA")))[0] == 0
    assert run("verify", code, "987654321")[0] == 1
    revised(root, "FRA")
    assert run("verify", code, amount(figure("FRA") - 7))[0] == 3
    assert run("export", "weekly-figures", "--to", "html")[1].endswith(code)  # as it was sealed
    newest = run("export", "weekly-figures", "--to", "html", "--newest")[1].rpartition(": ")[2]
    assert newest != code == seal.sealed(code).code
    assert run("add", "weekly-figures", "/country?country=FRA")[0] == 0
    assert not seal.sealed(newest).of(keeping.load("weekly-figures"))
    assert run("delete", "weekly-figures")[0] == 0
    for wrong in (
        ("list", "nowhere"),
        ("export", "nowhere", "--to", "pdf"),
        ("new",),
        ("new", "--ready", "country"),
        ("new", "--ready", "country", "--group", "NOBODY"),
        ("export", code, "--to", "png", "--slide", "9"),
    ):
        status, out, err = run(*wrong)
        assert (status, out) == (1, "") and err.startswith("error: ")


def test_the_page_says_what_a_number_is_worth(root):
    made = sealed(f"{ASKED}IDN", title="Talks")
    app = opened("verify.py", {})

    def told(typed, read):
        app.text_input(key="code").set_value(typed)
        app.text_input(key="number").set_value(read)
        run = app.run()
        return [str(each.value) for kind in (run.success, run.warning, run.error) for each in kind]

    assert told("", "12") == []
    assert "As published\\: Talks" in told(made.code, amount(figure("IDN")))[0]
    assert any(amount(figure("IDN")) in each.value for each in app.text)
    assert "does not stand there" in told(made.code, "123456789")[0]
    assert "no seal here" in told(altered(made.code, random.Random(1)), "1")[0]
    revised(root, "IDN")
    assert "revised since to" in told(made.code, amount(figure("IDN") - 7))[0]
