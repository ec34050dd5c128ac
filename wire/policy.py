"""Policy profiles: what the law of the place lets a deployment measure, prompt on and score."""

from __future__ import annotations

import hashlib
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

import msgspec

from wire.errors import PolicyError

if TYPE_CHECKING:
    from collections.abc import Mapping

VERSION = 1


class Profile(StrEnum):
    """A legal setting; a deployment chooses one at set-up, there is no default."""

    CN = "cn"
    EU = "eu"
    US = "us"


class Purpose(StrEnum):
    """What a candidate is asked to consent to, each refusable by itself."""

    RECORDING = "recording"
    ANALYSIS = "analysis"
    FACE_ANALYSIS = "face_analysis"


class Measure(StrEnum):
    """What may be observed."""

    PICTURE_QUALITY = "picture_quality"
    SOUND_QUALITY = "sound_quality"
    SPEECH = "speech"
    KEYWORDS = "keywords"
    CONTENT = "content"
    """Topic similarity and coherence of an answer's text."""
    HEAD_POSE = "head_pose"
    BLINKS = "blinks"
    SMILES = "smiles"
    BROW_LOWERINGS = "brow_lowerings"
    GAZE_AWAY = "gaze_away"
    POSTURE = "posture"
    """Lean and sway."""
    GESTURES = "gestures"
    """Hand movement and gesture episodes."""
    COMPOSURE = "composure"
    """The indicator made of other measures; always shown with its parts."""


class Use(StrEnum):
    """How far an observation may go; each allows what stands before it."""

    OFF = "off"
    MEASURE = "measure"
    PROMPT = "prompt"
    SCORE = "score"


BEHAVIOUR = frozenset(
    {
        Measure.HEAD_POSE,
        Measure.BLINKS,
        Measure.SMILES,
        Measure.BROW_LOWERINGS,
        Measure.GAZE_AWAY,
        Measure.POSTURE,
        Measure.GESTURES,
        Measure.COMPOSURE,
    },
)
"""Measures of face and body (R10-R12): behind a consent of their own, on a channel of their own."""

_EVERYWHERE: Mapping[Measure, Use] = {
    Measure.PICTURE_QUALITY: Use.MEASURE,
    Measure.SOUND_QUALITY: Use.MEASURE,
    Measure.SPEECH: Use.PROMPT,
    Measure.KEYWORDS: Use.SCORE,
    Measure.CONTENT: Use.MEASURE,
}

_TABLE: Mapping[Profile, Mapping[Measure, Use]] = {
    Profile.CN: {
        **_EVERYWHERE,
        **dict.fromkeys(BEHAVIOUR, Use.MEASURE),
        Measure.BROW_LOWERINGS: Use.PROMPT,
        Measure.GAZE_AWAY: Use.PROMPT,
    },
    Profile.EU: {**_EVERYWHERE, **dict.fromkeys(BEHAVIOUR, Use.OFF)},
    Profile.US: {**_EVERYWHERE, **dict.fromkeys(BEHAVIOUR, Use.OFF)},
}


def table(profile: Profile) -> Mapping[Measure, Use]:
    """Give the use of every measure under `profile`."""
    return MappingProxyType(_TABLE[profile])


def parse(name: str) -> Profile:
    """Read a profile's name; raises PolicyError when there is no such profile."""
    try:
        return Profile(name)
    except ValueError as error:
        raise PolicyError(f"{name[:20]!r} is not a policy profile.") from error


def allows(profile: Profile, measure: Measure) -> bool:
    """Say whether `measure` may be observed at all."""
    return _TABLE[profile][measure] is not Use.OFF


def allows_behaviour(profile: Profile) -> bool:
    """Say whether the profile has a behaviour channel."""
    return any(allows(profile, measure) for measure in BEHAVIOUR)


def purposes(profile: Profile) -> tuple[Purpose, ...]:
    """List the consents to ask for, in the order of asking."""
    face = (Purpose.FACE_ANALYSIS,) if allows_behaviour(profile) else ()
    return (Purpose.RECORDING, Purpose.ANALYSIS, *face)


def policy_hash(profile: Profile) -> str:
    """Hash profile, version and table; stands in every result (SHA-256, hex)."""
    rows = sorted((measure.value, use.value) for measure, use in _TABLE[profile].items())
    return hashlib.sha256(msgspec.json.encode([VERSION, profile.value, rows])).hexdigest()
