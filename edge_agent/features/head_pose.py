"""How the head is turned, from symmetric pairs of landmarks."""

from __future__ import annotations

from dataclasses import dataclass
from math import asin, atan2, degrees
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_PAIRS = ((33, 263), (133, 362), (129, 358), (127, 356), (234, 454))
"""Outer and inner eye corners, nostril wings, temples, ear edges: right and left of the person.
The mouth is left out: it moves by itself."""
_FOREHEAD, _NOSE_BASE = 10, 2
"""The chin is left out: the jaw moves it."""
_EYE_CORNERS = ((33, 263), (133, 362))


@dataclass(frozen=True, slots=True)
class HeadPose:
    """The head's turn in degrees; up and the picture's right are positive."""

    yaw: float
    pitch: float
    """From the line forehead to nose base: differs by person, so compare with the neutral one."""
    roll: float
    """Clockwise in the picture is positive."""
    forward: tuple[float, float, float]
    """Where the face points: a unit vector in picture axes (right, down, away from the camera)."""


def head_pose(points: NDArray[np.float32]) -> HeadPose:
    """Read the pose off 468 or more landmarks (x right, y down, z away, one scale)."""
    right, left = np.array(_PAIRS).T
    across = _unit((points[left] - points[right]).mean(axis=0, dtype=np.float64))
    down = points[_NOSE_BASE].astype(np.float64) - points[_FOREHEAD]
    away = _unit(np.cross(across, down))
    ahead = (-float(away[0]), -float(away[1]), -float(away[2]))
    return HeadPose(
        yaw=degrees(atan2(ahead[0], -ahead[2])),
        pitch=degrees(asin(max(-1.0, min(1.0, -ahead[1])))),
        roll=degrees(atan2(float(across[1]), float(across[0]))),
        forward=ahead,
    )


def eye_distance(points: NDArray[np.float32]) -> float:
    """Give the mean distance, over depth too, of outer and of inner eye corners: the face's size.

    Neither blinking nor speaking moves these points.
    """
    right, left = np.array(_EYE_CORNERS).T
    return float(np.linalg.norm(points[left] - points[right], axis=1).mean())


def _unit(vector: NDArray[np.float64]) -> NDArray[np.float64]:
    """Scale to length 1; a vector of length 0 stays."""
    return vector / max(float(np.linalg.norm(vector)), 1e-9)
