"""Real pictures out of the packaged media: half to calibrate with, half to judge by."""

from __future__ import annotations

from typing import TYPE_CHECKING

import av
import cv2
import numpy as np

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

CLIP = "carphone_pristine.mp4"
_EVERY = 3


def calibration_pictures(media: Path) -> list[NDArray[np.uint8]]:
    """Give RGB pictures of which ranges are taken."""
    return _varied(_pictures(media)[::2])


def judged_pictures(media: Path) -> list[NDArray[np.uint8]]:
    """Give RGB pictures on which variants are compared: none of them was calibrated with."""
    return _varied(_pictures(media)[1::2])


def _pictures(media: Path) -> list[NDArray[np.uint8]]:
    """Read every third picture of the clip: 40 of a man who talks and turns his head."""
    with av.open(str(media / CLIP)) as container:
        kept = [frame for n, frame in enumerate(container.decode(video=0)) if n % _EVERY == 0]
    return [frame.to_ndarray(format="rgb24").astype(np.uint8, copy=False) for frame in kept]


def _varied(pictures: list[NDArray[np.uint8]]) -> list[NDArray[np.uint8]]:
    """Show them as they are, mirrored, small in a dark room, and brighter, one after the other."""
    ways = (_as_it_is, _mirrored, _farther, _brighter)
    return [ways[number % len(ways)](picture) for number, picture in enumerate(pictures)]


def _as_it_is(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return picture


def _mirrored(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return np.ascontiguousarray(picture[:, ::-1])


def _farther(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    height, width = picture.shape[:2]
    room = np.zeros_like(picture)
    small = cv2.resize(picture, (width // 2, height // 2), interpolation=cv2.INTER_AREA)
    room[height // 4 : height // 4 + height // 2, width // 4 : width // 4 + width // 2] = small
    return room


def _brighter(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    brighter = picture.astype(np.float32) * 1.3 + 10
    return np.clip(brighter, 0, 255).astype(np.uint8)
