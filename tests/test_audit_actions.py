"""Every action that counts writes its line in the record, and no line holds what somebody wrote."""

import dataclasses
import json
import re

import pytest
from browser import ROOT, free_port
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis
from hypothesis import strategies as st
from notices import proposal, running, sent

import settings
from components.indicator import downloads
from data import catalog, query
from data.cli import commands
from data.ingest import importing
from data.watch import ledger
from security import audit, claims, in_force, reader, tokens
from security.audit import Action, AuditError
from security.tlp import Role


@pytest.fixture
def store(tmp_path):
    with settings.using(store=tmp_path / "store"):
        (tmp_path / "store").mkdir()
        yield tmp_path / "store"


def said():
    file = audit.path()
    return [] if not file.exists() else list(audit.entries(file))


def told():
    return [(each.action, each.what, each.by, each.mark, each.refused) for each in said()]


ANALYST = reader.Reader("a1", frozenset({Role.VIEWER, Role.ANALYST}))


def test_a_download_is_recorded_with_its_mark_and_so_is_a_refused_one(store):
    name = next(iter(catalog.indicators()))
    asked = query.Filters(name)
    csv = next(each for each in downloads.FIGURES if each.id == "csv")
    rows = next(each for each in downloads.RECORDS if each.id == "csv")
    with reader.using(ANALYST):
        downloads.made(csv, lambda: query.by_country(query.settle(asked)), asked)
    with (
        reader.using(reader.Reader("v1", frozenset({Role.VISITOR}))),
        pytest.raises(reader.ForbiddenError),
    ):
        downloads.made(rows, lambda: pytest.fail("it was read"), asked)
    assert told() == [
        ("export", f"{name}.csv", "a1", "TLP:CLEAR", False),
        ("export", f"{name}.csv.records", "v1", "TLP:CLEAR", True),
    ]


def test_a_download_that_cannot_be_recorded_is_not_handed_out(store):
    (store / audit.NAME).mkdir()
    asked = query.Filters(next(iter(catalog.indicators())))
    csv = next(each for each in downloads.FIGURES if each.id == "csv")
    with reader.using(ANALYST), pytest.raises(AuditError):
        downloads.made(csv, lambda: query.by_country(query.settle(asked)), asked)


def test_proposals_and_steps_are_recorded_by_their_numbers(store):
    watch = ledger.current(create=True)
    with reader.using(reader.Reader("bureau")):
        one = watch.add([proposal(1, tlp="TLP:RED")], "somebody")[0]
        watch.add([proposal(1, tlp="TLP:RED")], "somebody")  # there already
        watch.add([proposal(2), proposal(3)], "somebody")
        watch.step(one.id, "published", "somebody", "headquarters", words="a word")
    assert told() == [
        ("propose", "notice.1", "bureau", "TLP:RED", False),
        ("propose", "notices.2-3", "bureau", "TLP:AMBER", False),
        ("answer", "notice.1.published", "bureau", "TLP:RED", False),
    ]


def test_a_proposal_that_cannot_be_recorded_is_not_taken(store):
    watch = ledger.current(create=True)
    (store / audit.NAME).mkdir()
    with pytest.raises(AuditError):
        watch.add([proposal(1)], "somebody")
    assert watch.find("IDN", "ID-2016/1") is None


def test_what_the_api_does_and_refuses_is_recorded(tmp_path):
    with running(tmp_path, free_port()) as (_, clients):
        clients["IDN"].ask("POST", "/api/v1/notices", sent(1))
        clients["THA"].ask("GET", "/api/v1/notices")
        clients["THA"].ask("POST", "/api/v1/notices", sent(2))
        stranger = type(clients["THA"])(clients["THA"].place[1], "no such token")
        assert stranger.ask("GET", "/api/v1/notices")[0] == 401
        with settings.using(store=tmp_path):
            found = [(each.action, each.what, each.refused) for each in said()]
            by = {each.by for each in said() if each.action != "setting"}
    assert found[-4:] == [
        ("propose", "notice.1", False),
        ("export", "api.list_notices", False),
        ("refuse", "api.propose", True),
        ("refuse", "api.list_notices", True),
    ]
    assert ("role", "tokens", False) in found
    assert {what for action, what, _ in found if action == "setting"} == {
        "THREATS_STORE",
        "THREATS_WARM=0",  # of a server that tests start, and so is the next
        "THREATS_WATCH_SECONDS=30",
        "THREATS_WATCH_TOKENS",
    }
    assert len([each for each in by if each.startswith("token-")]) == 2


def test_a_setting_is_told_when_it_differs_from_the_last_start(store, monkeypatch):
    monkeypatch.setenv("THREATS_WATCH_URL", "postgresql://user:secret@host/db")
    in_force.settings_now()
    first = [each.what for each in said()]
    in_force.settings_now()
    assert [each.what for each in said()] == first
    assert {"THREATS_WATCH_URL", "THREATS_STORE"} <= set(first)
    monkeypatch.setenv("THREATS_WATCH_OPEN", "1")
    in_force.settings_now()
    assert told()[len(first) :] == [
        ("setting", "THREATS_WATCH_OPEN=1", "server", "TLP:CLEAR", False)
    ]
    monkeypatch.delenv("THREATS_WATCH_OPEN")
    in_force.settings_now()
    assert said()[-1].what == "THREATS_WATCH_OPEN=0"
    kept = (store / audit.NAME).read_text() + (store / in_force.NAME).read_text()
    assert "secret" not in kept and (store / in_force.NAME).stat().st_mode & 0o077 == 0


def test_a_changed_table_of_roles_and_of_tokens_is_told_once(store, monkeypatch, tmp_path):
    table, known = tmp_path / "roles.toml", tmp_path / "tokens.toml"
    monkeypatch.setenv("THREATS_ROLES", str(table))
    monkeypatch.setenv("THREATS_WATCH_TOKENS", str(known))
    for role in ("viewer", "viewer", "analyst"):
        table.write_text(f'[[role]]\nclaim = "a"\nvalue = "b"\nroles = ["{role}"]\n')
        claims._read.cache_clear()
        claims.reader("person-1", {"a": "b"})
    known.write_text(f'THA = "{tokens.digest_of("x")}"\n')
    tokens.tokens({"THA"})
    assert [(each.action, each.what) for each in said()] == [
        ("role", "roles"),
        ("role", "roles"),
        ("role", "tokens"),
    ]


def test_refusals_fill_no_disk(store):
    audit._refusals.cache_clear()
    for _ in range(audit.REFUSALS + 50):
        audit.refusal("api.propose")
    audit._refusals.cache_clear()
    assert len(said()) == audit.REFUSALS


@given(st.text(min_size=1))
@hypothesis(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_only_ids_are_recorded(store, text):
    before = len((store / audit.NAME).read_bytes()) if (store / audit.NAME).exists() else 0
    try:
        audit.note(Action.EXPORT, text)
    except AuditError:
        after = len((store / audit.NAME).read_bytes()) if (store / audit.NAME).exists() else 0
        assert before == after
    else:
        assert re.fullmatch(r"[\w.:=, -]+", text, re.ASCII)


WRITTEN = st.text(st.characters(categories=("L", "N", "P")), min_size=12, max_size=40)


@given(WRITTEN, WRITTEN, WRITTEN)
@hypothesis(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_no_line_holds_a_free_text_a_name_or_a_token(store, words, name, token):
    watch = ledger.current(create=True)
    reference = f"ID-{abs(hash((words, name, token)))}"
    with reader.using(tokens.reader("", set(), ANALYST)):
        one = watch.add([proposal(reference)], name)[0]
        watch.step(one.id, "seen", name, "MYS", "MYS", words=words)
    digest = tokens.digest_of(token)
    audit.note(Action.SIGN_IN, "token", by=tokens.subject(digest))
    lines = "\n".join(f"{each.action} {each.what} {each.by} {each.mark}" for each in said())
    kept = {name for line in (store / audit.NAME).open() for name in json.loads(line)}
    assert kept == {field.name for field in dataclasses.fields(audit.Entry)}
    for secret in (words, name, token, digest, reference):
        assert secret not in lines


def test_the_command_says_whether_it_holds_and_where_it_breaks(store, capsys):
    with reader.using(reader.Reader("a1")):
        for number in range(5):
            audit.note(Action.EXPORT, f"figure.{number}")
    audit.note(Action.SIGN_IN, "sign-in", by="person-1")
    args = ["--store", str(store)]
    assert commands.main(["audit", "verify", *args]) == 0
    assert "6 lines follow" in capsys.readouterr().out
    assert commands.main(["audit", "show", "--action", "sign-in", "--format", "json", *args]) == 0
    assert [each["by"] for each in json.loads(capsys.readouterr().out)] == ["person-1"]
    assert commands.main(["audit", "show", "--by", "a1", *args]) == 0
    assert len(re.findall("figure", capsys.readouterr().out)) == 5
    assert commands.main(["audit", "show", "--since", "2999-01-01", *args]) == 0
    assert "figure" not in capsys.readouterr().out
    text = (store / audit.NAME).read_text()
    (store / audit.NAME).write_text(text.replace("figure.2", "figure.7"))
    assert commands.main(["audit", "verify", *args]) == 1
    assert "line 3" in capsys.readouterr().err


def test_an_import_is_recorded(store):
    version, _ = importing.bring(ROOT / "tests/samples/cisa_kev.csv", "cisa_kev", store)
    assert [(each.action, each.what) for each in said()] == [("import", f"cisa_kev.{version}")]
