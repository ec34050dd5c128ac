"""Media that benchmarks play: a noisy 720p30 film and Chinese speech long enough to measure."""

from __future__ import annotations

import wave
from pathlib import Path
from typing import TYPE_CHECKING

import av
import cv2
import numpy as np

from provisioning.demo import media, options

if TYPE_CHECKING:
    from numpy.typing import NDArray

SHARED = Path(__file__).resolve().parents[3] / "shared" / "media"
_SIZE = (1280, 720)
_RATE = 30
_NOISE = 2.0
"""Standard deviation in luma steps: what a webcam adds in a lit room, and x264 has to encode."""
_PAUSE_S = 1.5
_TIMES = 4


def film_720p30(folder: Path) -> Path:
    """Make the packaged clip into 1280 x 720 pixels at 30 a second, with a camera's noise."""
    path = folder / "720p30.mp4"
    grain = np.random.default_rng(7)
    with av.open(str(path), "w") as out:
        stream = out.add_stream("libx264", rate=_RATE, options={"crf": "18", "preset": "fast"})
        stream.width, stream.height, stream.pix_fmt = *_SIZE, "yuv420p"
        for picture in packaged_pictures():
            noisy = picture + grain.normal(0.0, _NOISE, picture.shape)
            shown = np.clip(noisy, 0, 255).astype(np.uint8)
            out.mux(stream.encode(av.VideoFrame.from_ndarray(shown, format="rgb24")))
        out.mux(stream.encode(None))
    return path


def packaged_pictures() -> list[NDArray[np.uint8]]:
    """Give the packaged clip's pictures, scaled to the height of 720 and set in the middle."""
    with av.open(str(options.PACKAGED_MEDIA / "carphone_pristine.mp4"), mode="r") as container:
        return [
            _framed(np.asarray(frame.to_ndarray(format="rgb24"), np.uint8))
            for frame in container.decode(video=0)
        ]


def _framed(image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    width, height = _SIZE
    wide = round(image.shape[1] * height / image.shape[0])
    whole = np.full((height, width, 3), 90, np.uint8)
    left = (width - wide) // 2
    whole[:, left : left + wide] = cv2.resize(image, (wide, height))
    return whole


def chinese_speech(folder: Path) -> Path | None:
    """Join the shared Chinese clips into half a minute; None where that folder is absent."""
    clips = sorted(SHARED.glob("zh-*.wav"))
    if not clips:
        return None
    pause = np.zeros(round(_PAUSE_S * media.RATE), np.int16)
    once = [part for clip in clips for part in (media.read_sound(clip), pause)]
    path = folder / "chinese.wav"
    with wave.open(str(path), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(media.RATE)
        out.writeframes(np.concatenate(once * _TIMES).tobytes())
    return path
