"""Where the eyes point, from the irises against the eye corners and the head's pose."""

from __future__ import annotations

from dataclasses import dataclass
from math import asin, degrees, hypot
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from edge_agent.features.face_points import FacePoints
    from edge_agent.features.head_pose import HeadPose

_IRIS_MM = 11.7
"""Visible iris diameter; nearly the same in all adults (11.7 +- 0.5 mm)."""
_RADIUS_MM = 10.0
"""From the eye's centre of rotation to the iris plane."""
_CORNERS_AHEAD_MM = 4.0
"""How far the middle of the eye corners lies before the centre of rotation."""
_EYES = ((33, 133, 468), (362, 263, 473))
"""Two corners and the iris centre, whose four rim points follow it."""


@dataclass(frozen=True, slots=True)
class Gaze:
    """Direction in degrees against the camera's axis; up and the picture's right are positive."""

    yaw: float
    pitch: float


def gaze(face: FacePoints, pose: HeadPose) -> Gaze:
    """Read the direction off landmarks.

    The iris centre lies `_RADIUS_MM` from the eye's centre along the gaze, the middle of the
    corners `_CORNERS_AHEAD_MM` along the face: their difference in the picture gives the gaze.
    """
    (right_x, right_y), (left_x, left_y) = (_shift_mm(face, *eye) for eye in _EYES)
    right = (right_x + left_x) / 2 + _CORNERS_AHEAD_MM * pose.forward[0]
    down = (right_y + left_y) / 2 + _CORNERS_AHEAD_MM * pose.forward[1]
    return Gaze(yaw=_angle(right / _RADIUS_MM), pitch=-_angle(down / _RADIUS_MM))


def _shift_mm(face: FacePoints, corner: int, other: int, iris: int) -> tuple[float, float]:
    """Give the iris centre against the middle of the corners, in millimetres of the picture."""
    scale = _IRIS_MM / max(
        _across(face, iris + 1, iris + 3), _across(face, iris + 2, iris + 4), 1e-6
    )
    (x, y), one, two = face[iris][:2], face[corner], face[other]
    return (x - (one[0] + two[0]) / 2) * scale, (y - (one[1] + two[1]) / 2) * scale


def _across(face: FacePoints, start: int, end: int) -> float:
    one, other = face[start], face[end]
    return hypot(one[0] - other[0], one[1] - other[1])


def _angle(sine: float) -> float:
    return degrees(asin(max(-1.0, min(1.0, sine))))
