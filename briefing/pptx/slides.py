"""A deck's slides: what each holds, in the order in which it is read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from briefing import drawings, frame, layout
from briefing.content import Deck, Drawing, Slide
from briefing.drawings import theme, type
from briefing.drawings.canvas import sayable
from briefing.pptx import charts, tables, template
from briefing.pptx.shapes import Shapes, Words
from briefing.pptx.svg import WIDER, Drawn
from briefing.pptx.template import Box, Sheet
from data.geography import boundaries
from languages import language
from languages.english import briefing_files as words

CAVEAT = 20.0  # height of a line of what stands below a drawing
LARGE = 44.0  # of a title as templates have it
SMALL = 12.0  # of what stands below
RIGHT = 215.0  # width of data, seal and number at the lower right
UNKNOWN = 1.25  # a template's fonts may be wider than Arial
INSET = 7.2  # of words in a template's title
SPOKEN = {"en": "en-GB", "ar": "ar-SA", "zh": "zh-CN", "fr": "fr-FR", "es": "es-ES", "ru": "ru-RU"}


@dataclass(slots=True)
class Slides:
    """The slides of a deck while they are made on a sheet."""

    deck: Deck
    sheet: Sheet
    notes: bool
    inside: Box = field(init=False)  # between the margins, above what stands below
    wider: float = field(init=False)  # its fonts beside those in which words are measured

    def __post_init__(self) -> None:
        title, foot = self.sheet.title, self.sheet.foot
        inset = 0.0 if self.sheet.own else INSET
        self.wider = WIDER if self.sheet.own else UNKNOWN
        self.inside = Box(title.x + inset, title.y, title.wide - 2 * inset, foot.y - 5 - title.y)

    def cover(self) -> None:
        """The title of the deck, when it was sealed, and the land it is about."""
        deck, sheet = self.deck, self.sheet
        shapes = self._new(sheet.cover)
        slide = shapes.slide
        slide.shapes.title.text_frame.text = sayable(deck.title)
        beside = layout.silhouette(deck) if sheet.own else None
        box = template.box(slide.shapes.title)
        if sheet.own and beside is None:
            box = replace(box, wide=self.inside.wide)
            template.place(slide.shapes.title, box)
        size = next((each for each in (48, 40, 32) if _rows(deck.title, box.wide, each) <= 3), 24)
        self._spoken(shapes, size if sheet.own else 0)
        under = box
        for each in list(slide.placeholders):
            if each.placeholder_format.idx == 0:
                continue
            if deck.subtitle and each.placeholder_format.idx == 1:
                each.text_frame.text = sayable(deck.subtitle)
                under = template.box(each)
            else:
                each._element.getparent().remove(each._element)
        sealed = words.SEALED(day=date.fromisoformat(deck.made))
        said = [Words(words.BRIEFING(), 18, bold=True), Words(sealed, 18, colour=theme.GREY)]
        where = Box(under.x, under.bottom + 8, under.wide, 46)
        if not sheet.own:  # at the foot, where a cover has no sources
            where = Box(self.inside.x, sheet.foot.y, self.inside.wide - RIGHT, 46)
        shapes.add(shapes.text("Briefing", where.x, where.y, where.wide, where.tall, said))
        if beside is not None:
            x, y = template.WIDE - template.MARGIN - beside["width"], 70.0
            parts = Drawn(shapes, "Land").parts(beside["svg"], x, y)
            wide, tall = beside["width"], beside["height"]
            shapes.add(shapes.group("Land", x, y, wide, tall, parts, "", True))
        self._below(shapes, None, boundaries.NOTE() if beside else "")

    def add(self, slide: Slide) -> None:
        """A slide, or several where its drawings take more."""
        plan = list(self._planned(slide))
        for at, (placed, side) in enumerate(plan, start=1):
            title = layout.continued(slide.title, at, len(plan))
            shapes, body = self._begun(title, slide.filters)
            for each, box in placed:
                self._draw(shapes, each, Box(body.x, body.y + box.y, box.wide, box.tall), slide)
            if side:
                self._side(shapes, slide, body)
            elif said := self._caveat(slide, body.wide):
                tall = CAVEAT * len(said)
                y = body.bottom - tall
                shapes.add(shapes.text("Caveat", body.x, y, body.wide, tall, said))
            self._below(shapes, slide)
            if self.notes:
                self._note(shapes.slide, slide)

    def _planned(
        self, slide: Slide
    ) -> Sequence[tuple[list[tuple[Drawing | tables.Sheet, Box]], bool]]:
        """What stands on each slide and where below the title, and whether the number is beside."""
        every = list(slide.drawings)
        _, lines = self._heading(layout.continued(slide.title, 2, 2))
        body = self._body(lines)
        if not every:
            return [([], bool(slide.number))]
        side = bool(slide.number) and every[0].kind not in ("table", "number")
        wide = body.wide - (layout.GAP + layout.COLUMN if side else 0)
        rows = 0 if side else len(self._caveat(slide, body.wide))
        tall = body.tall - (CAVEAT * rows + 8 if rows else 0)
        if len(every) == 2 and all(each.kind == "timeline" for each in every):
            most = tall * 0.66
            first, second = Box(0, 0, wide, most - 10), Box(0, most, wide, tall - most)
            return [([(every[0], first), (every[1], second)], side)]
        found: list[tuple[list[tuple[Drawing | tables.Sheet, Box]], bool]] = []
        for each in every:
            if each.kind == "table":
                for part in tables.sheets({**layout.table(each, 18), "alt": each.alt}, wide, tall):
                    found.append(([(part, Box(0, 0, wide, tall))], side))
                continue
            several = (
                drawings.split(each, tall, 14 * WIDER) if each.kind != "comparison" else (each,)
            )
            found += [([(part, Box(0, 0, wide, tall))], side) for part in several]
        return found

    def _caveat(self, slide: Slide, wide: float) -> list[Words]:
        """What stands below a drawing that has no column beside it, none of it cut: a line, or two
        smaller ones.
        """
        said = layout.below(slide)
        size, lines = SMALL, type.wrapped(said, wide / self.wider, SMALL)
        for large in (layout.TYPE, 16.0, 14.0):
            rows = type.wrapped(said, wide / self.wider, large)
            if len(rows) <= (1 if large > 14 else 2):
                size, lines = large, rows
                break
        return [Words(each, size, colour=theme.GREY) for each in lines]

    def _draw(self, shapes: Shapes, each: Drawing | tables.Sheet, box: Box, slide: Slide) -> None:
        if isinstance(each, tables.Sheet):
            tables.add(shapes, each, box, each.data.get("alt", ""), each.data.get("alt", ""))
            return
        second = (
            each is not slide.drawings[0]
            and len(slide.drawings) == 2
            and (slide.drawings[0].kind == each.kind == "timeline")
        )
        if second:
            said = [Words(each.title, 14, bold=True)]
            shapes.add(shapes.text("Title", box.x, box.y, box.wide, 18, said))
            box = Box(box.x, box.y + 18, box.wide, box.tall - 18)
        if charts.fits(each):
            charts.add(shapes, each, box, slide, self.deck, self.sheet.accents)
            return
        svg = drawings.draw(each, box.wide, box.tall, 16 * WIDER)
        parts = Drawn(shapes, words.BESIDE_CHART()).parts(svg, box.x, box.y)
        shapes.add(shapes.group(each.title, box.x, box.y, box.wide, box.tall, parts, each.alt))

    def _side(self, shapes: Shapes, slide: Slide, body: Box) -> None:
        """The number and what is said of it, beside a drawing."""
        wide = layout.COLUMN
        said = layout.beside(slide, body.tall, wide, self.wider)
        lines = [
            Words(said["number"], said["size"], bold=True, colour=theme.ACCENT),
            Words(said["unit"], 20),
            Words(said["change"], 22, bold=True, before=4),
            *(Words(each, layout.TYPE, before=6, listed=True) for each in said["points"]),
            Words(said["caveat"], layout.TYPE, colour=theme.GREY, before=8),
        ]
        shapes.add(
            shapes.text(
                "Number", body.x + body.wide - wide, body.y - 8, wide, body.tall + 8,
                [each for each in lines if each.text],
            )
        )  # fmt: skip

    def sources(self) -> None:
        """Every source of the deck."""
        cited = frame.cited(self.deck)
        if not cited:
            return
        body = self._body(1)
        data = {**layout.sources_table(cited, tables.LEAST), "alt": words.SOURCES()}
        parts = tables.sheets(data, body.wide, body.tall - 34, tables.LEAST)
        for at, part in enumerate(parts, start=1):
            title = layout.continued(words.SOURCES(), at, len(parts))
            shapes, body = self._begun(title, self.deck.title)
            tables.add(shapes, part, body, words.SOURCES(), words.SOURCES())
            said = [Words(words.CHECK(day=date.fromisoformat(self.deck.made)), 16)]
            shapes.add(shapes.text("Seal", body.x, body.bottom - 24, body.wide, 24, said))
            self._below(shapes, None)

    def _new(self, on: Any) -> Shapes:
        made = self.sheet.presentation.slides.add_slide(on)
        last = max(int(each) for each in made.shapes._spTree.xpath("//@id") if each.isdecimal())
        code = self.deck.language
        return Shapes(made, SPOKEN.get(code, code), language().direction == "rtl", last)

    def _heading(self, title: str) -> tuple[float, int]:
        return layout.heading(title, self.inside.wide / self.wider)

    def _body(self, lines: int) -> Box:
        """Where there is room below a title of so many lines."""
        inside, sheet = self.inside, self.sheet
        top = layout.TOPS[min(lines, 2) - 1] + 2 if sheet.own else sheet.title.bottom + 28
        return Box(inside.x, top, inside.wide, inside.bottom - top)

    def _begun(self, title: str, filters: str) -> tuple[Shapes, Box]:
        """A slide with its title and the question in words, and where there is room on it."""
        shapes = self._new(self.sheet.body)
        slide = shapes.slide
        for each in list(slide.placeholders):
            if each.placeholder_format.type is not None and each.placeholder_format.idx != 0:
                each._element.getparent().remove(each._element)
        slide.shapes.title.text_frame.text = sayable(title)
        size, lines = self._heading(title)
        long = _rows(title, self.inside.wide, LARGE) > 1  # for a template's own size
        self._spoken(shapes, size if self.sheet.own or long else 0)
        body = self._body(lines)
        room = body.wide - 120 if self.sheet.own else body.wide
        room_of = room / self.wider
        large = next(
            (each for each in (18, 16, 14) if type.width(filters, each, type.BOLD) <= room_of), 14
        )
        said = type.fitted(filters, room_of, large, type.BOLD)
        y = 20.0 if self.sheet.own else self.sheet.title.bottom + 2
        line = [Words(said, large, bold=True, colour=theme.ACCENT)]
        shapes.add(shapes.text("Filters", body.x, y, room, 22, line))
        return shapes, body

    def _spoken(self, shapes: Shapes, size: float) -> None:
        """The language of a title, its direction, and its size where it needs one of its own."""
        for each in shapes.slide.placeholders:
            for paragraph in each._element.xpath(".//a:p"):
                if shapes.right:
                    props = paragraph.get_or_add_pPr()
                    props.set("algn", "r")
                    props.set("rtl", "1")
                for run in paragraph.xpath("./a:r"):
                    held = run.get_or_add_rPr()
                    held.set("lang", shapes.code)
                    if size and each.placeholder_format.idx == 0:
                        held.set("sz", str(round(size * 100)))

    def _mark(self, shapes: Shapes, marking: str, right: float, y: float) -> float:
        """The marking, as TLP 2.0 prints it, up to `right`; how wide it is."""
        said = frame.mark(marking)
        wide = type.width(said["words"], SMALL, type.BOLD) * self.wider + 12
        line = [Words(said["words"], SMALL, bold=True, colour=said["colour"], align="ctr")]
        shapes.add(
            shapes.text(
                "Marking", right - wide, y, wide, 18, line, ground="#000000", anchor="ctr",
                wrap=False,
            )
        )  # fmt: skip
        return wide

    def _below(self, shapes: Shapes, slide: Slide | None, boundary: str = "") -> None:
        """Sources, boundary note, data, seal, number and marking; of a cover the note alone."""
        sheet, foot = self.sheet, self.sheet.foot
        right = self.inside.x + self.inside.wide
        cited = slide.sources if slide else frame.cited(self.deck)
        marking = slide.marking if slide else self.deck.marking
        boundary = slide.boundary if slide else boundary
        if slide or boundary:
            room = (self.inside.wide - RIGHT - 10) / self.wider
            note = type.wrapped(boundary, room, SMALL)
            most = max(1, 3 - len(note))
            lines = [*(frame.sources_below(cited, room, SMALL, most) if slide else ()), *note]
            said = [Words(each, SMALL, colour=theme.GREY) for each in lines]
            wide = self.inside.wide - RIGHT
            shapes.add(shapes.text("Sources", self.inside.x, foot.y, wide, foot.tall, said))
        taken = self._mark(shapes, marking, right, foot.y)
        if slide:
            room = RIGHT - taken - 10
            said_of = frame.data_below(cited, room / self.wider, SMALL)
            data = [Words(said_of, SMALL, colour=theme.GREY, align="r")] if said_of else []
            if data:
                shapes.add(shapes.text("Data", right - RIGHT, foot.y + 2, room, 16, data))
        seal = words.SEAL(seal=slide.seal if slide else self.deck.seal)
        line = [Words(seal, SMALL, bold=True, align="r")]
        numbered = template.number(sheet)
        before = 40.0 if sheet.own and numbered is not None else 0.0
        shapes.add(shapes.text("Seal", right - RIGHT, foot.y + 24, RIGHT - before, 16, line))
        if numbered is not None:
            shapes.add(self._number(shapes, numbered))
        self._mark(shapes, marking, self._clear(right), 18 if sheet.own else 3)

    def _clear(self, right: float) -> float:
        """As far to the right as a mark at the top covers no picture of the template."""
        for each in sorted(self.sheet.pictures, key=lambda box: -box.x):
            if each.y < 30 and each.x < right and each.x + each.wide > right - 130:
                right = each.x - 6
        return right

    def _number(self, shapes: Shapes, numbered: Any) -> str:
        """The place for the slide's number, which a slide made of a layout lacks."""
        held = numbered.element.ph
        place = f' sz="{held.get("sz")}"' if held.get("sz") else ""
        at = len(self.sheet.presentation.slides)
        return (
            f'<p:sp><p:nvSpPr>{shapes.named("Slide number")}<p:cNvSpPr><a:spLocks noGrp="1"/>'
            f'</p:cNvSpPr><p:nvPr><p:ph type="sldNum"{place} idx="{held.get("idx", "12")}"/>'
            "</p:nvPr></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:lstStyle/><a:p>"
            '<a:fld id="{C1FF6DA9-008F-8B48-92A6-B652298478BF}" type="slidenum">'
            f'<a:rPr lang="{shapes.code}"/><a:t>{at}</a:t></a:fld></a:p></p:txBody></p:sp>'
        )

    def _note(self, made: Any, slide: Slide) -> None:
        """What the presenter wrote, what can be said, what is counted, by whom, how it was made."""
        parts = [
            (words.NOTES(), [slide.notes]),
            (words.POINTS(), slide.points),
            (words.DEFINITION(), [slide.definition]),
            (words.SOURCES(), map(frame.source, slide.sources)),
            (words.HOW(), slide.how),
        ]
        lines = []
        for head, said in parts:
            kept = [each for each in said if each]
            lines += [f"{head}:", *kept] if kept else []
        made.notes_slide.notes_text_frame.text = sayable("\n".join(lines))


def _rows(text: str, wide: float, size: float) -> int:
    return len(type.wrapped(text, wide / WIDER, size, type.BOLD))
