"""Where in a picture to look for a body: a square round the whole of it, as if it stood upright."""

from __future__ import annotations

from math import atan2, cos, hypot, pi, sin
from typing import TYPE_CHECKING

import numpy as np

from edge_agent.inference.ports import Region

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from edge_agent.inference.ports import FaceMesh

_WIDER = 1.25
"""The region's side over the diameter of the circle round the body."""
_FOREHEAD, _CHIN, _RIGHT_EYE, _LEFT_EYE = 10, 152, 33, 263
_HIPS_BELOW, _REACH = 3.4, 4.4
"""Heights of the face from its middle down to the hips, and in the circle's radius: medians over 24
pictures of four people, with the circle that the landmark model itself settles on."""
_TRUNK_SHARE = 0.5
"""Of the head's tilt that the trunk shares; the next region has the trunk's own."""


def region_of_circle(middle: NDArray[np.float64], rim: NDArray[np.float64]) -> Region:
    """Give the region of a body from the hips' middle and the circle's point above it (pixels)."""
    along = rim - middle
    return Region(
        center_x=float(middle[0]),
        center_y=float(middle[1]),
        size=2 * _WIDER * hypot(*along),
        rotation=atan2(float(along[1]), float(along[0])) + pi / 2,
    )


def region_below(mesh: FaceMesh) -> Region:
    """Give the region of the body that belongs to a face, seen to the waist or whole."""
    flat = mesh.points[:, :2].astype(np.float64)
    height = hypot(*(flat[_CHIN] - flat[_FOREHEAD]))
    eyes = flat[_LEFT_EYE] - flat[_RIGHT_EYE]
    tilt = _TRUNK_SHARE * atan2(float(eyes[1]), float(eyes[0]))
    up = np.array([sin(tilt), -cos(tilt)])
    middle = (flat.min(axis=0) + flat.max(axis=0)) / 2 - _HIPS_BELOW * height * up
    return region_of_circle(middle, middle + _REACH * height * up)
