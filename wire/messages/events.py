"""What happened in an interview; its state is a fold over these."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from msgspec import Meta

from wire.language import Language
from wire.messages.fields import Durable, Index, Instant, Seconds, Sha256
from wire.policy import Profile, Purpose


class Event(Durable, frozen=True, kw_only=True):
    """Something happened `pts` seconds into the interview, at wall time `at`."""

    pts: Seconds
    at: Instant


class ConsentRecorded(Event, frozen=True, kw_only=True, tag="consent_recorded"):
    """The candidate granted or refused one purpose."""

    purpose: Purpose
    granted: bool


class InterviewBegan(Event, frozen=True, kw_only=True, tag="interview_began"):
    """Consent to recording was given; from here on things are kept."""

    language: Language
    profile: Profile
    policy_hash: Sha256
    plan_hash: Sha256
    model_hashes: Annotated[tuple[Sha256, ...], Meta(max_length=32)]


class AnswerBegan(Event, frozen=True, kw_only=True, tag="answer_began"):
    """The candidate started to answer stage `stage` of the plan."""

    answer: Index
    stage: Index


class AnswerEnded(Event, frozen=True, kw_only=True, tag="answer_ended"):
    """The candidate finished the answer."""

    answer: Index


class Ending(StrEnum):
    """How an interview came to its end."""

    FINISHED = "finished"
    NO_CONSENT = "no_consent"
    STOPPED_BY_CANDIDATE = "stopped_by_candidate"
    INTERRUPTED = "interrupted"
    WITHDRAWN = "withdrawn"


class InterviewEnded(Event, frozen=True, kw_only=True, tag="interview_ended"):
    """Nothing more follows but what is still being recognised."""

    ending: Ending


class Withdrawn(Event, frozen=True, kw_only=True, tag="withdrawn"):
    """The candidate took everything back: the interview is over and all of it is deleted.

    Of what stands before it in the stream nothing more may come; nothing is waited for.
    """


class Trouble(StrEnum):
    """What a device can suffer."""

    CAMERA_LOST = "camera_lost"
    CAMERA_BACK = "camera_back"
    MICROPHONE_LOST = "microphone_lost"
    MICROPHONE_BACK = "microphone_back"
    RECORDER_LOST = "recorder_lost"
    SENSES_LOST = "senses_lost"
    SENSES_BACK = "senses_back"
    CLOCK_STEPPED = "clock_stepped"


class TroubleSeen(Event, frozen=True, kw_only=True, tag="trouble_seen"):
    """A device failed or came back; the interview goes on with what is left."""

    trouble: Trouble


InterviewEvent = (
    ConsentRecorded | InterviewBegan | AnswerBegan | AnswerEnded | InterviewEnded | Withdrawn | TroubleSeen
)
