"""Schoolings: school, degree, subject and years, zh and en; pure rules, documented in the guide."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hub.workflow.resumes.degrees import degree_in, without_degree
from hub.workflow.resumes.field_names import FieldName, Found
from hub.workflow.resumes.headings import Section
from hub.workflow.resumes.periods import periods, without_periods
from hub.workflow.resumes.segments import pieces, without_bullet

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from hub.workflow.resumes.parted import Line

_SCHOOL_ZH = re.compile(r"[\u4e00-\u9fff]{2,14}?(?:大学|大學|学院|學院|学校|學校)")
_SCHOOL_EN = re.compile(
    r"\b(?:Universi\w+|College|Institut\w+|School|Academy|Polytechnic|Hochschule)\b", re.IGNORECASE
)
_LABEL = re.compile(
    r"^(?:毕业院校|毕业学校|学校|院校|专业|学历|学位|时间|主修|Major|Degree)\s*(?::\s*|$)"
)
_LABELLED = re.compile(r"(?:毕业院校|毕业学校|学历|专业|Major)\s*:")
_NOISE = re.compile(
    r"GPA|主修课程|课程|排名|荣誉|奖学金|Relevant|Honours|毕业时间|性别|姓名|Thesis", re.IGNORECASE
)
_LEAD = re.compile(r"^(?:就读于|毕业于|就读|在)")
_TAIL = re.compile(r"(?:专业|系)$")
_LONGEST_SUBJECT = 60


@dataclass(slots=True)
class _Schooling:
    """What is known of one schooling so far: value and line by field."""

    found: dict[FieldName, tuple[str, int]]

    def clashes(self, values: dict[FieldName, str]) -> bool:
        keys = (FieldName.SCHOOL, FieldName.STUDY_YEARS)
        return any(key in values and key in self.found for key in keys)


def education(lines: Sequence[Line], today: date) -> Iterator[Found]:
    """Yield the fields of each schooling, in the order of the text."""
    relevant = [line for line in lines if line.section is Section.EDUCATION]
    if not relevant:
        relevant = [line for line in lines if _LABELLED.search(line.text)]
    entries: list[_Schooling] = []
    for line in relevant:
        values = _values(line.text, today)
        if values and (not entries or entries[-1].clashes(values)):
            entries.append(_Schooling({}))
        for name, value in values.items():
            entries[-1].found.setdefault(name, (value, line.number))
    whole = [one for one in entries if {FieldName.SCHOOL, FieldName.DEGREE} & one.found.keys()]
    for entry, one in enumerate(whole):
        for name, (value, number) in sorted(one.found.items(), key=_place):
            yield Found(name, value, number, entry)


def _place(item: tuple[FieldName, tuple[str, int]]) -> int:
    return list(FieldName).index(item[0])


def _values(text: str, today: date) -> dict[FieldName, str]:
    """Read one line."""
    values: dict[FieldName, str] = {}
    for period in periods(text, today):
        values.setdefault(FieldName.STUDY_YEARS, period.years)
    for piece in pieces(without_bullet(without_periods(text)) if values else without_bullet(text)):
        if not _NOISE.search(piece):
            _read_piece(_LEAD.sub("", _LABEL.sub("", piece)), values)
    return values


def _read_piece(piece: str, values: dict[FieldName, str]) -> None:
    """Read one piece of a line: what the school leaves over may be the subject."""
    rest, school = _without_school(piece)
    if school:
        values.setdefault(FieldName.SCHOOL, school)
    degree = degree_in(rest)
    if degree is not None:
        values.setdefault(FieldName.DEGREE, degree.value)
        rest = without_degree(rest)
    subject = _TAIL.sub("", rest.strip(" ()[]"))
    if 1 < len(subject) <= _LONGEST_SUBJECT and not re.search(r"\d", subject):
        values.setdefault(FieldName.SUBJECT, subject)


def _without_school(piece: str) -> tuple[str, str]:
    if _SCHOOL_EN.search(piece):
        return "", piece
    found = _SCHOOL_ZH.match(piece)
    return (piece[found.end() :], found[0]) if found else (piece, "")
