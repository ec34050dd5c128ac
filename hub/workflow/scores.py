"""Scores kept up to date: computed anew from what is stored, whenever something more came."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import select

from hub.errors import UnknownError
from hub.scoring import job as jobs
from hub.scoring.evidence import GivenAnswer
from hub.scoring.score import Heard, score
from hub.storage.tables.answer import Answer
from hub.storage.tables.consent import Consent
from hub.storage.tables.interview import Interview
from hub.storage.tables.job import JobRow
from hub.storage.tables.message import MessageRow
from hub.storage.tables.score import ScoreRow
from wire import codec
from wire import plan as plans
from wire.language import Language
from wire.messages.answer_features import AnswerFeatures
from wire.messages.utterance_features import UtteranceFeatures
from wire.plan import StageKind
from wire.policy import Purpose
from wire.topics import Channel

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hub.scoring.job import Job
    from hub.scoring.result import Score
    from wire.plan import Plan


def refresh(session: Session, interview_id: str, now: datetime) -> Score | None:
    """Compute and store an interview's score; none before the interview has a language."""
    interview = session.get(Interview, interview_id)
    if interview is None:
        raise UnknownError(f"There is no interview {interview_id[:32]!r}.")
    if interview.language is None:
        return None
    job = _job(session, interview)
    result = score(job, _heard(session, interview, Language(interview.language)))
    row = session.get(ScoreRow, interview_id) or ScoreRow(interview_id=interview_id)
    row.computed_at = now
    row.policy_hash = interview.policy_hash
    row.result = msgspec.json.encode(result).decode()
    session.add(row)
    return result


def _job(session: Session, interview: Interview) -> Job:
    row = session.get(JobRow, (interview.job_id, interview.job_version))
    if row is None:
        raise UnknownError(f"The job of interview {interview.interview_id} is gone.")
    return jobs.parse(row.source.encode())


def _heard(session: Session, interview: Interview, language: Language) -> Heard:
    consent = session.get(Consent, (interview.interview_id, Purpose.ANALYSIS.value))
    features = _features(session, interview.interview_id)
    return Heard(
        language=language,
        analysis=consent is not None and consent.granted,
        answers=_answers(session, interview),
        features=tuple(one for one in features if isinstance(one, AnswerFeatures)),
        utterances=tuple(one for one in features if isinstance(one, UtteranceFeatures)),
    )


def _features(session: Session, interview_id: str) -> list[object]:
    query = select(MessageRow.payload).where(
        MessageRow.stream_id == interview_id,
        MessageRow.kind.in_(("answer_features", "utterance_features")),
    )
    return [codec.decode(Channel.FEATURES, payload) for payload in session.scalars(query)]


def _answers(session: Session, interview: Interview) -> tuple[GivenAnswer, ...]:
    plan = plans.decode(interview.plan)
    query = select(Answer).where(
        Answer.interview_id == interview.interview_id, Answer.counted.is_(True)
    )
    return tuple(
        GivenAnswer(answer=row.answer, question=_question_of(plan, row.stage))
        for row in session.scalars(query)
    )


def _question_of(plan: Plan, stage: int) -> int | None:
    """Give the position in the job's questions of a plan's stage; none when it is no question."""
    if stage >= len(plan.stages) or plan.stages[stage].kind is not StageKind.QUESTION:
        return None
    return sum(one.kind is StageKind.QUESTION for one in plan.stages[:stage])
