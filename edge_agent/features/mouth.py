"""How far the mouth is drawn into a smile: its width and the lift of its corners."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from edge_agent.features.head_pose import eye_distance

if TYPE_CHECKING:
    from numpy.typing import NDArray

_CORNERS = (61, 291)
_LIPS = (13, 14)
"""Middle of the upper and of the lower lip's inner edge."""
_FOREHEAD, _NOSE_BASE = 10, 2


def smile_extent(points: NDArray[np.float32]) -> float:
    """Give mouth width plus corner lift, both over the eye distance.

    The lift is how far the corners lie above the middle of the lips, along the face.
    """
    size = max(eye_distance(points), 1e-6)
    right, left = points[list(_CORNERS)]
    up = points[_FOREHEAD] - points[_NOSE_BASE]
    up = up / max(float(np.linalg.norm(up)), 1e-6)
    lift = float(((right + left) / 2 - points[list(_LIPS)].mean(axis=0)) @ up)
    return (float(np.linalg.norm(left - right)) + lift) / size
