"""Where in a picture to look for a face's landmarks."""

from __future__ import annotations

from math import atan2, hypot
from typing import TYPE_CHECKING

import numpy as np

from edge_agent.inference.ports import Region

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from edge_agent.inference.ports import FaceBox, FaceMesh

_WIDER = 1.5
"""The region's side over the longer side of the face's box."""
_RIGHT_EYE, _LEFT_EYE = 33, 263
"""Outer eye corners of the mesh; points 0 and 1 of the detector are the eyes."""


def region_of_box(box: FaceBox) -> Region:
    """Give the region of a detected face."""
    return Region(
        center_x=box.left + box.width / 2,
        center_y=box.top + box.height / 2,
        size=_WIDER * max(box.width, box.height),
        rotation=_tilt(box.keypoints[0], box.keypoints[1]),
    )


def region_of_mesh(mesh: FaceMesh) -> Region:
    """Give the region in which a face seen a moment ago will be found again."""
    low, high = bounds_of_mesh(mesh)
    middle = (low + high) / 2
    return Region(
        center_x=float(middle[0]),
        center_y=float(middle[1]),
        size=_WIDER * float((high - low).max()),
        rotation=_tilt(mesh.points[_RIGHT_EYE], mesh.points[_LEFT_EYE]),
    )


def bounds_of_mesh(mesh: FaceMesh) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Give the least and the greatest x and y of a mesh.

    Rows of x and of y that lie in one piece are searched eight times as fast as columns.
    """
    flat = np.ascontiguousarray(mesh.points.T[:2])
    return flat.min(axis=1), flat.max(axis=1)


def is_at(region: Region, box: FaceBox) -> bool:
    """Say whether a detected face's middle lies within a region's radius of its middle."""
    across = box.left + box.width / 2 - region.center_x
    down = box.top + box.height / 2 - region.center_y
    return hypot(across, down) <= region.size / 2


def crop_matrix(region: Region, side: int) -> NDArray[np.float64]:
    """Give the 2 x 3 matrix from pixels of a crop of `side` pixels to pixels of the picture."""
    scale = region.size / side
    cosine, sine = np.cos(region.rotation) * scale, np.sin(region.rotation) * scale
    turn = np.array([[cosine, -sine], [sine, cosine]])
    corner = np.array([region.center_x, region.center_y]) - turn @ np.full(2, side / 2)
    return np.column_stack([turn, corner])


def _tilt(right: NDArray[np.float32], left: NDArray[np.float32]) -> float:
    return atan2(float(left[1] - right[1]), float(left[0] - right[0]))
