"""Résumés' fields as pages show them: grouped, the person's word before the machine's."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from hub.workflow.resumes.field_names import FieldName

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from hub.storage.tables.resume import Resume
    from hub.storage.tables.resume_field import ResumeField

_EDUCATION = (FieldName.SCHOOL, FieldName.DEGREE, FieldName.SUBJECT, FieldName.STUDY_YEARS)


@dataclass(frozen=True, slots=True)
class FieldView:
    """One value."""

    name: FieldName
    value: str
    machine: str | None
    """What the rules found, where a person says something else."""
    line: int | None
    is_corrected: bool


@dataclass(frozen=True, slots=True)
class ResumeView:
    """One résumé with its fields; what a person struck out is left out."""

    row: Resume
    work_years: tuple[FieldView, ...]
    education: tuple[tuple[FieldView, ...], ...]
    """One row for each schooling."""
    skills: tuple[FieldView, ...]
    projects: tuple[FieldView, ...]
    corrections: int


def resume_views(
    resumes: Sequence[Resume], fields: Mapping[str, Sequence[ResumeField]]
) -> list[ResumeView]:
    """Give all résumés of a candidate."""
    return [_view(one, fields.get(one.resume_id, ())) for one in resumes]


def field_view(row: ResumeField) -> FieldView:
    """Give one value with what the machine said, if a person said something else."""
    is_corrected = row.corrected is not None
    value = row.machine if row.corrected is None else row.corrected
    said = row.machine if is_corrected else None
    return FieldView(FieldName(row.name), value or "", said, row.line, is_corrected)


def _view(row: Resume, fields: Sequence[ResumeField]) -> ResumeView:
    shown = [(one.entry, field_view(one)) for one in fields]
    kept = [(entry, one) for entry, one in shown if one.value]
    return ResumeView(
        row=row,
        work_years=_named(kept, FieldName.WORK_YEARS),
        education=tuple(_schoolings(kept)),
        skills=_named(kept, FieldName.SKILL),
        projects=_named(kept, FieldName.PROJECT),
        corrections=sum(one.is_corrected for _, one in shown),
    )


def _named(kept: Iterable[tuple[int, FieldView]], name: FieldName) -> tuple[FieldView, ...]:
    return tuple(one for _, one in kept if one.name is name)


def _schoolings(kept: Iterable[tuple[int, FieldView]]) -> Iterable[tuple[FieldView, ...]]:
    of_schools = sorted(
        ((entry, one) for entry, one in kept if one.name in _EDUCATION),
        key=lambda pair: (pair[0], _EDUCATION.index(pair[1].name)),
    )
    for _, group in groupby(of_schools, key=lambda pair: pair[0]):
        yield tuple(one for _, one in group)
