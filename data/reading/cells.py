"""What a cell of a reader's table says: a number, a date, nothing, or the whole of its parts."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from datetime import date

EARLIEST, LATEST = 1900, 2100  # years a figure can be of
BLANK = frozenset(
    (
        "",
        "-",
        "–",
        "—",
        ".",
        "..",
        "...",
        "n/a",
        "n.a.",
        "na",
        "nan",
        "null",
        "none",
        "not available",
        "#n/a",
    )
)
# what publishers put where there is no number
MISSING = BLANK | {":", "*", "**", "nd", "n.d.", "n/d", "<na>", "missing", "k.a.", "s.d."}

_GROUP = "[ \u00a0\u2009\u202f'’]"
_SIGN = "[+\\-−]?"
_POWER = r"(?:[eE][+-]?\d{1,3})?"


def _pattern(point: str, comma: str) -> re.Pattern[str]:
    """Numbers whose decimals follow `point` and whose thousands are parted by `comma`."""
    whole = (
        rf"\d+|[1-9]\d{{0,2}}(?:{comma}\d{{3}})+|[1-9]\d{{0,2}}(?:{_GROUP}\d{{3}})+"
        rf"|[1-9]\d?(?:{comma}\d\d)+{comma}\d{{3}}"
    )
    return re.compile(rf"{_SIGN}(?:(?:{whole})(?:{point}\d*)?|{point}\d+){_POWER}")


_WITH_POINT, _WITH_COMMA = _pattern(r"\.", ","), _pattern(",", r"\.")
_BOUND = re.compile(r"[<≤]\s*")
_THREE = re.compile(rf"{_SIGN}[1-9]\d{{0,2}}[.,]\d{{3}}")
_BEGINS = re.compile(rf"[<≤>≥~$€£]?\s*{_SIGN}[.,]?\d")
_SLASHED = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})( .*)?")
_DATED = (
    (re.compile(r"(\d{4})(?:\.0)?"), "year"),
    (re.compile(r"(\d{4})-?[-/.M](\d{1,2})"), "month"),
    (re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?"), "day"),
    (re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})"), "day"),
)
_SPAN = re.compile(r"(?:FY\s*)?(\d{4})\s*[/–—-]\s*(\d{2}|\d{4})", re.IGNORECASE)
_YEAR_OF_ACCOUNT = re.compile(r"(?:FY|AY|Q[1-4])\s*'?\d{2,4}|\d{4}\s*-?\s*Q[1-4]", re.IGNORECASE)
_HEAD = re.compile(r"(?:X|Y|YR|Year)?\s*(\d{4})(?:\.0)?(?:\s*\[YR\d{4}\])?", re.IGNORECASE)

_WHOLES = frozenset(
    """total|totals|tot|t|all|both|overall|altogether|grand total|sum|aggregate|any|everyone
    gesamt|insgesamt|zusammen|summe|alle|tous|toutes|ensemble|total général|todos|todas|ambos
    ambos sexos|totale|tutti|tutte|totaal|totalt|samtliga|i alt|yhteensä|kaikki|razem|ogółem|celkem
    összesen|ukupno|toplam|genel toplam|jumlah|semua|tổng|tổng số|tất cả|รวม|ทั้งหมด|σύνολο|всего
    итого|все|оба пола|усього|всі|общо|укупно|合计|总计|總計|合計
    総計|计|計|全部|全国|계|합계|전체|총계
    المجموع|الإجمالي|الاجمالي|الكل|مجموع|کل|סך הכל|कुल|মোট""".replace("\n", "|").split("|")
)
_WHOLES_STRIPPED = frozenset(each.strip() for each in _WHOLES)
_BEGIN_WHOLES = re.compile(
    r"(all|total|both|grand total|sum of|overall|tous|toutes|ensemble|todos|todas|alle|gesamt"
    r"|insgesamt|tutti|tutte|totale|totaal|totalt|все|всего|итого|jumlah|semua|toplam)\b"
    r"|.*\b(total|combined|insgesamt|gesamt|всего|итого)$"
)


def whole(label: str) -> bool:
    """Whether a label calls itself the whole of its parts: `_T`, Total, All sexes, Insgesamt."""
    plain = " ".join(re.sub(r"[^\w]+|_", " ", label.casefold()).split())
    return bool(plain) and (plain in _WHOLES_STRIPPED or bool(_BEGIN_WHOLES.match(plain)))


def number(cell: str, decimal_comma: bool) -> float | None:
    """A cell such as `1,234.5`, `1.5e+06` or (with a decimal comma) `1.234,5`; None where it is no
    number.
    """
    if not (_WITH_COMMA if decimal_comma else _WITH_POINT).fullmatch(cell):
        return None
    plain = re.sub(_GROUP, "", cell).replace("−", "-")
    plain = plain.replace(".", "").replace(",", ".") if decimal_comma else plain.replace(",", "")
    try:
        found = float(plain)
    except ValueError:
        return None
    return found if math.isfinite(found) else None


def unbounded(cell: str) -> str:
    """A cell without the `<` of a masked number and the `%` of a share."""
    return _BOUND.sub("", cell.strip()).removesuffix("%").rstrip()


def numeric(cell: str) -> bool:
    """Whether a cell is a number with either decimal mark."""
    plain = unbounded(cell)
    return number(plain, False) is not None or number(plain, True) is not None


def begins(cell: str) -> bool:
    """Whether a cell begins as a number does, whatever follows."""
    return bool(_BEGINS.match(cell.strip()))


def decimal_comma(cells: Iterable[str], separator: str) -> tuple[bool, str]:
    """Whether a column writes decimals with a comma, and the first cell that leaves it open (empty
    where nothing does). `separator` parts the cells of the file: `;` goes with a comma.
    """
    filled = [unbounded(cell) for cell in cells]
    marked = [cell for cell in filled if numeric(cell) and ("." in cell or "," in cell)]
    if not marked:
        return False, ""
    point = sum(number(cell, False) is not None for cell in marked)
    comma = sum(number(cell, True) is not None for cell in marked)
    if point != comma:
        return comma > point, ""
    usual = separator == ";"
    if point < len(marked):  # each mark fails for some cell: the reading names it
        return usual, ""
    if any(not _THREE.fullmatch(cell) for cell in marked):
        return usual, "" if separator else marked[0]
    with_commas = all("," in cell for cell in marked)
    sure = separator == "," or (with_commas if usual else not with_commas and separator == "native")
    return usual and with_commas, "" if sure else marked[0]


def dated(cell: str, day_first: bool) -> tuple[date, str] | None:
    """A cell as a day and how exact it is; None where it is no date from 1900 to 2100."""
    found = _dated(cell, day_first)
    return found if found and EARLIEST <= found[0].year <= LATEST else None


def too_early(cell: str) -> bool:
    """Whether a cell is a date outside the years a figure can be of."""
    found = _dated(cell, True) or _dated(cell, False)
    return found is not None and not EARLIEST <= found[0].year <= LATEST


def _dated(cell: str, day_first: bool) -> tuple[date, str] | None:
    try:
        if hit := _SLASHED.fullmatch(cell):
            one, other, year = (int(part) for part in hit.groups()[:3])
            return (date(year, other, one), "day") if day_first else (date(year, one, other), "day")
        hit, precision = next(
            (hit, precision) for pattern, precision in _DATED if (hit := pattern.fullmatch(cell))
        )
        return date(*(int(part) for part in (*hit.groups(), 1, 1)[:3])), precision
    except (ValueError, StopIteration):
        return None


def spans(cells: Sequence[str]) -> set[str]:
    """The cells of a column that span two years, such as 2009/10, or a quarter; a month only where
    another cell shows that the column holds months.
    """
    short = {cell: hit for cell in cells if (hit := _SPAN.fullmatch(cell))}
    follows = {
        cell: (int(hit[1]) + 1) % 10 ** len(hit[2]) == int(hit[2]) for cell, hit in short.items()
    }
    months = {cell for cell, hit in short.items() if len(hit[2]) == 2 and 1 <= int(hit[2]) <= 12}
    if all(follows.values()):
        months = set()
    return {cell for cell in short if cell not in months} | {
        cell for cell in cells if _YEAR_OF_ACCOUNT.fullmatch(cell)
    }


def slashed(cells: Iterable[str]) -> list[tuple[int, int, bool]]:
    """The first two numbers of dates such as 3/4/2019, and whether points part them."""
    return [
        (int(hit[1]), int(hit[2]), "." in cell)
        for cell in cells
        if (hit := _SLASHED.fullmatch(cell))
    ]


def period_of(name: str) -> str:
    """The year or month a column's name stands for: `2019`, `2019 [YR2019]`, `2019-07`; else
    nothing.
    """
    name = name.strip()
    if (hit := _HEAD.fullmatch(name)) and dated(hit[1], True):
        return hit[1]
    return name if (dated(name, True) or dated(name, False)) else ""
