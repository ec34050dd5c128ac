"""Interviews: a candidate, a job and a kiosk become a plan."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from hub.errors import UnknownError
from hub.scoring.keywords import keyword_list
from hub.storage.database import writing
from hub.storage.tables.interview import Interview
from hub.storage.tables.kiosk import Kiosk
from hub.workflow import jobs
from wire import plan as plans
from wire import policy
from wire.plan import Plan, Stage, StageKind

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from hub.scoring.job import Job
    from wire.policy import Profile


def schedule(
    engine: Engine,
    profile: Profile,
    kiosk_id: str,
    job_id: str,
    candidate_name: str,
) -> str:
    """Let a kiosk expect a candidate; gives the interview's identifier.

    The candidate's name stays on the hub. Raises UnknownError for a kiosk or job not known.
    """
    name = candidate_name.strip()
    if not name or len(name) > 200 or not name.isprintable():  # noqa: PLR2004 - the column's length
        raise UnknownError("A candidate's name has 1 to 200 printable characters.")
    interview_id = secrets.token_hex(16)
    with writing(engine) as session:
        kiosk = session.get(Kiosk, kiosk_id)
        if kiosk is None or kiosk.revoked_at is not None:
            raise UnknownError(f"There is no kiosk {kiosk_id[:40]!r}.")
        job = jobs.newest(session, job_id)
        plan = plan_of(job, interview_id, profile)
        row = Interview(
            interview_id=interview_id,
            kiosk_id=kiosk_id,
            candidate_name=name,
            job_id=job.id,
            job_version=job.version,
            profile=profile.value,
            policy_hash=plan.policy_hash,
            plan=plans.encode(plan),
            plan_hash=plans.plan_hash(plan),
            scheduled_at=datetime.now(UTC),
        )
        session.add(row)
    return interview_id


def plan_of(job: Job, interview_id: str, profile: Profile) -> Plan:
    """Make the plan that a kiosk needs to interview for a job."""
    introduction = Stage(
        kind=StageKind.INTRODUCTION,
        text=job.introduction.text,
        hint=job.introduction.hint,
        longest_s=job.introduction.longest_s,
    )
    questions = tuple(
        Stage(
            kind=StageKind.QUESTION,
            text=question.text,
            hint=question.hint,
            longest_s=question.longest_s,
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
        keywords=keyword_list(job),
    )
