"""How one sample interview goes: drawn once from a seed, before anything is written."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from wire.messages.answer_features import SoundVerdict
from wire.messages.events import Ending
from wire.policy import Purpose

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from random import Random

    from wire.language import Language
    from wire.policy import Profile

_GAP_S = (4.0, 9.0)
"""Between two answers."""


class Kind(StrEnum):
    """What a sample interview is there to show."""

    PLAIN = "plain"
    WITHOUT_ANALYSIS = "without_analysis"
    """The candidate refused the analysis of speech: cannot score."""
    WITHOUT_FACE = "without_face"
    """The candidate refused the analysis of face and body."""
    POOR_SOUND = "poor_sound"
    """The room was too loud: cannot score, and not the candidate's fault."""
    BROKEN_OFF = "broken_off"
    REFUSED = "refused"
    """The candidate refused the recording: nothing was asked."""


_EVERY = {
    3: Kind.WITHOUT_ANALYSIS,
    7: Kind.POOR_SOUND,
    10: Kind.WITHOUT_FACE,
    13: Kind.BROKEN_OFF,
    20: Kind.REFUSED,
    22: Kind.POOR_SOUND,
}
"""By place in thirty; all others are plain."""
_ROUND = 30


def kind_of(number: int) -> Kind:
    """Give what the sample of a number shows."""
    return _EVERY.get(number % _ROUND, Kind.PLAIN)


@dataclass(frozen=True, slots=True)
class Course:
    """One interview."""

    kind: Kind
    language: Language
    profile: Profile
    began_at: datetime
    answers: tuple[tuple[float, float], ...]
    """Begin and end in seconds since the interview began; the place is the stage of the plan."""
    consents: dict[Purpose, bool]
    ending: Ending
    strength: float
    """Share of the keyword groups that are said, 0 to 1."""
    phase: float
    """See `windows.Second`."""

    @property
    def length_s(self) -> float:
        """Give the end of the last answer, in seconds."""
        return self.answers[-1][1] if self.answers else 0.0

    def verdict(self, answer: int) -> SoundVerdict:
        """Say whether an answer's sound can be scored."""
        is_poor = self.kind is Kind.POOR_SOUND and answer != 0
        return SoundVerdict.NOISY if is_poor else SoundVerdict.GOOD

    def grants(self, purpose: Purpose) -> bool:
        """Say whether the candidate agreed to a purpose."""
        return self.consents.get(purpose, False)


@dataclass(frozen=True, slots=True)
class Setting:
    """What is given before anything is drawn."""

    kind: Kind
    language: Language
    profile: Profile
    purposes: Sequence[Purpose]
    stages: int
    began_at: datetime


def draw(rng: Random, given: Setting) -> Course:
    """Draw one interview."""
    stages = _stages(given)
    return Course(
        kind=given.kind,
        language=given.language,
        profile=given.profile,
        began_at=given.began_at,
        answers=_answers(rng, stages),
        consents={one: one is not _refused(given.kind) for one in given.purposes},
        ending=_ending(given.kind),
        strength=min(1.0, max(0.1, rng.gauss(0.55, 0.2))),
        phase=float(rng.randrange(400)),
    )


def _stages(given: Setting) -> int:
    match given.kind:
        case Kind.REFUSED:
            return 0
        case Kind.BROKEN_OFF:
            return min(3, given.stages)
        case _:
            return given.stages


def _answers(rng: Random, stages: int) -> tuple[tuple[float, float], ...]:
    at, found = 2.0, []
    for stage in range(stages):
        is_question = 0 < stage < stages - 1
        lasted = float(rng.randrange(38, 76) if is_question else rng.randrange(12, 26))
        found.append((at, at + lasted))
        at += lasted + rng.randrange(*(int(one) for one in _GAP_S))
    return tuple(found)


def _refused(kind: Kind) -> Purpose | None:
    return {
        Kind.WITHOUT_ANALYSIS: Purpose.ANALYSIS,
        Kind.WITHOUT_FACE: Purpose.FACE_ANALYSIS,
        Kind.REFUSED: Purpose.RECORDING,
    }.get(kind)


def _ending(kind: Kind) -> Ending:
    return {
        Kind.BROKEN_OFF: Ending.STOPPED_BY_CANDIDATE,
        Kind.REFUSED: Ending.NO_CONSENT,
    }.get(kind, Ending.FINISHED)
