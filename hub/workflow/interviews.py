"""Interviews: a candidate, a job and a kiosk become a plan."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from msgspec import structs

from hub.errors import UnknownError
from hub.people import audit
from hub.storage.database import reading, writing
from hub.storage.tables.account import Account
from hub.storage.tables.assignment import Assignment
from hub.storage.tables.candidate import Candidate
from hub.storage.tables.check_in_code import CheckInCode
from hub.storage.tables.interview import Interview
from hub.storage.tables.kiosk import Kiosk
from hub.workflow import candidates, jobs, prompting
from hub.workflow.readers import readers
from hub.workflow.retention import delete_on
from wire import check_in, policy
from wire import plan as plans
from wire.plan import Pauses, Plan, Stage, StageKind

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

    from hub.scoring.job import Job
    from hub.settings_candidates import RetentionSettings
    from wire.policy import Profile

COMMAND = "command"
"""Who acts on the hub's own command line."""


def schedule(  # noqa: PLR0913 - who, where, for what, under which rules
    engine: Engine,
    profile: Profile,
    kiosk_id: str,
    job_id: str,
    candidate_name: str,
    *,
    actor: str = COMMAND,
    retention: RetentionSettings | None = None,
) -> str:
    """Let a kiosk expect somebody who is not known yet; gives the interview's identifier.

    The candidate's name stays on the hub. Raises UnknownError for a kiosk or job not known.
    """
    with writing(engine) as session:
        candidate = candidates.new(session, candidate_name)
        who = candidate.candidate_id
        row = _place(session, profile, kiosk_id, job_id, who, retention)
        audit.record(session, actor, "schedule", row.interview_id, row.candidate_id)
        return row.interview_id


def schedule_again(  # noqa: PLR0913 - who, where, for what, under which rules
    engine: Engine,
    profile: Profile,
    kiosk_id: str,
    job_id: str,
    candidate_id: str,
    *,
    actor: str = COMMAND,
    retention: RetentionSettings | None = None,
) -> str:
    """Let a kiosk expect a candidate who has a file; gives the interview's identifier.

    Raises UnknownError for a kiosk, job or candidate not known.
    """
    with writing(engine) as session:
        if session.get(Candidate, candidate_id) is None:
            raise UnknownError(f"There is no candidate {candidate_id[:40]!r}.")
        row = _place(session, profile, kiosk_id, job_id, candidate_id, retention)
        audit.record(session, actor, "schedule", row.interview_id, row.candidate_id)
        return row.interview_id


def code_of(engine: Engine, interview_id: str) -> str | None:
    """Give the code by which the candidate checks in; None for an interview that has none."""
    with reading(engine) as session:
        row = session.get(CheckInCode, interview_id)
    return row.code if row else None


def assign(engine: Engine, interview_id: str, account_id: int, actor: str = COMMAND) -> None:
    """Put a person in charge of an interview; one who is already stays so.

    Raises UnknownError for an interview or account not known.
    """
    with writing(engine) as session:
        _known(session, interview_id, account_id)
        if session.get(Assignment, (interview_id, account_id)) is None:
            row = Assignment(
                interview_id=interview_id, account_id=account_id, assigned_at=datetime.now(UTC)
            )
            session.add(row)
            audit.record(session, actor, "assign", interview_id, audit.actor_of(account_id))


def unassign(engine: Engine, interview_id: str, account_id: int, actor: str = COMMAND) -> None:
    """Take a person off an interview: it is out of his or her reach at once.

    Raises UnknownError for an interview or account not known.
    """
    with writing(engine) as session:
        _known(session, interview_id, account_id)
        row = session.get(Assignment, (interview_id, account_id))
        if row is not None:
            session.delete(row)
            audit.record(session, actor, "unassign", interview_id, audit.actor_of(account_id))


def _known(session: Session, interview_id: str, account_id: int) -> None:
    if session.get(Interview, interview_id) is None:
        raise UnknownError(f"There is no interview {interview_id[:40]!r}.")
    if session.get(Account, account_id) is None:
        raise UnknownError(f"There is no account {account_id}.")


def _place(
    session: Session,
    profile: Profile,
    kiosk_id: str,
    job_id: str,
    candidate_id: str,
    retention: RetentionSettings | None,
) -> Interview:
    interview_id = secrets.token_hex(16)
    kiosk = session.get(Kiosk, kiosk_id)
    if kiosk is None or kiosk.revoked_at is not None:
        raise UnknownError(f"There is no kiosk {kiosk_id[:40]!r}.")
    job = jobs.newest(session, job_id)
    code = check_in.new_code()
    plan = structs.replace(
        plan_of(job, interview_id, profile),
        check_in=check_in.hash_of(code),
        delete_on=delete_on(profile, datetime.now(UTC).date(), retention),
        readers=readers(),
    )
    row = Interview(
        interview_id=interview_id,
        kiosk_id=kiosk_id,
        candidate_id=candidate_id,
        job_id=job.id,
        job_version=job.version,
        profile=profile.value,
        policy_hash=plan.policy_hash,
        plan=plans.encode(plan),
        plan_hash=plans.plan_hash(plan),
        scheduled_at=datetime.now(UTC),
        delete_on=plan.delete_on,
    )
    session.add(row)
    session.flush()
    session.add(CheckInCode(interview_id=interview_id, code=code))
    return row


def plan_of(job: Job, interview_id: str, profile: Profile) -> Plan:
    """Make the plan that a kiosk needs to interview for a job."""
    timing = job.timing
    introduction = Stage(
        kind=StageKind.INTRODUCTION,
        text=job.introduction.text,
        hint=job.introduction.hint,
        longest_s=job.introduction.longest_s,
        retakes=timing.retakes,
    )
    questions = tuple(
        Stage(
            kind=StageKind.QUESTION,
            text=question.text,
            hint=question.hint,
            longest_s=question.longest_s,
            preparation_s=timing.preparation_s,
            retakes=timing.retakes,
            competencies=prompting.aims(job, question),
        )
        for question in job.questions
    )
    own = Stage(
        kind=StageKind.CANDIDATE_QUESTIONS,
        text=job.candidate_questions.text,
        hint=job.candidate_questions.hint,
        longest_s=job.candidate_questions.longest_s,
    )
    return Plan(
        interview_id=interview_id,
        job_title=job.title,
        profile=profile,
        policy_hash=policy.policy_hash(profile),
        purposes=policy.purposes(profile),
        stages=(introduction, *questions, own),
        keywords=prompting.keywords(job),
        pauses=Pauses(most=timing.pauses, longest_s=timing.pause_s) if timing.pauses else None,
        competencies=prompting.competencies(job),
        rules=prompting.rules_of(job, profile),
        follow_ups=prompting.follow_ups(job, profile),
    )
