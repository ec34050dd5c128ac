"""The few landmarks that the measures of a face are made of, as plain numbers.

A picture is read by some forty points. Taken out of the array at once they cost a twentieth of
what as many small array operations would.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

Point = Sequence[float]
"""x and y in pixels of the frame, z (away from the camera) in the same scale."""
FacePoints = Mapping[int, Point]
"""By their number among MediaPipe's 478."""

_EYES = (33, 160, 158, 133, 153, 144, 362, 385, 387, 263, 373, 380)
_IRISES = tuple(range(468, 478))
_MOUTH = (61, 291, 13, 14)
_BROWS = (55, 107, 285, 336)
_SKULL = (10, 2, 129, 358, 127, 356, 234, 454)
_USED = (*_EYES, *_IRISES, *_MOUTH, *_BROWS, *_SKULL)
_ROWS = np.array(_USED)


def pick(points: NDArray[np.float32]) -> FacePoints:
    """Take the points that measures use out of 478 x 3 landmarks."""
    return dict(zip(_USED, points.take(_ROWS, axis=0).tolist(), strict=True))


def middle(one: Point, other: Point) -> tuple[float, float, float]:
    """Give the point halfway."""
    return (one[0] + other[0]) / 2, (one[1] + other[1]) / 2, (one[2] + other[2]) / 2
