"""How the head is turned, from symmetric pairs of landmarks."""

from __future__ import annotations

from dataclasses import dataclass
from math import asin, atan2, degrees, dist, hypot
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from edge_agent.features.face_points import FacePoints

_PAIRS = ((33, 263), (133, 362), (129, 358), (127, 356), (234, 454))
"""Outer and inner eye corners, nostril wings, temples, ear edges: right and left of the person.
The mouth is left out: it moves by itself."""
_FOREHEAD, _NOSE_BASE = 10, 2
"""The chin is left out: the jaw moves it."""
Vector = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class HeadPose:
    """The head's turn in degrees; up and the picture's right are positive."""

    yaw: float
    pitch: float
    """From the line forehead to nose base: differs by person, so compare with the neutral one."""
    roll: float
    """Clockwise in the picture is positive."""
    forward: Vector
    """Where the face points: a unit vector in picture axes (right, down, away from the camera)."""


def head_pose(face: FacePoints) -> HeadPose:
    """Read the pose off landmarks (x right, y down, z away, one scale)."""
    x, y, z = _across(face)
    ahead = _cross(_difference(face, _FOREHEAD, _NOSE_BASE), (x, y, z))
    return HeadPose(
        yaw=degrees(atan2(ahead[0], -ahead[2])),
        pitch=degrees(asin(max(-1.0, min(1.0, -ahead[1])))),
        roll=degrees(atan2(y, x)),
        forward=ahead,
    )


def eye_distance(face: FacePoints) -> float:
    """Give the mean distance, over depth too, of outer and of inner eye corners: the face's size.

    Neither blinking nor speaking moves these points.
    """
    return (dist(face[33], face[263]) + dist(face[133], face[362])) / 2


def upward(face: FacePoints) -> Vector:
    """Give the direction from the nose's base to the forehead, of length 1."""
    x, y, z = _difference(face, _NOSE_BASE, _FOREHEAD)
    length = max(hypot(x, y, z), 1e-9)
    return x / length, y / length, z / length


def _across(face: FacePoints) -> Vector:
    """Give the sum of the pairs' differences: the direction from the right to the left ear."""
    pairs = [_difference(face, right, left) for right, left in _PAIRS]
    x, y, z = (sum(axis) for axis in zip(*pairs, strict=True))
    return x, y, z


def _difference(face: FacePoints, start: int, end: int) -> Vector:
    one, other = face[start], face[end]
    return other[0] - one[0], other[1] - one[1], other[2] - one[2]


def _cross(one: Vector, other: Vector) -> Vector:
    """Give the direction at right angles to both, of length 1; 0 if there is none."""
    x = one[1] * other[2] - one[2] * other[1]
    y = one[2] * other[0] - one[0] * other[2]
    z = one[0] * other[1] - one[1] * other[0]
    length = max(hypot(x, y, z), 1e-9)
    return x / length, y / length, z / length
