"""How high the inner brows stand over the inner eye corners, which blinks do not move."""

from __future__ import annotations

from typing import TYPE_CHECKING

from edge_agent.features.face_points import middle
from edge_agent.features.head_pose import eye_distance, upward

if TYPE_CHECKING:
    from edge_agent.features.face_points import FacePoints, Point
    from edge_agent.features.head_pose import HeadPose

_RIGHT_BROW, _RIGHT_CORNER = (55, 107), 133
_LEFT_BROW, _LEFT_CORNER = (285, 336), 362
_PER_DEGREE = 0.0019
"""Of the eye distance: how much lower the landmark model draws a still brow for each degree by
which the head is raised (docs/measures/brow_lowerings.md)."""


def brow_height(face: FacePoints, pose: HeadPose) -> float:
    """Give the mean height of inner brows over inner eye corners, over the eye distance.

    It is measured along the face, and given as it would be at a pitch of 0.
    """
    up = upward(face)
    right = _above(face, _RIGHT_BROW, _RIGHT_CORNER, up)
    left = _above(face, _LEFT_BROW, _LEFT_CORNER, up)
    return (right + left) / 2 / max(eye_distance(face), 1e-6) + _PER_DEGREE * pose.pitch


def _above(face: FacePoints, brow: tuple[int, int], corner: int, up: Point) -> float:
    spot, eye = middle(face[brow[0]], face[brow[1]]), face[corner]
    return sum((spot[k] - eye[k]) * up[k] for k in range(3))
