"""How high the inner brows stand over the inner eye corners, which blinks do not move."""

from __future__ import annotations

from math import dist
from typing import TYPE_CHECKING

from edge_agent.features.face_points import middle
from edge_agent.features.head_pose import eye_distance

if TYPE_CHECKING:
    from edge_agent.features.face_points import FacePoints

_RIGHT_BROW, _RIGHT_CORNER = (55, 107), 133
_LEFT_BROW, _LEFT_CORNER = (285, 336), 362


def brow_height(face: FacePoints) -> float:
    """Give the mean distance of inner brow to inner eye corner over the eye distance."""
    right = dist(middle(face[_RIGHT_BROW[0]], face[_RIGHT_BROW[1]]), face[_RIGHT_CORNER])
    left = dist(middle(face[_LEFT_BROW[0]], face[_LEFT_BROW[1]]), face[_LEFT_CORNER])
    return (right + left) / 2 / max(eye_distance(face), 1e-6)
