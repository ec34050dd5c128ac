"""When an open utterance is decoded ahead of its end, and how long a silence ends it.

Pure: times of speech come in, decisions go out.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from enum import Enum
from itertools import pairwise
from typing import TYPE_CHECKING

from wire.language import Language

if TYPE_CHECKING:
    from collections.abc import Sequence

SILENCE_S = 0.9
"""An utterance ends after so much silence; less cuts slow speakers into single words."""
PATIENCE_S = 1.3
"""The same while little was said: short stretches are joined, text wants context."""
LONGEST_PATIENCE_S = 2.0
"""The same for somebody who speaks word by word with long silences between."""
_LITTLE_S = 2.0
"""Seconds of speech."""
_MUCH_S = 9.0
SOON_S = 0.5
"""After so much this silence ends the utterance: what is long takes long to decode."""
_PAUSE_S = 0.25
"""A silence that long is a pause, as everywhere (docs/measures/pauses.md)."""
_WORD_S = 1.0
"""Mean length of stretches between pauses that are single words; sentences have longer ones."""
_LONG_PAUSE_S = 0.5
_PAUSES_WAITED = 1.6
"""Who speaks word by word is given so much longer than a mean pause of theirs."""
EARLY_S = 0.4
"""After so much silence the utterance is decoded, for it may be over."""
_EARLY_AGAIN_S = 0.65
_EARLY_SOON_S = 0.3
_MUCH_LONGER, _LONGER = 1.3, 1.1
"""Growth since the last early decoding that makes another worth its while."""
_BEFORE_END_S = 0.35
"""An early decoding comes so long before the silence that ends the utterance."""


class Stage(Enum):
    """How far an utterance is."""

    OPEN = "open"
    """Somebody speaks."""
    PAUSED = "paused"
    """Nobody has spoken for a moment; if nobody does, this is the whole of it."""
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often an open utterance is offered, in seconds since its first sound."""

    first_s: float
    step_s: float
    growth: float
    """Each offer comes at so many times the length of the one before: decoding anew costs as
    much as the whole, so that all of them together cost a constant share of the sound."""
    longest_step_s: float = math.inf
    """An offer comes at least so often, whatever that costs: somebody reads along."""

    @classmethod
    def of(cls, language: Language) -> Rhythm:
        """Give what the language's recogniser can keep up with."""
        if language is Language.ZH:
            return cls(first_s=0.6, step_s=0.6, growth=1.6)
        return cls(first_s=0.3, step_s=0.4, growth=1.5)

    @classmethod
    def of_captions(cls, language: Language) -> Rhythm:
        """Give the same for somebody who reads along: half a core while a person speaks."""
        longest_s = 0.9 if language is Language.ZH else 0.7
        return replace(cls.of(language), longest_step_s=longest_s)


def patience(stretches: Sequence[tuple[float, float]], waited_s: float | None) -> float:
    """Give the silence (seconds) that ends an utterance of these (start, end) of speech.

    `waited_s` is the silence before it where that may have been within one slow sentence.
    """
    joined = without_short_gaps(stretches)
    if joined[-1][1] - joined[0][0] >= _MUCH_S:
        return SOON_S
    speech_s = sum(end - start for start, end in joined)
    base = PATIENCE_S if speech_s < _LITTLE_S else SILENCE_S
    gaps = [after[0] - before[1] for before, after in pairwise(joined)]
    gaps += [] if waited_s is None else [waited_s]
    if not gaps or speech_s > _WORD_S * len(joined) or sum(gaps) < _LONG_PAUSE_S * len(gaps):
        return base
    return min(LONGEST_PATIENCE_S, max(base, _PAUSES_WAITED * sum(gaps) / len(gaps)))


def may_go_on(stretches: Sequence[tuple[float, float]]) -> bool:
    """Say whether the next utterance may go on with this: little was said, or word by word."""
    joined = without_short_gaps(stretches)
    speech_s = sum(end - start for start, end in joined)
    return speech_s < _LITTLE_S or speech_s <= _WORD_S * len(joined)


def without_short_gaps(stretches: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Join stretches with less than a pause between them."""
    joined: list[tuple[float, float]] = []
    for start, end in stretches:
        if joined and start - joined[-1][1] < _PAUSE_S:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


class Offers:
    """Says of one utterance after the other when it is worth decoding before it is closed."""

    def __init__(self, rhythm: Rhythm | None) -> None:
        """Without a rhythm nothing is offered while somebody speaks; it may change at any time."""
        self.rhythm = rhythm
        self.begin()

    def begin(self) -> None:
        """Begin another utterance."""
        self._decoded_s = self._early_s = 0.0

    def due(self, length_s: float, silence_s: float, wanted_s: float) -> Stage | None:
        """Say whether to decode now.

        `length_s` reaches from the first to the last sound of speech; `silence_s` has passed
        since, of `wanted_s` that end the utterance.
        """
        if self._is_early_due(length_s, silence_s, wanted_s):
            self._decoded_s = self._early_s = length_s
            return Stage.PAUSED
        if not silence_s and self._is_preview_due(length_s):
            self._decoded_s = length_s
            return Stage.OPEN
        return None

    def _is_early_due(self, length_s: float, silence_s: float, wanted_s: float) -> bool:
        """Look twice a pause: the longer it is, the less must have been said since last time."""
        if wanted_s <= SOON_S:
            return silence_s >= _EARLY_SOON_S and length_s >= self._early_s * _MUCH_LONGER
        first_s = max(EARLY_S, wanted_s - SILENCE_S + EARLY_S) if wanted_s > PATIENCE_S else EARLY_S
        again_s = max(first_s, min(wanted_s - _BEFORE_END_S, _EARLY_AGAIN_S))
        needed = _LONGER if silence_s >= again_s else _MUCH_LONGER
        return silence_s >= first_s and length_s >= self._early_s * needed

    def _is_preview_due(self, length_s: float) -> bool:
        if self.rhythm is None:
            return False
        if not self._decoded_s:
            return length_s >= self.rhythm.first_s
        grown_s = self._decoded_s * self.rhythm.growth
        wanted_s = max(grown_s, self._decoded_s + self.rhythm.step_s)
        return length_s >= min(wanted_s, self._decoded_s + self.rhythm.longest_step_s)
