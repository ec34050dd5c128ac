"""Which models serve what: the one table that opening, hashing, checking and the policy read."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from wire.policy import BEHAVIOUR, Measure

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

VOICE_ACTIVITY = "silero_vad"
BODY_LANDMARKS = "pose_landmarks"
_FACE_DETECTOR = ("face_detector",)
_VOICE = (VOICE_ACTIVITY,)
_FACE = ("face_landmarks",)
_BODY = (BODY_LANDMARKS,)
_WHISPER = ("whisper_model", "whisper_config", "whisper_tokenizer", "whisper_vocabulary")
_MOONSHINE = ("moonshine_encoder", "moonshine_decoder", "moonshine_tokenizer")

_OF_RECOGNISER: Mapping[str, tuple[str, ...]] = {
    "moonshine": (*_MOONSHINE, *_WHISPER),
    "whisper": _WHISPER,
}
_OF_ENCODER: Mapping[str, tuple[str, ...]] = {"e5": ("e5_encoder", "e5_words", "e5_pieces")}
_OF_MEASURE: Mapping[Measure, tuple[str, ...]] = {
    Measure.PICTURE_QUALITY: _FACE_DETECTOR,
    Measure.SOUND_QUALITY: _VOICE,
    Measure.OTHER_VOICE: _VOICE,
    Measure.HEAD_POSE: _FACE,
    Measure.BLINKS: _FACE,
    Measure.SMILES: _FACE,
    Measure.BROW_LOWERINGS: _FACE,
    Measure.GAZE_AWAY: _FACE,
    Measure.POSTURE: _BODY,
    Measure.GESTURES: _BODY,
    Measure.COMPOSURE: (*_FACE, *_BODY),
}
"""What is seen and heard; words and their content rest on what the settings choose, below."""


def speech_models(setting: str) -> tuple[str, ...]:
    """Name the manifest's models that a recogniser loads; a technician's own is not among them."""
    return (VOICE_ACTIVITY, *_OF_RECOGNISER.get(setting, ()))


def encoder_models(setting: str) -> tuple[str, ...]:
    """Name the models that a text encoder loads; none for `off`."""
    return _OF_ENCODER.get(setting, ())


def models_for(measure: Measure, recognisers: Iterable[str], encoder: str) -> tuple[str, ...]:
    """Name the models that a measure needs with these settings; none where it is switched off."""
    if measure in _OF_MEASURE:
        return _OF_MEASURE[measure]
    hearing = _each_once(map(speech_models, recognisers))
    if measure is not Measure.CONTENT:
        return hearing
    comparing = encoder_models(encoder)
    return (*hearing, *comparing) if comparing else ()


def _each_once(names: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(chain.from_iterable(names)))


ALWAYS = _each_once(_OF_MEASURE[one] for one in (Measure.PICTURE_QUALITY, Measure.SOUND_QUALITY))
"""They judge picture and sound, whatever else was agreed to."""

OF_BEHAVIOUR = _each_once(_OF_MEASURE[one] for one in Measure if one in BEHAVIOUR)
"""They measure face and body: never loaded where the profile forbids that."""
