"""Everything of a candidate that the person asking may see, read in one moment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from starlette.exceptions import HTTPException

from hub.people.rights import Action, may
from hub.storage.database import reading
from hub.storage.tables.candidate import Candidate
from hub.storage.tables.consent import Consent
from hub.storage.tables.interview import Interview
from hub.storage.tables.letter import Letter
from hub.storage.tables.recording import Recording
from hub.storage.tables.resume import Resume
from hub.storage.tables.resume_field import ResumeField
from hub.storage.tables.score import ScoreRow
from hub.web.candidates.people_say import PeopleSay, said_by_people
from hub.web.scope import candidates_visible_to, visible_to
from hub.workflow.blind import Hidden, hidden_from
from hub.workflow.candidate_file import masks
from hub.workflow.duplicates import Alike, alike

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

    from hub.people.sessions import Visitor
    from hub.storage.tables.candidate_detail import Detail


@dataclass(frozen=True, slots=True)
class CandidateRecord:
    """One candidate's file."""

    row: Candidate
    masks: dict[Detail, str]
    interviews: tuple[Interview, ...]
    """Newest first; of an interviewer only his or her own."""
    results: dict[str, str]
    """The scores' JSON by interview, of those that are not hidden."""
    hidden: Hidden
    recorded: dict[str, float]
    """Seconds of pictures and sound by interview."""
    consents: tuple[Consent, ...]
    """The newest word on each purpose."""
    resumes: tuple[Resume, ...]
    """Newest first."""
    fields: dict[str, list[ResumeField]]
    """By résumé."""
    people: PeopleSay
    letters: tuple[Letter, ...]
    """Newest first; they tell decisions, so they are hidden where those are."""
    alike: tuple[Alike, ...]
    """Who may be the same person."""


def load(
    engine: Engine, visitor: Visitor, candidate_id: str, *, machine_first: bool
) -> CandidateRecord:
    """Read a candidate whom the person may see; 404 for any other, existing or not."""
    with reading(engine) as session:
        wanted = Candidate.candidate_id == candidate_id
        row = session.scalar(select(Candidate).where(wanted, candidates_visible_to(visitor)))
        if row is None:
            raise HTTPException(404)
        return _load(session, visitor, row, machine_first=machine_first)


def _load(
    session: Session, visitor: Visitor, row: Candidate, *, machine_first: bool
) -> CandidateRecord:
    mine = row.candidate_id
    at = func.coalesce(Interview.began_at, Interview.scheduled_at)
    interviews = session.scalars(
        select(Interview)
        .where(Interview.candidate_id == mine, visible_to(visitor))
        .order_by(at.desc(), Interview.interview_id)
    ).all()
    ids = [one.interview_id for one in interviews]
    hidden = hidden_from(session, visitor, ids, machine_first=machine_first)
    open_ids = [one for one in ids if one not in hidden.colleagues]
    resumes = session.scalars(
        select(Resume).where(Resume.candidate_id == mine).order_by(Resume.uploaded_at.desc())
    ).all()
    return CandidateRecord(
        row=row,
        masks=masks(session, mine),
        interviews=tuple(interviews),
        results=_results(session, [one for one in ids if one not in hidden.machine]),
        hidden=hidden,
        recorded=_recorded(session, ids),
        consents=_newest_words(session, ids),
        resumes=tuple(resumes),
        fields=fields_of(session, [one.resume_id for one in resumes]),
        people=said_by_people(
            session, open_ids, with_notes=may(visitor.role, Action.READ_TRANSCRIPTS)
        ),
        letters=_letters(session, open_ids),
        alike=alike(session, row, candidates_visible_to(visitor)),
    )


def _results(session: Session, ids: Sequence[str]) -> dict[str, str]:
    wanted = select(ScoreRow.interview_id, ScoreRow.result).where(ScoreRow.interview_id.in_(ids))
    return {row.interview_id: row.result for row in session.execute(wanted)}


def _recorded(session: Session, ids: Sequence[str]) -> dict[str, float]:
    wanted = (
        select(Recording.interview_id, func.sum(Recording.duration))
        .where(Recording.interview_id.in_(ids), Recording.kind == "media")
        .group_by(Recording.interview_id)
    )
    return {one: seconds or 0.0 for one, seconds in session.execute(wanted)}


def _letters(session: Session, ids: Sequence[str]) -> tuple[Letter, ...]:
    wanted = select(Letter).where(Letter.interview_id.in_(ids), Letter.withdrawn_at.is_(None))
    return tuple(session.scalars(wanted.order_by(Letter.composed_at.desc(), Letter.letter_id)))


def _newest_words(session: Session, ids: Sequence[str]) -> tuple[Consent, ...]:
    """Give each purpose's newest word over all interviews: a later one replaces an earlier."""
    rows = session.scalars(
        select(Consent).where(Consent.interview_id.in_(ids)).order_by(Consent.at, Consent.seq)
    )
    newest = {row.purpose: row for row in rows}
    return tuple(newest[purpose] for purpose in sorted(newest))


def fields_of(session: Session, ids: Sequence[str]) -> dict[str, list[ResumeField]]:
    """Give the fields of some résumés, each in the order of its page."""
    rows = session.scalars(
        select(ResumeField)
        .where(ResumeField.resume_id.in_(ids))
        .order_by(ResumeField.resume_id, ResumeField.position)
    )
    found: dict[str, list[ResumeField]] = {one: [] for one in ids}
    for row in rows:
        found[row.resume_id].append(row)
    return found
