"""Seconds of behaviour and utterances of answers that begin 100 s apart."""

from __future__ import annotations

from datetime import UTC, datetime

from wire.messages.answer_features import (
    AnswerFeatures,
    Coherent,
    Content,
    PictureVerdict,
    SoundVerdict,
    Topicality,
)
from wire.messages.behaviour_window import BehaviourWindow, BodyBehaviour, FaceBehaviour
from wire.messages.utterance_features import Speaker, UtteranceFeatures

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def window(  # noqa: PLR0913 - one argument for each thing that a test varies
    answer: int,
    second: int,
    *,
    away: float = 0.0,
    blinks: int = 0,
    sway: float | None = 0.02,
    hands: float | None = 0.2,
    measured: float = 1.0,
) -> BehaviourWindow:
    """Describe one second of an answer."""
    return BehaviourWindow(
        stream_id="0" * 32,
        seq=1 + 100 * answer + second,
        answer=answer,
        start=100.0 * answer + second,
        duration=1.0,
        closed_at=AT,
        face=FaceBehaviour(
            head_yaw=0.0,
            head_pitch=0.0,
            head_roll=0.0,
            measured_s=measured,
            blinks=blinks,
            smiles=0,
            smile_s=0.0,
            brow_lowerings=0,
            gaze_away_s=away,
            gaze_away_episodes=0,
        ),
        body=BodyBehaviour(
            measured_s=1.0 if sway is not None else 0.0,
            lean=0.0,
            lean_forward=0.0,
            sway=sway,
            hands_s=1.0 if hands is not None else 0.0,
            hand_movement=hands,
            gestures=0,
            gesture_s=0.0,
        ),
    )


def utterance(
    answer: int, rate: float, speaker: Speaker = Speaker.CANDIDATE, start: float = 1.0
) -> UtteranceFeatures:
    """Describe 15 s of speech."""
    return UtteranceFeatures(
        stream_id="0" * 32,
        seq=5000 + answer,
        answer=answer,
        revision=0,
        start=100.0 * answer + start,
        end=100.0 * answer + start + 15.0,
        speaker=speaker,
        words=40,
        confidence=0.9,
        rate=rate,
        pauses=0,
        pause_s=0.0,
        fillers=0,
        hits=(),
    )


def closed(
    answer: int,
    verdict: SoundVerdict = SoundVerdict.GOOD,
    picture: PictureVerdict = PictureVerdict.GOOD,
    revision: int = 0,
) -> AnswerFeatures:
    """Describe an answer of 20 s."""
    return AnswerFeatures(
        stream_id="0" * 32,
        seq=9000 + 10 * answer + revision,
        answer=answer,
        revision=revision,
        start=100.0 * answer,
        end=100.0 * answer + 20.0,
        speech_s=15.0,
        words=40,
        verdict=verdict,
        picture=picture,
        content=Content(
            topic=Topicality.CANNOT_TELL,
            topic_similarity=None,
            coherence=Coherent.CANNOT_TELL,
            sentence_similarity=None,
        ),
    )
