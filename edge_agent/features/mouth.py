"""How far the mouth is drawn into a smile: its width and the lift of its corners."""

from __future__ import annotations

from math import dist
from typing import TYPE_CHECKING

from edge_agent.features.face_points import middle
from edge_agent.features.head_pose import eye_distance, upward

if TYPE_CHECKING:
    from edge_agent.features.face_points import FacePoints

_RIGHT_CORNER, _LEFT_CORNER = 61, 291
_UPPER_LIP, _LOWER_LIP = 13, 14
"""Middle of the upper and of the lower lip's inner edge."""


def smile_extent(face: FacePoints) -> float:
    """Give mouth width plus corner lift, both over the eye distance.

    The lift is how far the corners lie above the middle of the lips, along the face.
    """
    right, left = face[_RIGHT_CORNER], face[_LEFT_CORNER]
    corners, lips = middle(right, left), middle(face[_UPPER_LIP], face[_LOWER_LIP])
    up = upward(face)
    lift = sum((corners[k] - lips[k]) * up[k] for k in range(3))
    return (dist(left, right) + lift) / max(eye_distance(face), 1e-6)
