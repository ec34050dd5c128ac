"""The messages of one short interview, as a kiosk numbers them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Protocol

from hub.ingest.arrival import Arrival
from hub.storage.database import reading
from hub.storage.tables.interview import Interview
from tests.fakes.hub_database import KIOSK
from tests.fakes.untold import UNTOLD
from wire import codec
from wire.language import Language
from wire.messages.answer_features import AnswerFeatures, PictureVerdict, SoundVerdict
from wire.messages.behaviour_window import BehaviourWindow, BodyBehaviour, FaceBehaviour
from wire.messages.events import (
    AnswerBegan,
    AnswerEnded,
    ConsentRecorded,
    Ending,
    InterviewBegan,
    InterviewEnded,
)
from wire.messages.feature_window import FeatureWindow, PictureQuality, SoundQuality
from wire.messages.utterance_features import KeywordHit, Speaker, UtteranceFeatures
from wire.policy import Profile, Purpose
from wire.topics import Channel, Topic

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Engine

    from wire.messages.fields import Durable

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
PURPOSES = (Purpose.RECORDING, Purpose.ANALYSIS, Purpose.FACE_ANALYSIS)


def channel_of(message: Durable) -> Channel:
    """Say on which channel a message goes."""
    if isinstance(message, BehaviourWindow):
        return Channel.BEHAVIOUR
    features = isinstance(message, FeatureWindow | UtteranceFeatures | AnswerFeatures)
    return Channel.FEATURES if features else Channel.EVENTS


def arrival(message: Durable, kiosk_id: str = KIOSK) -> Arrival:
    """Let a message arrive."""
    topic = str(Topic(kiosk_id, channel_of(message)))
    return Arrival(topic, codec.encode(message), AT)


def window(stream_id: str, seq: int, answer: int = 0, start: float = 0.0) -> FeatureWindow:
    """Describe one second."""
    return FeatureWindow(
        stream_id=stream_id,
        seq=seq,
        answer=answer,
        start=start,
        duration=1.0,
        closed_at=AT,
        sync_s=0.0,
        picture=PictureQuality(
            frames_seen=15,
            frames_skipped=0,
            frames_with_face=12,
            frames_with_more_faces=0,
            frames_framed=12,
            frames_dark=0,
            frames_frozen=0,
            brightness=0.5,
            sharpness=0.5,
            face_height=0.4,
        ),
        sound=SoundQuality(
            level=-30.0, peak=-10.0, clipped=0.0, speech_s=0.8, noise=-60.0, snr=30.0, far_end_s=0.0
        ),
    )


def behaviour(stream_id: str, seq: int) -> BehaviourWindow:
    """Describe one second of behaviour."""
    return BehaviourWindow(
        stream_id=stream_id,
        seq=seq,
        answer=0,
        start=0.0,
        duration=1.0,
        closed_at=AT,
        face=FaceBehaviour(
            head_yaw=2.0,
            head_pitch=-1.0,
            head_roll=0.5,
            measured_s=1.0,
            blinks=1,
            smiles=1,
            smile_s=0.5,
            brow_lowerings=0,
            gaze_away_s=0.25,
            gaze_away_episodes=1,
        ),
        body=BodyBehaviour(
            measured_s=1.0,
            lean=1.5,
            lean_forward=0.02,
            sway=0.01,
            hands_s=0.5,
            hand_movement=0.3,
            gestures=0,
            gesture_s=0.0,
        ),
    )


Interviewed = tuple["HasEngine", str]
"""A hub's database, and an interview scheduled there."""


class HasEngine(Protocol):
    """Whatever has the hub's main database."""

    @property
    def engine(self) -> Engine:
        """Give the engine."""
        ...


def interview_messages(
    interviewed: Interviewed,
    granted: Iterable[Purpose] = PURPOSES,
    hits: tuple[int, ...] = (),
) -> list[Durable]:
    """Give a whole interview: consents, one answer to the first question, the end."""
    place, interview_id = interviewed
    with reading(place.engine) as session:
        row = session.get_one(Interview, interview_id)
    stream, given = row.interview_id, frozenset(granted)
    return [
        *(
            ConsentRecorded(
                stream_id=stream, seq=seq, pts=0.0, at=AT, purpose=purpose, granted=purpose in given
            )
            for seq, purpose in enumerate(PURPOSES, 1)
        ),
        InterviewBegan(
            stream_id=stream,
            seq=4,
            pts=0.0,
            at=AT,
            language=Language.EN,
            profile=Profile(row.profile),
            policy_hash=row.policy_hash,
            plan_hash=row.plan_hash,
            model_hashes=("ab" * 32,),
        ),
        AnswerBegan(stream_id=stream, seq=5, pts=0.0, at=AT, answer=0, stage=1),
        window(stream, 6),
        behaviour(stream, 7),
        UtteranceFeatures(
            stream_id=stream,
            seq=8,
            answer=0,
            revision=0,
            start=0.1,
            end=0.9,
            speaker=Speaker.CANDIDATE,
            words=3,
            confidence=0.9,
            rate=150.0,
            pauses=0,
            pause_s=0.0,
            fillers=0,
            hits=tuple(KeywordHit(keyword=hit, start=0.2, end=0.4) for hit in hits),
        ),
        AnswerEnded(stream_id=stream, seq=9, pts=1.0, at=AT, answer=0),
        AnswerFeatures(
            stream_id=stream,
            seq=10,
            answer=0,
            revision=0,
            start=0.0,
            end=1.0,
            speech_s=0.8,
            words=3,
            other_speech_s=0.0,
            verdict=SoundVerdict.GOOD,
            picture=PictureVerdict.GOOD,
            content=UNTOLD,
        ),
        InterviewEnded(stream_id=stream, seq=11, pts=1.0, at=AT, ending=Ending.FINISHED),
    ]
