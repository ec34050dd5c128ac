"""A person's word on a résumé's field, kept beside the machine's."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from hub.people import audit
from hub.storage.database import writing
from hub.storage.tables.resume_field import ResumeField
from hub.workflow.resumes.field_names import Degree, FieldName

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

    from hub.people.sessions import Visitor

LONGEST = 200
_MOST_YEARS = 60


def is_value(name: FieldName, value: str) -> bool:
    """Say whether a person's word can be a field's value; an empty one strikes the field out."""
    if len(value) > LONGEST or not (value.isprintable()):
        return False
    if name is FieldName.DEGREE:
        return value in {"", *Degree}
    if name is FieldName.WORK_YEARS and value:
        whole, _, tenths = value.partition(".")
        digits = whole + tenths
        is_number = bool(whole) and digits.isascii() and digits.isdigit()
        return is_number and float(value) <= _MOST_YEARS
    return True


def correct(
    engine: Engine,
    visitor: Visitor,
    resume_id: str,
    said: Mapping[int, str],
    added: tuple[FieldName, str] | None,
) -> int:
    """Keep what a person says of fields by their position, and one that was missing.

    What the machine said stays; saying the same again takes a correction back. Gives how many
    fields changed.
    """
    with writing(engine) as session:
        rows = session.scalars(select(ResumeField).where(ResumeField.resume_id == resume_id))
        changed = sum(
            _change(row, said[row.position], visitor) for row in rows if row.position in said
        )
        if added is not None:
            session.add(_new(session, resume_id, added, visitor))
            changed += 1
        if changed:
            audit.record(session, visitor.actor, "correct_resume", resume_id, f"{changed} fields")
    return changed


def _change(row: ResumeField, value: str, visitor: Visitor) -> bool:
    now = row.machine if row.corrected is None else row.corrected
    if value == (now or ""):
        return False
    row.corrected = None if value == row.machine else value
    row.corrected_by, row.corrected_at = visitor.account_id, datetime.now(UTC)
    return True


def _new(
    session: Session, resume_id: str, added: tuple[FieldName, str], visitor: Visitor
) -> ResumeField:
    mine = ResumeField.resume_id == resume_id
    last = session.scalar(select(func.max(ResumeField.position)).where(mine)) or 0
    entry = session.scalar(select(func.max(ResumeField.entry)).where(mine)) or 0
    name, value = added
    return ResumeField(
        resume_id=resume_id,
        position=last + 1,
        name=name.value,
        entry=entry + 1,
        machine=None,
        line=None,
        corrected=value,
        corrected_by=visitor.account_id,
        corrected_at=datetime.now(UTC),
    )
