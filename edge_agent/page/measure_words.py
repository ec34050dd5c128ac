"""What each measure means to a candidate, a sentence each; shown only where the kiosk takes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wire.policy import BEHAVIOUR, Measure, Purpose

if TYPE_CHECKING:
    from collections.abc import Collection


def _(text: str) -> str:
    """Mark a text for translation."""
    return text


MEASURES = {
    Measure.PICTURE_QUALITY: _(
        "Whether the picture is usable: bright, sharp, moving, and your face in it"
    ),
    Measure.SOUND_QUALITY: _(
        "Whether the sound is usable: loudness, noise, distortion, and when somebody speaks"
    ),
    Measure.SPEECH: _(
        "What you say, as text; how long and how fast you speak, pauses and filler words"
    ),
    Measure.KEYWORDS: _("Which subjects of the position you mention"),
    Measure.OTHER_VOICE: _(
        "Whether another voice is heard, so that nobody else's words count as yours; "
        "nothing of your voice is kept for that"
    ),
    Measure.CONTENT: _(
        "Whether an answer is about its question and follows from sentence to sentence"
    ),
    Measure.HEAD_POSE: _("How you hold your head"),
    Measure.BLINKS: _("How often you blink"),
    Measure.SMILES: _("How often and how long you smile"),
    Measure.BROW_LOWERINGS: _("How often you lower your brows"),
    Measure.GAZE_AWAY: _("How often and how long you look away"),
    Measure.POSTURE: _("How you lean and sway"),
    Measure.GESTURES: _("How much you move your hands, and gestures"),
    Measure.COMPOSURE: _("A summary of these, always shown with what it is made of"),
}


def purpose_of(measure: Measure) -> Purpose:
    """Give the consent that a measure is behind."""
    if measure in BEHAVIOUR:
        return Purpose.FACE_ANALYSIS
    of_capture = measure in (Measure.PICTURE_QUALITY, Measure.SOUND_QUALITY)
    return Purpose.RECORDING if of_capture else Purpose.ANALYSIS


def by_purpose(
    measures: Collection[Measure], purposes: Collection[Purpose]
) -> dict[Purpose, list[Measure]]:
    """Group the measures that a kiosk takes by the consents that are asked for."""
    return {
        purpose: [one for one in Measure if one in measures and purpose_of(one) is purpose]
        for purpose in purposes
    }
