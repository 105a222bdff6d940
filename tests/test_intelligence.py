"""Shared intelligence: what is taken in, whom it reaches and why, what goes back, and what nobody
sees who may not.
"""

import json
from datetime import UTC, datetime

import pandas as pd
import pytest
import sqlalchemy as sa
from api_asked import ask, check, folder
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from intelligence import attack, bundle, indicator, linked, location, made, malware

from data import query, store
from data.cli import notices
from data.intelligence import acts, demo, objects, reach, shared, sight, speed
from data.intelligence.objects import MARK_OF, UnfitError
from data.query import Filters
from data.watch import ledger
from data.watch.ledger import ForbiddenError
from data.watch.migrations.versions import s0005_inbox
from data.watch.model import RefusedError
from data.watch.shared_schema import INBOX, OBJECTS, REACHED
from security import reader
from security.tlp import Tlp
from security.viewer import HEADQUARTERS, Viewer

__all__ = ["folder"]
SOFTWARE = "software--00000000-0000-5000-8000-000000000009"
LATER = {"modified": "2026-10-03T08:00:00.000Z"}


@pytest.fixture
def watch(folder):
    return ledger.current(create=True)


def seen(watch, country):
    return sight.Sight(watch, Viewer(country, country))


def became(post):
    return [each.became for each in post.told]


def test_an_attack_reaches_its_victims_and_each_reads_why(watch):
    post = shared.accept(watch, attack(1, ("ID", "SG")), "FRA")
    assert set(became(post)) == {"kept"}
    for code in ("IDN", "SGP"):
        (line,) = [each for each in seen(watch, code).inbox(code) if each.kept.type == "indicator"]
        assert line.title == "Host 1"
        assert line.urgency == 1
        assert any("victims" in each for each in line.reasons)
    assert seen(watch, "THA").inbox("THA") == []
    assert seen(watch, "THA").inbox("IDN") == []  # another's inbox is not there


def test_what_ties_an_indicator_to_a_country_may_come_later(watch):
    what, how, place = indicator(1), malware(), location("ID")
    shared.accept(watch, [what, how, linked(what, "indicates", how)], "FRA")
    assert seen(watch, "IDN").inbox("IDN") == []
    shared.accept(watch, [place, linked(how, "targets", place)], "FRA")
    assert {"indicator", "malware"} <= {each.kept.type for each in seen(watch, "IDN").inbox("IDN")}


def test_where_an_attacker_comes_from_is_no_reason_to_tell_that_country(watch):
    group, place = made("intrusion-set", "Group", name="Group"), location("ID")
    shared.accept(watch, [group, place, linked(group, "originates-from", place)], "FRA")
    assert seen(watch, "IDN").inbox("IDN") == []


def test_a_name_and_a_group_and_its_sectors_reach(watch, folder, monkeypatch):
    file = folder / "sharing.toml"
    file.write_text(
        '[group.banks]\nname = "Banks"\nmembers = ["IDN", "THA"]\n'
        'sectors = ["financial-services"]\n'
    )
    monkeypatch.setenv("THREATS_SHARING", str(file))
    shared.accept(watch, [indicator(1, labels=["country:SGP"])], "FRA")
    shared.accept(watch, [indicator(2)], "IDN", to=["group:banks"])
    bank = made(
        "identity", "Bank", name="A bank", identity_class="class", sectors=["financial-services"]
    )
    worm = malware("Bank worm")
    shared.accept(watch, [worm, bank, linked(worm, "targets", bank)], "FRA")
    told = {code: [each.title for each in seen(watch, code).inbox(code)] for code in ("SGP", "THA")}
    assert told == {"SGP": ["Host 1"], "THA": ["Bank worm", "Host 2"]}
    assert not shared.may_send_to("FRA", "group:banks")
    assert reach.reason("group:banks") == "Shared with the group Banks"


def test_the_same_object_twice_is_one_and_other_content_is_refused(watch):
    first = shared.accept(watch, [indicator(1)], "FRA")
    again = shared.accept(watch, [indicator(1), indicator(1)], "FRA")
    other = shared.accept(watch, [indicator(1) | {"name": "Other"}], "FRA")
    assert (became(first), became(again), became(other)) == (["kept"], ["there"] * 2, ["refused"])


def test_only_who_shared_an_object_sends_another_version(watch):
    shared.accept(watch, [indicator(1, labels=["country:IDN"])], "FRA")
    taken_back = indicator(1, labels=["country:IDN"], revoked=True) | {
        "modified": "2026-10-02T08:00:00.000Z"
    }
    assert became(shared.accept(watch, [taken_back], "THA")) == ["refused"]
    assert len(seen(watch, "IDN").inbox("IDN")) == 1
    assert became(shared.accept(watch, [taken_back], "FRA")) == ["kept"]
    assert seen(watch, "IDN").inbox("IDN") == []  # revoked is obeyed


def test_who_holds_what_is_revoked_hears_of_it(watch):
    sent = attack(1)
    shared.accept(watch, sent, "FRA")
    ties = [each for each in sent if each["type"] in ("indicator", "relationship")]
    later = {"modified": "2026-10-02T08:00:00.000Z", "revoked": True}
    shared.accept(watch, [each | later for each in ties], "FRA")
    found, _ = seen(watch, "IDN").collection("IDN", Tlp.RED, limit=100)
    assert {each.stix_id for each in found if each.said.get("revoked")} == {
        each["id"] for each in ties
    }


def test_an_older_version_that_comes_late_does_not_become_the_newest(watch):
    newer = indicator(1, labels=["country:IDN"]) | {
        "modified": "2026-11-01T00:00:00.000Z",
        "name": "Newer",
    }
    shared.accept(watch, [newer], "FRA")
    shared.accept(watch, [indicator(1, labels=["country:IDN"])], "FRA")
    assert [each.title for each in seen(watch, "IDN").inbox("IDN")] == ["Newer"]


@pytest.mark.parametrize(
    "raw",
    [
        made("identity", "x", name="A name", identity_class="individual"),
        made("identity", "x", name="A name"),
        {
            "type": "email-addr",
            "spec_version": "2.1",
            "id": "email-addr--2d77a846-6264-5d51-b586-e43822ea1ea3",
            "value": "someone@mail.example",
        },
        indicator(1, pattern="[email-message:from_ref.value = 'someone@mail.example']"),
        made("threat-actor", "x", name="A name", resource_level="individual"),
    ],
    ids=lambda raw: raw["type"],
)
def test_nothing_about_persons_is_taken_in(raw):
    with pytest.raises(UnfitError, match="persons"):
        objects.read(raw)


@pytest.mark.parametrize("kind", ["note", "opinion"])
def test_who_wrote_an_object_is_not_taken_in_by_name(kind):
    more = {"content": "x"} if kind == "note" else {"opinion": "agree"}
    raw = made(kind, "x", object_refs=[indicator(1)["id"]], **more)
    assert objects.read(raw).said == raw
    with pytest.raises(UnfitError, match="created_by_ref names the organisation"):
        objects.read(raw | {"authors": ["A name"]})


def test_the_strictest_mark_on_any_part_marks_the_whole(watch):
    part = {"marking_ref": MARK_OF[Tlp.RED], "selectors": ["description"]}
    raw = indicator(1, Tlp.GREEN, description="secret", granular_markings=[part])
    assert objects.read(raw).tlp is Tlp.RED
    bare = indicator(2)
    del bare["object_marking_refs"]
    assert objects.read(bare).tlp is objects.UNMARKED


def test_unknown_properties_are_kept_as_they_were_sent():
    raw = indicator(
        1,
        x_score=7,
        extensions={
            "extension-definition--04b2d3a1-5cc8-4b4f-9e35-7d3b1c2a6f01": {
                "extension_type": "property-extension",
                "note": "kept",
            }
        },
    )
    assert objects.read(raw).said == raw


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        ("text", "not an object"),
        ({"type": "indicator"}, "id"),
        (indicator(1, pattern="[domain-name:value"), "standard"),
        ({**indicator(1), "id": "malware--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f"}, "id"),
        ({**indicator(1), "name": "\ud800"}, "half"),
        (indicator(1, name="x" * 600_000), "larger"),
        (bundle([indicator(1)]), "bundle"),
        (made("x-own", "x", when="yesterday"), "time"),
        ({**indicator(1), "spec_version": None}, "spec_version"),
        ({each: value for each, value in indicator(1).items() if each != "spec_version"}, "2.1"),
        (made("observed-data", "x", objects={"0": {"type": "url"}}), "as STIX 2.0 does"),
        (made("x-own", "x", labels=[]), "empty"),
        (made("x-own", "x", when="2026-11-01T00:00:00Z"), "millisecond"),
        (made("x-own", "x", extensions={f"{'a' * 60}-": {}}), "extensions"),
        (made(f"{'a' * 50}--x", "x"), "type"),
        (made("x-own", "x", extensions={"x-own-ext": {}}), "properties|empty"),
        ({"type": "software", "id": SOFTWARE, "name": "x", "languages": ["-aaaaa" * 50]}, "100"),
        (
            indicator(
                1,
                labels=[str(each) for each in range(9_000)],
                granular_markings=[
                    {"marking_ref": MARK_OF[Tlp.RED], "selectors": [f"labels.[{each}]"]}
                    for each in range(900)
                ],
            ),
            "marked apart",
        ),
        (made("x-own", "x", first_seen=["2026"], when=7), "time"),
    ],
)
def test_what_is_refused_says_why(raw, why):
    with pytest.raises(UnfitError, match=why):
        objects.read(raw)


def test_what_a_country_did_goes_back_to_whom_shared_it(watch):
    shared.accept(watch, attack(1, mark=Tlp.AMBER), "FRA")
    what = indicator(1)["id"]
    assert acts.act(watch, what, acts.SIGHTED, "IDN", "IDN")
    assert not acts.act(watch, what, acts.SIGHTED, "IDN", "IDN")
    (line,) = [each for each in seen(watch, "IDN").inbox("IDN") if each.kept.stix_id == what]
    assert line.acts == ("seen", "sighted")
    back = [each.kept for each in seen(watch, "FRA").inbox("FRA")]
    (sighting,) = [each for each in back if each.type == "sighting"]
    assert sighting.said["sighting_of_ref"] == what
    assert sighting.tlp is Tlp.AMBER
    assert acts.act(watch, what, acts.FALSE_POSITIVE, "IDN", "IDN")
    (opinion,) = [
        each.kept for each in seen(watch, "FRA").inbox("FRA") if each.kept.type == "opinion"
    ]
    assert opinion.said["opinion"] == "strongly-disagree"
    with pytest.raises(KeyError):
        acts.act(watch, what, acts.SEEN, "THA", "THA")
    with pytest.raises(ForbiddenError):
        acts.act(watch, what, acts.SEEN, HEADQUARTERS, HEADQUARTERS)


def test_a_value_is_found_as_it_is_written_and_who_else_shared_it_is_counted(watch):
    shared.accept(watch, [indicator(1, labels=["country:IDN"])], "FRA")
    same = indicator("other", pattern=indicator(1)["pattern"], labels=["country:IDN"])
    shared.accept(watch, [same], "THA")
    shared.accept(watch, [indicator(2, labels=["country:IDN"])], "THA")
    found = seen(watch, "IDN").inbox("IDN", value="HOST-1.example ")
    assert {each.kept.owner for each in found} == {"FRA", "THA"}
    assert {each.others for each in found} == {1}


def test_what_is_kept_is_only_added_to(watch):
    shared.accept(watch, attack(1), "FRA")
    with watch.engine.begin() as connection, pytest.raises(sa.exc.DatabaseError):
        connection.execute(sa.delete(OBJECTS))
    with watch.engine.begin() as connection, pytest.raises(sa.exc.DatabaseError):
        connection.execute(sa.update(REACHED).values(place=0))


def test_invented_and_real_intelligence_never_share_a_store(watch):
    shared.accept(watch, [indicator(1)], "FRA", demonstration=True)
    with pytest.raises(RefusedError, match="demonstrations"):
        shared.accept(watch, [indicator(2)], "FRA")


def test_how_swiftly_counts_from_first_seen_to_shared_to_seen(watch, folder, monkeypatch):
    """Medians of five and more; of fewer none is said."""
    file = folder / "sharing.toml"
    file.write_text('[group.near]\nname = "Near"\nmembers = ["IDN", "THA"]\n')
    monkeypatch.setenv("THREATS_SHARING", str(file))
    at = int(datetime(2026, 9, 21, 13, tzinfo=UTC).timestamp() * 1000)
    to = {"labels": ["country:IDN"], "valid_from": "2026-09-21T12:00:00Z"}
    for number in range(5):
        shared.accept(watch, [indicator(number, **to)], "FRA", now_us=at * 1000 + number)
    for number in range(5):
        took = at + (number + 1) * 10 * 60_000
        acts.act(watch, indicator(number)["id"], acts.SEEN, "IDN", "IDN", took)
    acts.act(watch, indicator(0)["id"], acts.ACTED, "IDN", "IDN", at + 90 * 60_000)
    reader = Viewer(HEADQUARTERS, HEADQUARTERS)
    found = speed.by_country(watch, reader).set_index("country")
    row = found.loc["IDN"]
    assert [row[each] for each in speed.COUNTS] == [0, 5, 5, 1]
    assert row["minutes_to_seen"] == pytest.approx(30, abs=0.01)
    assert row["minutes_to_seen_p90"] == pytest.approx(46, abs=0.01)
    assert pd.isna(row["minutes_to_acted"])  # one is too few
    assert found.loc["FRA", "shared"] == 5
    assert found.loc["FRA", "minutes_to_shared"] == pytest.approx(60, abs=0.01)
    group = speed.by_group(watch, reader).set_index("group").loc["near"]
    assert (group["received"], group["minutes_to_seen"]) == (5, row["minutes_to_seen"])
    assert speed.overall(watch, reader)["minutes_to_seen"] == row["minutes_to_seen"]
    (week,) = speed.by_week(watch, reader).to_dict("records")
    assert str(week["week"])[:10] == "2026-09-21" and week["received"] == 5
    assert week["value"] == row["minutes_to_seen"]
    secret = indicator(9, Tlp.RED, **to)
    shared.accept(watch, [secret], "FRA")
    assert speed.overall(watch, reader)["shared"] == 5  # stricter than what counts


marks = st.sampled_from(list(Tlp))


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.tuples(st.sampled_from(["ID", "SG"]), marks), min_size=1, max_size=4), marks)
def test_nothing_above_a_ceiling_is_read_and_nothing_below_it_is_missing(watch, sent, ceiling):
    known = {}
    for place, mark in sent:
        raw = indicator(f"{place} {mark} {len(known)} {id(sent)}", mark, labels=["country:IDN"])
        shared.accept(watch, [raw], "FRA")
        known[raw["id"]] = mark
    found, _ = seen(watch, "IDN").collection("IDN", ceiling, limit=10_000)
    assert all(each.tlp <= ceiling for each in found)
    mine = {each.stix_id for each in found} & set(known)
    assert mine == {name for name, mark in known.items() if mark <= ceiling}


def test_the_api_takes_intelligence_in_and_says_what_became_of_each(folder):
    person = made("identity", "x", name="A name", identity_class="individual")
    told = ask("POST", "/api/v1/intelligence", bundle([*attack(1), person]), "FRA")
    assert told.status == 201
    check(told.document, {"$ref": "#/components/schemas/Post"})
    refused = [each for each in told.document["objects"] if each["became"] == "refused"]
    assert [each["id"] for each in refused] == [person["id"]]
    again = ask("POST", "/api/v1/intelligence", bundle(attack(1)), "FRA")
    assert again.status == 200
    inbox = ask("GET", "/api/v1/intelligence", b"", "IDN")
    check(inbox.document, {"type": "array", "items": {"$ref": "#/components/schemas/Shared"}})
    assert {each["object"]["type"] for each in inbox.document} == {"indicator", "malware"}
    what = indicator(1)["id"]
    done = ask("POST", f"/api/v1/intelligence/{what}/acts", {"act": "sighted"}, "IDN")
    assert (done.status, done.document) == (201, {"object": what, "act": "sighted"})
    assert ask("POST", f"/api/v1/intelligence/{what}/acts", {"act": "seen"}, "THA").status == 404
    assert ask("GET", "/api/v1/intelligence?country=IDN", b"", "THA").status == 403
    assert ask("POST", "/api/v1/intelligence", {"objects": []}, "FRA").status == 422
    assert ask("POST", "/api/v1/intelligence", bundle([person]), "FRA").status == 422
    assert json.dumps(told.document)


def test_a_misp_event_is_taken_in_as_stix(folder):
    event = {
        "Event": {
            "uuid": "5e8c1f2a-1c0e-4f4e-9a57-0a1b2c3d4e5f",
            "info": "Invented",
            "date": "2026-10-01",
            "timestamp": "1790841600",
            "threat_level_id": "2",
            "analysis": "2",
            "distribution": "1",
            "Orgc": {"uuid": "5e8c1f2a-1c0e-4f4e-9a57-0a1b2c3d4e60", "name": "An organisation"},
            "Tag": [{"name": "tlp:green"}],
            "Attribute": [
                {
                    "uuid": "5e8c1f2a-1c0e-4f4e-9a57-0a1b2c3d4e61",
                    "type": "domain",
                    "category": "Network activity",
                    "value": "host-7.example",
                    "to_ids": True,
                    "timestamp": "1790841600",
                }
            ],
        }
    }
    told = ask("POST", "/api/v1/intelligence?to=IDN", event, "FRA")
    assert told.status == 201, told.body
    found = ask("GET", "/api/v1/intelligence?value=host-7.example", b"", "IDN").document
    found = [each for each in found if each["object"]["type"] == "indicator"]
    assert found[0]["tlp"] == "TLP:GREEN"


def lying(watch, country):
    """What lies before a country, by group."""
    found = seen(watch, country)
    told = {each: found.group(country, each) for each in sight.GROUPS}
    assert {each: len(lines) for each, lines in told.items()} == found.numbers(country)
    return {each: sorted(line.title for line in lines) for each, lines in told.items() if lines}


def test_an_inbox_goes_by_urgency_whatever_came_last(watch):
    shared.accept(watch, attack(1), "FRA")
    shared.accept(watch, [indicator(2, labels=["country:IDN"])], "FRA")
    assert lying(watch, "IDN") == {"ours": ["Host 1", "Worm 1"], "told": ["Host 2"]}
    assert lying(watch, "FRA") == {}  # its own
    what, place = indicator(2), location("ID")
    here = made("sighting", "here", sighting_of_ref=what["id"], where_sighted_refs=[place["id"]])
    shared.accept(watch, [place, here], "THA")  # a reason that comes later raises what is there
    assert "Host 2" in lying(watch, "IDN")["here"]
    acts.act(watch, what["id"], acts.ACTED, "IDN", "IDN")
    assert lying(watch, "IDN")["done"] == ["Host 2"]
    assert lying(watch, "FRA") == {"answers": ["Host 2"]}  # called as what it answers
    (own,) = [each for each in seen(watch, "FRA").sent("FRA") if each.title == "Host 2"]
    assert own.reached == ("IDN",)
    assert [(each.country, each.act) for each in own.done] == [("IDN", "seen"), ("IDN", "acted")]
    assert seen(watch, "THA").sent("FRA") == []


def test_an_older_store_lays_its_inboxes_out_as_they_would_be(watch):
    shared.accept(watch, [*attack(1), indicator(2, labels=["country:SGP"])], "FRA")
    shared.accept(watch, [indicator(2, labels=["country:SGP"]) | LATER], "FRA")
    acts.act(watch, malware("Worm 1")["id"], acts.ACTED, "IDN", "IDN")
    with watch.engine.begin() as connection:
        others = sa.select(INBOX).where(INBOX.c.country != "FRA").order_by(INBOX.c.stix_id)
        laid = connection.execute(others).all()
        assert len(laid) == 3
        connection.execute(sa.delete(INBOX))
        connection.execute(sa.text(s0005_inbox.FILLED))
        assert connection.execute(others).all() == laid


def test_a_preview_says_whom_it_would_reach_and_keeps_nothing(watch):
    person = made("identity", "x", name="A name", identity_class="individual")
    found = shared.preview(watch, [*attack(1), person], "FRA", ["SGP"])
    assert found.reached == {
        "IDN": ("victim:IDN",),
        "SGP": ("named:SGP",),
    }
    assert [each.stix_id for each in found.told if each.became == "refused"] == [person["id"]]
    assert seen(watch, "IDN").inbox("IDN") == [] and watch.purpose() == ""


def test_a_stream_tells_a_country_what_reaches_it_and_nobody_else(folder):
    ask("POST", "/api/v1/intelligence", bundle(attack(1, mark=Tlp.RED)), "FRA")
    path = "/api/v1/intelligence/events"

    def heard(bureau, query=""):
        told = ask("GET", path + query, b"", bureau).body.decode()
        return [json.loads(line[6:]) for line in told.splitlines() if line.startswith("data: ")]

    first = heard("IDN")
    assert [each["object"]["type"] for each in first] == ["indicator", "malware"]
    check(first[0], {"$ref": "#/components/schemas/Shared"})
    assert heard("IDN", f"?after={first[0]['number']}") == first[1:]
    assert heard("IDN", "?after=now") == heard("THA") == heard("FRA") == []
    assert heard("headquarters", "?country=IDN") == first
    assert ask("GET", path, b"", "headquarters").status == 422


def test_a_demonstration_is_invented_labelled_and_of_documentation_alone(watch):
    assert demo.past(watch, 6, 1) == 6
    assert demo.past(watch, 6, 1) == 0 or watch.purpose() == "demonstration"
    with watch.engine.connect() as connection:
        held = [json.loads(each) for (each,) in connection.execute(sa.select(OBJECTS.c.document))]
    kinds = [each for each in held if each["type"] not in ("sighting", "opinion")]
    assert all(
        demo.LABEL in each["labels"] for each in kinds if not each.get("name", "").startswith("NCB")
    )
    values = {sight.named(each) for each in held if each["type"] == "indicator"}
    assert values and all(
        value.startswith(("192.0.2.", "198.51.100.", "203.0.113.", "2001:db8:"))
        or ".example." in value
        or len(value) == 64
        for value in values
    )
    with pytest.raises(RefusedError, match="demonstrations"):
        shared.accept(watch, attack(1), "FRA")


def test_what_was_shared_is_counted_into_figures_and_few_are_masked(watch, own_store, monkeypatch):
    monkeypatch.setenv("THREATS_STORE", str(own_store))
    kept = ledger.current(create=True)
    at = ledger.now_ms() - 3_600_000
    for number in range(6):
        what = indicator(number, labels=["country:IDN"])
        shared.accept(kept, [what], "FRA", now_us=at * 1000 + number)
    shared.accept(kept, [indicator(9, Tlp.RED, labels=["country:IDN"])], "FRA")
    for number, minutes in enumerate((0, 10, 20, 30, 40)):
        acts.act(kept, indicator(number)["id"], acts.SEEN, "IDN", "IDN", at + minutes * 60_000)
    assert notices.main(["figures"]) == 0
    store.forget()
    with reader.using(reader.LOCAL):
        asked = Filters("sharing.until_seen", ("IDN",), ("hour",))
        assert query.total(asked).value == 5
        masked = query.total(Filters("sharing.until_acted", ("IDN",), ("hour",)))
        assert (masked.value, masked.low, masked.high) == (None, 0, 4)
        assert query.total(Filters("sharing.shared", ("FRA",), ("indicator",))).value == 6
        for name, who, partner, minutes in (
            ("to_seen", (), None, 20),
            ("to_seen", ("IDN",), None, 20),
            ("between", ("IDN",), "FRA", 20),
            ("between", ("IDN",), None, None),  # two have a median, and neither by itself
            ("to_acted", ("IDN",), None, None),  # of one none is said
        ):
            found = query.total(Filters(f"sharing.minutes_{name}", who, (), partner))
            assert found.value == minutes, (name, who, partner)
        asked = Filters("sharing.minutes_to_seen", ("IDN",), ("p90",))
        assert query.total(asked).value == 36  # of 0, 10, 20, 30 and 40
        assert query.by_country(Filters("sharing.minutes_between")).empty
