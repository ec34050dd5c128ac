"""Which fields of the messages carry which measure."""

from __future__ import annotations

from collections.abc import Mapping

from wire.policy import Measure

FIELDS: Mapping[Measure, tuple[str, ...]] = {
    Measure.PICTURE_QUALITY: ("picture", "sync_s"),
    Measure.SOUND_QUALITY: ("sound", "verdict"),
    Measure.SPEECH: ("speech_s", "words", "confidence", "rate", "pauses", "pause_s", "fillers"),
    Measure.KEYWORDS: ("hits",),
    Measure.CONTENT: ("content",),
    Measure.HEAD_POSE: ("head_yaw", "head_pitch", "head_roll"),
    Measure.BLINKS: ("blinks",),
    Measure.SMILES: ("smiles", "smile_s"),
    Measure.BROW_LOWERINGS: ("brow_lowerings",),
    Measure.GAZE_AWAY: ("gaze_away_s", "gaze_away_episodes"),
    Measure.POSTURE: ("lean", "lean_forward", "sway"),
    Measure.GESTURES: ("hand_movement", "gestures", "gesture_s"),
    Measure.COMPOSURE: (),
}
"""Composure is made of the others where it is shown; it is never sent, nor stored."""
