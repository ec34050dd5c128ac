"""Everything that is stored of one interview and may be shown, read in one moment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import select
from starlette.exceptions import HTTPException

from hub.people.rights import Action
from hub.recordings.newest import newest_transcripts
from hub.storage.database import reading
from hub.storage.tables.answer import Answer
from hub.storage.tables.consent import Consent
from hub.storage.tables.interview import Interview
from hub.storage.tables.manifest import ManifestRow
from hub.storage.tables.message import MessageRow
from hub.storage.tables.recording import Recording
from hub.storage.tables.score import ScoreRow
from hub.web.scope import visible_to
from hub.workflow.ratings import job_of
from wire import plan
from wire.codec import decode_durable
from wire.messages.answer_features import AnswerFeatures
from wire.messages.behaviour_window import BehaviourWindow
from wire.messages.events import (
    FollowUpAsked,
    HelpCalled,
    HelpComing,
    NotUnderstood,
    Paused,
    PromptDismissed,
    PromptShown,
    Resumed,
    TroubleSeen,
)
from wire.messages.feature_window import FeatureWindow
from wire.messages.utterance_features import UtteranceFeatures
from wire.topics import Channel
from wire.upload import Gap

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

    from hub.people.sessions import Visitor
    from hub.scoring.job import Job
    from wire.messages.fields import Durable

_KINDS = (
    "feature_window",
    "behaviour_window",
    "trouble_seen",
    "answer_features",
    "utterance_features",
    "prompt_shown",
    "prompt_dismissed",
    "follow_up_asked",
    "help_called",
    "help_coming",
    "not_understood",
    "paused",
    "resumed",
)
Wished = HelpCalled | HelpComing | NotUnderstood | Paused | Resumed
Prompted = PromptShown | PromptDismissed | FollowUpAsked


@dataclass(frozen=True, slots=True)
class InterviewRecord:
    """One interview."""

    row: Interview
    plan: plan.Plan
    job: Job
    """In the version that the interview was held for."""
    consents: dict[str, bool]
    answers: tuple[Answer, ...]
    recordings: tuple[Recording, ...]
    """Of pictures and sound, in the order of the interview."""
    transcripts: tuple[Recording, ...]
    gaps: dict[int, tuple[Gap, ...]]
    """What should have been recorded and was not, by answer."""
    features: tuple[FeatureWindow, ...]
    behaviour: tuple[BehaviourWindow, ...]
    analysed: tuple[AnswerFeatures, ...]
    utterances: tuple[UtteranceFeatures, ...]
    troubles: tuple[TroubleSeen, ...]
    prompted: tuple[Prompted, ...]
    wishes: tuple[Wished, ...]
    """Help, plainer words and pauses that the candidate asked for, and that help was promised."""
    result: str | None
    """The score's JSON."""


def load(
    engine: Engine,
    visitor: Visitor,
    interview_id: str,
    action: Action = Action.SEE_SCORES,
) -> InterviewRecord:
    """Read an interview that the person may do `action` to; 404 for any other, existing or not."""
    with reading(engine) as session:
        row = session.scalar(
            select(Interview).where(
                Interview.interview_id == interview_id, visible_to(visitor, action)
            ),
        )
        if row is None:
            raise HTTPException(404)
        return _load(session, row)


def _load(session: Session, row: Interview) -> InterviewRecord:
    mine = row.interview_id
    consents = session.scalars(select(Consent).where(Consent.interview_id == mine))
    answers = session.scalars(
        select(Answer).where(Answer.interview_id == mine).order_by(Answer.answer),
    )
    recordings = session.scalars(
        select(Recording)
        .where(Recording.interview_id == mine)
        .order_by(Recording.answer, Recording.part),
    ).all()
    manifests = session.scalars(select(ManifestRow).where(ManifestRow.interview_id == mine))
    said = list(_messages(session, mine))
    score = session.get(ScoreRow, mine)
    return InterviewRecord(
        row=row,
        plan=plan.decode(row.plan),
        job=job_of(session, row),
        consents={one.purpose: one.granted for one in consents},
        answers=tuple(answers),
        recordings=tuple(one for one in recordings if one.kind == "media"),
        transcripts=tuple(newest_transcripts(recordings)),
        gaps={one.answer: msgspec.json.decode(one.gaps, type=tuple[Gap, ...]) for one in manifests},
        features=tuple(one for one in said if isinstance(one, FeatureWindow)),
        behaviour=tuple(one for one in said if isinstance(one, BehaviourWindow)),
        analysed=tuple(one for one in said if isinstance(one, AnswerFeatures)),
        utterances=tuple(one for one in said if isinstance(one, UtteranceFeatures)),
        troubles=tuple(one for one in said if isinstance(one, TroubleSeen)),
        prompted=tuple(one for one in said if isinstance(one, Prompted)),
        wishes=tuple(one for one in said if isinstance(one, Wished)),
        result=score.result if score else None,
    )


def _messages(session: Session, interview_id: str) -> Iterator[Durable]:
    rows = session.execute(
        select(MessageRow.channel, MessageRow.payload)
        .where(MessageRow.stream_id == interview_id, MessageRow.kind.in_(_KINDS))
        .order_by(MessageRow.seq),
    )
    for channel, payload in rows:
        yield decode_durable(Channel(channel), payload)
