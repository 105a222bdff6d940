"""How numbers and days are written in the language spoken just now."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal

from languages import speaking

NOTHING = "–"  # an en dash, where there is no number
_FROM_THE_LEFT = "\u200e"  # Unicode's left-to-right mark


def number(value: float | None, places: int | None = None) -> str:
    """`1,234` or `12.5`; with `places` so many digits after the mark; a dash for nothing."""
    if value is None or math.isnan(value):
        return NOTHING
    return localised(_plain(float(value)) if places is None else f"{rounded(value, places):,f}")


def rounded(value: float, places: int = 0) -> Decimal:
    """A number with so many digits after the mark, halves away from zero, as people round: `12.5`
    is `13`, `-12.5` is `-13`. The one rule for every number that a reader sees.
    """
    # 14 digits: what binary fractions add after them was never said (100 * 1.005 - 100)
    exact = Decimal(f"{value:.14g}")
    return exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def _plain(value: float) -> str:
    """Whole numbers whole, others with two digits after the mark, small ones with two that count:
    what is not zero never reads as zero.
    """
    if value.is_integer():
        return f"{value:,.0f}"
    if abs(value) < 0.1:
        return f"{rounded(value, 1 - math.floor(math.log10(abs(value)))):f}".rstrip("0")
    return f"{rounded(value, 2):,f}".rstrip("0").rstrip(".")


def localised(text: str) -> str:
    """A number that Python wrote (`1,234.5`) with the language's own marks."""
    speaks = speaking.language()
    if (speaks.group, speaks.decimal) == (",", "."):
        return text
    return text.translate({ord(","): speaks.group, ord("."): speaks.decimal})


def signed(value: float, places: int | None = None) -> str:
    """A difference with its sign: `+12`, `−3` (a true minus), `0`."""
    return f"{sign(value)}{number(abs(value), places)}"


def percent(value: float) -> str:
    """A change in per cent with its sign, `+13`, `−0.4`, without the sign of per cent: whole from
    one on, with one digit after the mark below, so that cards and sentences say the same.
    """
    shown = float(rounded(value, 0 if abs(value) >= 1 else 1))
    return signed(shown)


def sign(value: float) -> str:
    """The sign of a difference; a true minus, and nothing for none.

    Where texts run from the right a mark keeps the sign before its number.
    """
    found = "+" if value > 0 else "−" if value < 0 else ""
    return f"{_FROM_THE_LEFT}{found}" if found and speaking.language().direction == "rtl" else found


def day(value: date) -> str:
    """A day as ISO 8601 writes it, which every language reads."""
    return value.isoformat()[:10]


def moment(value: datetime) -> str:
    """A moment to the minute, in the world's time: `2026-01-31 23:59 UTC`."""
    return f"{value.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
