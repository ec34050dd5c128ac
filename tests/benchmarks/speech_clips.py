"""What the speech benchmarks listen to: clips with their words, as they are and made harder."""

from __future__ import annotations

import re
import wave
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import av
import numpy as np
import scipy.signal

from edge_agent.inference.chinese import simplified
from edge_agent.inference.speech_gate import RATE
from tests.integration.speech_clips import speak
from wire.language import Language

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared" / "media"
PACKAGED = ROOT / ".cache" / "media"
LEAD_S, TRAIL_S = 1.0, 2.0
_SEED = 7
_FAINT = 100

LIBRI = (
    "it was the first great sorrow of his life it was not so much the loss of the cotton itself "
    "but the fantasy the hopes the dreams built around it"
)
TWO_CITIES = (
    "it was the best of times it was the worst of times it was the age of wisdom it was the age of "
    "foolishness it was the epoch of belief it was the epoch of incredulity it was the season of "
    "light it was the season of darkness it was the spring of hope it was the winter of despair "
    "we had everything before us we had nothing before us we were all going direct to heaven "
    "we were all going direct the other way in short the period was so far like the present period "
    "that some of its noisiest authorities insisted on its being received for good or for evil "
    "in the superlative degree of comparison only"
)
SLOW = "yesterday our manager opened seventeen accounts because every customer wanted bonds"
AISHELL = "广州市房地产中介协会分析"
FUNASR = "欢迎大家来体验达摩院推出的语音识别模型"


@dataclass(frozen=True, slots=True)
class Clip:
    """Somebody speaking, and what they say."""

    name: str
    language: Language
    samples: NDArray[np.int16]
    """16 kHz."""
    said: tuple[str, ...]
    """Words (English) or characters (Chinese), lower case, no punctuation."""


def clips() -> tuple[Clip, ...]:
    """Give the clips of the shared folder and of the packages."""
    english, chinese = Language.EN, Language.ZH
    return (
        _clip("libri", english, SHARED / "en-libri-1995-1837-0001.wav", LIBRI),
        _clip("two_cities", english, PACKAGED / "two_cities.wav", TWO_CITIES),
        _clip("aishell", chinese, SHARED / "zh-aishell-BAC009S0724W0121.wav", AISHELL),
        _clip("funasr", chinese, SHARED / "zh-funasr-example.wav", FUNASR),
    )


def harder(clip: Clip) -> Iterator[Clip]:
    """Yield the clip as a worse room, speaker or microphone would give it."""
    sound = clip.samples
    noise = np.random.default_rng(_SEED).normal(0.0, 1.0, len(sound))
    changed = {
        "slower": _tempo(sound, 0.8),
        "faster": _tempo(sound, 1.15),
        "quiet": sound * 0.05,
        "snr 20 dB": sound + noise * _rms(sound) / 10.0,
        "snr 10 dB": sound + noise * _rms(sound) / 10.0**0.5,
        "telephone": scipy.signal.resample_poly(scipy.signal.resample_poly(sound, 1, 2), 2, 1),
    }
    for name, samples in changed.items():
        yield Clip(f"{clip.name}, {name}", clip.language, _pcm(samples), clip.said)


def word_by_word(pause_s: float) -> Clip:
    """Give a synthetic voice that is silent for so long after each word."""
    gap = np.zeros(round(pause_s * RATE), np.int16)
    parts = [part for word in SLOW.split() for part in (_trimmed(speak(word, speed=110)), gap)]
    said = words(SLOW, Language.EN)
    return Clip(f"slow, {pause_s:g} s", Language.EN, np.concatenate(parts), said)


def _trimmed(sound: NDArray[np.int16]) -> NDArray[np.int16]:
    """Leave out the silence around a word."""
    heard = np.flatnonzero(np.abs(sound.astype(np.int32)) > _FAINT)
    return sound[heard[0] : heard[-1]]


def words(text: str, language: Language) -> tuple[str, ...]:
    """Give what is compared: English words, or simplified characters, without punctuation."""
    if language is Language.ZH:
        return tuple(re.findall(r"\w", simplified(text).lower()))
    return tuple(re.findall(r"[a-z']+", text.lower()))


def in_silence(clip: Clip) -> NDArray[np.int16]:
    """Give the clip with a second before it and two after."""
    lead, trail = (np.zeros(round(seconds * RATE), np.int16) for seconds in (LEAD_S, TRAIL_S))
    return np.concatenate((lead, clip.samples, trail))


def _clip(name: str, language: Language, path: Path, text: str) -> Clip:
    with wave.open(str(path)) as file:
        rate = file.getframerate()
        sound = np.frombuffer(file.readframes(file.getnframes()), dtype="<i2")
    if rate != RATE:
        sound = _pcm(scipy.signal.resample_poly(sound.astype(np.float64), RATE, rate))
    return Clip(name, language, sound.astype(np.int16), words(text, language))


def _tempo(sound: NDArray[np.int16], tempo: float) -> NDArray[np.float64]:
    """Play at another tempo and keep the pitch (FFmpeg's WSOLA)."""
    graph = av.filter.Graph()
    source = graph.add_abuffer(sample_rate=RATE, format="s16", layout="mono")
    changer, sink = graph.add("atempo", str(tempo)), graph.add("abuffersink")
    source.link_to(changer)
    changer.link_to(sink)
    graph.configure()
    frame = av.AudioFrame.from_ndarray(sound[np.newaxis], format="s16", layout="mono")
    frame.sample_rate = RATE
    graph.push(frame)
    graph.push(None)
    parts = []
    while True:
        try:
            parts.append(graph.pull().to_ndarray()[0])
        except (av.EOFError, BlockingIOError):
            changed: NDArray[np.float64] = np.concatenate(parts).astype(np.float64)
            return changed


def _rms(sound: NDArray[np.int16]) -> float:
    return float(np.sqrt(np.mean(np.square(sound.astype(np.float64)))))


def _pcm(samples: NDArray[np.float64]) -> NDArray[np.int16]:
    return np.clip(np.rint(samples), -32768, 32767).astype(np.int16)
