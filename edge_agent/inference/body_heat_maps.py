"""Sharpens landmarks by the heat maps that the model gives beside them.

As MediaPipe's RefineLandmarksFromHeatmapCalculator does: the mean place of the heat in a window
round each landmark, weighted by the heat.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_REACH = 3
"""Cells on each side of a landmark's own: a window of 7 x 7."""
_LEAST_HEAT = 0.5
"""A landmark in whose window no cell is as sure stays where it is."""
_COLD = -100.0
"""A logit outside of the map."""


def sharpen(
    points: NDArray[np.float32], maps: NDArray[np.float32], side: int
) -> NDArray[np.float32]:
    """Give N x 2 points (pixels of a square of `side`) moved by maps of logits (cells² x N)."""
    cells = maps.shape[0]
    own = np.floor(points * (cells / side)).astype(np.intp)
    inside = np.flatnonzero(((own >= 0) & (own < cells)).all(axis=1))
    column, row = (own[inside, axis, None, None] for axis in (0, 1))
    steps = np.arange(-_REACH, _REACH + 1)
    columns, rows = np.broadcast_arrays(column + steps, row + steps[:, None])
    padded = np.pad(maps, ((_REACH, _REACH), (_REACH, _REACH), (0, 0)), constant_values=_COLD)
    heat = _sigmoid(padded[rows + _REACH, columns + _REACH, inside[:, None, None]])
    sure = heat.max(axis=(1, 2)) >= _LEAST_HEAT
    moved = points.copy()
    for axis, places in enumerate((columns, rows)):
        mean = (heat * places).sum(axis=(1, 2)) / np.maximum(heat.sum(axis=(1, 2)), 1e-9)
        moved[inside[sure], axis] = mean[sure] * (side / cells)
    return moved


def _sigmoid(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    odds: NDArray[np.float32] = np.exp(-np.clip(logits, -60.0, 60.0))
    return 1.0 / (1.0 + odds)
