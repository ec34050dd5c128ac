"""Pictures of a real face turned and moved by known amounts: its triangles warped one by one."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from math import cos, pi, sin
from typing import TYPE_CHECKING

import cv2
import numpy as np

from tests.fakes.face_changes import EYES, Change, expressed, turned, with_eyes_turned
from tests.fakes.face_shape import IRISES, FaceShape, canonical_face, shape_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tests.fakes.face_shape import Points

    Image = NDArray[np.uint8]

Triangles = list[list[int]]

_RINGS = ((1.25, 25.0, 1.0), (1.6, 60.0, 0.6))
"""Of hair and neck round the face: how far out, how far behind, how much they turn with it."""
_OVAL = [
    *(10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288),
    *(397, 365, 379, 378, 400, 377, 152, 148, 176, 149, 150, 136),
    *(172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109),
]
_ROUND = tuple((cos(at), sin(at)) for at in (2 * pi * k / 14 for k in range(14)))


@dataclass(frozen=True, slots=True)
class RenderedFace:
    """A photograph of which the face can be turned and moved."""

    image: Image
    """RGB."""
    shape: FaceShape
    eyes: tuple[Triangles, ...]
    surroundings: Triangles

    def render(self, change: Change) -> Image:
        """Draw the photograph with the face changed: hair and neck, then eyes, then skin."""
        drawn, turn = self.image.copy(), turned(change)
        self._draw(drawn, self._around(np.eye(3)), self._around(turn), self.surroundings)
        was = self.shape.projected(self.shape.points)
        looking = self.shape.projected(with_eyes_turned(self.shape, change) @ turn.T)
        for side, triangles in enumerate(self.eyes):
            self._draw(drawn, _eye(was, side), _eye(looking, side), triangles)
        points = expressed(self.shape, change) @ turn.T
        skin = sorted(_skin(), key=lambda row: -float(points[row, 2].mean()))
        self._draw(drawn, was, self.shape.projected(points), skin)
        return drawn

    def _around(self, turn: Points) -> Points:
        """Give the pixels of the face's oval, of rings round it, and of the picture's border."""
        return around(self.image, self.shape, turn)

    def _draw(self, drawn: Image, start: Points, end: Points, triangles: Triangles) -> None:
        for rows in triangles:
            _warp(self.image, drawn, start[rows], end[rows])


def photographed(image: Image, landmarks: NDArray[np.float32]) -> RenderedFace:
    """Take a picture of a face and its 478 landmarks."""
    shape = shape_of(landmarks)
    flat = shape.projected(shape.points)
    eyes = tuple(_delaunay(_eye(flat, side)) for side in range(2))
    return RenderedFace(image, shape, eyes, _delaunay(around(image, shape, np.eye(3))))


def around(image: Image, shape: FaceShape, turn: Points) -> Points:
    """Give the pixels of the face's oval, of rings round it, and of the picture's border."""
    height, width = image.shape[:2]
    oval = shape.points[_OVAL]
    pieces = [shape.projected(oval @ turn.T)]
    for out, back, follows in _RINGS:
        ring = oval.mean(axis=0) + out * (oval - oval.mean(axis=0)) + [0.0, 0.0, back]
        still, moved = shape.projected(ring), shape.projected(ring @ turn.T)
        pieces.append(still + follows * (moved - still))
    xs, ys = (0, width // 2, width - 1), (0, height // 2, height - 1)
    border = [(x, y) for x in xs for y in ys if (x, y) != (xs[1], ys[1])]
    return np.concatenate([*pieces, np.array(border, np.float64)])


def _eye(flat: Points, side: int) -> Points:
    """Give one eye's corners and lids, and its iris' centre and rim."""
    (corner, other, lids), iris = EYES[side], IRISES[side][0]
    center, right, up = flat[iris], flat[iris + 1] - flat[iris], flat[iris + 2] - flat[iris]
    rim = [center + x * right + y * up for x, y in _ROUND]
    return np.concatenate([flat[[corner, other, *lids]], [center, *rim]])


@cache
def _skin() -> Triangles:
    eyes = [{corner, other, *lids} for corner, other, lids in EYES]
    rows: Triangles = canonical_face()[1].tolist()
    return [row for row in rows if not any(set(row) <= eye for eye in eyes)]


def _delaunay(points: Points) -> Triangles:
    """Triangulate the plane between the points."""
    low, high = np.floor(points.min(axis=0)) - 2, np.ceil(points.max(axis=0)) + 2
    plane = cv2.Subdiv2D((*map(int, low), *map(int, high - low)))
    for x, y in points:
        plane.insert((float(x), float(y)))
    found = []
    for x1, y1, x2, y2, x3, y3 in plane.getTriangleList():
        rows = [_nearest(points, *spot) for spot in ((x1, y1), (x2, y2), (x3, y3))]
        if -1 not in rows:
            found.append(rows)
    return found


def _nearest(points: Points, x: float, y: float) -> int:
    apart = np.abs(points - (x, y)).max(axis=1)
    return int(apart.argmin()) if apart.min() < 1e-2 else -1


def _warp(source: Image, target: Image, start: Points, end: Points) -> None:
    """Copy one triangle of `source` to its place in `target`."""
    height, width = target.shape[:2]
    left, top = np.maximum(np.floor(end.min(axis=0)).astype(int) - 1, 0)
    right, bottom = np.minimum(np.ceil(end.max(axis=0)).astype(int) + 2, (width, height))
    if right - left < 1 or bottom - top < 1:
        return
    place = (end - (left, top)).astype(np.float32)
    matrix = cv2.getAffineTransform(start.astype(np.float32), place)
    if not np.isfinite(matrix).all():
        return
    size = (int(right - left), int(bottom - top))
    piece = cv2.warpAffine(
        source, matrix, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    mask = np.zeros(size[::-1], np.uint8)
    cv2.fillConvexPoly(mask, np.round(place).astype(np.int32), [1])
    np.copyto(target[top:bottom, left:right], piece, where=mask[:, :, None] > 0, casting="unsafe")
