"""What the watch says to each: nothing above the mark they may see, nothing of another country's
affairs, no count of either.
"""

import csv
import json
import re
import shutil
from dataclasses import dataclass, replace
from pathlib import Path

import hypothesis
import hypothesis.strategies as some
import pytest
from browser import ROOT
from long import LONG
from notices import proposal, seen
from sqlalchemy.engine import make_url

from components.screens import watch_proposal
from components.shell import bell
from data.cli import notices
from data.watch import database, figures, history, ledger, lifecycle
from exchange import events, forms, stix
from security.tlp import COUNTED, Tlp
from security.viewer import HEADQUARTERS, Viewer

READERS = {
    "visitor of a country concerned": Viewer("THA"),
    "visitor of the requesting country": Viewer("IDN"),
    "visitor without a country": Viewer(""),
    "bureau concerned": Viewer("THA", "THA"),
    "requesting bureau": Viewer("IDN", "IDN"),
    "bureau shown as green": Viewer("THA", "THA", shown=Tlp.GREEN),
    "requesting bureau shown as amber": Viewer("IDN", "IDN", shown=Tlp.AMBER),
    "headquarters": Viewer("", HEADQUARTERS),
    "headquarters shown as clear": Viewer("", HEADQUARTERS, shown=Tlp.CLEAR),
    "who acts for the country picked": Viewer("MYS", free=True),
}
DAY = 86_400_000
LONG_AGO = 1_480_550_400_000


@dataclass(frozen=True)
class Step:
    number: int
    step: str
    country: str
    answer: str
    mark: Tlp


@dataclass(frozen=True)
class Proposed:
    requesting: str
    concerned: frozenset[str]
    colour: str
    mark: Tlp


marks = some.sampled_from([*Tlp])
proposed = some.builds(
    Proposed,
    some.sampled_from(["IDN", "FRA"]),
    some.frozensets(some.sampled_from(["THA", "MYS", "SGP"]), min_size=1),
    some.sampled_from(["purple", "black"]),
    marks,
)
stepped = some.one_of(
    some.builds(
        Step,
        some.integers(1, 6),
        some.sampled_from(lifecycle.STEPS),
        some.sampled_from(["THA", "MYS", "SGP"]),
        some.sampled_from(list(lifecycle.ANSWERS)),
        marks,
    ),
    some.builds(
        Step,
        some.integers(1, 6),
        some.sampled_from(list(lifecycle.STAGES)),
        some.just(""),
        some.just(""),
        some.just(Tlp.CLEAR),
    ),
)


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    """A store that holds nothing, to be copied; what is compiled for one serves all its copies."""
    file = tmp_path_factory.mktemp("empty") / "watch.sqlite"
    engine = database.connect(make_url(f"sqlite:///{file}"))
    engine.dispose()
    return engine.execution_options(compiled_cache={})


def store(empty, folder, name, proposals, steps):
    """A store in which this happened; None where a proposal or a step never did."""
    file = folder / f"{name}.sqlite"
    shutil.copy(empty.url.database, file)
    watch = ledger.Watch(make_url(f"sqlite:///{file}"))
    watch.engine.dialect = empty.dialect
    watch.engine = watch.engine.execution_options(**empty.get_execution_options())
    numbers = {}
    for place, each in enumerate(proposals, 1):
        if each is not None:
            made = proposal(
                place,
                requesting=each.requesting,
                colour=each.colour,
                concerned={"explicit": sorted(each.concerned)},
                tlp=each.mark.value,
            )
            numbers[place] = watch.add([made], f"officer {place}", at_ms=LONG_AGO)[0].id
    for place, each in enumerate(steps):
        if each is not None:
            watch.step(
                numbers[each.number],
                each.step,
                f"officer of {each.country}{place}",
                each.country or HEADQUARTERS,
                each.country,
                each.answer if each.step == "answered" else "",
                f"words {place}",
                at_ms=LONG_AGO + (place + 1) * DAY,
                tlp=each.mark if each.country else None,
            )
    return watch


def sees(reader, each, step=None):
    """Whether a proposal, or a step about it, is this reader's: said anew, by hand."""
    country = reader.bureau or reader.country
    acts = bool(reader.bureau or reader.free)
    everywhere = reader.bureau == HEADQUARTERS
    limit = reader.shown if acts else Tlp.CLEAR
    mark = max(each.mark, step.mark) if step else each.mark
    if mark > limit:
        return False
    if everywhere or each.requesting == country:
        return True
    return country in each.concerned and (step is None or step.country in ("", country))


NUMBERS = ("id", "event", "proposal", "before", "age_hours")


def bare(told):
    """Without the numbers that the database counts by."""
    if isinstance(told, dict):
        return {name: bare(value) for name, value in told.items() if name not in NUMBERS}
    return [bare(each) for each in told] if isinstance(told, list | tuple) else told


def told(watch, reader):
    """Everything that any screen, file or stream says to a reader."""
    sight, found = watch.visible(reader), {}
    countries = ["THA", "IDN", "MYS", "FRA"] if sight.everywhere else [sight.country]
    for country in countries:
        found[country] = [
            sight.numbers(country),
            *(
                [bare(forms.line(each)) for each in sight.queue(country, bucket, limit=99)]
                for bucket in ("", *ledger.BUCKETS)
            ),
            [bare(forms.newest(*each)) for each in sight.requested(country, limit=99)],
        ]
        news = sight.news(0, 999, country)
        if country:  # else there is no bell
            picked = replace(reader, country=country)
            found[country].append([bell._text(each, picked) for each in news])
    news = sight.news(0, 999)
    found["stream"] = [
        re.sub(r'(id: |"(event|id)": )\d+', r"\1", events._step(each).said()) for each in news
    ]
    found["json"] = [bare(forms.news(each)) for each in news]
    everything = sight.everything(99)
    found["newest"] = [bare(forms.newest(*each)) for each in everything]
    cases = [sight.case(number) for number, _, _ in everything]
    found["history"] = [
        [case.stage, sorted(case.turns), [watch_proposal._told(each) for each in happened]]
        for _, case, happened in cases
    ]
    found["steps"] = [[bare(forms.event(each)) for each in happened] for _, _, happened in cases]
    found["stix"] = stix.bundle(
        [each for each, _, _ in cases],
        [(each, event) for each, _, happened in cases for event in happened],
    )
    head = watch.head()
    found["funnel"] = figures.funnel(sight, head)
    found["by country"] = figures.by_country(sight, head).sort_values("country").to_csv()
    found["by week"] = figures.by_week(sight, head).to_csv()
    return found


@hypothesis.settings(
    max_examples=200 if LONG else 5,
    deadline=None,
    suppress_health_check=[hypothesis.HealthCheck.function_scoped_fixture],
)
@hypothesis.given(some.lists(proposed, min_size=1, max_size=6), some.lists(stepped, max_size=12))
def test_each_is_told_what_a_store_without_the_rest_would_tell(
    empty, tmp_path, monkeypatch, proposals, steps
):
    """No surface differs from one over a store in which what the reader may not see never was."""
    monkeypatch.setattr(lifecycle, "check", lambda *_: None)  # any step after any other
    happened = [
        Step(each.number, each.step, each.country, each.answer, max(each.mark, mine.mark))
        for each in steps
        if each.number <= len(proposals)
        and (mine := proposals[each.number - 1])
        and (not each.country or each.country in mine.concerned)
    ]
    whole = store(empty, tmp_path, "whole", proposals, happened)
    for name, reader in READERS.items():
        left = store(
            empty,
            tmp_path,
            "left",
            [each if sees(reader, each) else None for each in proposals],
            [each if sees(reader, proposals[each.number - 1], each) else None for each in happened],
        )
        said = told(whole, reader)
        assert said == told(left, reader), name
        if not reader.acts_for:
            assert "words" not in str(said) and "officer" not in str(said), name
        left.engine.dispose()
    counted = store(
        empty,
        tmp_path,
        "counted",
        [each if each.mark <= COUNTED else None for each in proposals],
        [each if each.mark <= COUNTED else None for each in happened],
    )
    assert list(history.lines(whole)) == list(history.lines(counted))
    for each in (whole, counted):
        each.engine.dispose()


def test_a_step_bears_the_proposals_mark_or_a_stricter_one(tmp_path):
    watch = ledger.Watch(make_url(f"sqlite:///{tmp_path}/watch.sqlite"))
    watch.add([proposal(tlp="TLP:AMBER")], "a")
    assert watch.step(1, "seen", "x", "THA", "THA").tlp is Tlp.AMBER
    kept = watch.step(1, "answered", "x", "THA", "THA", "located", "there", tlp=Tlp.RED)
    assert kept.tlp is Tlp.RED and seen(watch, "IDN").case(1)[2][-1].tlp is Tlp.RED
    assert seen(watch, "IDN").queue("THA", "done")[0].turn.tlp is Tlp.RED
    below = watch.visible(Viewer("IDN", "IDN", shown=Tlp.AMBER))
    assert below.queue("THA")[0].turn.status == "seen" and below.numbers("THA")["done"] == 0
    with pytest.raises(ledger.RefusedError, match="less strict"):
        watch.step(1, "answered", "x", "THA", "THA", "located", tlp=Tlp.GREEN)
    with pytest.raises(ledger.RefusedError, match="whole proposal"):
        watch.step(1, "published", "x", HEADQUARTERS, tlp=Tlp.RED)


def test_each_answer_goes_into_files_with_its_mark(tmp_path, monkeypatch, capsys):
    monkeypatch.delenv("THREATS_WATCH_URL", raising=False)
    monkeypatch.setenv("THREATS_STORE", str(tmp_path))
    watch = ledger.Watch(make_url(f"sqlite:///{tmp_path}/watch.sqlite"))
    watch.add([proposal(tlp="TLP:GREEN")], "a")
    watch.step(1, "answered", "x", "THA", "THA", "located", "=1+1", tlp=Tlp.RED)

    def shown(kind):
        asked = ["show", "ID-2016/1", "--requesting", "IDN", "--format", kind]
        assert notices.main(asked) == 0
        return capsys.readouterr().out

    assert [each["tlp"] for each in json.loads(shown("json"))["steps"]] == ["TLP:GREEN", "TLP:RED"]
    rows = list(csv.DictReader(shown("csv").splitlines()))
    assert [each["tlp"] for each in rows] == ["TLP:GREEN", "TLP:RED"]
    assert rows[1]["text"] == "'=1+1"
    notes = [each for each in json.loads(shown("stix"))["objects"] if each["type"] == "note"]
    assert [[stix.MARKS[mark] for mark in each["object_marking_refs"]] for each in notes] == [
        [Tlp.GREEN],
        [Tlp.RED],
    ]
    assert notes[1]["content"] == "=1+1"


def test_the_tables_are_read_behind_the_gate_alone():
    """Only what writes, and the gate itself, knows the tables."""
    allowed = {"ledger", "sight", "holding", "database", "schema", "env", "shared"}
    allowed |= {"shared_schema", "delivery_schema"}  # tables beside it
    for file in (ROOT / "data").rglob("*.py"):
        if file.stem not in allowed:
            assert "watch.schema" not in file.read_text(), file
    for folder in ("components", "exchange", "pages", "security"):
        for file in Path(ROOT / folder).rglob("*.py"):
            assert not re.search(r"watch\.schema|\.engine\b", file.read_text()), file
