"""Who asks to be told is told once, by name and number, with the version that says so, and never
of what they may not read.
"""

import json
import os
from contextlib import contextmanager
from datetime import date, timedelta

import pandas as pd
import pytest
from receivers import SECRET, mail_server, receiver
from versions import doubled, publish, records

import settings
from data import catalog, query, store, today
from data.alerts import checking, keeping, owners, rules, sending
from data.alerts.rules import Rule
from data.cli import commands
from data.delivery import entries, outbox, worker
from data.delivery.filling import Forms
from data.query import Filters
from data.watch import ledger
from security import reader, tokens
from security.reader import Reader
from security.tlp import Role, Tlp

OFFENCES = "crime_trends.money_laundering"
WORLD = f"/money-laundering?indicator={OFFENCES}"
FATF = "/money-laundering?indicator=fatf.listed"
ANALYST = Reader("person-1", frozenset({Role.VIEWER, Role.ANALYST}))
VIEWER = Reader("person-1", frozenset({Role.VIEWER}))


@pytest.fixture(autouse=True)
def root(own_store):
    with settings.using(store=own_store), reader.using(reader.LOCAL):
        yield own_store


def asked(**said):
    """A rule of the reader's, kept and looked at once."""
    rule = Rule(**said)
    keeping.add(rule)
    assert checking.mine() == []
    return rule


def one(found, owner="own"):
    """The one alert that one reader was told."""
    assert [len(each) for name, each in found.items() if name == owner] == [1]
    return found[owner][0]


def everyone():
    """What is told when rules are checked where nobody reads."""
    with reader.using(reader.VISITOR):
        return checking.everyone()


def quiet():
    return not any(everyone().values())


def offences():
    return query.total(Filters(OFFENCES, *[()] * 2, None, *query.usual_period(_about()))).value


def _about():
    return catalog.indicators()[OFFENCES]


def test_a_revised_figure_is_told_with_both_numbers_and_both_versions(root):
    rule = asked(kind="changes", address=WORLD)
    before, first = offences(), store.current().versions["crime_trends"].version
    assert quiet()
    second = doubled(root, "crime_trends")
    found = one(everyone())
    (line,) = found.lines
    assert (found.rule, found.address, found.about) == (rule.id, WORLD, (OFFENCES,))
    assert (line.before, line.after) == (f"{before:,.0f}", f"{2 * before:,.0f}")
    assert first in line.why and second in line.why
    assert f"the data changed: +{before:,.0f} (revised +{before:,.0f})" in line.why
    assert "when a figure changes" in found.text and line.what in found.subject
    assert quiet()


def test_a_version_that_says_the_same_of_the_view_is_not_told(root):
    asked(kind="changes", address=f"{WORLD}&country=DEU")
    changed = records("crime_trends")
    other = changed["country"].ne("DEU") & changed["partner"].ne("DEU") & ~changed["world"]
    changed.loc[other, ["value", "low", "high"]] *= 3
    publish(root, "crime_trends", changed)
    assert quiet()


@pytest.mark.parametrize(("side", "step"), [("above", 2.0), ("below", 0.5)])
def test_a_value_is_crossed_beyond_the_limit_and_not_at_it(root, side, step):
    start = offences()
    asked(kind="crosses", address=WORLD, side=side, limit=start * step)
    times(root, step)
    assert offences() == start * step and quiet(), "at the limit"
    version = times(root, step)
    found = one(everyone())
    assert found.lines[0].after == f"{start * step * step:,.10g}"
    assert version in found.lines[0].why and f"{start * step:,.10g}" in found.asked
    if side == "above":
        times(root, 1 / step)
        assert quiet(), "back at the limit"
        times(root, step)
        assert one(everyone()).number == 2


def times(root, factor):
    found = records("crime_trends")
    found[["value", "low", "high"]] *= factor
    return publish(root, "crime_trends", found)


def test_a_country_that_joins_a_list_and_one_that_leaves_are_told_by_name(root):
    asked(kind="list", address=FATF)
    listed = records("fatf")
    now = listed["end"].isna() & listed["country"].ne("")
    gone = listed[now].iloc[0]
    new = gone.copy()
    new["record"], new["country"] = listed["record"].max() + 1, "FJI"
    assert "FJI" not in set(listed.loc[now, "country"])
    listed = listed[listed["country"].ne(gone["country"])]
    changed = pd.concat([listed, new.to_frame().T.astype(listed.dtypes)], ignore_index=True)
    version = publish(root, "fatf", changed)
    found = one(everyone())
    said = {each.what: each for each in found.lines}
    assert len(said) == 2
    came = next(each for what, each in said.items() if "Fiji" in what)
    left = next(each for what, each in said.items() if "Fiji" not in what)
    assert came.before == "not listed" and came.after.startswith("listed")
    assert left.after == "not listed" and left.before.startswith("listed")
    assert version in came.why and "joins or leaves" in found.asked
    assert quiet()


def test_an_overdue_source_is_told_once_when_its_day_has_passed():
    source = next(
        each for each in catalog.sources().values() if each.next_update and not each.optional
    )
    with today.using(source.next_update):
        asked(kind="overdue", source=source.name, address="/sources")
        assert quiet()
    with today.using(source.next_update + timedelta(days=1)):
        (line,) = one(everyone()).lines
        assert (line.what, line.before) == (source.title, "in time")
        assert line.after == f"overdue since {source.next_update}"
        assert store.current().versions[source.name].version in line.why
        assert quiet()
    with today.using(source.next_update + timedelta(days=9)):
        assert quiet()


def test_nothing_is_lost_or_told_twice_whenever_the_server_ends(root, monkeypatch):
    asked(kind="changes", address=WORLD)
    doubled(root, "crime_trends")
    with monkeypatch.context() as patch:
        patch.setattr(keeping, "remember", _ended)
        with pytest.raises(_EndedError):
            everyone()
    assert [each.number for each in keeping.told()] == [1]
    watching = checking.Watching()
    watching.look()
    assert quiet() and len(keeping.told()) == 1
    doubled(root, "crime_trends")
    with monkeypatch.context() as patch:
        patch.setattr(keeping, "tell", _ended)
        with pytest.raises(_EndedError):
            everyone()
    assert len(keeping.told()) == 1
    checking.Watching().look()
    assert [each.number for each in keeping.told()] == [2, 1]


class _EndedError(Exception):
    pass


def _ended(*_):
    raise _EndedError


def test_a_look_checks_when_a_version_or_a_day_is_new_and_else_asks_nothing(root, monkeypatch):
    asked(kind="changes", address=WORLD)
    looks = []
    monkeypatch.setattr(checking, "everyone", lambda: looks.append(1))
    watching = checking.Watching()
    for _ in range(3):
        watching.look()
    assert len(looks) == 1
    doubled(root, "crime_trends")
    watching.look()
    watching.look()
    assert len(looks) == 2
    with today.using(date(2030, 1, 1)):
        watching.look()
    assert len(looks) == 3


@contextmanager
def signed_in(who):
    with reader.using(who):
        owners.remember(keeping.folder())
        yield keeping.folder().name


def marked(root, factor):
    """A version whose German figures of this offence are marked TLP:AMBER."""
    found = records("crime_trends")
    found[["value", "low", "high"]] *= factor
    mine = found["indicator"].eq("money_laundering") & found["country"].eq("DEU")
    found.loc[mine, "tlp"] = "AMBER"
    return publish(root, "crime_trends", found)


def test_nothing_is_told_above_the_mark_and_no_longer_shown_once_it_is(root):
    with reader.using(ANALYST):
        asked(kind="changes", address=f"{WORLD}&country=DEU&country=FRA")
    marked(root, 2)
    with signed_in(ANALYST) as name:
        found = one(everyone(), name)
        assert found.mark == Tlp.AMBER and [each.key for each in keeping.shown()] == [found.key]
        assert keeping.unseen() == 1
    with signed_in(VIEWER):  # since then they may see less
        assert keeping.shown() == [] and keeping.unseen() == 0
        assert quiet(), "no difference to what they may not read any more"
    marked(root, 3)
    with signed_in(VIEWER) as name:
        told = one(everyone(), name)
        assert told.mark < Tlp.AMBER
        assert keeping.shown() == [told]
        whole = query.total(Filters(OFFENCES, ("DEU", "FRA"))).value
    with reader.using(ANALYST):
        assert query.total(Filters(OFFENCES, ("DEU", "FRA"))).value > whole
    with reader.using(Reader("person-1", ANALYST.roles, shown=Tlp.CLEAR)):
        assert {each.mark for each in keeping.shown()} <= {Tlp.CLEAR}


def test_whose_rights_nobody_can_tell_is_told_later(root, tmp_path, monkeypatch):
    table = tmp_path / "roles.toml"
    table.write_text("")
    monkeypatch.setenv("THREATS_ROLES", str(table))
    with reader.using(ANALYST):
        asked(kind="changes", address=WORLD)
    table.write_text("\n")  # the table of roles is another one
    doubled(root, "crime_trends")
    assert quiet()
    with signed_in(ANALYST) as name:
        one(everyone(), name)
    doubled(root, "crime_trends")
    with today.using(date.today() + timedelta(days=31)):
        assert quiet()


def test_who_came_by_a_token_is_told_as_long_as_it_holds(root, tmp_path, monkeypatch):
    known = tmp_path / "tokens.toml"
    monkeypatch.setenv("THREATS_WATCH_TOKENS", str(known))
    digest = tokens.digest_of("a token")
    known.write_text(f'THA = "{digest}"\n')
    with reader.using(tokens.reader(digest, {"THA"}, reader.VISITOR)):
        asked(kind="changes", address=WORLD)
        name = keeping.folder().name
    doubled(root, "crime_trends")
    one(everyone(), name)
    known.write_text("")
    os.utime(known, ns=(1, 1))
    doubled(root, "crime_trends")
    assert quiet()


@pytest.mark.parametrize("subject", ["", "session-123"])
def test_no_rules_are_kept_for_who_is_not_known_again(subject):
    with reader.using(Reader(subject, ANALYST.roles)):
        assert not owners.may() and keeping.unseen() == 0
        with pytest.raises(keeping.AlertsError):
            keeping.add(Rule(kind="changes", address=WORLD))
    with reader.using(reader.VISITOR), pytest.raises(reader.ForbiddenError):
        keeping.held()


def test_each_reader_has_rules_of_their_own_in_files_of_their_own(root):
    mine = asked(kind="changes", address=WORLD)
    with reader.using(ANALYST):
        theirs = asked(kind="list", address=FATF)
        assert keeping.held() == [theirs]
        with pytest.raises(keeping.AlertsError, match="such a rule"):
            keeping.add(Rule(kind="list", address=FATF))
    assert keeping.held() == [mine]
    kept = [*(root / "alerts").rglob("*.json")]
    assert len(kept) == 6 and all(each.stat().st_mode & 0o77 == 0 for each in kept)
    keeping.remove(mine.id)
    assert keeping.held() == []


@pytest.mark.parametrize(
    "damage",
    [{"kind": "no"}, {"kind": "crosses", "side": "above"}, {"limit": "1"}, {"address": 7}, []],
)
def test_a_damaged_rule_is_refused_by_name_and_stops_no_others(root, damage):
    asked(kind="changes", address=WORLD)
    with reader.using(ANALYST):
        asked(kind="changes", address=WORLD)
        file = keeping.folder() / keeping.RULES
        said = json.loads(file.read_text())
        file.write_text(json.dumps([said[0] | damage if damage else damage]))
        with pytest.raises(keeping.AlertsError, match="damaged"):
            keeping.held()
    doubled(root, "crime_trends")
    one(everyone())


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/", "Overview"),
        ("/country?country=IDN", "Country profile, Indonesia"),
        ("/bilateral?country=IDN&partner=MYS", "Bilateral: Indonesia and Malaysia"),
        (f"{WORLD}&country=DEU", "{title}, Germany"),
        (f"{WORLD}&period=2018&period=2018", "{title}, 2018"),
    ],
)
def test_a_view_is_named_and_has_numbers(address, said):
    assert rules.title(address) == said.format(title=_about().title)
    assert rules.numbers(address)


def test_a_page_without_an_indicator_is_pinned_to_the_one_it_shows():
    assert rules.pinned("/trafficking?country=IDN") == (
        "/trafficking?indicator=glotip.detected_victims&country=IDN"
    )
    assert rules.pinned("/country?country=IDN") == "/country?country=IDN"


def test_the_command_line_lists_and_checks(root, capsys):
    rule = asked(kind="changes", address=WORLD)
    with reader.using(ANALYST):
        asked(kind="changes", address=WORLD)
    doubled(root, "crime_trends")
    with settings.using():
        assert commands.main(["alerts", "check", "--store", str(root), "--format", "json"]) == 0
        found = json.loads(capsys.readouterr().out)
        assert len(found["told"]) == 1 and found["others"] == 1
        assert found["told"][0]["lines"][0]["to"] == f"{offences():,.0f}"
        assert commands.main(["alerts", "check", "--store", str(root)]) == 0
        assert capsys.readouterr().out == "0 told, 0 of them to others\n"
        assert commands.main(["alerts", "list", "--store", str(root)]) == 0
        said = capsys.readouterr().out
    assert rule.id in said and "when a figure changes" in said
    assert f"{offences():,.0f}" in said


FILE = """
[to.soc]
country = "THA"
what = ["alerts"]
ceiling = "TLP:GREEN"
webhook = "https://soc.example.org/threats"
secret_env = "TEST_SECRET"

[to.other]
country = "IDN"
what = ["alerts"]
ceiling = "TLP:GREEN"
webhook = "https://other.example.org/threats"
secret_env = "TEST_SECRET"
"""


@pytest.fixture
def sent(written, monkeypatch):
    """What was put in for an entry; there are two, of Thailand and of Indonesia."""
    monkeypatch.setenv("TEST_SECRET", SECRET)
    monkeypatch.setenv("THREATS_DELIVERIES", str(written(FILE, "deliveries.toml")))

    def put(name):
        entry = entries.current().entries[name]
        watch = ledger.current()
        return outbox.after(watch, entry, 0, 10) if watch else []

    yield put
    ledger.close()


BUREAU = Reader("person-2", frozenset({Role.VIEWER, Role.BUREAU}), "THA")


def test_what_is_told_is_put_in_once_for_an_entry_of_the_readers_own(root, sent, monkeypatch):
    with signed_in(BUREAU):
        assert {*sending.ways()} == {"soc"}
        for to in ("soc", "other"):
            asked(kind="changes", address=WORLD, to=to)
    assert {*sending.ways()} == {"soc", "other"}, "who keeps the server names any"
    with signed_in(ANALYST):
        assert not sending.ways()
    doubled(root, "crime_trends")
    with monkeypatch.context() as patch:
        patch.setattr(keeping, "remember", _ended)
        with pytest.raises(_EndedError):
            everyone()
    everyone()
    (found,) = sent("soc")
    assert sent("other") == []
    with reader.using(BUREAU):
        told = next(each for each in keeping.told() if each.key in found.key)
    (line,) = told.lines
    said = found.message.data["changes"]
    assert said == [{"what": line.what, "from": line.before, "to": line.after, "why": line.why}]
    assert found.message.data["address"] == WORLD and found.message.title == told.subject


def test_a_new_version_reaches_a_webhook_and_a_mailbox_once(root, written, monkeypatch):
    with receiver() as (here, address), mail_server() as (box, port):
        lines = f"""
            site = "https://threats.example.org"
            [mail]
            server = "smtp://127.0.0.1:{port}"
            from = "threats@example.org"
            [to.soc]
            country = "THA"
            what = ["alerts"]
            ceiling = "TLP:GREEN"
            webhook = "{address}"
            secret_env = "TEST_SECRET"
            [to.duty]
            country = "THA"
            what = ["alerts"]
            ceiling = "TLP:GREEN"
            mail = "duty@example.org"
            every = "day"
        """
        monkeypatch.setenv("TEST_SECRET", SECRET)
        monkeypatch.setenv("THREATS_DELIVERIES", str(written(lines, "deliveries.toml")))
        with signed_in(BUREAU):
            for to in ("soc", "duty"):
                asked(kind="changes", address=WORLD, to=to)
        before = offences()
        sending_now = worker.Round(ledger.current(create=True), Forms(None, None))
        sending_now.turn(entries.current())
        watching = checking.Watching()
        doubled(root, "crime_trends")
        for _ in range(3):
            watching.look()
            while sending_now.turn(entries.current()):
                pass
        ledger.close()
    (hooked,) = here.came
    ((to, mailed),) = box.came
    (change,) = hooked["data"]["changes"]
    numbers = [f"{each:,.0f}" for each in (before, 2 * before)]
    assert [change["from"], change["to"]] == numbers and hooked["data"]["address"] == WORLD
    said = mailed.get_body(("plain",)).get_content()
    assert to == ["duty@example.org"] and all(each in said for each in numbers)
    assert f"https://threats.example.org{WORLD}" in said
    assert mailed["Subject"].startswith("[TLP:CLEAR] ")


def test_an_outbox_that_is_silent_loses_nothing_and_one_above_its_mark_gets_nothing(
    root, sent, monkeypatch
):
    with signed_in(BUREAU):
        for offence in ("money_laundering", "migrant_smuggling"):
            address = f"/money-laundering?indicator=crime_trends.{offence}"
            asked(kind="changes", address=address, to="soc")
    marked(root, 2)
    everyone()
    with reader.using(BUREAU):
        assert {each.mark for each in keeping.told()} == {Tlp.AMBER, Tlp.CLEAR}
    assert [each.message.tlp for each in sent("soc")] == [Tlp.CLEAR]
    doubled(root, "crime_trends")
    watching = checking.Watching()
    with monkeypatch.context() as patch:
        patch.setattr(outbox, "put", _silent)
        watching.look()
    assert len(sent("soc")) == 1
    for _ in range(2):
        watching.look()
    assert [each.number for each in sent("soc")] == [1, 2]


def _silent(*_):
    raise ledger.SQLAlchemyError("the database does not answer")
