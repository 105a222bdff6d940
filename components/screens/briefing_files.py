"""What a briefing is carried away as: each file is made of its sealed deck, beside the page."""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import languages
from briefing import earlier, html, keeping, kit, opened, pdf, picture, pptx, seal
from briefing.content import Deck
from briefing.keeping import Briefing
from briefing.seal import Sealed
from briefing.views import View
from languages.english import briefing_page as words
from security import audit, reader
from security.roles import Right
from security.tlp import Tlp

Step = Callable[[float, str], None]
SEALED = 0.7  # of the work, where it was not sealed yet


@dataclass(frozen=True, slots=True)
class Kind:
    """A file: what makes it of a deck, how its name ends, its media type."""

    make: Callable[[Deck, Step], bytes]
    ending: str
    media: str


@dataclass(frozen=True, slots=True)
class File:
    """A file that was made."""

    name: str
    content: bytes
    media: str


def _share(step: Step, done: int, total: int, said: str) -> None:
    """Says how far a file is, of a deck that is sealed; raises where it was cancelled."""
    step(SEALED + (1 - SEALED) * done / max(total, 1), said)


def _slides(deck: Deck, step: Step) -> bytes:
    """The audience's file."""
    return html.dump(deck, progress=partial(_share, step)).encode()


def _kit(deck: Deck, step: Step) -> bytes:
    """The kit for the closed room: all files, figures with their metadata, a signed manifest."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "kit"
        kit.write(deck, folder, progress=partial(_share, step))
        found = sorted(each for each in folder.rglob("*") if each.is_file())
        return _zipped({each.relative_to(folder).as_posix(): each.read_bytes() for each in found})


def _both(deck: Deck, step: Step) -> bytes:
    """The presenter's file and the audience's beside it."""
    found = {html.AUDIENCE: _slides(deck, step)}
    own = html.dump(deck, notes=True, progress=partial(_share, step))
    return _zipped({**found, html.PRESENTER: own.encode()})


def _pictures(deck: Deck, step: Step) -> bytes:
    """A PNG of each drawing."""
    found = {}
    every = [(slide, at) for slide in deck.slides for at in range(len(slide.drawings))]
    for n, (slide, at) in enumerate(every, 1):
        step(SEALED + (1 - SEALED) * n / len(every), words.PICTURED(at=n, of=len(every)))
        place = deck.slides.index(slide) + 1
        found[f"{place:02}-{at + 1}.png"] = picture.png(deck, slide, at, "slide")
    return _zipped(found)


def _zipped(found: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as folder:
        for name, content in found.items():
            folder.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return made.getvalue()


KINDS = {
    "html": Kind(_slides, "html", "text/html"),
    "presenter": Kind(_both, "presenter.zip", "application/zip"),
    "pptx": Kind(
        lambda deck, step: pptx.dump(deck, progress=partial(_share, step)),
        "pptx",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ),
    "pdf": Kind(
        lambda deck, step: pdf.slides(deck, progress=partial(_share, step)),
        "pdf",
        "application/pdf",
    ),
    "brief": Kind(
        lambda deck, step: pdf.brief(deck, progress=partial(_share, step)),
        "brief.pdf",
        "application/pdf",
    ),
    "pictures": Kind(_pictures, "pictures.zip", "application/zip"),
    "kit": Kind(_kit, "kit.zip", "application/zip"),
}


def holds(made: Sealed, briefing: Briefing) -> bool:
    """Whether a seal is of what the briefing shows, in the language spoken, but for its notes."""

    def plain(several: tuple[View, ...]) -> tuple[View, ...]:
        return tuple(replace(each, notes="") for each in several)

    return (
        plain(made.views) == plain(briefing.views)
        and made.deck.title == briefing.title
        and made.deck.subtitle == briefing.subtitle
        and made.deck.language == languages.current()
    )


def sealed(briefing: Briefing) -> Sealed | None:
    """What the briefing was last sealed as; None where it was not, or that is gone."""
    try:
        return seal.sealed(briefing.seal) if briefing.seal else None
    except seal.SealError:
        return None


def deck(name: str, step: Step, anew: bool = False) -> Deck:
    """The sealed deck of a briefing, with its notes as they are now; sealed first where what it
    shows is not, or `anew`.
    """
    briefing = keeping.load(name)
    made = sealed(briefing)
    if made is None or anew or not holds(made, briefing):
        step(0.05, words.SEALING())
        made = earlier.sealed(briefing)
    notes = {each.id: each.notes for each in briefing.views}
    slides = tuple(replace(each, notes=notes.get(each.id, "")) for each in made.deck.slides)
    return replace(made.deck, slides=slides)


def make(name: str, kind: str, step: Step) -> File:
    """One of the files, for who reads; ForbiddenError where they may carry nothing away."""
    reader.require(Right.EXPORT)
    found = deck(name, step)
    step(SEALED, words.DRAWING())
    content = KINDS[kind].make(found, step)
    audit.note(
        audit.Action.EXPORT, f"briefing {found.seal} {kind}", mark=Tlp(found.marking)
    )  # or it is not handed out
    return File(f"{name}.{KINDS[kind].ending}", content, KINDS[kind].media)


def present(name: str, step: Step) -> str:
    """The key of the deck's two files, opened from now on."""
    reader.require(Right.PRESENT)
    found = deck(name, step)
    step(SEALED, words.DRAWING())
    key = opened.put(found)
    audit.note(audit.Action.EXPORT, f"briefing {found.seal} present", mark=Tlp(found.marking))
    return key
