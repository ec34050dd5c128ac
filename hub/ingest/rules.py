"""What may be stored of an interview: nothing that its profile forbids or nobody agreed to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import UNSET

from wire.messages.answer_features import AnswerFeatures
from wire.messages.behaviour_window import BehaviourWindow
from wire.messages.events import (
    ConsentRecorded,
    InterviewBegan,
    InterviewEnded,
    PromptShown,
    Withdrawn,
)
from wire.messages.utterance_features import UtteranceFeatures
from wire.policy import Profile, Purpose, allows_behaviour

if TYPE_CHECKING:
    from hub.ingest.folding import Facts
    from hub.storage.tables.interview import Interview
    from wire.messages.fields import Durable

FORBIDDEN = "H-INGEST-003"
NO_CONSENT = "H-INGEST-004"
OTHER_PLAN = "H-INGEST-005"
OTHER_PROFILE = "H-INGEST-007"


def needed_consents(message: Durable) -> tuple[Purpose, ...]:
    """Give the purposes a message wants consent to; none for what decides about consent."""
    match message:
        case BehaviourWindow():
            return Purpose.RECORDING, Purpose.FACE_ANALYSIS
        case UtteranceFeatures() | AnswerFeatures():
            return Purpose.RECORDING, Purpose.ANALYSIS
        case ConsentRecorded() | InterviewEnded() | Withdrawn():
            return ()
        case PromptShown():
            return _behind(message)
        case _:
            return (Purpose.RECORDING,)


def _behind(prompt: PromptShown) -> tuple[Purpose, ...]:
    """Give the consents that what a prompt rests on was measured under."""
    words = (prompt.share, prompt.said, prompt.topic_similarity, prompt.competency)
    of_speech = (*words, prompt.silence_s)
    spoken = () if all(one is None for one in of_speech) else (Purpose.ANALYSIS,)
    behaviour = (prompt.brow_lowerings, prompt.gaze_away_s)
    seen = () if all(one is UNSET for one in behaviour) else (Purpose.FACE_ANALYSIS,)
    return (Purpose.RECORDING, *spoken, *seen)


def objection(message: Durable, interview: Interview, facts: Facts) -> tuple[str, str] | None:
    """Give code and reason why a message may not be stored; none when it may."""
    profile = Profile(interview.profile)
    if isinstance(message, BehaviourWindow) and not allows_behaviour(profile):
        return FORBIDDEN, f"The profile {profile.value} forbids behaviour."
    if isinstance(message, InterviewBegan) and _is_other(message, interview):
        return OTHER_PLAN, "The interview began with another plan, profile or policy."
    for purpose in needed_consents(message):
        if not facts.grants(purpose):
            return NO_CONSENT, f"There is no consent to {purpose.value}."
    return None


def _is_other(began: InterviewBegan, interview: Interview) -> bool:
    told = (began.profile.value, began.policy_hash, began.plan_hash)
    return told != (interview.profile, interview.policy_hash, interview.plan_hash)
