"""Periods of time as résumés write them, in whole months; pure.

A month is a number: year x 12 + month - 1. A period is half open. An end with its month includes
that month; years alone run from January to January, `2014-2014` is one year.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

_YEAR_MONTHS = 12
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_YEAR = r"(?:19[5-9]\d|20[0-4]\d)"
_NAME = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DATE = (
    rf"(?:{_NAME}\s*,?\s*{_YEAR}|(?:0?[1-9]|1[0-2])\s*/\s*{_YEAR}|"
    rf"{_YEAR}\s*年\s*(?:(?:1[0-2]|0?[1-9])\s*月(?:份)?)?|"
    rf"{_YEAR}\s*[./-]\s*(?:1[0-2]|0?[1-9])(?!\d)|{_YEAR}(?!\d))"
)
_OPEN = r"(?:至今|今|现在|現在|present|now|current|to\s+date|today)"
_PERIOD = re.compile(
    rf"(?<!\d)(?P<start>{_DATE})\s*(?:-+|–|—+|~|至|到|to|until|till)\s*"
    rf"(?P<end>{_DATE}|{_OPEN})|(?<!\d)(?P<since>{_DATE})\s*(?:至今|to\s+date)",
    re.IGNORECASE,
)
SINGLE = re.compile(rf"(?<!\d){_DATE}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Period:
    """One period."""

    start: int
    """First month."""
    end: int
    """Month after the last."""
    is_open: bool
    """It lasts until the day of reading."""
    first_year: int
    last_year: int

    @property
    def years(self) -> str:
        """Give the first and the last year, as `2012-2016`; `2012-` while it lasts."""
        return f"{self.first_year}-{'' if self.is_open else self.last_year}"


def periods(line: str, today: date) -> Iterator[Period]:
    """Yield the periods of a line from left to right; one that ends before it begins is none."""
    for found in _PERIOD.finditer(line):
        start, _ = _month(found["start"] or found["since"])
        is_open = found["end"] is None or SINGLE.fullmatch(found["end"]) is None
        end = today.year * _YEAR_MONTHS + today.month if is_open else _end(found["end"], start)
        if start < end:
            last = end if is_open else _month(found["end"])[0]
            yield Period(start, end, is_open, start // _YEAR_MONTHS, last // _YEAR_MONTHS)


def covered(parts: Iterable[tuple[int, int]]) -> int:
    """Count the months that any of the periods covers; none counts twice."""
    total, reached = 0, 0
    for start, end in sorted(parts):
        total += max(0, end - max(start, reached))
        reached = max(reached, end)
    return total


def without_periods(line: str) -> str:
    """Give a line without its periods and the brackets that held them."""
    bare = _PERIOD.sub(" ", line)
    return re.sub(r"[(\[]\s*[)\]]", " ", bare).strip()


def _end(text: str, start: int) -> int:
    month, is_exact = _month(text)
    return month + 1 if is_exact else max(month, start + _YEAR_MONTHS if month == start else month)


def _month(text: str) -> tuple[int, bool]:
    """Read a date; says too whether it names its month."""
    year = int(re.search(_YEAR, text)[0])  # type: ignore[index] # every date has a year
    named = re.match(r"[A-Za-z]{3}", text)
    if named is not None:
        return year * _YEAR_MONTHS + _MONTHS.index(named[0].lower()), True
    rest = re.findall(r"\d+", re.sub(_YEAR, " ", text))
    return (year * _YEAR_MONTHS + int(rest[0]) - 1, True) if rest else (year * _YEAR_MONTHS, False)
