"""Which models a measure rests on: what no allowed measure needs is not loaded."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from edge_agent.inference.models import speech_models
from wire.language import Language
from wire.policy import Measure, allows

if TYPE_CHECKING:
    from collections.abc import Mapping

    from edge_agent.settings import SpeechSettings
    from wire.policy import Profile

_FACE = ("face_landmarks",)
_BODY = ("pose_landmarks",)
_TEXT = ("e5_encoder", "e5_words", "e5_pieces")
_SEEN: Mapping[Measure, tuple[str, ...]] = {
    Measure.PICTURE_QUALITY: ("face_detector",),
    Measure.SOUND_QUALITY: ("silero_vad",),
    Measure.OTHER_VOICE: ("silero_vad",),
    Measure.HEAD_POSE: _FACE,
    Measure.BLINKS: _FACE,
    Measure.SMILES: _FACE,
    Measure.BROW_LOWERINGS: _FACE,
    Measure.GAZE_AWAY: _FACE,
    Measure.POSTURE: _BODY,
    Measure.GESTURES: _BODY,
    Measure.COMPOSURE: (*_FACE, *_BODY),
}


def models_of(measure: Measure, speech: SpeechSettings) -> tuple[str, ...]:
    """Name the models that a measure needs, whatever the profile; none where it is switched off."""
    if measure is Measure.CONTENT:
        return () if speech.content == "off" else (*_hearing(speech), *_TEXT)
    if measure in (Measure.SPEECH, Measure.KEYWORDS):
        return _hearing(speech)
    return _SEEN[measure]


def _hearing(speech: SpeechSettings) -> tuple[str, ...]:
    heard = chain.from_iterable(speech_models(speech.of(language)) for language in Language)
    return tuple(dict.fromkeys(heard))


def models_under(profile: Profile, speech: SpeechSettings) -> tuple[str, ...]:
    """Name the models that a kiosk may load under a profile."""
    allowed = (measure for measure in Measure if allows(profile, measure))
    return tuple(dict.fromkeys(chain.from_iterable(models_of(one, speech) for one in allowed)))


def without_content(names: tuple[str, ...]) -> tuple[str, ...]:
    """Leave out the models that a kiosk goes on without."""
    return tuple(name for name in names if name not in _TEXT)


def every_model(speech: SpeechSettings) -> tuple[str, ...]:
    """Name the models that a kiosk could load under some profile."""
    return tuple(dict.fromkeys(chain.from_iterable(models_of(one, speech) for one in Measure)))
