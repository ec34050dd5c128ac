"""Everything that a candidate reads on the page of his or her own, read in one moment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from hub.storage.tables.appeal import Appeal
from hub.storage.tables.candidate import Candidate
from hub.storage.tables.candidate_detail import CandidateDetail
from hub.storage.tables.consent import Consent
from hub.storage.tables.interview import Interview
from hub.storage.tables.letter import Letter
from hub.storage.tables.promise import Promise
from hub.storage.tables.recording import Recording
from hub.storage.tables.resume import Resume
from hub.web.withdrawals.stands import Stands, stands
from hub.workflow.letters.sending import framed
from wire import plan

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from hub.workflow.letters.frame import Framed
    from wire.language import LocalText


@dataclass(frozen=True, slots=True)
class OwnLetter:
    """One released letter, in the language it was written in."""

    row: Letter
    framed: Framed


@dataclass(frozen=True, slots=True)
class OwnInterview:
    """One interview with all that belongs to it."""

    row: Interview
    job: LocalText
    consents: list[Consent]
    recordings: int
    """Of pictures and sound."""
    seconds: float
    transcripts: int
    letters: list[OwnLetter]
    promise: Promise | None
    appeals: list[Appeal]
    standing: Stands

    @property
    def has_answer(self) -> bool:
        """Say whether a letter with the decision can be read here."""
        return any(one.row.decision_id is not None for one in self.letters)

    @property
    def is_over(self) -> bool:
        """Say whether there is something to appeal against."""
        return self.row.state == "ended" and not self.standing.is_gone

    @property
    def may_appeal(self) -> bool:
        """Say whether there is something to appeal against, and no appeal that is still open."""
        return self.is_over and all(one.outcome for one in self.appeals)


@dataclass(frozen=True, slots=True)
class OwnFile:
    """One candidate's file as the candidate sees it."""

    candidate: Candidate
    details: list[CandidateDetail]
    """Masked."""
    resumes: int
    interviews: list[OwnInterview]
    """Newest first."""


def load(session: Session, candidate_id: str) -> OwnFile:
    """Read the file of the candidate whose link it is; nothing of anybody else."""
    candidate = session.get_one(Candidate, candidate_id)
    mine = CandidateDetail.candidate_id == candidate_id
    details = session.scalars(select(CandidateDetail).where(mine).order_by(CandidateDetail.kind))
    resumes = select(func.count()).where(Resume.candidate_id == candidate_id)
    interviews = session.scalars(
        select(Interview)
        .where(Interview.candidate_id == candidate_id)
        .order_by(Interview.scheduled_at.desc())
    ).all()
    return OwnFile(
        candidate=candidate,
        details=list(details),
        resumes=session.scalar(resumes) or 0,
        interviews=[_interview(session, one) for one in interviews],
    )


def _interview(session: Session, row: Interview) -> OwnInterview:
    """Read one interview; a candidate has few."""
    mine = row.interview_id
    consents = select(Consent).where(Consent.interview_id == mine).order_by(Consent.purpose)
    appeals = select(Appeal).where(Appeal.interview_id == mine).order_by(Appeal.opened_at)
    recorded, seconds, transcripts = session.execute(
        select(
            func.count().filter(Recording.kind == "media"),
            func.sum(Recording.duration).filter(Recording.kind == "media"),
            func.count().filter(Recording.kind == "transcript"),
        ).where(Recording.interview_id == mine)
    ).one()
    return OwnInterview(
        row=row,
        job=plan.decode(row.plan).job_title,
        consents=list(session.scalars(consents)),
        recordings=recorded,
        seconds=seconds or 0.0,
        transcripts=transcripts,
        letters=_letters(session, row),
        promise=session.scalar(select(Promise).where(Promise.interview_id == mine)),
        appeals=list(session.scalars(appeals)),
        standing=stands(session, row),
    )


def _letters(session: Session, interview: Interview) -> list[OwnLetter]:
    wanted = select(Letter).where(
        Letter.interview_id == interview.interview_id,
        Letter.released_at.is_not(None),
        Letter.withdrawn_at.is_(None),
    )
    rows: Sequence[Letter] = session.scalars(wanted.order_by(Letter.released_at.desc())).all()
    return [OwnLetter(one, framed(session, one, interview, "")) for one in rows]
