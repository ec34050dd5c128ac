"""Policy profiles: what the law of the place lets a deployment measure, prompt on and score.

The table itself is data: policy.toml beside this file.
"""

from __future__ import annotations

import hashlib
import tomllib
from enum import StrEnum
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated

import msgspec
from msgspec import Meta

from wire.errors import PolicyError

if TYPE_CHECKING:
    from collections.abc import Mapping


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
    OTHER_VOICE = "other_voice"
    """Whether an utterance is clearly not the candidate's voice: a comparison of voices."""
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


class Rule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a profile says of one measure."""

    use: Use
    ground: Annotated[str, Meta(min_length=1)]
    """The law, in a word or two."""


class Law(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One profile."""

    law: str
    measures: dict[Measure, Rule]


class Table(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Every profile's rule for every measure."""

    version: Annotated[int, Meta(ge=1)]
    profiles: dict[Profile, Law]


def read(text: str) -> Table:
    """Read a table; raises PolicyError when it leaves something open or says it by halves."""
    try:
        read_table = msgspec.convert(tomllib.loads(text), Table)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise PolicyError(f"The policy table cannot be read: {error}.") from error
    if set(read_table.profiles) != set(Profile):
        raise PolicyError("The policy table does not name every profile.")
    for profile, law in read_table.profiles.items():
        _check(profile, law.measures)
    return read_table


def _check(profile: Profile, rules: Mapping[Measure, Rule]) -> None:
    """Refuse gaps, behaviour that counts, and behaviour that is allowed in part.

    There is one message and one consent for behaviour: it is there as a whole or not at all.
    """
    if set(rules) != set(Measure):
        raise PolicyError(f"{profile.value}: not every measure has a rule.")
    uses = {rules[measure].use for measure in BEHAVIOUR}
    if Use.SCORE in uses:
        raise PolicyError(f"{profile.value}: behaviour never counts towards a score.")
    if Use.OFF in uses and uses != {Use.OFF}:
        raise PolicyError(f"{profile.value}: behaviour is allowed as a whole or not at all.")


@cache
def shipped() -> Table:
    """Give the table of this version."""
    return read((resources.files("wire") / "policy.toml").read_text(encoding="utf-8"))


def version() -> int:
    """Give the number of the shipped table."""
    return shipped().version


def table(profile: Profile) -> Mapping[Measure, Use]:
    """Give the use of every measure under `profile`."""
    rules = shipped().profiles[profile].measures
    return MappingProxyType({measure: rules[measure].use for measure in Measure})


def ground(profile: Profile, measure: Measure) -> str:
    """Name the law that a rule rests on."""
    return shipped().profiles[profile].measures[measure].ground


def parse(name: str) -> Profile:
    """Read a profile's name; raises PolicyError when there is no such profile."""
    try:
        return Profile(name)
    except ValueError as error:
        raise PolicyError(f"{name[:20]!r} is not a policy profile.") from error


def allows(profile: Profile, measure: Measure) -> bool:
    """Say whether `measure` may be observed at all."""
    return shipped().profiles[profile].measures[measure].use is not Use.OFF


def allows_behaviour(profile: Profile) -> bool:
    """Say whether the profile has a behaviour channel."""
    return any(allows(profile, measure) for measure in BEHAVIOUR)


def purposes(profile: Profile) -> tuple[Purpose, ...]:
    """List the consents to ask for, in the order of asking."""
    face = (Purpose.FACE_ANALYSIS,) if allows_behaviour(profile) else ()
    return (Purpose.RECORDING, Purpose.ANALYSIS, *face)


def policy_hash(profile: Profile) -> str:
    """Hash profile, version and table; stands in every result (SHA-256, hex)."""
    rows = sorted((measure.value, use.value) for measure, use in table(profile).items())
    return hashlib.sha256(msgspec.json.encode([version(), profile.value, rows])).hexdigest()
