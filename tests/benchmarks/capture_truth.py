"""How far noise, misread words and voices are told rightly, against mixtures that are known.

`python -m tests.benchmarks.capture_truth [noise] [words] [voices]` prints what docs/measures
states; it takes some minutes.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cache
from itertools import product
from typing import TYPE_CHECKING

import numpy as np
from rich.console import Console

from edge_agent.capture.frames import AudioChunk
from edge_agent.features.sound_quality import SoundMeter
from edge_agent.features.speaker import told
from edge_agent.features.speaker_print import voice_print
from edge_agent.inference.recognisers import recogniser
from tests.benchmarks.asked import asked
from tests.benchmarks.capture_noises import clips, heard, mixed, noise
from tests.benchmarks.speech_clips import AISHELL, FUNASR, LIBRI, TWO_CITIES
from tests.integration.speech_clips import MODELS, RATE, chinese, english, errors, resampled, speak
from wire.language import Language

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from edge_agent.features.speaker_print import VoicePrint
    from edge_agent.inference.ports import SpeechRecognizer
    from wire.messages.feature_window import SoundQuality

SCREEN = Console(highlight=False)
KINDS = ("white", "pink", "hum", "fan", "babble")
BOUNDS = (18.0, 15.0, 12.0, 9.0, 6.0, 0.0)
SAID: dict[str, Sequence[str]] = {
    "libri": LIBRI.split(),
    "two_cities": TWO_CITIES.split(),
    "aishell": AISHELL,
    "funasr": FUNASR,
}
SPOKEN = round(3.5 * RATE)
WAYS = ("as it is", "soft", "white", "pink", "fan")
TEXT = (
    "I have worked in a bank for six years and I looked after small companies. We checked every "
    "risk before we opened an account and I explained the costs to each customer. Then I moved to "
    "another branch where my team sold bonds and insurance. In the evening I walk in the hills."
)


def windows(samples: NDArray[np.int16]) -> list[SoundQuality]:
    """Measure a whole sound in windows of a second."""
    meter, (hearing, _) = SoundMeter(), heard(samples)
    meter.hear(AudioChunk(0.0, 0.0, RATE, samples))
    return [meter.take(float(at), at + 1.0, hearing) for at in range(len(samples) // RATE)]


def ratio(told: list[SoundQuality]) -> float:
    """Give a sound's ratio of speech to noise, decibels; 0 where nothing is known."""
    known = [
        (one.speech_s, one.noise, one.snr) for one in told if one.noise and one.snr is not None
    ]
    noise = sum(spoken * 10 ** (level / 10) for spoken, level, _ in known)
    speech = sum(spoken * 10 ** ((level + over) / 10) for spoken, level, over in known)
    return 10 * float(np.log10(speech / noise)) if noise else 0.0


def show_noise() -> None:
    """Print the errors of noise level and ratio."""
    SCREEN.print("noise kind, dB, median error of noise dB, 95 % within, errors of the ratio")
    for kind in KINDS:
        for decibels in (0.0, 5.0, 10.0, 15.0, 20.0):
            off, ratios = [], []
            for name in ("libri", "two_cities", "funasr"):
                samples, level = mixed(clips()[name][: 20 * RATE], kind, decibels)
                told = windows(samples)
                off += [one.noise - level for one in told if one.noise is not None]
                ratios.append(round(ratio(told) - decibels, 1))
            within = np.quantile(np.abs(off), 0.95)
            SCREEN.print(f"{kind:7}{decibels:5.0f}{np.median(off):7.1f}{within:7.1f}  {ratios}")


def show_words() -> None:
    """Print how many more words are misread at each measured ratio than without noise."""
    SCREEN.print("language, measured dB from, more errors %, sounds")
    show_misread(Language.EN, ("libri", "two_cities"))
    show_misread(Language.ZH, ("aishell", "funasr"))


def show_misread(language: Language, names: tuple[str, ...]) -> None:
    """Print it of one language."""
    found: dict[float, list[tuple[int, int]]] = defaultdict(list)
    levels = (24.0, 21.0, 18.0, 15.0, 12.0, 9.0)
    for name, kind, decibels in product(names, ("white", "pink", "babble"), levels):
        samples, _ = mixed(clips()[name], kind, decibels)
        measured = ratio(windows(samples))
        bound = next(bound for bound in BOUNDS if measured >= bound)
        said = SAID[name]
        more = errors(said, _read(samples, language)) - _wrong_when_clear(name, language)
        found[bound].append((more, len(said)))
    for bound, told_of in sorted(found.items(), reverse=True):
        share = 100 * sum(more for more, _ in told_of) / sum(whole for _, whole in told_of)
        SCREEN.print(f"{language.value}{bound:6.0f}{share:7.1f}{len(told_of):5d}")


@cache
def _wrong_when_clear(name: str, language: Language) -> int:
    clear, _ = mixed(clips()[name], "white", 60.0)
    return errors(SAID[name], _read(clear, language))


def _read(samples: NDArray[np.int16], language: Language) -> list[str]:
    """Give the words of the whole sound as the kiosk would understand them."""
    found = (_recogniser(language).recognise(one.samples) for one in heard(samples)[1])
    text = " ".join(word.text for one in found for word in one.words)
    return chinese(text) if language is Language.ZH else english(text)


@cache
def _recogniser(language: Language) -> SpeechRecognizer:
    setting = "whisper" if language is Language.ZH else "moonshine"
    return recogniser(setting, language, MODELS)


def show_voices() -> None:
    """Print how utterances of 3.5 s are told, by their real voice and their pitch's distance."""
    prints: dict[str, tuple[VoicePrint, list[VoicePrint]]] = {}
    for name, voice in _voices().items():
        learnt = min(10 * RATE, round(0.6 * len(voice)))
        rest = range(learnt, len(voice) - SPOKEN + 1, SPOKEN)
        parts = [voice[at : at + SPOKEN] for at in rest] or [voice[-SPOKEN:]]
        changed = [_changed(part, way) for part in parts[:6] for way in WAYS]
        prints[name] = (
            voice_print(voice[:learnt]),
            [voice_print(one) for one in changed],
        )
    same, other = Counter[str](), defaultdict[str, Counter[str]](Counter)
    for owner, (learnt_print, own) in prints.items():
        same.update(told(learnt_print, one).value for one in own)
        for speaker, (_, said) in prints.items():
            for one in said if speaker.split("~")[0] != owner.split("~")[0] else ():
                apart = abs(one.pitch - learnt_print.pitch) if one.voiced_s else 0.0
                row = next(bound for bound in (8, 6, 4, 0) if apart >= bound)
                other[f"{row} semitones and more"][told(learnt_print, one).value] += 1
    SCREEN.print("the same voice", dict(same))
    for distance, counted in other.items():
        SCREEN.print("another voice,", distance, dict(counted))


def _voices() -> dict[str, NDArray[np.int16]]:
    voices = {name: clips()[name] for name in ("libri", "two_cities", "funasr")}
    for name in ("en-us", "en-us+f1", "en-us+f2", "en-us+f3", "en-us+f4", "en-us+m1"):
        voices[name] = speak(TEXT, voice=name)
    for name, semitones in product(("libri", "two_cities", "funasr"), (-5, -3, 3, 5)):
        rate = round(RATE * 2 ** (-semitones / 12))
        voices[f"{name}~{semitones:+d}"] = resampled(voices[name], rate)
    return voices


def _changed(samples: NDArray[np.int16], way: str) -> NDArray[np.int16]:
    """Give the sound softer, in noise 15 dB below it, or as it is."""
    if way == "as it is":
        return samples
    if way == "soft":
        return np.asarray(samples * 0.15, dtype=np.int16)
    added = noise(way, len(samples)) * samples.std() / 10 ** (15 / 20)
    return np.asarray(np.clip(samples + added, -32768, 32767), dtype=np.int16)


if __name__ == "__main__":
    for part in asked(__file__, __doc__, ("noise", "words", "voices")):
        {"noise": show_noise, "words": show_words, "voices": show_voices}[part]()
