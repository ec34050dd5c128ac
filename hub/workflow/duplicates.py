"""Who may be the same person: found by fingerprints and résumés, joined by a person only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import aliased

from hub.storage.tables.candidate import Candidate
from hub.storage.tables.candidate_detail import CandidateDetail, Detail
from hub.storage.tables.resume import Resume
from hub.storage.tables.resume_field import ResumeField
from hub.workflow.candidate_names import name_key
from hub.workflow.resumes.field_names import FieldName

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

LEAST_SHARED = 0.5
"""Of the values of two résumés (Jaccard index), from which they are similar."""
_LEAST_VALUES = 3
_MOST_NAMESAKES = 200
_COMPARED = (FieldName.SCHOOL, FieldName.SUBJECT, FieldName.SKILL, FieldName.PROJECT)


@dataclass(frozen=True, slots=True)
class Alike:
    """One candidate who may be the same person, and why."""

    row: Candidate
    details: tuple[Detail, ...]
    """Details that are equal."""
    by_resume: bool
    """The names are equal and the résumés similar."""


def alike(session: Session, row: Candidate, visible: ColumnElement[bool]) -> tuple[Alike, ...]:
    """Give who may be the same person, of those that `visible` lets through, by name."""
    details = _with_equal_details(session, row.candidate_id)
    similar = _namesakes_with_similar_resumes(session, row)
    wanted = Candidate.candidate_id.in_([*details, *similar])
    rows = session.scalars(
        select(Candidate).where(wanted, visible).order_by(Candidate.name, Candidate.candidate_id)
    )
    return tuple(
        Alike(one, tuple(details.get(one.candidate_id, ())), one.candidate_id in similar)
        for one in rows
    )


def similarity(one: frozenset[str], other: frozenset[str]) -> float:
    """Give the Jaccard index of two sets of values; 0 where either has fewer than three."""
    if min(len(one), len(other)) < _LEAST_VALUES:
        return 0.0
    return len(one & other) / len(one | other)


def _with_equal_details(session: Session, candidate_id: str) -> dict[str, list[Detail]]:
    mine, theirs = aliased(CandidateDetail), aliased(CandidateDetail)
    rows = session.execute(
        select(theirs.candidate_id, theirs.kind)
        .join(mine, (mine.kind == theirs.kind) & (mine.fingerprint == theirs.fingerprint))
        .where(mine.candidate_id == candidate_id, theirs.candidate_id != candidate_id)
        .order_by(theirs.kind)
    )
    found: dict[str, list[Detail]] = {}
    for other, kind in rows:
        found.setdefault(other, []).append(Detail(kind))
    return found


def _namesakes_with_similar_resumes(session: Session, row: Candidate) -> frozenset[str]:
    wanted = select(Candidate.candidate_id).where(Candidate.name_key == row.name_key)
    others = wanted.where(Candidate.candidate_id != row.candidate_id).limit(_MOST_NAMESAKES)
    values = _values(session, [row.candidate_id, *session.scalars(others)])
    mine = values.get(row.candidate_id, frozenset())
    return frozenset(
        other
        for other, theirs in values.items()
        if other != row.candidate_id and similarity(mine, theirs) >= LEAST_SHARED
    )


def _values(session: Session, candidates: list[str]) -> Mapping[str, frozenset[str]]:
    """Give the candidates' values as people left them, in their form for comparing."""
    rows = session.execute(
        select(Resume.candidate_id, ResumeField.name, ResumeField.machine, ResumeField.corrected)
        .join(ResumeField, ResumeField.resume_id == Resume.resume_id)
        .where(Resume.candidate_id.in_(candidates), ResumeField.name.in_(_COMPARED))
    )
    found: dict[str, set[str]] = {}
    for candidate_id, name, machine, corrected in rows:
        value = machine if corrected is None else corrected
        if value:
            found.setdefault(candidate_id, set()).add(f"{name}:{name_key(value)}")
    return {one: frozenset(values) for one, values in found.items()}
