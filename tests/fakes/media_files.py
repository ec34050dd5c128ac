"""Small media files made on the spot, with pictures and sound that can be told apart."""

from __future__ import annotations

import struct
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


def write_uneven_video(path: Path, stamps: list[int], rate: int = 10) -> Path:
    """Write a video whose picture `i` has brightness 16 + 4 i and is due at `stamps[i] / rate`."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=rate, options={"crf": "1", "bf": "0"})
        stream.width, stream.height, stream.pix_fmt = 96, 64, "yuv420p"
        stream.time_base = stream.codec_context.time_base = Fraction(1, rate)
        for number, stamp in enumerate(stamps):
            frame = av.VideoFrame.from_ndarray(grey(brightness(number), (96, 64)), format="rgb24")
            frame.pts, frame.time_base = stamp, Fraction(1, rate)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def write_lying_video(path: Path) -> Path:
    """Write an MP4 with a white upper left corner that says: turn me a quarter clockwise."""
    image = np.zeros((64, 96, 3), np.uint8)
    image[:32, :32] = 255
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=10)
        stream.width, stream.height, stream.pix_fmt = 96, 64, "yuv420p"
        for _ in range(3):
            frame = av.VideoFrame.from_ndarray(image, format="rgb24")
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    straight = struct.pack(">9i", 1 << 16, 0, 0, 0, 1 << 16, 0, 0, 0, 1 << 30)
    turned = struct.pack(">9i", 0, 1 << 16, 0, -(1 << 16), 0, 0, 64 << 16, 0, 1 << 30)
    written = path.read_bytes()
    header = written.index(b"tkhd")
    path.write_bytes(written[:header] + written[header:].replace(straight, turned, 1))
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
