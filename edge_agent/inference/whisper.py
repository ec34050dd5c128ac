"""Chinese speech by Whisper base (int8) on CTranslate2."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from edge_agent.inference.agreement import most_agreed
from edge_agent.inference.chinese import simplified
from edge_agent.inference.pieces import pieces, without_loops
from edge_agent.inference.ports import Recognised
from edge_agent.inference.word_times import WordTimer
from wire.language import Language

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from edge_agent.inference.ctranslate import Hypothesis, Sound, Whisper
    from edge_agent.inference.ports import Word

_PROMPT = "以下是一段普通话面试的录音，请用简体中文。"
"""Asks for simplified characters; half the errors of no prompt on shifted and re-sampled clips."""
_PROMPTS = (_PROMPT, "")
_BEAMS = 5
_ECHO = 6
"""Characters in a row that the model can only have from the prompt."""
_LEVEL = 10 ** (-26 / 20)
"""Root mean square (1 is full scale) to which sound is brought: quiet speech reads no worse."""
_MOST_GAIN = 100.0
_LEAD_S = 0.15
"""Silence put before an utterance; with less the first characters are missed (docs/speech.md)."""
_RATE = 16_000
_TOKENS_PER_S = 16
"""Eight characters a second of two tokens each: nobody speaks faster."""
_PREVIEW_TOKENS, _PREVIEW_TOKENS_PER_S = 4, 9
"""A preview may lose the end of very fast speech, but no time in a loop."""
_NOBODY_SPOKE = 0.6
_UNSURE = -1.0
"""Mean log probability below which "nobody spoke" is believed (Radford et al. 2022, 4.5)."""


class WhisperRecogniser:
    """A `SpeechRecognizer`; its confidence is the geometric mean of its tokens' probabilities.

    It is lowered by the share of the text that was a loop, and where another language is heard.
    """

    def __init__(self, whisper: Whisper) -> None:
        """Use `whisper`."""
        self._whisper = whisper
        self._timer = WordTimer(whisper, Language.ZH)

    def recognise(self, samples: NDArray[np.int16]) -> Recognised:
        """Recognise a whole utterance (16 kHz, at most 30 s); raises ModelError."""
        sound = self._whisper.hear(_after_silence(_levelled(samples)))
        said = self._write(sound)
        words, kept = _pieces(said.text, sound)
        if not words or _invented(said):
            return Recognised((), 0.0)
        sure = math.exp(min(0.0, said.mean_log_probability)) * kept * self._timer.believes(sound)
        return Recognised(_earlier(self._timer.time(words, sound)), sure)

    def preview(self, samples: NDArray[np.int16]) -> tuple[str, ...]:
        """Give the words so far, by one beam and without the prompt; raises ModelError."""
        sound = self._whisper.hear(_levelled(samples))
        most = _PREVIEW_TOKENS + math.ceil(sound.duration * _PREVIEW_TOKENS_PER_S)
        (said,) = self._whisper.write(sound, Language.ZH, "", most, beams=1)
        words, _ = _pieces(simplified(said.text), sound)
        return tuple(words)

    def _write(self, sound: Sound) -> Hypothesis:
        """Give the text, simplified, that the surest ones with and without prompt agree on.

        Those that echo the prompt have no say.
        """
        most = 8 + math.ceil(sound.duration * _TOKENS_PER_S)
        both = (self._whisper.write(sound, Language.ZH, asked, most, _BEAMS) for asked in _PROMPTS)
        asked, unasked = ([_simplified(each) for each in found] for found in both)
        sane = [*(each for each in asked if not echoes(each.text)), *unasked]
        return sane[most_agreed([each.text for each in sane])]


def _simplified(said: Hypothesis) -> Hypothesis:
    return replace(said, text=simplified(said.text))


def _pieces(text: str, sound: Sound) -> tuple[list[str], float]:
    """Give the characters without loops, and the share that they are of all."""
    return without_loops(pieces(text, Language.ZH), Language.ZH, sound.duration)


def _after_silence(samples: NDArray[np.int16]) -> NDArray[np.int16]:
    """Put the silence in front that the model likes."""
    return np.pad(samples, (round(_LEAD_S * _RATE), 0))


def _earlier(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """Give times without that silence."""
    return tuple(
        replace(word, start=max(0.0, word.start - _LEAD_S), end=max(0.0, word.end - _LEAD_S))
        for word in words
    )


def _levelled(samples: NDArray[np.int16]) -> NDArray[np.int16]:
    """Give the samples at the level that the prompt was chosen at."""
    loudness = float(np.sqrt(np.mean(np.square(samples / 32768.0)))) if len(samples) else 0.0
    gain = min(_MOST_GAIN, _LEVEL / loudness) if loudness else 1.0
    levelled: NDArray[np.int16] = np.clip(samples * gain, -32768, 32767).astype(np.int16)
    return levelled


def _invented(said: Hypothesis) -> bool:
    """Say whether the model thinks that nobody spoke, and is unsure of its text."""
    return said.no_speech > _NOBODY_SPOKE and said.mean_log_probability < _UNSURE


def echoes(text: str, prompt: str = _PROMPT) -> bool:
    """Say whether simplified `text` repeats a stretch of the prompt, or is nothing but one."""
    bare, asked = (re.sub(r"\W", "", each) for each in (text, prompt))
    return (len(bare) > 1 and bare in asked) or any(
        asked[at : at + _ECHO] in bare for at in range(len(asked) - _ECHO + 1)
    )
