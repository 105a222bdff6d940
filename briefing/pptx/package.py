"""What PowerPoint writes around the slides of a file and python-pptx leaves out or as it was in the
template: the list of notes' masters, the kind of screen, what the file says of its parts.
"""

from __future__ import annotations

from typing import Any

from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml.ns import qn

from briefing.drawings.canvas import escaped
from briefing.pptx.shapes import NAMED, element
from languages.english import briefing_files as words

WIDE = 16 / 9
PROPERTIES = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"


def complete(presentation: Any) -> None:
    """Completes the parts of a presentation whose slides are made."""
    noted = sum(each.has_notes_slide for each in presentation.slides)
    if noted:
        _masters(presentation)
    size = presentation.element.find("p:sldSz", NAMED)
    wide = abs(int(size.get("cx")) / int(size.get("cy")) - WIDE) < 0.01
    if wide:
        size.attrib.pop("type", None)
    _properties(presentation, noted, wide)


def _masters(presentation: Any) -> None:
    root, part = presentation.element, presentation.part
    if root.find("p:notesMasterIdLst", NAMED) is None:
        known = part.relate_to(part.notes_master_part, RELATIONSHIP_TYPE.NOTES_MASTER)
        listed = element("<p:notesMasterIdLst><p:notesMasterId/></p:notesMasterIdLst>")
        listed[0].set(qn("r:id"), known)
        root.find("p:sldMasterIdLst", NAMED).addnext(listed)


def _properties(presentation: Any, noted: int, wide: bool) -> None:
    """`docProps/app.xml`, in which a template counts slides that it no longer has."""
    said = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<Properties xmlns="{PROPERTIES}"><TotalTime>0</TotalTime>'
        f"<Application>{escaped(words.PRODUCT())}</Application>"
        f"<PresentationFormat>{'Widescreen' if wide else 'Custom'}</PresentationFormat>"
        f"<Slides>{len(presentation.slides)}</Slides><Notes>{noted}</Notes>"
        "<HiddenSlides>0</HiddenSlides></Properties>"
    )
    for part in presentation.part.package.iter_parts():
        if str(part.partname) == "/docProps/app.xml":
            part._blob = said.encode()
