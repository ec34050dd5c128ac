"""Which fields of the messages carry which measure, and which of them depend on the profile."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from wire.policy import Measure, Profile, allows

FIELDS: Mapping[Measure, tuple[str, ...]] = {
    Measure.PICTURE_QUALITY: ("picture", "sync_s"),
    Measure.SOUND_QUALITY: ("sound", "verdict"),
    Measure.SPEECH: ("speech_s", "words", "confidence", "rate", "pauses", "pause_s", "fillers"),
    Measure.KEYWORDS: ("hits",),
    Measure.OTHER_VOICE: ("speaker", "other_speech_s"),
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

BY_PROFILE = (Measure.OTHER_VOICE,)
"""Measures whose fields stand in messages that every profile has; behaviour has its own channel."""

IN_PROMPTS = (Measure.BROW_LOWERINGS, Measure.GAZE_AWAY)
"""Measures of behaviour that a prompt on the events' channel may rest on, where allowed."""


def misplaced(profile: Profile, message: msgspec.Struct) -> str | None:
    """Name a field that `profile` forbids and the message has, or wants and the message lacks."""
    for measure in BY_PROFILE:
        for field in FIELDS[measure]:
            found = getattr(message, field, None)
            if found is not None and (found is msgspec.UNSET) is allows(profile, measure):
                return field
    return _forbidden_in_prompt(profile, message)


def _forbidden_in_prompt(profile: Profile, message: msgspec.Struct) -> str | None:
    for measure in IN_PROMPTS:
        for field in FIELDS[measure]:
            found = getattr(message, field, msgspec.UNSET)
            if found is not msgspec.UNSET and not allows(profile, measure):
                return field
    return None
