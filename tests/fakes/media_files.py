"""Small media files made on the spot, with pictures and sound that can be told apart."""

from __future__ import annotations

import wave
from fractions import Fraction
from typing import TYPE_CHECKING

import av
import numpy as np

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray


def write_video(
    path: Path, pictures: int, rate: int = 10, size: tuple[int, int] = (96, 64)
) -> Path:
    """Write a video whose picture `i` is grey of brightness 16 + 4 i; key frames every 12."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=rate, options={"crf": "1"})
        stream.width, stream.height = size
        stream.pix_fmt = "yuv420p"
        stream.codec_context.gop_size = 12
        for number in range(pictures):
            frame = av.VideoFrame.from_ndarray(grey(brightness(number), size), format="rgb24")
            frame.pts, frame.time_base = number, Fraction(1, rate)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def brightness(number: int) -> int:
    """Give the brightness of picture `number`."""
    return 16 + 4 * (number % 56)


def grey(value: int, size: tuple[int, int]) -> NDArray[np.uint8]:
    """Give an even picture."""
    return np.full((size[1], size[0], 3), value, np.uint8)


def write_sound(path: Path, samples: NDArray[np.int16], rate: int = 48_000) -> Path:
    """Write mono 16-bit PCM."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(samples.astype("<i2").tobytes())
    return path


def noise(count: int, seed: int = 7) -> NDArray[np.int16]:
    """Give samples in which every stretch is found at one place only."""
    return np.random.default_rng(seed).integers(-8000, 8000, count).astype(np.int16)
