"""How high the inner brows stand over the inner eye corners, which blinks do not move."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from edge_agent.features.head_pose import eye_distance

if TYPE_CHECKING:
    from numpy.typing import NDArray

_RIGHT_BROW, _RIGHT_CORNER = (55, 107), 133
_LEFT_BROW, _LEFT_CORNER = (285, 336), 362


def brow_height(points: NDArray[np.float32]) -> float:
    """Give the mean distance of inner brow to inner eye corner over the eye distance."""
    right = points[list(_RIGHT_BROW)].mean(axis=0) - points[_RIGHT_CORNER]
    left = points[list(_LEFT_BROW)].mean(axis=0) - points[_LEFT_CORNER]
    height = (float(np.linalg.norm(right)) + float(np.linalg.norm(left))) / 2
    return height / max(eye_distance(points), 1e-6)
