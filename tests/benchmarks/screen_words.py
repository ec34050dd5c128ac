"""When each word of a sound is over, and when a screen showed it. Times are seconds."""

from __future__ import annotations

import difflib
import wave
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import scipy.signal

from edge_agent.inference.recognisers import recogniser
from edge_agent.inference.speech_gate import RATE
from edge_agent.inference.streaming import Final
from provisioning.demo import media, options
from tests.benchmarks.captions import SETTING, hear
from tests.benchmarks.speech_clips import LEAD_S, Clip, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from wire.language import Language


_NEAR_S = 0.3
"""So far a word's end may lie outside of its utterance, as two hearings of it tell."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """A word (English) or a character (Chinese), and its end within the sound."""

    text: str
    end: float


@dataclass(frozen=True, slots=True)
class Drawn:
    """A caption, when it was painted, and of which stretch of the sound it is."""

    at: float
    text: str
    start: float
    end: float
    final: bool


@dataclass(frozen=True, slots=True)
class Late:
    """How long after its end a word was there, with any wording, and with the final one."""

    shown: float
    final: float


def spoken(path: Path, language: Language) -> list[Spoken]:
    """Hear a file as the kiosk does, and give its words with their ends."""
    sound = scipy.signal.resample_poly(media.read_sound(path).astype(np.float64), RATE, media.RATE)
    clip = Clip(path.name, language, np.rint(sound).astype(np.int16), ())
    heard = hear(clip, recogniser(SETTING[language], language, options.MODELS))
    finals = [one for _, one in heard.out if isinstance(one, Final)]
    return [
        Spoken(text, end - LEAD_S)
        for final in finals
        for word in final.words
        for text, end in _ends(word.text, word.start, word.end, language)
    ]


def _ends(text: str, start: float, end: float, language: Language) -> Iterator[tuple[str, float]]:
    """Give each part its share of a word's time."""
    parts = words(text, language)
    for number, part in enumerate(parts, 1):
        yield part, start + (end - start) * number / len(parts)


def delays(said: Sequence[Spoken], drawn: Sequence[Drawn], language: Language) -> list[Late]:
    """Give the delay of each word that a final caption holds; all times are of one clock.

    A word counts as shown with the first caption of its utterance that has room for it.
    """
    late: list[Late] = []
    before: list[Drawn] = []
    for caption in drawn:
        before.append(caption)
        if caption.final:
            late += _utterance(said, before, language)
            before = []
    return late


def _utterance(
    said: Sequence[Spoken], captions: Sequence[Drawn], language: Language
) -> Iterator[Late]:
    last = captions[-1]
    within = [one for one in said if last.start - _NEAR_S <= one.end <= last.end + _NEAR_S]
    counts = [(one.at, len(words(one.text, language))) for one in captions]
    texts = [one.text for one in within]
    for place, word in _matched(texts, words(last.text, language)):
        shown_at = next(at for at, count in counts if count > word)
        end = within[place].end
        yield Late(max(0.0, shown_at - end), max(0.0, last.at - end))


def _matched(said: Sequence[str], last: Sequence[str]) -> Iterator[tuple[int, int]]:
    found = difflib.SequenceMatcher(None, said, last, autojunk=False).get_matching_blocks()
    for block in found:
        for step in range(block.size):
            yield block.a + step, block.b + step


def joined(parts: Sequence[Path], folder: Path, pause_s: float = 1.5) -> Path:
    """Join sounds with pauses between them into one file."""
    pause = np.zeros(round(pause_s * media.RATE), np.int16)
    path = folder / "spoken.wav"
    with wave.open(str(path), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(media.RATE)
        for part in parts:
            out.writeframes(np.concatenate((media.read_sound(part), pause)).tobytes())
    return path
