"""Speech as it is spoken: what was said so far while somebody speaks, and then for good.

No clock and no thread: what is said for good depends on the samples alone, whether or not
anything was decoded ahead.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from edge_agent.inference.streaming_rhythm import Offers, Rhythm, Stage
from edge_agent.inference.utterances import UtteranceCutter
from edge_agent.inference.word_spread import spread

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from edge_agent.inference.played_voice import PlayedVoice
    from edge_agent.inference.ports import Recognised, SpeechRecognizer, VoiceActivity, Word
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
    """Decodes utterances as they come, and none twice."""

    def __init__(self, recogniser: SpeechRecognizer) -> None:
        """Use `recogniser`, which nobody else may use meanwhile."""
        self._recogniser = recogniser
        self._early: tuple[NDArray[np.int16], Recognised] | None = None
        """Samples and words of the utterance that may have ended."""

    def decode(self, utterance: Utterance) -> Partial | Final:
        """Give the words of an utterance at any stage; raises ModelError."""
        start_pts = utterance.start_pts
        if utterance.stage is Stage.OPEN:
            texts = self._recogniser.preview(utterance.samples)
            return Partial(start_pts, _shifted(spread(texts, utterance.stretches), start_pts))
        recognised = self._whole(utterance.samples)
        if utterance.stage is Stage.CLOSED:
            self._early = None
            return Final(utterance, recognised)
        return Partial(start_pts, _shifted(recognised.words, start_pts))

    def _whole(self, samples: NDArray[np.int16]) -> Recognised:
        if self._early is None or not np.array_equal(self._early[0], samples):
            self._early = samples, self._recogniser.recognise(samples)
        return self._early[1]


class SpeechLine:
    """From sound to partial and final words, in one call after the other."""

    def __init__(
        self,
        voice: VoiceActivity,
        recogniser: SpeechRecognizer,
        language: Language,
        played: PlayedVoice | None = None,
    ) -> None:
        """Hear `language` by models that nobody else may use meanwhile."""
        self._cutter = UtteranceCutter(voice, Offers(Rhythm.of(language)), played)
        self._decoder = Decoder(recogniser)

    def hear(self, samples: NDArray[np.int16], pts: float) -> tuple[Partial | Final, ...]:
        """Take the next samples (16 kHz; `pts` is the first one's media time).

        Gives what they let be understood, in order; raises ModelError.
        """
        return tuple(map(self._decoder.decode, self._cutter.hear(samples, pts)))

    def flush(self) -> tuple[Partial | Final, ...]:
        """Understand what is left, at the answer's end; raises ModelError."""
        return tuple(map(self._decoder.decode, self._cutter.flush()))


def _shifted(words: tuple[Word, ...], by_s: float) -> tuple[Word, ...]:
    """Give the words so much later."""
    return tuple(replace(word, start=by_s + word.start, end=by_s + word.end) for word in words)
