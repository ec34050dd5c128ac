"""What happened in an interview; its state is a fold over these."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import msgspec
from msgspec import Meta

from wire.language import Language
from wire.messages.answer_features import Deviations
from wire.messages.fields import Count, Durable, Hex32, Index, Instant, Seconds, Sha256, Share
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


class AnswerBegan(Event, frozen=True, kw_only=True, tag="answer_began", omit_defaults=True):
    """The candidate started to answer stage `stage` of the plan."""

    answer: Index
    stage: Index
    retake_of: Index | None = None
    """The answer of which this is another take; both are kept, one counts (wire/takes.py)."""
    free: bool = False
    """The take before could not be used: this one does not count against those allowed."""
    continues: Index | None = None
    """The answer that a pause cut off, with which this one is one take."""
    typed: bool = False
    """Written, not spoken: there is a transcript and no recording."""


class AnswerEnded(Event, frozen=True, kw_only=True, tag="answer_ended"):
    """The candidate finished the answer."""

    answer: Index


class AnswerKept(Event, frozen=True, kw_only=True, tag="answer_kept"):
    """The candidate has looked at the answer, keeps it, and goes on."""

    answer: Index


class TakeChosen(Event, frozen=True, kw_only=True, tag="take_chosen"):
    """Of several takes the candidate wants the one that begins with this answer to count."""

    answer: Index


class HelpCalled(Event, frozen=True, kw_only=True, tag="help_called"):
    """The candidate asks for a person to come."""

    stage: Index


class HelpComing(Event, frozen=True, kw_only=True, tag="help_coming"):
    """Somebody who watches, or the hub for somebody, says that a person is on the way."""

    stage: Index
    viewing_id: Hex32 | None = None
    """Of the interviewer who said so; none: it was said on the hub's page, whose log has it."""


class NotUnderstood(Event, frozen=True, kw_only=True, tag="not_understood"):
    """The candidate says by a button that the question was not understood."""

    stage: Index


class Paused(Event, frozen=True, kw_only=True, tag="paused"):
    """The candidate rests: nothing is recorded and no time runs."""

    stage: Index
    cut: Index | None = None
    """The answer that it cut off."""


class Resumed(Event, frozen=True, kw_only=True, tag="resumed"):
    """The candidate goes on after a pause, or it lasted its longest."""

    stage: Index


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


class Span(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A stretch of media time."""

    start: Seconds
    end: Seconds


class PromptShown(Event, frozen=True, kw_only=True, tag="prompt_shown"):
    """A rule of the plan held in an answer: interviewers who watch were shown its prompt."""

    answer: Index
    rule: Index
    """Its number in the plan."""
    evidence: Annotated[tuple[Span, ...], Meta(max_length=32)] = ()
    """Stretches of media time that it rests on; the newest where there are more."""
    share: Share | None = None
    """Hits of the rule's keywords among `hits`."""
    hits: Count | None = None
    said: Count | None = None
    """Words (English) or characters (Chinese) of the answer."""
    silence_s: Seconds | None = None
    topic_similarity: Deviations | None = None
    competency: Index | None = None
    """Of which nothing was heard: its number in the plan."""
    brow_lowerings: Count | msgspec.UnsetType = msgspec.UNSET
    """No field where the profile forbids to look at it; so is the next."""
    gaze_away_s: Seconds | msgspec.UnsetType = msgspec.UNSET


class PromptDismissed(Event, frozen=True, kw_only=True, tag="prompt_dismissed"):
    """An interviewer took a prompt away, for all who watch."""

    answer: Index
    rule: Index
    viewing_id: Hex32
    """Who watched when it was done; the hub knows the person."""


class FollowUpAsked(Event, frozen=True, kw_only=True, tag="follow_up_asked"):
    """A follow-up of the plan was put to the candidate: in the open answer, or after it."""

    answer: Index
    """The one that it follows; what is answered to it belongs to the same stage."""
    follow_up: Index
    """Its number in the plan."""
    rule: Index | None = None
    """Why the kiosk chose it; none: an interviewer asked it."""
    viewing_id: Hex32 | None = None
    """Of the interviewer who asked it."""


InterviewEvent = (
    ConsentRecorded
    | InterviewBegan
    | AnswerBegan
    | AnswerEnded
    | AnswerKept
    | TakeChosen
    | HelpCalled
    | HelpComing
    | NotUnderstood
    | Paused
    | Resumed
    | InterviewEnded
    | Withdrawn
    | TroubleSeen
    | PromptShown
    | PromptDismissed
    | FollowUpAsked
)
