"""Speech as it is spoken: what was said so far while somebody speaks, and then for good.

No clock and no thread: what is said for good depends on the samples alone, whether or not
anything was decoded ahead.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from edge_agent.inference.ports import Recognised
from edge_agent.inference.speech_gate import RATE
from edge_agent.inference.streaming_rhythm import Offers, Rhythm, Stage, splits
from edge_agent.inference.utterances import UtteranceCutter
from edge_agent.inference.word_spread import spread

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from edge_agent.inference.far_end import FarEnd
    from edge_agent.inference.ports import SpeechRecognizer, VoiceActivity, Word
    from edge_agent.inference.utterances import Utterance
    from wire.language import Language


@dataclass(frozen=True, slots=True)
class Partial:
    """What was understood so far of the utterance that began at `start_pts`; may yet change."""

    start_pts: float
    words: tuple[Word, ...]
    """In media time. While somebody speaks their times are estimates: spread over the speech."""


@dataclass(frozen=True, slots=True)
class Final:
    """An utterance and its words, which are in the utterance's own time."""

    utterance: Utterance
    recognised: Recognised

    @property
    def words(self) -> tuple[Word, ...]:
        """The words in media time."""
        return _shifted(self.recognised.words, self.utterance.start_pts)


class Decoder:
    """Decodes utterances as they come, long ones in parts, and no part twice."""

    def __init__(self, recogniser: SpeechRecognizer) -> None:
        """Use `recogniser`, which nobody else may use meanwhile."""
        self._recogniser = recogniser
        self._known: list[_Part] = []
        """Of the running utterance."""

    def decode(self, utterance: Utterance) -> Partial | Final:
        """Give the words of an utterance at any stage; raises ModelError."""
        start_pts = utterance.start_pts
        parts = _parts(utterance)
        if utterance.stage is Stage.OPEN:
            done, words = self._known_words(parts[:-1]), self._preview(utterance, parts[-1][0])
            return Partial(start_pts, _shifted((*done, *words), start_pts))
        words = self._known_words(parts)
        if utterance.stage is Stage.PAUSED:
            return Partial(start_pts, _shifted(words, start_pts))
        sure = sum(len(one.recognised.words) * one.recognised.confidence for one in self._known)
        self._known = []
        return Final(utterance, Recognised(words, sure / len(words) if words else 0.0))

    def _known_words(self, parts: list[tuple[float, NDArray[np.int16]]]) -> tuple[Word, ...]:
        """Give the words of whole parts, in the utterance's time; those known are not decoded."""
        self._known = [self._part(samples) for _, samples in parts]
        starts = (start for start, _ in parts)
        found = (
            _shifted(one.recognised.words, at) for at, one in zip(starts, self._known, strict=True)
        )
        return tuple(word for words in found for word in words)

    def _part(self, samples: NDArray[np.int16]) -> _Part:
        known = (one for one in self._known if np.array_equal(one.samples, samples))
        return next(known, None) or _Part(samples, self._recogniser.recognise(samples))

    def _preview(self, utterance: Utterance, start: float) -> tuple[Word, ...]:
        """Give the words so far of the part that began at `start`."""
        texts = self._recogniser.preview(utterance.samples[round(start * RATE) :])
        return spread(texts, [each for each in utterance.stretches if each[0] >= start])


@dataclass(frozen=True, slots=True)
class _Part:
    samples: NDArray[np.int16]
    recognised: Recognised


def _parts(utterance: Utterance) -> list[tuple[float, NDArray[np.int16]]]:
    """Give where each part begins (seconds) and its samples."""
    edges = [0, *(round(at * RATE) for at in splits(utterance.stretches)), len(utterance.samples)]
    return [(start / RATE, utterance.samples[start:end]) for start, end in pairwise(edges)]


class SpeechLine:
    """From sound to partial and final words, in one call after the other."""

    def __init__(
        self,
        voice: VoiceActivity,
        recogniser: SpeechRecognizer,
        language: Language,
        far_end: FarEnd | None = None,
    ) -> None:
        """Hear `language` by models that nobody else may use meanwhile."""
        self._cutter = UtteranceCutter(voice, Offers(Rhythm.of(language)), far_end)
        self._decoder = Decoder(recogniser)

    def hear(self, samples: NDArray[np.int16], pts: float) -> tuple[Partial | Final, ...]:
        """Take the next samples (16 kHz; `pts` is the first one's media time).

        Gives what they let be understood, in order; raises ModelError.
        """
        return tuple(map(self._decoder.decode, self._cutter.hear(samples, pts)))

    def flush(self) -> tuple[Partial | Final, ...]:
        """Understand what is left, at the answer's end; raises ModelError."""
        return tuple(map(self._decoder.decode, self._cutter.flush()))

    def speech_s(self, start: float, end: float) -> float:
        """Give the seconds of speech in [start, end) of media time, as far as judged."""
        return self._cutter.speech_s(start, end)


def _shifted(words: tuple[Word, ...], by_s: float) -> tuple[Word, ...]:
    """Give the words so much later."""
    return tuple(replace(word, start=by_s + word.start, end=by_s + word.end) for word in words)
