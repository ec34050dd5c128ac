"""Which pictures a listener gets, and how large."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from edge_agent.capture.frames import Frame

_ALMOST = 1e-6


class Pace:
    """Lets through the first picture of each slot of a rate."""

    def __init__(self, rate: float) -> None:
        """Let `rate` pictures a second pass."""
        self._rate = rate
        self._last_pts = -1.0
        self._last_slot = -1

    def is_due(self, frame: Frame) -> bool:
        """Say whether a picture falls into the next slot.

        Where media time stands still (a replay between answers), real time counts.
        """
        stands_still = frame.pts == self._last_pts
        at = frame.captured_at if stands_still else frame.pts
        slot = int(at * self._rate + _ALMOST)
        is_due = slot != self._last_slot
        self._last_pts, self._last_slot = frame.pts, slot
        return is_due


def narrowed(image: NDArray[np.uint8], width: int) -> NDArray[np.uint8]:
    """Scale a picture wider than `width` down to it."""
    if image.shape[1] <= width:
        return image
    height = max(round(image.shape[0] * width / image.shape[1]), 1)
    return np.asarray(cv2.resize(image, (width, height), interpolation=cv2.INTER_AREA), np.uint8)
