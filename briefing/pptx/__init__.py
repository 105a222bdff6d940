"""A deck as a PowerPoint file: native charts with workbooks, maps of freeforms, tables, notes.

Made by python-pptx without a browser or a network, and byte for byte the same from the same deck.
Of a template the slides have its layouts, colours, fonts and logo.
"""

from __future__ import annotations

import io
from datetime import datetime
from pathlib import Path
from typing import Any

import settings
from briefing import frame
from briefing.content import Deck
from briefing.drawings.canvas import sayable
from briefing.pptx import archive, package, slides
from briefing.pptx.template import TemplateError, opened
from briefing.progress import Progress, quiet
from languages.english import briefing_files as words

__all__ = ["TemplateError", "dump"]


def dump(
    deck: Deck,
    *,
    template: Path | None = None,
    notes: bool = True,
    progress: Progress = quiet,
) -> bytes:
    """The file; without `notes` it holds neither the presenter's nor how numbers were made.

    TemplateError where the template, or the one that THREATS_TEMPLATE names, cannot be used.
    """
    with frame.spoken_in(deck):
        sheet = opened(template or settings.current().template)
        made = slides.Slides(deck, sheet, notes)
        made.cover()
        for at, each in enumerate(deck.slides):
            progress(at, len(deck.slides), each.title)
            made.add(each)
        made.sources()
        _told(sheet.presentation, deck)
        package.complete(sheet.presentation)
        sink = io.BytesIO()
        sheet.presentation.save(sink)
        progress(len(deck.slides), len(deck.slides), words.PRODUCT())
        return archive.stable(sink.getvalue())


def _told(presentation: Any, deck: Deck) -> None:
    """What the file says of itself; its dates are those of the deck's sealing."""
    said = presentation.core_properties
    made = datetime.fromisoformat(deck.made)
    said.title, said.subject = sayable(deck.title)[:255], sayable(deck.subtitle)[:255]
    said.author = said.last_modified_by = words.PRODUCT()
    said.created = said.modified = made
    said.identifier, said.content_status = deck.seal, deck.marking
    said.keywords, said.category, said.comments = deck.seal, "", ""
    said.language, said.revision = deck.language, 1
