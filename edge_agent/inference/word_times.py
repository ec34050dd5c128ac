"""Word times by attention: a known text is laid over the sound it was spoken in.

Moonshine gives no times; Whisper's cross-attention and dynamic time warping place any text in
steps of 20 ms. A word reaches to the next one, pauses included: `SpokenOnly` clips it to speech.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from edge_agent.inference.ports import Word
from wire.language import Language

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from edge_agent.inference.ctranslate import Sound, Whisper


_PLAUSIBLE = 0.2
"""A language this likely beside the likeliest other one is not doubted: short or accented English
has 0.4 and more; English has 0.01 as Chinese and Chinese 0.06 as English (docs/speech.md)."""


class WordTimer:
    """Says when each word of a known text was spoken, and whether its language was."""

    def __init__(self, whisper: Whisper, language: Language) -> None:
        """Use `whisper`, which others may use too."""
        self._whisper = whisper
        self._language = language

    def hear(self, samples: NDArray[np.int16]) -> Sound:
        """Run the encoder over 16 kHz samples; raises ModelError."""
        return self._whisper.hear(samples)

    def time(self, words: Sequence[str], sound: Sound) -> tuple[Word, ...]:
        """Place `words` in what the encoder has seen; raises ModelError."""
        space = "" if self._language is Language.ZH else " "
        spans = self._whisper.align(sound, self._language, [space + word for word in words])
        return tuple(
            Word(word, min(start, sound.duration), min(end, sound.duration))
            for word, (start, end) in zip(words, spans, strict=True)
        )

    def believes(self, sound: Sound) -> float:
        """Give 1 where the language may be the one spoken, towards 0 the likelier another is."""
        return min(1.0, self._whisper.language_share(sound, self._language) / _PLAUSIBLE)
