"""A kit for a closed room: whatever is touched in it is named, and its key is known; what a licence
or a mark forbids is in none of its files.
"""

import base64
import csv
import hashlib
import io
import json
import shutil
import stat
import zipfile
from dataclasses import replace

import decks
import pptx as library
import pypdf
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from long import LONG
from sampled import SOURCES, samples

import settings
from briefing import canonical, html, kit, pdf, pptx, signing, tables, views, working
from briefing.kit import KitError
from briefing.progress import CancelledError
from data import catalog, query
from data.cli import commands
from data.ingest import importing
from data.query import Filters
from security import reader
from security.reader import ForbiddenError
from security.tlp import Tlp

WHOLE = decks.south_east_asia()
FEW = replace(WHOLE, slides=(WHOLE.slides[0], WHOLE.slides[2]))
SECRET = FEW.slides[0].notes


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A user's data folder, in which the key is made."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture(autouse=True)
def _at_home(home):
    with settings.using(store=home), reader.using(reader.operator()):
        yield


@pytest.fixture(scope="module")
def written(home, tmp_path_factory):
    heard = []
    with settings.using(store=home), reader.using(reader.operator()):
        made = kit.write(
            FEW, tmp_path_factory.mktemp("stick") / "kit",
            progress=lambda *said: heard.append(said[:2]),
        )  # fmt: skip
    return made, heard


@pytest.fixture
def folder(written, tmp_path):
    return shutil.copytree(written[0].folder, tmp_path / "kit")


def test_it_holds_every_format_and_is_as_it_was_written(written, folder):
    made, heard = written
    assert {each for each in made.files if "/" not in each} == {
        "slides.html", "notes.html", "slides.pptx", "slides.pdf", "brief.pdf",
    }  # fmt: skip
    found = kit.verify(folder)
    assert replace(found, folder=made.folder) == made
    assert (made.seal, made.marking, made.made) == (FEW.seal, FEW.marking, FEW.made)
    assert [each for each, _ in heard] == sorted(each for each, _ in heard)
    assert heard[-1][0] == heard[-1][1] and len(heard) > 12
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["sources"][0]["redistribution"] == "rows" and manifest["language"] == "en"


def test_its_key_is_this_users_alone(home):
    path = home / "keys" / "signing-key.pem"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    before = path.read_bytes()
    signing.own()
    assert path.read_bytes() == before
    path.write_bytes(b"no key")
    try:
        with pytest.raises(signing.SigningError, match="signing-key"):
            signing.own()
    finally:
        path.write_bytes(before)


def changed(folder):
    path = folder / "slides.pdf"
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def cut(folder):
    path = folder / "figures" / "01-1-map.csv"
    path.write_bytes(path.read_bytes()[:-1])


def added(folder):
    (folder / "figures" / "more.csv").write_text("a,b\n")


def hidden(folder):
    (folder / ".autorun").write_bytes(b"")


def room(folder):
    (folder / "empty").mkdir()


def removed(folder):
    (folder / "slides.pptx").unlink()


def renamed(folder):
    (folder / "brief.pdf").rename(folder / "notes.pdf")


def swapped(folder):
    one, other = folder / "figures" / "01-1-map.csv", folder / "figures" / "02-1-ranking.csv"
    held = one.read_bytes()
    one.write_bytes(other.read_bytes())
    other.write_bytes(held)


def linked(folder):
    (folder / "slides.html").unlink()
    (folder / "slides.html").symlink_to(folder / "notes.html")


@pytest.mark.parametrize(
    ("touch", "said"),
    [
        (changed, r"slides\.pdf was changed"),
        (cut, r"figures/01-1-map\.csv was changed"),
        (added, r"figures/more\.csv is no part"),
        (hidden, r"\.autorun is no part"),
        (room, r"empty is no part"),
        (removed, r"slides\.pptx is missing"),
        (renamed, r"brief\.pdf is called notes\.pdf now"),
        (swapped, r"in 2 places: figures/01-1-map\.csv was changed\. figures/02-1-ranking"),
        (linked, r"slides\.html is a link"),
    ],
)
def test_whatever_is_touched_is_named(folder, touch, said):
    touch(folder)
    with pytest.raises(KitError, match=said):
        kit.verify(folder)


@pytest.mark.parametrize("name", ["title", "seal", "marking", "made", "sources", "files", "format"])
def test_no_word_of_the_manifest_can_be_altered(folder, name):
    path = folder / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    manifest[name] = manifest[name][:-1] if isinstance(manifest[name], str | list) else 2
    path.write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(KitError, match="altered"):
        kit.verify(folder)


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b"\xff", b'{"files": 1}'])
def test_what_has_no_manifest_is_no_kit(folder, content):
    (folder / "manifest.json").write_bytes(content)
    with pytest.raises(KitError, match="is no kit"):
        kit.verify(folder)


def test_another_key_is_refused_unless_it_is_trusted(folder, tmp_path):
    """Somebody who signs anew what they changed has no key that is known."""
    (folder / "slides.pdf").write_bytes(b"mine")
    path = folder / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    for each in manifest["files"]:
        if each["path"] == "slides.pdf":
            each |= {"bytes": 4, "sha256": hashlib.sha256(b"mine").hexdigest()}
    key = Ed25519PrivateKey.generate()
    public = key.public_key().public_bytes_raw()
    del manifest["signature"]
    manifest["public_key"] = base64.b64encode(public).decode()
    signature = key.sign(canonical.written(manifest).encode())
    manifest["signature"] = base64.b64encode(signature).decode()
    path.write_text(json.dumps(manifest), encoding="utf-8")
    print_ = signing.shown(signing.fingerprint(public))
    with pytest.raises(KitError, match=f"not trusted here: {print_}"):
        kit.verify(folder)
    assert kit.verify(folder, trusted=[print_]).title == FEW.title
    listed = tmp_path / "trusted.txt"
    listed.write_text(f"# the ministry's\n{print_}, desk 4\n")
    with settings.using(trusted_keys=listed):
        assert kit.verify(folder).fingerprint == signing.fingerprint(public)
    listed.write_text("abc\n")
    with (
        settings.using(trusted_keys=listed),
        pytest.raises(signing.SigningError, match=r"trusted\.txt, line 1: 'abc'"),
    ):
        kit.verify(folder)


def test_a_room_without_a_key_of_its_own_trusts_nobody_by_itself(written, tmp_path):
    with settings.using(store=tmp_path):
        with pytest.raises(KitError, match="not trusted"):
            kit.verify(written[0].folder)
        assert kit.verify(written[0].folder, trusted=[written[0].fingerprint])
        assert not (tmp_path / "keys").exists()


def test_nothing_is_left_of_a_kit_that_was_stopped(tmp_path):
    def stop(done, total, what):
        if "pptx" in what and done % 100:
            raise CancelledError

    with pytest.raises(CancelledError):
        kit.write(FEW, tmp_path / "kit", progress=stop)
    assert not list(tmp_path.iterdir())


def test_it_takes_no_folder_that_holds_something(tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(KitError, match="not empty"):
        kit.write(FEW, tmp_path)
    assert [each.name for each in tmp_path.iterdir()] == ["mine.txt"]


def test_without_notes_no_file_holds_one(tmp_path):
    made = kit.write(replace(FEW, slides=FEW.slides[1:]), tmp_path / "kit", notes=False)
    assert "notes.html" not in made.files
    for path in made.folder.rglob("*.*"):
        content = path.read_bytes()
        parts = [content]
        if path.suffix == ".pptx":
            box = zipfile.ZipFile(path)
            parts = [box.read(each) for each in box.namelist()]
        assert not any(SECRET.encode() in each for each in parts), path
        assert not any(FEW.slides[1].how[0].encode() in each for each in parts), path


def test_who_may_not_present_or_not_see_it_writes_none(tmp_path):
    with reader.using(reader.VISITOR), pytest.raises(ForbiddenError):
        kit.write(FEW, tmp_path / "kit")
    lower = replace(reader.operator(), shown=Tlp.GREEN)
    with reader.using(lower), pytest.raises(KitError, match="mark"):
        kit.write(replace(FEW, marking="TLP:AMBER"), tmp_path / "kit")
    assert not (tmp_path / "kit").exists()


def test_figures_leave_as_numbers_with_what_they_are(folder):
    for place, slide in enumerate(FEW.slides, start=1):
        drawing = slide.drawings[0]
        path = folder / "figures" / f"{place:02}-1-{drawing.kind}.csv"
        rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
        drawn = [each for each in rows if each["part"] == "drawn"]
        figures = [one for series in drawing.series for one in series.figures]
        assert [
            (each["code"], float(each["value"]) if each["value"] else None, each["said"])
            for each in drawn
        ] == [(one.code, one.value, one.said) for one in figures]
        told = json.loads((path.parent / f"{path.name}-metadata.json").read_text(encoding="utf-8"))
        assert told["url"] == path.name and told["notes"][0]["seal"] == slide.seal
        assert [each["name"] for each in told["tableSchema"]["columns"]] == list(rows[0])
        assert told["notes"][0]["marking"] == slide.marking


# what a mark or a licence forbids


def said(name, content):
    """All that a file says."""
    if name.endswith(".pptx"):
        box = zipfile.ZipFile(io.BytesIO(content))
        found = [box.read(each) for each in box.namelist()]
        books = [zipfile.ZipFile(io.BytesIO(each)) for each in found if each[:2] == b"PK"]
        found += [book.read(each) for book in books for each in book.namelist()]
        return b"\n".join(found).decode("utf-8", "replace")
    if name.endswith(".pdf"):
        return "\n".join(each.extract_text() for each in pypdf.PdfReader(io.BytesIO(content)).pages)
    return content.decode("utf-8-sig")


def formats(deck):
    yield "slides.html", html.dump(deck, notes=True).encode()
    yield "slides.pptx", pptx.dump(deck)
    yield "slides.pdf", pdf.slides(deck)
    yield "brief.pdf", pdf.brief(deck)
    yield from tables.files(deck).items()


def test_no_record_of_any_source_is_in_any_format(own_store):
    """Of events and notices that may not be passed on every format holds sums by country and year:
    no day on which one happened. The files are those of the publishers, rows and all.
    """
    closed = [
        name
        for name in (SOURCES if LONG else ("eurepoc", "gfw_events"))
        if catalog.sources()[name].licence.redistribution != "rows"
        and {e.kind for e in catalog.sources()[name].indicators.values()} & {"event", "notice"}
    ]
    for name in closed:
        importing.bring(samples(name)[0], name, own_store)
    with settings.using(store=own_store):
        abouts = [
            each
            for each in catalog.indicators().values()
            if each.source in closed and each.kind in ("event", "notice")
        ]
        rows = [query.rows(Filters(each.id), limit=1000) for each in abouts]
        days = {
            day.date().isoformat()
            for found in rows
            for day in found[found["precision"] == "day"]["start"].dropna()
        }
        assert len(days) > 10 and {each.source for each in abouts} <= {*closed}
        held = [each for each in abouts if query.extent(each.id)[0]]
        shown = [
            views.View(
                address=views.address(Filters(each.id)), drawing=("table", "timeline")[at % 2]
            )
            for at, each in enumerate(held)
        ]
        deck = working.deck(shown, made="2026-11-27")
        days -= {each.as_of for slide in deck.slides for each in slide.sources}
        for name, content in formats(deck):
            text = said(name, content)
            assert not [each for each in days if each in text], name


@pytest.mark.parametrize("name", sorted({each.source for each in catalog.indicators().values()}))
def test_a_source_that_may_not_be_passed_on_plays_no_years(name, monkeypatch):
    """A map's other years are the whole of it by country: none in the deck, so in no file."""
    abouts = [e for e in catalog.indicators().values() if e.source == name and e.counted]
    asked = next((Filters(e.id) for e in abouts if query.extent(e.id)[0]), None)
    if asked is None:
        return  # nothing of it is counted here, so no map of it plays
    real = catalog.source_of

    def closed(about):
        found = real(about)
        return replace(found, licence=replace(found.licence, redistribution="none"))

    address = views.address(asked)
    monkeypatch.setattr(catalog, "source_of", closed)
    for each in working.deck([address]).slides[0].drawings:
        assert not each.frames


def test_the_mark_of_each_slide_is_on_it_in_every_format():
    slides = (
        replace(FEW.slides[1], marking="TLP:AMBER"),
        replace(WHOLE.slides[3], marking="TLP:GREEN"),
    )
    deck = replace(WHOLE, slides=slides, marking="TLP:AMBER")
    for name, content in formats(deck):
        text = said(name, content)
        if "/" in name or name.endswith((".csv", ".json")):
            wanted = slides[int(name[:2]) - 1].marking
            assert name.endswith(".csv") or f'"marking": "{wanted}"' in text
        elif name == "brief.pdf":
            assert "TLP:AMBER" in text and "TLP:CLEAR" not in text
        else:
            assert "TLP:AMBER" in text and "TLP:GREEN" in text and "TLP:CLEAR" not in text, name


def test_it_is_written_and_checked_at_the_command_line(tmp_path, capsys):
    def run(*given):
        code = commands.main(["briefing", *map(str, given)])
        return code, *capsys.readouterr()

    assert run("new", "For the room")[0] == 0
    run("add", "for-the-room", "/trafficking?country=IDN", "--drawing", "table")
    folder = tmp_path / "kit"
    code, out, _ = run("export", "for-the-room", "--to", "kit", "--file", folder)
    assert code == 0 and run("key")[1].strip() in out
    assert not (folder / "notes.html").exists()
    assert run("check", folder)[0] == 0
    (folder / "slides.pptx").unlink()
    code, _, wrong = run("check", folder)
    assert code == 1 and "slides.pptx is missing." in wrong
    path = tmp_path / "slides.pptx"
    assert run("export", "for-the-room", "--to", "pptx", "--file", path)[0] == 0
    assert len(library.Presentation(path).slides) == 3
    no = tmp_path / "none.potx"
    code, _, wrong = run("export", "for-the-room", "--to", "pptx", "--template", no)
    assert code == 1 and "none.potx" in wrong
