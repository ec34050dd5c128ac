"""Brightness, sharpness and change of a picture, read off a small copy of its luma."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

WIDTH = 320
"""Pixels: wider pictures are reduced to it, so that figures do not depend on their size."""
_WHOLE = 2
"""Times that width up to which every row is looked at."""
_HALF_SHARP = 100.0
"""Variance of the Laplacian at which sharpness is 0.5."""


@dataclass(frozen=True, slots=True)
class Light:
    """What a picture is like, whatever it shows; each 0..1."""

    brightness: float
    """Mean luma."""
    sharpness: float
    """Variance of the Laplacian over variance plus a constant (Pech-Pacheco et al., ICPR 2000)."""
    change: float | None
    """Mean absolute change of luma since the picture before; none for the first."""


class LightMeter:
    """Reads one picture after the other."""

    def __init__(self) -> None:
        self._before: NDArray[np.uint8] | None = None

    def read(self, image: NDArray[np.uint8]) -> Light:
        """Give the light of an RGB picture, and its change since the one read before."""
        luma = _small_luma(image)
        before, self._before = self._before, luma
        return Light(
            brightness=float(cv2.mean(luma)[0]) / 255.0,
            sharpness=_sharpness(luma),
            change=_change(before, luma),
        )


def _small_luma(image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Take an RGB picture's luma at the points of a smaller one, between its four pixels each.

    At twice the width, which is what a kiosk sees, that is the mean of every four pixels; at more,
    of two in the row above the middle: then no other row is fetched and made grey.
    """
    height, width = image.shape[:2]
    step, rest = divmod(width, WIDTH)
    if step > _WHOLE and not rest:
        rows = _grey(image[(step - 1) // 2 :: step])
        return _resized(rows, (WIDTH, len(rows)))
    if width > WIDTH:
        return _grey(_resized(image, (WIDTH, max(1, round(height * WIDTH / width)))))
    return _grey(image)


def _grey(image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), np.uint8)


def _resized(image: NDArray[np.uint8], size: tuple[int, int]) -> NDArray[np.uint8]:
    return np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_LINEAR), np.uint8)


def _sharpness(luma: NDArray[np.uint8]) -> float:
    edges = cv2.Laplacian(luma, cv2.CV_16S)
    mean_square = float(cv2.norm(edges, cv2.NORM_L2)) ** 2 / edges.size
    variance = max(0.0, mean_square - float(cv2.mean(edges)[0]) ** 2)
    return variance / (variance + _HALF_SHARP)


def _change(before: NDArray[np.uint8] | None, luma: NDArray[np.uint8]) -> float | None:
    """Compare two lumas; pictures of different sizes cannot be compared."""
    if before is None or before.shape != luma.shape:
        return None
    return float(cv2.norm(luma, before, cv2.NORM_L1)) / (255.0 * luma.size)
