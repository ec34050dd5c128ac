"""Years of work: the union of the periods under the headings of work, else what is stated."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hub.workflow.resumes.field_names import FieldName, Found
from hub.workflow.resumes.headings import Section
from hub.workflow.resumes.periods import covered, periods

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from hub.workflow.resumes.parted import Line

_STATED = (
    re.compile(r"(\d{1,2})\s*年(?:以上)?\S{0,8}?(?:工作)?经验"),
    re.compile(r"(?:工作年限|从事\S{1,10}?)\s*:?\s*(\d{1,2})\s*年"),
    re.compile(r"(?i)(\d{1,2})\+?\s*years?['’]?\s+(?:of\s+)?(?:\w+\s+){0,2}experience"),
)
_MONTHS = 12


def work_years(lines: Sequence[Line], today: date) -> list[Found]:
    """Give the years with one decimal, at the line of the first period; empty: nothing says it."""
    held = [
        (period, line.number)
        for line in lines
        if line.section is Section.WORK
        for period in periods(line.text, today)
    ]
    if not held:
        return _stated(lines)
    months = covered((period.start, period.end) for period, _ in held)
    return [Found(FieldName.WORK_YEARS, f"{months / _MONTHS:.1f}", held[0][1])]


def _stated(lines: Sequence[Line]) -> list[Found]:
    for line in lines:
        for pattern in _STATED:
            said = pattern.search(line.text)
            if said:
                return [Found(FieldName.WORK_YEARS, f"{int(said[1]):.1f}", line.number)]
    return []
