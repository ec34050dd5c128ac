"""Whether an answer's sound allows a score, and what it amounted to."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wire.messages.answer_features import (
    AnswerFeatures,
    Coherent,
    Content,
    PictureVerdict,
    SoundVerdict,
    Topicality,
)

if TYPE_CHECKING:
    from edge_agent.features.utterance import UtteranceMeasures
    from wire.messages.feature_window import SoundQuality
    from wire.messages.utterance_features import UtteranceFeatures

LEAST_SPEECH_S = 1.0
"""Less is a cough, or nobody."""
QUIETEST = -50.0
"""dBFS while somebody speaks; below it the recognisers begin to fail."""
MOST_CLIPPED = 0.02
"""Share of samples at full scale while somebody speaks."""
LEAST_CONFIDENCE = 0.45
"""Mean over the words; clear speech has 0.6 and more, Chinese read as English 0.4."""
LEAST_WORDS_PER_S = 0.3
"""Words per second of speech; fewer were not understood, whatever the confidence."""
_SPEECH_SHARE = 0.3
"""A window with more speech than this counts for level and clipping."""


_UNTOLD = Content(
    topic=Topicality.CANNOT_TELL,
    topic_similarity=None,
    coherence=Coherent.CANNOT_TELL,
    sentence_similarity=None,
)


@dataclass(slots=True)
class AnswerSound:
    """Adds up one answer's windows and utterances."""

    speech_s: float = 0.0
    words: int = 0
    _sure: float = 0.0
    _spoken_s: float = 0.0
    _power: float = 0.0
    _clipped: float = 0.0

    def add_window(self, sound: SoundQuality, duration: float) -> None:
        """Take one window's sound."""
        self.speech_s += sound.speech_s
        if sound.speech_s >= _SPEECH_SHARE * duration:
            self._spoken_s += duration
            self._power += duration * 10.0 ** (sound.level / 10.0)
            self._clipped += duration * sound.clipped

    def add_utterance(self, measures: UtteranceMeasures | UtteranceFeatures) -> None:
        """Take one recognised utterance, or what was sent of it."""
        self.words += measures.words
        self._sure += measures.words * measures.confidence

    def verdict(self) -> SoundVerdict:
        """Say whether the answer can be scored, and if not, what stood in the way."""
        if self.speech_s < LEAST_SPEECH_S or not self._spoken_s:
            return SoundVerdict.NO_SPEECH
        if 10.0 * math.log10(self._power / self._spoken_s) < QUIETEST:
            return SoundVerdict.TOO_QUIET
        if self._clipped / self._spoken_s > MOST_CLIPPED:
            return SoundVerdict.CLIPPED
        if not self._understood():
            return SoundVerdict.NOT_UNDERSTOOD
        return SoundVerdict.GOOD

    def message(
        self, stream_id: str, seq: int, answer: int, start: float, end: float
    ) -> AnswerFeatures:
        """Give the message for an answer that lasted [start, end)."""
        return AnswerFeatures(
            stream_id=stream_id,
            seq=seq,
            answer=answer,
            revision=0,
            start=start,
            end=end,
            speech_s=self.speech_s,
            words=self.words,
            other_speech_s=0.0,
            verdict=self.verdict(),
            picture=PictureVerdict.GOOD,
            content=_UNTOLD,
        )

    def _understood(self) -> bool:
        """Say whether there are words enough, and sure enough."""
        enough = self.words >= max(1.0, self.speech_s * LEAST_WORDS_PER_S)
        return enough and self._sure / self.words >= LEAST_CONFIDENCE
