"""The shape of a face in a photograph: a mean face's depth under this face's own outline."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Points = NDArray[np.float64]
    Triangles = NDArray[np.int64]

_FILE = Path(__file__).with_name("canonical_face.obj")
FIRST_IRIS = 468
IRISES = ((468, 33, 133), (473, 362, 263))
"""Centre of each iris and the corners of its eye; four rim points follow the centre."""
_IRIS_AHEAD_MM = 6.0
"""Of the eye's corners: 10 mm less 4 mm from the centre of rotation."""
DISTANCE_MM = 600.0
"""From the camera to the head."""
PIVOT_MM = np.array([0.0, 0.0, 30.0])
"""Between the ears, where a head turns: 30 mm behind the mean face's origin."""


@cache
def canonical_face() -> tuple[Points, Triangles]:
    """Give 468 points (millimetres; right and down in the picture, away) and its triangles."""
    rows = [line.split() for line in _FILE.read_text(encoding="ascii").splitlines()]
    points = np.array([[float(cell) for cell in row[1:]] for row in rows if row[0] == "v"])
    triangles = np.array([[int(cell) - 1 for cell in row[1:]] for row in rows if row[0] == "f"])
    return points * [10.0, -10.0, -10.0], triangles


@dataclass(frozen=True, slots=True)
class FaceShape:
    """A photographed face in space."""

    points: Points
    """478 x 3 millimetres from the pivot in picture axes: right, down, away."""
    axes: Points
    """3 x 3: the face's own right, down and away (columns) in picture axes."""
    center: Points
    """Where the pivot lies in the picture, in pixels."""
    scale: float
    """Pixels per millimetre at the pivot's distance."""

    def projected(self, points: Points) -> Points:
        """Give the pixels of points in millimetres from the pivot."""
        flat: Points = self.center + self.scale * points[:, :2] * _nearness(points)
        return flat


def shape_of(landmarks: NDArray[np.float32]) -> FaceShape:
    """Lay the mean face under 478 landmarks; x and y stay theirs, depth is the mean face's."""
    mean, _ = canonical_face()
    found = landmarks.astype(np.float64)
    scale, axes, shift = _fitted(mean, found[:FIRST_IRIS])
    laid = scale * mean @ axes.T + shift
    pivot = scale * PIVOT_MM @ axes.T + shift
    points = found.copy()
    points[:FIRST_IRIS, 2] = laid[:, 2]
    for iris, corner, other in IRISES:
        depth = (laid[corner, 2] + laid[other, 2]) / 2 - scale * _IRIS_AHEAD_MM * axes[2, 2]
        points[iris : iris + 5, 2] = depth
    lifted = (points - pivot) / scale
    lifted[:, :2] /= _nearness(lifted)
    return FaceShape(lifted, axes, pivot[:2], scale)


def _nearness(points: Points) -> Points:
    """Give how much larger each point is drawn than one at the pivot's distance."""
    share: Points = DISTANCE_MM / (DISTANCE_MM + points[:, 2:])
    return share


def _fitted(start: Points, end: Points) -> tuple[float, Points, Points]:
    """Give the scale, rotation and shift that lay `start` upon `end` (Umeyama 1991)."""
    from_middle, to_middle = start - start.mean(axis=0), end - end.mean(axis=0)
    left, sizes, right = np.linalg.svd(to_middle.T @ from_middle)
    flip = np.diag([1.0, 1.0, np.sign(np.linalg.det(left @ right))])
    rotation = left @ flip @ right
    scale = float((sizes * np.diag(flip)).sum() / (from_middle**2).sum())
    return scale, rotation, end.mean(axis=0) - scale * start.mean(axis=0) @ rotation.T
