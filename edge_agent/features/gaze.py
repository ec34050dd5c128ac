"""Where the eyes point, from the irises against the eye corners and the head's pose."""

from __future__ import annotations

from dataclasses import dataclass
from math import asin, degrees
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

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


def gaze(points: NDArray[np.float32], pose: HeadPose) -> Gaze:
    """Read the direction off 478 landmarks.

    The iris centre lies `_RADIUS_MM` from the eye's centre along the gaze, the middle of the
    corners `_CORNERS_AHEAD_MM` along the face: their difference in the picture gives the gaze.
    """
    flat = points[:, :2].astype(np.float64)
    shift = np.mean([_shift_mm(flat, *eye) for eye in _EYES], axis=0)
    right, down = (shift + _CORNERS_AHEAD_MM * np.array(pose.forward[:2])) / _RADIUS_MM
    return Gaze(yaw=_angle(float(right)), pitch=-_angle(float(down)))


def _shift_mm(flat: NDArray[np.float64], corner: int, other: int, iris: int) -> NDArray[np.float64]:
    """Give the iris centre against the middle of the corners, in millimetres of the picture."""
    rim = flat[iris + 1 : iris + 5]
    across = max(float(np.linalg.norm(rim[0] - rim[2])), float(np.linalg.norm(rim[1] - rim[3])))
    shift: NDArray[np.float64] = flat[iris] - (flat[corner] + flat[other]) / 2
    return shift * (_IRIS_MM / max(across, 1e-6))


def _angle(sine: float) -> float:
    return degrees(asin(max(-1.0, min(1.0, sine))))
