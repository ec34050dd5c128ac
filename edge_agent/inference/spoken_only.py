"""Words only where somebody spoke, whatever a recogniser makes of the silence."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from edge_agent.inference.ports import Recognised
from edge_agent.inference.speech_gate import speech_spans

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from edge_agent.inference.ports import SpeechRecognizer, VoiceActivity, Word

_NEAR_S = 0.3
"""A word so near to speech is believed: times are that coarse."""
_SHORTEST_S = 0.1
"""Less speech than this is a click."""
_INVENTED = 0.5
"""When more of the words than this share lie over silence, none is believed."""


class SpokenOnly:
    """A `SpeechRecognizer` around another: its words are clipped to speech."""

    def __init__(
        self, recogniser: SpeechRecognizer, voice: VoiceActivity, least_confidence: float = 0.0
    ) -> None:
        """Let `recogniser` hear only what `voice` calls speech, and say from where it is sure."""
        self._recogniser = recogniser
        self._voice = voice
        self._least = least_confidence

    def recognise(self, samples: NDArray[np.int16]) -> Recognised:
        """Recognise a whole utterance (16 kHz, at most 30 s); raises ModelError."""
        spans = speech_spans(samples, self._voice)
        if sum(end - start for start, end in spans) < _SHORTEST_S:
            return Recognised((), 0.0, self._least)
        found = self._recogniser.recognise(samples)
        words = tuple(clipped for word in found.words if (clipped := clip(word, spans)))
        if len(words) < len(found.words) * (1 - _INVENTED) or not words:
            return Recognised((), 0.0, self._least)
        return Recognised(words, found.confidence, self._least)

    def preview(self, samples: NDArray[np.int16]) -> tuple[str, ...]:
        """Give the words so far; who asks has heard speech in the samples. Raises ModelError."""
        return self._recogniser.preview(samples)


def clip(word: Word, spans: tuple[tuple[float, float], ...]) -> Word | None:
    """Shorten a word to the stretch of speech it shares most with; None when there is none near.

    A word just beside speech is set on its edge, with no length.
    """
    start, end = max(spans, key=lambda span: min(span[1], word.end) - max(span[0], word.start))
    overlap = min(end, word.end) - max(start, word.start)
    if overlap >= 0:
        return replace(word, start=max(start, word.start), end=min(end, word.end))
    edge = end if word.start >= end else start
    return replace(word, start=edge, end=edge) if -overlap <= _NEAR_S else None
