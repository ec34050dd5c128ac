"""What a kiosk's messages tell of one answer, as rules are fed it; and a plan with every rule."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from msgspec.structs import replace

from tests.fakes import kiosk_messages
from tests.fakes.plans import INTERVIEW_ID, sample_plan
from tests.fakes.untold import UNTOLD
from wire.language import LocalText
from wire.messages.answer_features import (
    AnswerFeatures,
    Content,
    PictureVerdict,
    SoundVerdict,
    Topicality,
)
from wire.messages.events import AnswerBegan, AnswerEnded, ConsentRecorded
from wire.messages.utterance_features import KeywordHit, UtteranceFeatures
from wire.plan import Competency, Plan
from wire.policy import Profile, Purpose
from wire.prompting import FollowUp, RuleKind, Thresholds, rules

if TYPE_CHECKING:
    from wire.messages.behaviour_window import BehaviourWindow
    from wire.messages.feature_window import FeatureWindow

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
OWN, TEAM, RISK, NEEDS = 0, 1, 2, 3
"""Keywords: of results, of the team, and of the two competencies."""


def plan(profile: Profile = Profile.CN) -> Plan:
    """Give the sample plan with every rule that the profile allows, and follow-ups."""
    made = sample_plan(profile)
    introduction, first, second, last = made.stages
    return replace(
        made,
        stages=(introduction, replace(first, competencies=(0, 1)), second, last),
        competencies=(Competency(keywords=(RISK,)), Competency(keywords=(NEEDS,))),
        rules=rules(Thresholds(), profile, (OWN,), (OWN, TEAM)),
        follow_ups=(
            _follow_up("Which papers did you check?", RuleKind.NO_EVIDENCE, stage=1, competency=0),
            _follow_up("What did the client need?", RuleKind.NO_EVIDENCE, stage=1, competency=1),
            _follow_up("What was your part?", RuleKind.OWN_CONTRIBUTION),
            _follow_up("Back to the question, please.", RuleKind.OFF_TOPIC),
            _follow_up("Begin with a small example.", RuleKind.HELP_ASKED),
        ),
    )


def _follow_up(
    text: str, kind: RuleKind, stage: int | None = None, competency: int | None = None
) -> FollowUp:
    both = LocalText(en=text, zh="追问")
    return FollowUp(text=both, serves=(kind,), stage=stage, competency=competency)


def number_of(made: Plan, kind: type) -> int:
    """Give a rule's number in a plan."""
    return next(number for number, rule in enumerate(made.rules) if isinstance(rule, kind))


def agreed(purpose: Purpose, *, granted: bool = True) -> ConsentRecorded:
    """The candidate decides about a purpose."""
    return ConsentRecorded(
        stream_id=INTERVIEW_ID, seq=1, pts=0.0, at=AT, purpose=purpose, granted=granted
    )


def began(answer: int = 0, stage: int = 1, pts: float = 0.0) -> AnswerBegan:
    """An answer begins."""
    return AnswerBegan(stream_id=INTERVIEW_ID, seq=1, pts=pts, at=AT, answer=answer, stage=stage)


def ended(answer: int = 0, pts: float = 60.0) -> AnswerEnded:
    """It ends."""
    return AnswerEnded(stream_id=INTERVIEW_ID, seq=1, pts=pts, at=AT, answer=answer)


def second(
    start: float, answer: int = 0, speech_s: float = 0.0, far_end_s: float = 0.0
) -> FeatureWindow:
    """One second of it."""
    window = kiosk_messages.window(INTERVIEW_ID, 1, answer, start)
    sound = replace(window.sound, speech_s=speech_s, far_end_s=far_end_s)
    return replace(window, sound=sound)


def behaved(
    start: float, brow_lowerings: int, gaze_away_s: float, answer: int = 0
) -> BehaviourWindow:
    """What the face did in one second of it."""
    window = kiosk_messages.behaviour(INTERVIEW_ID, 1)
    face = replace(window.face, brow_lowerings=brow_lowerings, gaze_away_s=gaze_away_s)
    return replace(window, start=start, answer=answer, face=face)


def said(*keywords: int, answer: int = 0, words: int = 10, start: float = 1.0) -> UtteranceFeatures:
    """Something was said, a keyword each second."""
    hits = tuple(
        KeywordHit(keyword=keyword, start=start + place, end=start + place + 0.5)
        for place, keyword in enumerate(keywords)
    )
    return UtteranceFeatures(
        stream_id=INTERVIEW_ID,
        seq=1,
        answer=answer,
        revision=0,
        start=start,
        end=start + len(keywords) + 1.0,
        words=words,
        confidence=0.9,
        rate=200.0,
        pauses=0,
        pause_s=0.0,
        fillers=0,
        hits=hits,
    )


def whole(
    answer: int = 0,
    words: int = 80,
    topic: Topicality = Topicality.CANNOT_TELL,
    similarity: float | None = None,
) -> AnswerFeatures:
    """All of it is understood."""
    return AnswerFeatures(
        stream_id=INTERVIEW_ID,
        seq=1,
        answer=answer,
        revision=0,
        start=0.0,
        end=60.0,
        speech_s=40.0,
        words=words,
        verdict=SoundVerdict.GOOD,
        picture=PictureVerdict.GOOD,
        content=Content(
            topic=topic,
            topic_similarity=similarity,
            coherence=UNTOLD.coherence,
            sentence_similarity=None,
        ),
    )
