"""How far the eyes are open: the eye aspect ratio (Soukupova and Cech, CVWW 2016)."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_RIGHT = (33, 160, 158, 133, 153, 144)
_LEFT = (362, 385, 387, 263, 373, 380)
"""p1 to p6 of the paper: corner, two of the upper lid, corner, two of the lower lid."""

CLOSED_SHARE = 0.6
"""Of the person's own open eye; open ratios differ by person (0.25 to 0.34)."""
_OPEN_PERCENTILE = 90.0
_REMEMBERED = 900
"""Pictures: a minute at 15 Hz."""


def eye_aspect_ratio(points: NDArray[np.float32]) -> float:
    """Give (|p2 p6| + |p3 p5|) / (2 |p1 p4|), the mean of both eyes."""
    return (_ratio(points[list(_RIGHT), :2]) + _ratio(points[list(_LEFT), :2])) / 2


def _ratio(eye: NDArray[np.float32]) -> float:
    opening = np.linalg.norm(eye[1] - eye[5]) + np.linalg.norm(eye[2] - eye[4])
    return float(opening / max(2.0 * float(np.linalg.norm(eye[0] - eye[3])), 1e-6))


class OpenEye:
    """How open this person's eyes are when open, over the last minute."""

    def __init__(self) -> None:
        self._ratios: deque[float] = deque(maxlen=_REMEMBERED)

    def observe(self, ratio: float) -> None:
        """Take in the ratio of one picture."""
        self._ratios.append(ratio)

    def is_closed(self, ratio: float) -> bool:
        """Say whether `ratio` is less than 60 % of the 90th percentile seen."""
        if not self._ratios:
            return False
        usual = float(np.percentile(np.fromiter(self._ratios, float), _OPEN_PERCENTILE))
        return ratio < CLOSED_SHARE * usual
