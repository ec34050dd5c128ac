"""What is understood while somebody still speaks, for `measure --partials`.

Beside the line that gives the features, which depends on finished utterances alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from edge_agent.inference.streaming import Partial, SpeechLine
from edge_agent.inference.swresample import Resampler

if TYPE_CHECKING:
    from collections.abc import Callable

    from edge_agent.capture.frames import AudioChunk
    from edge_agent.inference.ports import SpeechRecognizer, VoiceActivity
    from wire.language import Language

_RATE = 16_000


class Partials:
    """Hears one file's sound and tells each partial text, and when it could be had."""

    def __init__(
        self,
        voice: VoiceActivity,
        recogniser: SpeechRecognizer,
        language: Language,
        tell: Callable[[Partial, float], None],
    ) -> None:
        self._line = SpeechLine(voice, recogniser, language)
        self._tell = tell
        self._resampler: Resampler | None = None
        self._given = 0

    def hear(self, chunk: AudioChunk) -> None:
        """Take the next samples; raises ModelError."""
        self._resampler = self._resampler or Resampler(chunk.rate)
        samples = self._resampler.resample(chunk.samples)
        start = self._given / _RATE
        self._given += len(samples)
        for understood in self._line.hear(samples, start):
            if isinstance(understood, Partial):
                self._tell(understood, chunk.end)
