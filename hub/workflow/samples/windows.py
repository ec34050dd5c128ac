"""One second of a sample interview in numbers: plausible ones, of nobody."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from wire.messages.behaviour_window import BehaviourWindow, BodyBehaviour, FaceBehaviour
from wire.messages.feature_window import FeatureWindow, PictureQuality, SoundQuality

if TYPE_CHECKING:
    from datetime import datetime

_FACE_LOST = 0.12
_RATE = 15
"""Pictures looked at in a second."""


class Second(NamedTuple):
    """Which second of which answer, as the next message of which interview."""

    interview_id: str
    seq: int
    answer: int
    start: float
    """Seconds since the interview began."""
    closed_at: datetime
    phase: float = 0.0
    """Seconds by which this person's curves are shifted, so that no two look the same."""


def feature_window(second: Second, noise: float = -60.0) -> FeatureWindow:
    """Give picture and sound; `noise` is the room's level in dBFS."""
    moved = second.start + second.phase
    wave = 0.5 + 0.5 * math.sin(moved / 2.3) * math.cos(moved / 5.1)
    seen = _RATE if wave > _FACE_LOST else 6
    return FeatureWindow(
        stream_id=second.interview_id,
        seq=second.seq,
        answer=second.answer,
        start=second.start,
        duration=1.0,
        closed_at=second.closed_at,
        sync_s=0.0,
        picture=PictureQuality(
            frames_seen=_RATE,
            frames_skipped=0,
            frames_with_face=seen,
            frames_with_more_faces=0,
            frames_framed=seen,
            frames_dark=0,
            frames_frozen=0,
            brightness=0.5,
            sharpness=0.6,
            face_height=0.4,
        ),
        sound=SoundQuality(
            level=-44.0 + 24 * wave,
            peak=-12.0,
            clipped=0.0,
            noise=noise,
            snr=max(0.0, -40.0 - noise),
            far_end_s=0.0,
            speech_s=round(min(1.0, 0.25 + wave), 2),
        ),
    )


def behaviour_window(second: Second) -> BehaviourWindow:
    """Give what face and body did; only for a profile that has the channel, and with consent."""
    moved = second.start + second.phase
    whole = int(moved)
    return BehaviourWindow(
        stream_id=second.interview_id,
        seq=second.seq,
        answer=second.answer,
        start=second.start,
        duration=1.0,
        closed_at=second.closed_at,
        face=FaceBehaviour(
            head_yaw=2.0 + 12.0 * math.sin(moved / 3.1),
            head_pitch=-1.0 + 5.0 * math.cos(moved / 1.7),
            head_roll=0.5,
            measured_s=0.0 if moved % 17 < 2 else 1.0,  # noqa: PLR2004 - seconds
            blinks=1 if whole % 4 == 0 else 0,
            smiles=1 if whole % 19 == 0 else 0,
            smile_s=0.8 if whole % 19 < 3 else 0.0,  # noqa: PLR2004 - seconds
            brow_lowerings=1 if whole % 23 == 0 else 0,
            gaze_away_s=0.6 if whole % 11 < 2 else 0.0,  # noqa: PLR2004 - seconds
            gaze_away_episodes=1 if whole % 11 == 0 else 0,
        ),
        body=_body(second.answer, whole),
    )


def _body(answer: int, whole: int) -> BodyBehaviour:
    is_restless = answer == 1 and whole % 13 < 4  # noqa: PLR2004 - seconds
    return BodyBehaviour(
        measured_s=1.0,
        lean=1.5,
        lean_forward=0.02,
        sway=0.04 if is_restless else 0.01,
        hands_s=0.9,
        hand_movement=1.2 if whole % 9 < 2 else 0.3,  # noqa: PLR2004 - seconds
        gestures=1 if whole % 9 == 0 else 0,
        gesture_s=0.0,
    )
