"""Chinese speech by Whisper base (int8) on CTranslate2."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from edge_agent.inference.chinese import simplified
from edge_agent.inference.pieces import pieces, without_loops
from edge_agent.inference.ports import Recognised
from edge_agent.inference.word_times import WordTimer
from wire.language import Language

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from edge_agent.inference.ctranslate import Hypothesis, Whisper

_PROMPT = "以下是普通话的句子。"
"""Asks for simplified characters and punctuation; fewer errors than without."""
_TOKENS_PER_S = 16
"""Eight characters a second of two tokens each: nobody speaks faster."""
_NOBODY_SPOKE = 0.6
_UNSURE = -1.0
"""Mean log probability below which "nobody spoke" is believed (Radford et al. 2022, 4.5)."""


class WhisperRecogniser:
    """A `SpeechRecognizer`; its confidence is the geometric mean of its tokens' probabilities."""

    def __init__(self, whisper: Whisper) -> None:
        """Use `whisper`."""
        self._whisper = whisper
        self._timer = WordTimer(whisper, Language.ZH)

    def recognise(self, samples: NDArray[np.int16]) -> Recognised:
        """Recognise a whole utterance (16 kHz, at most 30 s); raises ModelError."""
        sound = self._whisper.hear(samples)
        most = 8 + math.ceil(sound.duration * _TOKENS_PER_S)
        said = self._whisper.write(sound, Language.ZH, _PROMPT, most)
        words = without_loops(pieces(_believed(said), Language.ZH))
        if not words:
            return Recognised((), 0.0)
        confidence = math.exp(min(0.0, said.mean_log_probability))
        return Recognised(self._timer.time_heard(words, sound), confidence)


def _believed(said: Hypothesis) -> str:
    """Give the text in simplified characters, without what the model made up over silence."""
    if said.no_speech > _NOBODY_SPOKE and said.mean_log_probability < _UNSURE:
        return ""
    text = simplified(said.text)
    return text.replace(_PROMPT, "").replace(_PROMPT.rstrip("。"), "")
