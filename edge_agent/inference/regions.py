"""Where in a picture to look for a face's landmarks, and that part of it as a model wants it."""

from __future__ import annotations

from math import atan2, cos, hypot, sin
from typing import TYPE_CHECKING

import cv2
import numpy as np

from edge_agent.inference.ports import Region

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from edge_agent.inference.ports import FaceBox, FaceMesh

Bounds = tuple[float, float, float, float]
"""Left, top, right and bottom in pixels of the picture."""
_WIDER = 1.5
"""The region's side over the longer side of the face's box."""
_CACHE_LINE = 64
"""Bytes, on every processor that a kiosk has."""
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


def region_of_mesh(mesh: FaceMesh, bounds: Bounds | None = None) -> Region:
    """Give the region in which a face seen a moment ago will be found again.

    `bounds` are the mesh's, where they are known already.
    """
    left, top, right, bottom = bounds or bounds_of_mesh(mesh)
    return Region(
        center_x=(left + right) / 2,
        center_y=(top + bottom) / 2,
        size=_WIDER * max(right - left, bottom - top),
        rotation=_tilt(mesh.points[_RIGHT_EYE], mesh.points[_LEFT_EYE]),
    )


def bounds_of_mesh(mesh: FaceMesh) -> Bounds:
    """Give the least x and y, and the greatest x and y of a mesh.

    Rows of x and of y that lie in one piece are searched eight times as fast as columns.
    """
    flat = mesh.points.T[:2].copy()
    left, top = np.minimum.reduce(flat, axis=1).tolist()
    right, bottom = np.maximum.reduce(flat, axis=1).tolist()
    return left, top, right, bottom


def is_at(region: Region, box: FaceBox) -> bool:
    """Say whether a detected face's middle lies within a region's radius of its middle."""
    across = box.left + box.width / 2 - region.center_x
    down = box.top + box.height / 2 - region.center_y
    return hypot(across, down) <= region.size / 2


def crop_matrix(region: Region, side: int) -> NDArray[np.float64]:
    """Give the 2 x 3 matrix from pixels of a crop of `side` pixels to pixels of the picture."""
    scale, half = region.size / side, region.size / 2
    cosine, sine = cos(region.rotation), sin(region.rotation)
    left = region.center_x - (cosine - sine) * half
    top = region.center_y - (sine + cosine) * half
    return np.array([[cosine * scale, -sine * scale, left], [sine * scale, cosine * scale, top]])


def cropped(image: NDArray[np.uint8], matrix: NDArray[np.float64], side: int) -> NDArray[np.uint8]:
    """Cut a square of `side` pixels out of a picture by its crop matrix; edges go on outside."""
    _fetch(image, matrix, side)
    cut = cv2.warpAffine(
        image,
        matrix,
        (side, side),
        flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_REPLICATE,
    )
    return np.asarray(cut, np.uint8)


def _fetch(image: NDArray[np.uint8], matrix: NDArray[np.float64], side: int) -> None:
    """Read a byte of each cache line in the rows of a crop, one after the other.

    The crop's slanted lines would wait for each: of a 720p picture that lies in memory, cutting
    takes half as long after this, and as long as before where the cache has the picture already.
    """
    down, across, top = matrix[1].tolist()
    low, high = sorted((0.0, down * side)), sorted((0.0, across * side))
    first, last = int(top + low[0] + high[0]), int(top + low[1] + high[1]) + 2
    image[max(0, first) : max(0, last)].reshape(-1)[::_CACHE_LINE].copy()


def _tilt(right: NDArray[np.float32], left: NDArray[np.float32]) -> float:
    (from_x, from_y), (to_x, to_y) = right[:2].tolist(), left[:2].tolist()
    return atan2(to_y - from_y, to_x - from_x)
