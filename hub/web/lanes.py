"""Which measures the timeline shows, and how each window's column gets its height."""

from __future__ import annotations

from dataclasses import replace
from math import hypot
from statistics import fmean, median
from typing import TYPE_CHECKING

from hub.web.timeline import Lane, Measured, Stretch, lane

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wire.messages.behaviour_window import BehaviourWindow
    from wire.messages.feature_window import FeatureWindow

_QUIETEST_DBFS = -60.0
_MOST_BLINKS = 3
"""Blinks in one window that fill the column."""
_MINUTE = 60.0
_FAR_TURNED = 40.0
"""Degrees from where the head usually points that fill the column."""
_MUCH_SWAY, _MUCH_MOVEMENT = 0.1, 2.0
"""Shoulder widths, and shoulder widths a second, that fill the column."""


def lanes(
    features: Sequence[FeatureWindow],
    behaviour: Sequence[BehaviourWindow],
    answers: Sequence[Stretch],
    end: float,
) -> list[Lane]:
    """Draw every lane; those of behaviour only where it was measured."""
    drawn = [lane(one, features, answers, end) for one in _FEATURES]
    if behaviour:
        of_face = [lane(one, behaviour, answers, end) for one in _FACE]
        drawn += [replace(one, learning=_learning(one, features, answers)) for one in of_face]
        of_body = (_turning(behaviour), *_BODY)
        drawn += [lane(one, behaviour, answers, end) for one in of_body]
    return drawn


def _learning(
    drawn: Lane, features: Sequence[FeatureWindow], answers: Sequence[Stretch]
) -> Stretch | None:
    """Give the gap at the interview's beginning if it had a face all the time."""
    if not drawn.path or not drawn.gaps or drawn.gaps[0].start > answers[0].start:
        return None
    first = drawn.gaps[0]
    seen = [one.picture for one in features if first.start <= one.start < first.end]
    return first if seen and all(one.frames_with_face for one in seen) else None


def _speech(one: FeatureWindow) -> float | None:
    return one.sound.speech_s / one.duration if one.duration else None


def _speech_s(some: Sequence[FeatureWindow]) -> float:
    return sum(one.sound.speech_s for one in some)


def _level(one: FeatureWindow) -> float:
    return 1 - one.sound.level / _QUIETEST_DBFS


def _level_in_speech(some: Sequence[FeatureWindow]) -> float | None:
    levels = [one.sound.level for one in some if one.sound.speech_s > 0]
    return fmean(levels) if levels else None


def _face(one: FeatureWindow) -> float | None:
    seen = one.picture.frames_seen
    return one.picture.frames_with_face / seen if seen else None


def _face_share(some: Sequence[FeatureWindow]) -> float | None:
    seen = sum(one.picture.frames_seen for one in some)
    return sum(one.picture.frames_with_face for one in some) / seen if seen else None


def _blinks(one: BehaviourWindow) -> float | None:
    return one.face.blinks / _MOST_BLINKS if one.face.measured_s else None


def _blinks_a_minute(some: Sequence[BehaviourWindow]) -> float | None:
    measured = sum(one.face.measured_s for one in some)
    return _MINUTE * sum(one.face.blinks for one in some) / measured if measured else None


def _smiles(one: BehaviourWindow) -> float | None:
    return one.face.smile_s / one.face.measured_s if one.face.measured_s else None


def _smile_s(some: Sequence[BehaviourWindow]) -> float:
    return sum(one.face.smile_s for one in some)


def _gaze_away(one: BehaviourWindow) -> float | None:
    return one.face.gaze_away_s / one.face.measured_s if one.face.measured_s else None


def _gaze_away_s(some: Sequence[BehaviourWindow]) -> float:
    return sum(one.face.gaze_away_s for one in some)


def _turning(some: Sequence[BehaviourWindow]) -> Measured[BehaviourWindow]:
    """Measure how far the head is turned from where it usually points in this interview."""
    usual = (
        _usual([one.face.head_yaw for one in some]),
        _usual([one.face.head_pitch for one in some]),
    )

    def turned(one: BehaviourWindow) -> float | None:
        yaw, pitch = one.face.head_yaw, one.face.head_pitch
        if yaw is None or pitch is None:
            return None
        return hypot(yaw - usual[0], pitch - usual[1])

    def height(one: BehaviourWindow) -> float | None:
        degrees = turned(one)
        return None if degrees is None else degrees / _FAR_TURNED

    return Measured("head_turn", height, lambda all_: _mean([turned(one) for one in all_]))


def _usual(values: Sequence[float | None]) -> float:
    known = [one for one in values if one is not None]
    return median(known) if known else 0.0


def _mean(values: Sequence[float | None]) -> float | None:
    known = [one for one in values if one is not None]
    return fmean(known) if known else None


def _sway(one: BehaviourWindow) -> float | None:
    return None if one.body.sway is None else one.body.sway / _MUCH_SWAY


def _movement(one: BehaviourWindow) -> float | None:
    return None if one.body.hand_movement is None else one.body.hand_movement / _MUCH_MOVEMENT


_FEATURES: tuple[Measured[FeatureWindow], ...] = (
    Measured("speech", _speech, _speech_s),
    Measured("level", _level, _level_in_speech),
    Measured("face", _face, _face_share),
)
_FACE: tuple[Measured[BehaviourWindow], ...] = (
    Measured("blinks", _blinks, _blinks_a_minute),
    Measured("smiles", _smiles, _smile_s),
    Measured("gaze_away", _gaze_away, _gaze_away_s),
)
_BODY: tuple[Measured[BehaviourWindow], ...] = (
    Measured("sway", _sway, lambda some: _mean([one.body.sway for one in some])),
    Measured("hands", _movement, lambda some: _mean([one.body.hand_movement for one in some])),
)
