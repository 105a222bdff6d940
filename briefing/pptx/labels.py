"""The numbers on a chart's bars: live, so that they follow an edited workbook, wherever a format of
numbers can say them as the deck does; else in the deck's very words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from briefing.content import Figure
from briefing.drawings import theme
from briefing.drawings.canvas import escaped, sayable
from briefing.pptx.shapes import element, fill
from languages import language

_PLAIN = re.compile(r"[−-]?[\d.,’\u202f\u00a0]+")


def quoted(text: str) -> str:
    """Words within a format of numbers."""
    text = sayable(text).replace('"', "”")
    return f'"{text}"' if text else ""


def written(one: Figure, before: str = "", after: str = "") -> str:
    """The format by which a chart writes a figure as the deck says it, with words around it."""
    value = one.value
    if value is not None and _PLAIN.fullmatch(one.said):
        _, _, rest = one.said.partition(language().decimal)
        places = len(rest)
        if re.sub(r"\D", "", one.said) == re.sub(r"\D", "", f"{value:.{places}f}"):
            digits = f"#,##0{'.' + '0' * places if places else ''}"
            return f"{quoted(before)}{digits}{quoted(after)}"
    said = quoted(f"{before}{one.said}{after}")[:240] or '""'
    return f"{said};{said};{said}" if value is not None and value <= 0 else said


def labels(
    formats: Mapping[int, str],
    size: float,
    place: str,
    *,
    every: bool,
    bold: Sequence[int] = (),
    colour: str = theme.INK,
    raised: Mapping[int, float] = MappingProxyType({}),
) -> Any:
    """The labels of a series: a format for each of its points that has one; with `every` those of
    points that come later too. Some are `raised` by a share of the chart's height.
    """
    usual = Counter(formats.values()).most_common(1)[0][0] if formats and every else "General"

    def type_(strong: bool) -> str:
        return (
            '<c:txPr><a:bodyPr wrap="none"/><a:lstStyle/><a:p><a:pPr>'
            f'<a:defRPr sz="{round(size * 100)}" b="{int(strong)}">{fill(colour)}</a:defRPr>'
            '</a:pPr><a:endParaRPr lang="en-US"/></a:p></c:txPr>'
        )

    def shown(value: int) -> str:
        return (
            f'<c:showLegendKey val="0"/><c:showVal val="{value}"/><c:showCatName val="0"/>'
            '<c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/>'
        )

    def coded(how: str) -> str:
        return (
            f'<c:numFmt formatCode="{escaped(how)}" sourceLinked="0"/><c:spPr><a:noFill/></c:spPr>'
        )

    def lifted(at: int) -> str:
        if at not in raised:
            return ""
        return (
            '<c:layout><c:manualLayout><c:x val="0"/>'
            f'<c:y val="{-raised[at]:.6f}"/></c:manualLayout></c:layout>'
        )

    singles = "".join(
        f'<c:dLbl><c:idx val="{at}"/>{lifted(at)}{coded(how)}{type_(at in bold)}'
        f'<c:dLblPos val="{place}"/>{shown(1)}</c:dLbl>'
        for at, how in sorted(formats.items())
        if not every or how != usual or at in bold or at in raised
    )
    return element(
        f"<c:dLbls>{singles}{coded(usual)}{type_(False)}"
        + f'<c:dLblPos val="{place}"/>' * every
        + f"{shown(int(every))}</c:dLbls>"
    )


def whiskers(figures: Sequence[Figure | None]) -> Any:
    """Thin lines from the lower to the upper bound of figures that have both; None without any."""
    bounded = [
        (at, each, each.value)
        for at, each in enumerate(figures)
        if each and each.value is not None and None not in (each.low, each.high)
    ]
    bounded = [each for each in bounded if each[1].low != each[1].high]
    if not bounded:
        return None

    def reach(name: str, values: Mapping[int, float]) -> str:
        points = "".join(
            f'<c:pt idx="{at}"><c:v>{value:.15g}</c:v></c:pt>' for at, value in values.items()
        )
        return (
            f"<c:{name}><c:numLit><c:formatCode>General</c:formatCode>"
            f'<c:ptCount val="{len(figures)}"/>{points}</c:numLit></c:{name}>'
        )

    plus = {at: max(0.0, (each.high or 0) - value) for at, each, value in bounded}
    minus = {at: max(0.0, value - (each.low or 0)) for at, each, value in bounded}
    return element(
        '<c:errBars><c:errBarType val="both"/><c:errValType val="cust"/><c:noEndCap val="1"/>'
        f"{reach('plus', plus)}{reach('minus', minus)}<c:spPr>"
        f'<a:ln w="15240">{fill(theme.INK)}</a:ln></c:spPr></c:errBars>'
    )
