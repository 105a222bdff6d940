"""A sealed briefing stays as it was: its figures, its deck, its code."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from long import LONG
from versions import doubled, publish, records

import settings
from briefing import canonical, html, keeping, ready, seal, slides, views, working
from briefing.keeping import Briefing
from briefing.seal import SealError, UnknownSealError
from briefing.views import View
from data import catalog, integrity, query, store, today
from data.query import Filters
from security import reader
from security.reader import ForbiddenError, Reader
from security.tlp import Role, Tlp

ROOT = Path(__file__).parents[1]
VICTIMS = "glotip.detected_victims"
TWO = (
    View(id="one", address=f"/trafficking?indicator={VICTIMS}&period=2019", notes="Secret."),
    View(id="two", address=f"/trafficking?indicator={VICTIMS}&country=THA", drawing="timeline"),
    View(id="three", address="/illegal-fishing?indicator=iuu_vessels.listed", drawing="ranking"),
)


@pytest.fixture(autouse=True)
def root(own_store):
    with settings.using(store=own_store), reader.using(reader.LOCAL):
        yield own_store


def briefing(kind="", every="", **about):
    if every:
        asked = (views.address(Filters(each)) for each in catalog.indicators())
        several = tuple(
            View(id=f"v{at}", address=each, drawing=every) for at, each in enumerate(asked)
        )
        return Briefing(name=every, title=every, views=several)
    if not kind:
        return Briefing(name="two", title="Two", views=TWO)
    return Briefing(name=kind, title=ready.title(kind, **about), views=ready.views(kind, **about))


READY = [("", {}), ("bilateral", {"country_": "IDN", "partner": "MYS"})]
if LONG:
    READY += [
        ("world", {}),
        ("country", {"country_": "IDN"}),
        ("country", {"group_": "ASEAN"}),
        *(("", {"every": each}) for each in views.DRAWN),
    ]


@pytest.mark.parametrize(("kind", "about"), READY, ids=[f"{k}{a}" for k, a in READY])
def test_what_is_sealed_is_what_was_seen_and_is_worked_out_again_the_same(kind, about):
    one = briefing(kind, **about)
    with today.using(date(2026, 1, 31)):
        live = working.deck(one.views, name=one.name, title=one.title)
        made = seal.seal(one)
    assert made.deck.made == "2026-01-31"
    assert canonical.digest(made.deck) == canonical.digest(live)
    assert {each.seal for each in made.deck.slides} == {made.code} == {made.deck.seal}
    assert seal.open_(made.code) == made.deck
    assert seal.recomputed(made) == made.deck
    assert seal.seal(one).code != made.code  # another day
    cited = {
        each.id: each.version
        for slide in live.slides
        for each in slide.sources
        if each.version  # of others no figures are here
    }
    assert cited and cited.items() <= dict(made.versions).items()
    assert canonical.deck(json.loads(json.dumps(canonical.document(made.deck)))) == made.deck


OPENED = """
import sys
from briefing import canonical, seal
from security import reader
with reader.using(reader.operator()):
    made = seal.sealed(sys.argv[1])
    print(canonical.digest(made.deck), canonical.digest(seal.recomputed(made)), made.deck.seal)
"""


def test_the_store_changes_meanwhile_and_nothing_on_a_slide_does(root, monkeypatch):
    before = query.total(Filters(VICTIMS)).value
    one = briefing()
    live = canonical.digest(working.deck(one.views, title=one.title))
    slide = slides.slide

    def changing(view, code=""):
        found = slide(view, code)
        if view.id == "one":
            doubled(root, "glotip")
        return found

    monkeypatch.setattr(slides, "slide", changing)
    made = seal.seal(one)
    monkeypatch.undo()
    assert canonical.digest(made.deck) == live
    assert query.total(Filters(VICTIMS)).value == 2 * before
    assert seal.newer(made) == ("glotip",)
    for _ in range(3):  # until no generation of the store has it any more
        doubled(root, "glotip")
        for each in root.glob("*.parquet"):
            os.utime(each, (1, 1))
    pinned = [each.name for each in (made.folder / "figures").glob("glotip-*")]
    assert len(pinned) == 2 and not (root / pinned[0]).exists()
    exported = html.dump(seal.open_(made.code))
    assert exported == html.dump(made.deck) and made.code in exported
    said = subprocess.run(
        [sys.executable, "-c", OPENED, made.code.replace("-", "").lower()],
        cwd=ROOT,
        env={**os.environ, "THREATS_STORE": str(root), "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    assert said == [live, live, made.code]


def test_what_ships_is_pinned_too_and_needs_nothing_that_ships_later(monkeypatch, tmp_path):
    overview = Briefing(name="all", title="All", views=(View(id="all", address="/"),))
    made = seal.seal(overview)
    assert {*made.versions} == {*store.whole().versions}
    monkeypatch.setattr("data.store.layout.BUNDLED", tmp_path)  # another release: nothing of this
    monkeypatch.setattr("data.store.BUNDLED", tmp_path)
    store.forget()
    assert store.whole().versions == {}
    assert seal.recomputed(made) == made.deck == seal.open_(made.code)


def test_files_are_links_where_the_disk_has_them_and_copies_where_not(root, monkeypatch):
    doubled(root, "glotip")
    made = seal.seal(briefing())
    file = next((made.folder / "figures").glob("glotip-??????????.parquet"))
    assert file.stat().st_ino == (root / file.name).stat().st_ino

    def refused(*_):
        raise PermissionError

    monkeypatch.setattr(os, "link", refused)
    other = seal.seal(replace(briefing(), title="Other"))
    copied = other.folder / "figures" / file.name
    assert copied.stat().st_ino != file.stat().st_ino
    assert copied.read_bytes() == file.read_bytes()
    assert not [*made.folder.parent.glob(".*")]


def test_a_code_is_read_however_it_was_written():
    made = seal.seal(briefing())
    plain = made.code.replace("-", "")
    for written in (plain, plain.lower(), f" {made.code} ", " ".join(plain)):
        assert seal.open_(written) == made.deck
    assert seal.plain_code("OIL0-1111-2222") == "011011112222"
    for wrong in ("", "0123", "UUUU-UUUU-UUUU", "../../../etc", made.code + "0"):
        with pytest.raises(SealError, match="no code of a seal"):
            seal.open_(wrong)
    with pytest.raises(UnknownSealError):
        seal.open_("0123-4567-89AB")


@given(st.binary(min_size=1, max_size=40))
def test_codes_are_of_the_alphabet_and_tell_apart(content):
    one = seal.code_of({"versions": {}, "views": [], "deck": content.hex()})
    other = seal.code_of({"versions": {}, "views": [], "deck": content.hex() + "0"})
    assert seal.plain_code(one) == one.replace("-", "") and one != other


@pytest.mark.alike(2)
@pytest.mark.parametrize("name", ["seal.json", "deck.json"])
@pytest.mark.parametrize("resealed", [False, True])
def test_a_seal_that_was_touched_is_refused(name, resealed):
    made = seal.seal(briefing())
    path = made.folder / name
    document = json.loads(path.read_bytes())
    if name == "deck.json":
        document["slides"][0]["number"] = "1"
    else:
        document["versions"]["glotip"] = "0" * 10
    del document["digest"]
    path.write_bytes(integrity.sealed(document) if resealed else json.dumps(document).encode())
    with pytest.raises(SealError, match="is not what was sealed"):
        seal.open_(made.code)


def test_a_pinned_file_that_was_touched_is_refused():
    made = seal.seal(briefing())
    file = next((made.folder / "figures").glob("iuu_vessels-*"))
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.unlink()
    file.write_bytes(content)
    with pytest.raises(store.StoreError):
        seal.recomputed(made)
    assert seal.open_(made.code) == made.deck  # the deck is whole


def test_notes_are_their_presenters_alone_and_no_part_of_what_is_sealed():
    made = seal.seal(briefing())
    assert made.deck.slides[0].notes == "Secret."
    bare = replace(briefing(), views=tuple(replace(each, notes="") for each in TWO))
    with reader.using(Reader("other", frozenset({Role.VIEWER, Role.PRESENTER}))):
        assert seal.open_(made.code).slides[0].notes == ""
        assert seal.seal(bare).code == made.code
    assert seal.open_(made.code).slides[0].notes == "Secret."
    for name in ("seal.json", "deck.json"):
        assert b"Secret" not in (made.folder / name).read_bytes()
    assert "Secret" not in canonical.text(made.deck)


def test_marks_are_obeyed_when_sealed_and_when_opened(root):
    found = records("glotip")
    latest = found["start"].max()
    found.loc[found["start"].eq(latest), "tlp"] = "AMBER"
    publish(root, "glotip", found)
    one = replace(briefing(), views=TWO[:2])
    made = seal.seal(one)
    assert made.deck.marking == "TLP:AMBER"
    with reader.using(replace(reader.LOCAL, shown=Tlp.CLEAR)):
        with pytest.raises(SealError, match="mark that you are not shown"):
            seal.open_(made.code)
        lower = seal.seal(one)
        assert lower.deck.marking == "TLP:CLEAR" and lower.code != made.code
    assert seal.recomputed(made) == made.deck


def test_who_may_not_present_seals_nothing():
    with (
        reader.using(Reader("v", frozenset({Role.VIEWER}))),
        pytest.raises(ForbiddenError),
    ):
        seal.seal(briefing())


def test_an_empty_briefing_is_not_sealed_and_a_seal_is_let_go_of(root):
    with pytest.raises(SealError, match="no views"):
        seal.seal(Briefing(name="x", title="x"))
    made = seal.seal(briefing())
    seal.delete(made.code)
    with pytest.raises(UnknownSealError):
        seal.open_(made.code)
    assert [*(root / "briefings/seals").iterdir()] == []
    assert keeping.names() == []


def test_the_text_of_a_deck_can_stand_in_a_page():
    one = Briefing(name="x", title="</script><b>é", views=(replace(TWO[0], caption="<i>"),))
    said = canonical.text(seal.seal(one).deck)
    assert said.isascii() and "<" not in said
    assert json.loads(said)["title"] == "</script><b>é"
    assert views.read({**one.views[0].document()}) == one.views[0]
