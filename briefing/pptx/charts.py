"""Native charts, to be edited: bars and lines with a workbook of their own.

Each stands where the drawing of the other formats stands, so that what is no part of a chart
(breaks, textures where a figure is missing, the key) falls on it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_LEGEND_POSITION, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.util import Emu, Pt

from briefing.content import Deck, Drawing, Kind, Slide
from briefing.drawings import theme
from briefing.drawings.canvas import sayable
from briefing.pptx import comparisons, labels, rankings, timelines, workbook
from briefing.pptx.plan import BAR, LEGEND, LINE, Line, Plan, step_of
from briefing.pptx.shapes import NAMED, Shapes, edge, element, emu
from briefing.pptx.svg import Drawn
from briefing.pptx.template import Box
from languages.english import briefing_files as words

_PLANS: Mapping[Kind, Callable[[Drawing, Box, Sequence[str]], Plan]] = MappingProxyType(
    {
        "timeline": timelines.plan,
        "ranking": rankings.plan,
        "flows": rankings.plan,
        "comparison": comparisons.plan,
    }
)


def fits(drawing: Drawing) -> bool:
    """Whether a drawing is a chart and has something to draw."""
    return drawing.kind in _PLANS and any(each.figures for each in drawing.series)


def add(
    shapes: Shapes, drawing: Drawing, box: Box, slide: Slide, deck: Deck, accents: Sequence[str]
) -> None:
    """Puts the chart of a drawing on a slide, and what stands over and below it."""
    plan = _PLANS[drawing.kind](drawing, box, accents)
    kind: Any = CategoryChartData  # without types
    data = kind(number_format="General")
    data.categories = [sayable(each) for each in plan.names]
    for line in plan.lines:
        data.add_series(sayable(line.name), line.values)
    made = shapes.slide.shapes.add_chart(
        plan.kind, *(Emu(emu(each)) for each in (box.x, box.y, box.wide, plan.tall)), data
    )
    shapes.take(made, sayable(drawing.title), sayable(drawing.alt))
    columns = workbook.Columns(plan.names, [(each.name, each.values) for each in plan.lines])
    made.chart.part.chart_workbook.update_from_xlsx_blob(
        workbook.dump(columns, drawing, slide, deck)
    )
    _dressed(made.chart, plan, box)
    if plan.canvas.parts:
        for part in Drawn(shapes, words.BESIDE_CHART()).parts(plan.canvas.svg(), box.x, box.y):
            if part:
                shapes.add(part)


def _dressed(chart: Any, plan: Plan, box: Box) -> None:
    """Type, axes, fills and labels of a chart as python-pptx made it."""
    chart.font.size = Pt(plan.size)
    chart.has_title = False
    chart.has_legend = bool(plan.legend)
    if plan.legend:
        chart.legend.position = XL_LEGEND_POSITION.BOTTOM
        chart.legend.include_in_layout = False
        chart.legend.font.size = Pt(LEGEND)
        share = plan.legend / plan.tall
        held = chart.legend._element
        for each in held.findall("c:layout", NAMED):
            held.remove(each)
        held.find("c:legendPos", NAMED).addnext(_layout(x=0.02, y=1 - share, w=0.96, h=share))
    plot = chart.plots[0]
    plot.vary_by_categories = False
    if plan.kind != LINE:
        plot.overlap, plot.gap_width = plan.overlap, plan.gap
    names, values = chart.category_axis, chart.value_axis
    names.major_tick_mark = values.major_tick_mark = XL_TICK_MARK.NONE
    names.has_major_gridlines = False
    names.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    names.reverse_order = plan.kind == BAR
    _stroke(names.format, names._element, "./c:spPr", edge(theme.INK))
    every = [each for line in plan.lines for each in line.values if each is not None]
    if min([0.0, *every]) >= 0:
        values.minimum_scale = 0
    if max([0.0, *every]) < 5 and all(each.is_integer() for each in every):
        values.major_unit = 1
    if plan.top is not None:
        values.maximum_scale = plan.top
        if not plan.told:
            values.major_unit = step_of(plan.top)
    values.has_major_gridlines = not plan.told
    values.visible = not plan.told
    if not plan.told:
        values.tick_labels.number_format = "#,##0" if max([0.0, *every]) >= 10 else "General"
        values.tick_labels.number_format_is_linked = False
        _stroke(values.format, values._element, "./c:spPr", edge(""))
        grid = values.major_gridlines.format
        _stroke(grid, values._element, "./c:majorGridlines/c:spPr", edge(theme.RULE, 0.8))
    if plan.kind != BAR:  # upright: a name that is turned is not read
        names.tick_labels.font.size = Pt(plan.axis or plan.size)
        turned = names._element.find("c:txPr/a:bodyPr", NAMED)
        turned.set("rot", "0")
        turned.set("vert", "horz")
    if plan.skip > 1:
        last = names._element.find("c:noMultiLvlLbl", NAMED)
        last.addprevious(element(f'<c:tickLblSkip val="{plan.skip}"/>'))
    for series, line in zip(plot.series, plan.lines, strict=True):
        _draw(series._element, line, plan)
    left, top, wide, tall = plan.plot
    area = chart._chartSpace.find("c:chart/c:plotArea", NAMED)
    for each in area.findall("c:layout", NAMED):
        area.remove(each)
    inner = _layout(
        "inner", x=left / box.wide, y=top / plan.tall, w=wide / box.wide, h=tall / plan.tall
    )
    area.insert(0, inner)
    _completed(chart)
    for each in [
        *area.iterfind(".//c:axId", NAMED),
        *area.iterfind(".//c:crossAx", NAMED),
    ]:  # the schema knows no negative ones
        each.set("val", str(abs(int(each.get("val")))))


def _completed(chart: Any) -> None:
    """What PowerPoint writes and python-pptx leaves to be guessed: square corners, hidden cells,
    whether bars stand between the marks of the other axis.
    """
    space = chart._chartSpace
    if space.find("c:roundedCorners", NAMED) is None:
        space.find("c:date1904", NAMED).addnext(element('<c:roundedCorners val="0"/>'))
    held = space.find("c:chart", NAMED)
    if held.find("c:plotVisOnly", NAMED) is None:
        held.find("c:dispBlanksAs", NAMED).addprevious(element('<c:plotVisOnly val="1"/>'))
    for each in held.iterfind(".//c:valAx", NAMED):
        if each.find("c:crossBetween", NAMED) is None:
            each.find("c:crosses", NAMED).addnext(element('<c:crossBetween val="between"/>'))


def _raised(line: Line, plan: Plan) -> dict[int, float]:
    """How much higher the number of a bar stands that has bounds: over the upper one."""
    if plan.top is None or line.place != "outEnd":
        return {}
    share = plan.plot[3] / plan.tall / plan.top
    return {
        at: ((one.high or 0) - one.value) * share
        for at, one in enumerate(line.bounds)
        if at in line.formats and one and one.value is not None and (one.high or 0) > one.value
    }


def _layout(target: str = "", **places: float) -> Any:
    """Where a part of a chart is, in shares of the whole."""
    inner = f'<c:layoutTarget val="{target}"/>' if target else ""
    at = "".join(f'<c:{name} val="{share:.6f}"/>' for name, share in places.items())
    return element(
        f'<c:layout><c:manualLayout>{inner}<c:xMode val="edge"/><c:yMode val="edge"/>{at}'
        "</c:manualLayout></c:layout>"
    )


def _stroke(format_: Any, held: Any, path: str, line: str) -> None:
    """The line of an axis or grid in place of its own."""
    format_.line.width = Pt(1)
    old = held.findall(f"{path}/a:ln", NAMED)[0]
    old.getparent().replace(old, element(line))


def _draw(series: Any, line: Line, plan: Plan) -> None:
    """Fill, edge, single points, labels and bounds of a series, in the order of the schema."""
    for name in ("spPr", "marker", "dPt", "dLbls", "errBars"):
        for each in series.findall(f"c:{name}", NAMED):
            series.remove(each)
    lined = plan.kind == LINE
    look = line.edge if lined else f"{line.fill}{line.edge or edge('')}"
    series.find("c:tx", NAMED).addnext(element(f"<c:spPr>{look}</c:spPr>"))
    before = series.find("c:cat", NAMED)
    if lined:
        before.addprevious(
            element(
                '<c:marker><c:symbol val="circle"/><c:size val="9"/>'
                f"<c:spPr>{line.fill}{line.edge}</c:spPr></c:marker>"
            )
        )
    for at, (ground, rim) in sorted(line.points.items()):
        inside = (
            f'<c:marker><c:symbol val="circle"/><c:size val="9"/><c:spPr>{ground}{rim}</c:spPr>'
            '</c:marker><c:bubble3D val="0"/>'
            if lined
            else f'<c:invertIfNegative val="0"/><c:bubble3D val="0"/><c:spPr>{ground}{rim}</c:spPr>'
        )
        before.addprevious(element(f'<c:dPt><c:idx val="{at}"/>{inside}</c:dPt>'))
    numbered = sum(each is not None for each in line.values)
    before.addprevious(
        labels.labels(
            line.formats,
            plan.size,
            line.place,
            every=bool(numbered) and len(line.formats) == numbered,
            bold=line.bold,
            colour=line.ink,
            raised=_raised(line, plan),
        )
    )
    if line.bounds and (found := labels.whiskers(line.bounds)) is not None:
        before.addprevious(found)
