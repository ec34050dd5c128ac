"""Speech as it is heard on a kiosk: errors, cost and delay of partial and final words.

Sound arrives in chunks of 20 ms of simulated real time; one thread decodes what is due, and what
it takes (processor time) delays what comes after. So the figures are those of one core that does
nothing else, and not of the machine's load.
"""

from __future__ import annotations

import statistics
import time
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np

from edge_agent.inference.models import model_path
from edge_agent.inference.recognisers import recogniser
from edge_agent.inference.silero import SileroVoiceActivity
from edge_agent.inference.speech_gate import RATE
from edge_agent.inference.streaming import Decoder, Final
from edge_agent.inference.streaming_rhythm import Offers, Rhythm, Stage
from edge_agent.inference.utterances import UtteranceCutter
from provisioning.demo import options
from tests.benchmarks.rows import row
from tests.benchmarks.speech_clips import SHARED, clips, harder, in_silence, word_by_word, words
from tests.integration.speech_clips import errors
from wire.language import Language

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    from edge_agent.inference.ports import SpeechRecognizer
    from edge_agent.inference.streaming import Partial
    from edge_agent.inference.utterances import Utterance
    from tests.benchmarks.speech_clips import Clip

_CHUNK = 320
_FRAME = 160
_QUIET_DB = 35.0
"""A sound so much fainter than the clip's loudest is neither a word's beginning nor its end."""
_SETTING = {Language.EN: "moonshine", Language.ZH: "whisper"}


@dataclass(slots=True)
class Ear:
    """One thread that decodes; `out` is (time shown, what)."""

    decoder: Decoder
    busy_s: float = 0.0
    free_at: float = 0.0
    waiting: list[tuple[float, Utterance]] = field(default_factory=list)
    out: list[tuple[float, Partial | Final]] = field(default_factory=list)

    def take(self, cut: Iterable[Utterance], now: float) -> None:
        """Have utterances decoded; what was not begun and is not closed gives way."""
        for utterance in cut:
            self.waiting = [one for one in self.waiting if one[1].stage is Stage.CLOSED]
            self.waiting.append((now, utterance))

    def work(self, until: float) -> None:
        """Decode what is begun before `until`."""
        while self.waiting and max(self.free_at, self.waiting[0][0]) < until:
            asked_at, utterance = self.waiting.pop(0)
            began = time.process_time()
            found = self.decoder.decode(utterance)
            took_s = time.process_time() - began
            self.busy_s += took_s
            self.free_at = max(self.free_at, asked_at) + took_s
            self.out.append((self.free_at, found))


@dataclass(frozen=True, slots=True)
class Heard:
    """What became of one clip."""

    clip: Clip
    wrong: int
    busy_s: float
    first_s: tuple[float, ...]
    """Of each utterance, from its first sound to its first words: partial ones, else the final."""
    final_s: tuple[float, ...]
    """Of each utterance, from its last sound to its final words."""
    words_each: tuple[int, ...]


def hear(clip: Clip, speech: SpeechRecognizer) -> Heard:
    """Hear a clip among silences."""
    sound = in_silence(clip)
    voice = SileroVoiceActivity(model_path(options.MODELS, "silero_vad"))
    cutter = UtteranceCutter(voice, Offers(Rhythm.of(clip.language)))
    ear = Ear(Decoder(speech))
    for at in range(0, len(sound), _CHUNK):
        now = (at + _CHUNK) / RATE
        ear.work(now)
        began = time.process_time()
        cut = cutter.hear(sound[at : at + _CHUNK], at / RATE)
        ear.busy_s += time.process_time() - began
        ear.take(cut, now)
    ear.take(cutter.flush(), len(sound) / RATE)
    ear.work(np.inf)
    return _judged(clip, sound, ear)


def _judged(clip: Clip, sound: NDArray[np.int16], ear: Ear) -> Heard:
    finals = [(at, one) for at, one in ear.out if isinstance(one, Final) and one.words]
    text = " ".join(word.text for _, one in finals for word in one.words)
    waits = [delays(at, one, ear, _loud(sound)) for at, one in finals]
    return Heard(
        clip,
        errors(clip.said, words(text, clip.language)),
        ear.busy_s,
        tuple(first for first, _ in waits),
        tuple(last for _, last in waits),
        tuple(len(one.words) for _, one in finals),
    )


def delays(at: float, final: Final, ear: Ear, loud: NDArray[np.float64]) -> tuple[float, float]:
    """Give the delay of the first words, partial or not, and of the final ones."""
    start, end = final.utterance.start_pts, final.utterance.end_pts
    within = loud[(loud >= start) & (loud < end)]
    shown = [when for when, one in ear.out if when < at and one.words and _begins(one, start)]
    return (*shown, at)[0] - within[0], at - within[-1] - _FRAME / RATE


def _begins(one: Partial | Final, start: float) -> bool:
    return not isinstance(one, Final) and one.start_pts == start


def _loud(sound: NDArray[np.int16]) -> NDArray[np.float64]:
    """Give the times of the frames of 10 ms in which something is heard."""
    frames = sound[: len(sound) // _FRAME * _FRAME].reshape(-1, _FRAME).astype(np.float64)
    level = 10 * np.log10(np.mean(np.square(frames), axis=1) + 1e-3)
    heard: NDArray[np.float64] = np.flatnonzero(level > level.max() - _QUIET_DB) * _FRAME / RATE
    return heard


def speech() -> list[dict[str, Any]]:
    """Hear every clip as it is and made harder; nothing where the shared clips are not."""
    if not SHARED.is_dir():
        return []
    rows = [row for language in Language for row in _of_language(language)]
    return [*rows, *_word_by_word()]


def _of_language(language: Language) -> Iterator[dict[str, Any]]:
    ears = recogniser(_SETTING[language], language, options.MODELS)
    own = [clip for clip in clips() if clip.language is language]
    plain = [hear(clip, ears) for clip in own]
    worse = [hear(one, ears) for clip in own for one in harder(clip)]
    name, unit = ("cer_zh", "characters") if language is Language.ZH else ("wer_en", "words")
    yield row(name, 100 * _wrong(plain), f"% of {unit}")
    yield row(f"{name}_errors", sum(one.wrong for one in plain), unit)
    yield row(f"{name}_harder", 100 * _wrong(worse), f"% of {unit}")
    every = [*plain, *worse]
    of = language.value
    yield row(f"speech_rtf_{of}", real_time_factor(every), "of one core")
    yield row(f"first_partial_s_{of}", _median(one.first_s for one in every), "s")
    yield row(f"final_s_{of}", _median(one.final_s for one in every), "s")


def real_time_factor(heard: Iterable[Heard]) -> float:
    """Give the processor's seconds for each second of the clips themselves.

    The work includes the silences around a clip, its length does not: they cost next to nothing
    and would make speech look cheaper than it is.
    """
    every = list(heard)
    return sum(one.busy_s for one in every) / sum(len(one.clip.samples) / RATE for one in every)


def _word_by_word() -> Iterator[dict[str, Any]]:
    """Hear somebody who makes a long pause after each word."""
    ears = recogniser("moonshine", Language.EN, options.MODELS)
    for pause_s in (0.8, 1.2):
        heard = hear(word_by_word(pause_s), ears)
        name = f"slow_words_per_utterance_{pause_s:g}s"
        yield row(name, statistics.mean(heard.words_each), "words")


def _wrong(heard: list[Heard]) -> float:
    return sum(one.wrong for one in heard) / sum(len(one.clip.said) for one in heard)


def _median(values: Iterable[Iterable[float]]) -> float:
    return statistics.median(chain.from_iterable(values))
