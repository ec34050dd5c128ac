"""The short-range face detector, on whichever runtime (BlazeFace, Bazarevsky et al. 2019)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from edge_agent.inference.ports import FaceBox

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from edge_agent.inference.ports import ModelRuntime

_SIDE = 128
"""Pixels of the model's square input."""
_GRIDS = ((16, 2), (8, 6))
"""Cells along a side and anchors in a cell: strides 8, then 16 three times over."""
_LEAST_SCORE = 0.5
_SAME_FACE = 0.3
"""Overlap (intersection over union) from which two boxes are one face."""


OUTPUTS = ("regressors", "classificators")


class BlazeFace:
    """A `FaceDetector`; boxes reach from the brows to the chin."""

    def __init__(self, model: ModelRuntime) -> None:
        """Detect with a loaded model."""
        self._model = model

    def detect(self, image: NDArray[np.uint8]) -> tuple[FaceBox, ...]:
        """Give the faces in an RGB picture, surest first; raises ModelError."""
        square, scale, shift = letterbox(image)
        raw, logits = self._model.run(OUTPUTS, {"input": square})
        return read_boxes(raw, logits, scale, shift)


def read_boxes(
    raw: NDArray[np.float32],
    logits: NDArray[np.float32],
    scale: float = 1.0,
    shift: NDArray[np.float64] | float = 0.0,
) -> tuple[FaceBox, ...]:
    """Read the model's outputs: in pixels of the square, or of the picture by its letterbox."""
    scores = 1.0 / (1.0 + np.exp(-np.clip(logits[0, :, 0], -60.0, 60.0)))
    sure = np.flatnonzero(scores >= _LEAST_SCORE)
    points = _decode(raw[0, sure], sure) * scale - shift
    return _merge(points, scores[sure])


def _decode(raw: NDArray[np.float32], which: NDArray[np.intp]) -> NDArray[np.float64]:
    """Give N x 8 x 2 pixels of the square: two corners of the box, then six points."""
    pairs = raw.reshape(-1, 8, 2).astype(np.float64)
    centres = _ANCHORS[which] * _SIDE
    middle, half = pairs[:, 0] + centres, pairs[:, 1] / 2
    corners = np.stack([middle - half, middle + half], axis=1)
    return np.concatenate([corners, pairs[:, 2:] + centres[:, None]], axis=1)


def _anchors() -> NDArray[np.float64]:
    """Give the 896 anchors' centres (x, y) as shares of the square's side."""
    rows = []
    for cells, each in _GRIDS:
        y, x = (np.mgrid[0:cells, 0:cells] + 0.5) / cells
        rows.append(np.repeat(np.stack([x.ravel(), y.ravel()], axis=1), each, axis=0))
    return np.concatenate(rows)


_ANCHORS = _anchors()


def letterbox(
    image: NDArray[np.uint8],
) -> tuple[NDArray[np.float32], float, NDArray[np.float64]]:
    """Fit a picture into the square, black around it.

    Gives the square in -1..1, pixels of the picture per pixel of the square, and the margin (x, y)
    in pixels of the picture.
    """
    height, width = image.shape[:2]
    longest = max(height, width)
    size = (max(1, round(width * _SIDE / longest)), max(1, round(height * _SIDE / longest)))
    left, top = (_SIDE - size[0]) // 2, (_SIDE - size[1]) // 2
    square = np.full((1, _SIDE, _SIDE, 3), -1.0, np.float32)
    small = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
    square[0, top : top + size[1], left : left + size[0]] = small / np.float32(127.5) - 1.0
    scale = longest / _SIDE
    return square, scale, np.array([left, top]) * scale


def _merge(points: NDArray[np.float64], scores: NDArray[np.float64]) -> tuple[FaceBox, ...]:
    """Average the boxes of each face, weighted by their scores; the surest face comes first."""
    faces = []
    left = np.argsort(-scores, kind="stable")
    while left.size:
        same = overlap(points[left[0]], points[left]) >= _SAME_FACE
        same[0] = True
        group = left[same]
        mean = np.average(points[group], axis=0, weights=scores[group])
        faces.append(_box(mean, float(scores[group[0]])))
        left = left[~same]
    return tuple(faces)


def overlap(one: NDArray[np.float64], many: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give the intersection over union of one box with each of many.

    A box begins with its left upper and right lower corner (x, y); what follows is not read.
    """
    low = np.maximum(one[0], many[:, 0])
    high = np.minimum(one[1], many[:, 1])
    shared = np.prod(np.maximum(high - low, 0.0), axis=1)
    whole = np.prod(one[1] - one[0]) + np.prod(many[:, 1] - many[:, 0], axis=1) - shared
    share: NDArray[np.float64] = shared / np.maximum(whole, 1e-9)
    return share


def _box(points: NDArray[np.float64], score: float) -> FaceBox:
    (left, top), (right, bottom) = points[0], points[1]
    return FaceBox(
        left=float(left),
        top=float(top),
        width=float(right - left),
        height=float(bottom - top),
        score=score,
        keypoints=points[2:].astype(np.float32),
    )
