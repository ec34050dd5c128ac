"""Everything that is stored of one interview, read in one moment, for its report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from hub.errors import UnknownError
from hub.recordings.newest import newest_transcripts
from hub.scoring import job as jobs
from hub.storage.database import reading
from hub.storage.tables.answer import Answer
from hub.storage.tables.consent import Consent
from hub.storage.tables.interview import Interview
from hub.storage.tables.job import JobRow
from hub.storage.tables.manifest import ManifestRow
from hub.storage.tables.message import MessageRow
from hub.storage.tables.recording import Recording
from hub.storage.tables.score import ScoreRow
from hub.storage.tables.stream import Stream
from wire.codec import decode_durable
from wire.policy import Profile, Purpose, allows_behaviour
from wire.topics import Channel

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Engine

    from hub.scoring.job import Job
    from wire.messages.fields import Durable


@dataclass(frozen=True, slots=True)
class Stored:
    """One message and when the hub had it."""

    message: Durable
    is_event: bool
    received_at: datetime
    committed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Gathered:
    """One interview."""

    row: Interview
    job: Job
    consents: dict[str, bool]
    answers: Sequence[Answer]
    manifests: dict[int, int]
    """How many parts each answer's manifest names."""
    media: Sequence[Recording]
    transcripts: Sequence[Recording]
    stream: Stream | None
    messages: Sequence[Stored]
    score: str | None

    @property
    def analysed(self) -> bool:
        """Whether the candidate agreed to the analysis of speech."""
        return self.consents.get(Purpose.ANALYSIS.value, False)

    @property
    def observed(self) -> bool:
        """Whether profile and candidate allow measures of the face."""
        allowed = allows_behaviour(Profile(self.row.profile))
        return allowed and self.consents.get(Purpose.FACE_ANALYSIS.value, False)

    def begins_at(self, answer: int) -> float:
        """Give the media time at which an answer, and so its recording, begins."""
        return next((one.start for one in self.answers if one.answer == answer), 0.0)


def gather(engine: Engine, interview_id: str) -> Gathered:
    """Read an interview; raises UnknownError when there is none."""
    with reading(engine) as session:
        row = session.get(Interview, interview_id)
        if row is None:
            raise UnknownError(f"There is no interview {interview_id[:40]!r}.")
        mine = interview_id
        job = session.get_one(JobRow, (row.job_id, row.job_version))
        recordings = session.scalars(
            select(Recording)
            .where(Recording.interview_id == mine)
            .order_by(Recording.answer, Recording.part),
        ).all()
        messages = session.scalars(
            select(MessageRow).where(MessageRow.stream_id == mine).order_by(MessageRow.seq),
        ).all()
        consents = session.scalars(select(Consent).where(Consent.interview_id == mine)).all()
        manifests = session.scalars(select(ManifestRow).where(ManifestRow.interview_id == mine))
        score = session.get(ScoreRow, mine)
        return Gathered(
            row=row,
            job=jobs.parse(job.source.encode()),
            consents={one.purpose: one.granted for one in consents},
            answers=session.scalars(
                select(Answer).where(Answer.interview_id == mine).order_by(Answer.answer),
            ).all(),
            manifests={one.answer: one.parts for one in manifests},
            media=[one for one in recordings if one.kind == "media"],
            transcripts=newest_transcripts(recordings),
            stream=session.get(Stream, mine),
            messages=[_stored(one) for one in messages],
            score=score.result if score else None,
        )


def _stored(row: MessageRow) -> Stored:
    channel = Channel(row.channel)
    message = decode_durable(channel, row.payload)
    return Stored(message, channel is Channel.EVENTS, row.received_at, row.committed_at)
