"""The fields that are looked for in a résumé."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class FieldName(StrEnum):
    """What a field is about, in the order of the page."""

    WORK_YEARS = "work_years"
    """Years, one decimal: the union of the periods of work, so that none counts twice."""
    SCHOOL = "school"
    DEGREE = "degree"
    """One of `Degree`."""
    SUBJECT = "subject"
    STUDY_YEARS = "study_years"
    """`2012-2016`; an open end is left out: `2012-`."""
    SKILL = "skill"
    PROJECT = "project"
    """Its name."""


class Degree(StrEnum):
    """Levels of education that the rules tell apart."""

    DOCTOR = "doctor"
    MASTER = "master"
    BACHELOR = "bachelor"
    COLLEGE = "college"
    """大专, associate degree, higher diploma."""


@dataclass(frozen=True, slots=True)
class Found:
    """One value, and where it stands."""

    name: FieldName
    value: str
    line: int
    """Of the text, from 1."""
    entry: int = 0
    """Fields of one schooling share a number."""
