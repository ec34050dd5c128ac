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


@dataclass(frozen=True, slots=True)
class Spoken:
    """A word (English) or a character (Chinese), and its end within the sound."""

    text: str
    end: float


@dataclass(frozen=True, slots=True)
class Drawn:
    """What the captions of a screen were at a moment."""

    at: float
    partial: str
    final: str
    """All final captions, one after the other."""


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
    """Give the delay of each word that the screen's final captions hold.

    A word counts as shown once the captions have as many words as its place in them asks for.
    """
    last = words(drawn[-1].final, language)
    counts = [
        (one.at, len(words(one.final, language)), len(words(one.partial, language)))
        for one in drawn
    ]
    late = []
    for place, word in _matched([one.text for one in said], last):
        end = said[place].end
        final_at = next(at for at, final, _ in counts if final > word)
        shown_at = next(at for at, final, partial in counts if final + partial > word)
        late.append(Late(max(0.0, shown_at - end), max(0.0, final_at - end)))
    return late


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
