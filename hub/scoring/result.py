"""What a score consists of; every number has its reason, every score its evidence."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from wire.language import LocalText
from wire.messages.answer_features import SoundVerdict


class Why(StrEnum):
    """Why a score is what it is, or why there is none."""

    GROUPS_HEARD = "groups_heard"
    NO_EVIDENCE = "no_evidence"
    NOT_ANSWERED = "not_answered"
    NOT_ANALYSED_YET = "not_analysed_yet"
    ANALYSIS_REFUSED = "analysis_refused"
    SOUND_UNUSABLE = "sound_unusable"
    WEIGHTED_MEAN = "weighted_mean"
    TOO_LITTLE_SCOREABLE = "too_little_scoreable"


class Reason(msgspec.Struct, frozen=True, kw_only=True):
    """A `Why` and the numbers its sentence needs."""

    code: Why
    groups_heard: int = 0
    groups: int = 0
    speech_s: float = 0.0
    verdict: SoundVerdict | None = None
    scoreable_share: float = 0.0


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch of an answer in which one keyword group was heard."""

    answer: int
    start_s: float
    """Media time in the interview, some context included."""
    end_s: float
    why: LocalText
    """The group's name."""


class ScoredCompetency(msgspec.Struct, frozen=True, kw_only=True):
    """One competency's score, or an honest word why there is none."""

    id: str
    name: LocalText
    weight: float
    score: float | None
    interval: tuple[float, float] | None
    why: Reason
    evidence: tuple[Evidence, ...]


class Score(msgspec.Struct, frozen=True, kw_only=True):
    """What the evidence of one interview supports."""

    total: float | None
    interval: tuple[float, float] | None
    why: Reason
    competencies: tuple[ScoredCompetency, ...]
