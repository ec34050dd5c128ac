"""Two files of one person become one: a person says so, and everything moves at once."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import IntegrityError

from hub.errors import UnknownError
from hub.people import audit, links
from hub.storage.database import writing
from hub.storage.schema import METADATA
from hub.storage.tables.candidate import Candidate
from hub.storage.tables.candidate_detail import CandidateDetail
from hub.storage.tables.interview import Interview, InterviewState
from hub.workflow.candidate_errors import MergeError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Column, Engine
    from sqlalchemy.orm import Session


def merge(engine: Engine, kept_id: str, merged_id: str, actor: str) -> None:
    """Move all that refers to one candidate to the other, and forget the one.

    Of a detail that both have, the kept candidate's stays. Links that the merged one was given open
    nothing any more: were the two not one person after all, they would show the other's file.
    Raises UnknownError, MergeError.
    """
    with writing(engine) as session:
        _check(session, kept_id, merged_id)
        _drop_doubles(session, kept_id, merged_id)
        links.revoke(session, merged_id, actor, datetime.now(UTC))
        try:
            for column in referring():
                session.execute(
                    update(column.table).where(column == merged_id).values({column: kept_id})
                )
        except IntegrityError as error:
            raise MergeError("Both have what only one may have.") from error
        session.execute(delete(Candidate).where(Candidate.candidate_id == merged_id))
        audit.record(session, actor, "merge_candidates", kept_id, merged_id)


def referring() -> Iterator[Column[str]]:
    """Yield every column of the database that names a candidate."""
    candidate = METADATA.tables[Candidate.__tablename__].c.candidate_id
    for table in METADATA.tables.values():
        yield from (one for one in table.columns if one.references(candidate))


def _check(session: Session, kept_id: str, merged_id: str) -> None:
    rows = [session.get(Candidate, one) for one in (kept_id, merged_id)]
    kept, merged = rows
    if kept is None or merged is None or kept is merged:
        raise UnknownError("Two candidates are wanted.")
    if kept.is_sample != merged.is_sample:
        raise MergeError("One of the two is a sample.")
    running = select(func.count()).where(
        Interview.candidate_id.in_([kept_id, merged_id]),
        Interview.state == InterviewState.RUNNING.value,
    )
    if session.scalar(running):
        raise MergeError("An interview is running.")


def _drop_doubles(session: Session, kept_id: str, merged_id: str) -> None:
    has = select(CandidateDetail.kind).where(CandidateDetail.candidate_id == kept_id)
    double = CandidateDetail.kind.in_(has)
    session.execute(
        delete(CandidateDetail).where(CandidateDetail.candidate_id == merged_id, double)
    )
