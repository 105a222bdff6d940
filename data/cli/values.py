"""What may stand behind an option: countries and days."""

from __future__ import annotations

import argparse
from datetime import date

from data.geography import countries
from data.query import filters


def country(text: str) -> str:
    """An ISO 3166-1 alpha-3 code."""
    code = text.strip().upper()
    if code not in countries.codes():
        raise argparse.ArgumentTypeError(f"{text!r} is not an ISO 3166-1 alpha-3 code")
    return code


def first_day(text: str) -> date:
    """The first day of a year, a month or a day."""
    day = filters.first_day(text)
    if day is None:
        raise argparse.ArgumentTypeError(
            f"{text!r} is not a date such as 2016, 2016-01 or 2016-01-31"
        )
    return day


def last_day(text: str) -> date:
    """The last day of one."""
    day = filters.last_day(text)
    if day is None:
        raise argparse.ArgumentTypeError(
            f"{text!r} is not a date such as 2016, 2016-01 or 2016-01-31"
        )
    return day
