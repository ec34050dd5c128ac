"""The attention model's three crops computed together, each operator once for all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from models_quantized.attention import CONTOUR, IRIS_POINTS, IRISES, REGIONS, Attention

if TYPE_CHECKING:
    from collections.abc import Mapping

    from models_quantized.onnx_writer import OnnxWriter

_QUARTER = [[0.0, 1.0], [-1.0, 0.0]]
"""Turns a row vector by 90 degrees."""
_COARSE = 468
"""Points of the mesh that is refined."""
_PROMISED = "region_"
"""Begins the names of matrices that are written when all regions are known."""


class AttentionTogether(Attention):
    """Computes what its parent computes, in fewer and larger steps.

    The regions must be told before the first crop is asked for: they are all known then.
    """

    def __init__(self, writer: OnnxWriter) -> None:
        super().__init__(writer)
        self._options: list[Mapping[str, Any]] = []
        self._crops = ""
        self._places: dict[str, tuple[str, str]] = {}
        self._landmarks = ""

    def region(self, landmarks: str, options: Mapping[str, Any]) -> str:
        """Promise a matrix; `landmarks` are the same for every region."""
        self._known(options)
        self._landmarks = self._landmarks or landmarks
        self._options.append(options)
        return f"{_PROMISED}{len(self._options) - 1}"

    def crop(
        self, picture: str, matrix: str, size: tuple[int, int], options: Mapping[str, Any]
    ) -> str:
        """Give one of the crops; the first that is asked for samples them all."""
        side = options["output_height"], options["output_width"]
        if not self._crops:
            self._crops = self._sample(picture, self._matrices(), size, side)
        number = int(matrix.removeprefix(_PROMISED))
        return self._gather(self._crops, [number])

    def transform(self, points: str, matrix: str) -> str:
        """Move points (1 x N x 2) through a matrix that is taken apart once."""
        if matrix not in self._places:
            corner = self._part(matrix, (0, 3), (2, 4))
            corner = self._onnx.node("Reshape", corner, self._onnx.integers([1, 1, 2]))
            turn = self._part(matrix, (0, 0), (2, 2))
            turn = self._onnx.node("Transpose", turn, perm=[0, 2, 1])
            self._places[matrix] = turn, corner
        turn, corner = self._places[matrix]
        return self._onnx.node("Add", self._onnx.node("MatMul", points, turn), corner)

    def _both(self, values: Any) -> str:  # noqa: ANN401 - an array
        """Write one number where x and y have the same: it is spread four times as fast."""
        same = (values == values[0]).all()
        return self._onnx.floats(values[:1]) if same else super()._both(values)

    def _part(self, matrix: str, start: tuple[int, int], end: tuple[int, int]) -> str:
        """Cut rows and columns out of a 1 x 4 x 4 matrix."""
        bounds = [self._onnx.integers(each) for each in (start, end, (1, 2))]
        return self._onnx.node("Slice", matrix, *bounds)

    def refine(self, outputs: Mapping[str, str]) -> str:
        """Pick each of the 478 points out of the coarse and the refined ones laid together."""
        shape = self._onnx.integers([_COARSE, 3])
        mesh = self._onnx.node("Reshape", outputs["output_mesh_identity"], shape)
        flat, depth = self._slice(mesh, 1, 0, 2), self._slice(mesh, 1, 2, 3)
        refined = [self._pairs(outputs[name]) for name in (*REGIONS, *IRISES)]
        places = self._onnx.node("Concat", flat, *refined, axis=0)
        contours = [subset[:CONTOUR] for subset in self._subsets[1:]]
        deep = self._onnx.node("ReduceMean", self._gather(depth, contours), axes=[1], keepdims=0)
        depths = self._onnx.node("Concat", depth, deep, axis=0)
        rows, deeps = self._picked()
        return self._onnx.node(
            "Concat", self._gather(places, rows), self._gather(depths, deeps), axis=1
        )

    def _picked(self) -> tuple[list[int], list[int]]:
        """Give for each point its row among the places, and among the depths."""
        rows, next_row = list(range(_COARSE)), _COARSE
        for subset in self._subsets:
            for number in subset:
                rows[number], next_row = next_row, next_row + 1
        irises = range(next_row, next_row + len(IRISES) * IRIS_POINTS)
        deeps = [_COARSE + n // IRIS_POINTS for n in range(len(irises))]
        return [*rows, *irises], [*range(_COARSE), *deeps]

    def _matrices(self) -> tuple[str, str]:
        """Write all matrices as promised; give their turns (3 x 2 x 2) and corners (3 x 1 x 2)."""
        flat = self._onnx.node("Reshape", self._landmarks, self._onnx.integers([468, 3]))
        flat = self._slice(flat, 1, 0, 2)
        rows = self._rows(flat)
        level = self._onnx.node(
            "MatMul", self._points(flat), self._onnx.node("Transpose", rows, perm=[0, 2, 1])
        )
        high = self._onnx.node("ReduceMax", level, axes=[1], keepdims=1)
        low = self._onnx.node("ReduceMin", level, axes=[1], keepdims=1)
        size, scale = self._each("output_width", "output_height"), self._each("scale_x", "scale_y")
        steps = self._onnx.node(
            "Mul", self._onnx.node("Sub", high, low), self._onnx.floats(scale / size)
        )
        middle = self._onnx.node("Add", high, low)
        middle = self._onnx.node("Mul", middle, self._onnx.floats([0.5]))
        half = self._onnx.node("Mul", steps, self._onnx.floats(size / 2))
        corner = self._onnx.node("MatMul", self._onnx.node("Sub", middle, half), rows)
        tall = self._onnx.node("Reshape", steps, self._onnx.integers([-1, 2, 1]))
        turn = self._onnx.node("Mul", rows, tall)
        self._write(turn, corner)
        return turn, corner

    def _rows(self, flat: str) -> str:
        """Give the crops' axes as rows: along the line between two landmarks, and across."""
        rights = [[options["right_rotation_idx"]] for options in self._options]
        lefts = [[options["left_rotation_idx"]] for options in self._options]
        along = self._onnx.node("Sub", self._gather(flat, rights), self._gather(flat, lefts))
        length = self._onnx.node("ReduceL2", along, axes=[2], keepdims=1)
        along = self._onnx.node("Div", along, length)
        across = self._onnx.node("MatMul", along, self._onnx.floats(_QUARTER))
        return self._onnx.node("Concat", along, across, axis=1)

    def _points(self, flat: str) -> str:
        """Give each region's landmarks; the first one again where a region has fewer."""
        most = max(len(subset) for subset in self._subsets)
        filled = [[*each, *[each[0]] * (most - len(each))] for each in self._subsets]
        return self._gather(flat, filled)

    def _each(self, *keys: str) -> Any:  # noqa: ANN401 - an array
        values = [[[options[key] for key in keys]] for options in self._options]
        return np.array(values, np.float32)

    def _write(self, turn: str, corner: str) -> None:
        """Write each 4 x 4 matrix: the turn's rows are its first columns, the corner its last."""
        count = len(self._options)
        zero = self._onnx.floats(np.zeros((count, 1, 2)))
        tall = self._onnx.node("Concat", turn, zero, corner, axis=1)
        last = np.tile(np.eye(4, dtype=np.float32)[:, 2:], (count, 1, 1))
        whole = self._onnx.node("Concat", tall, self._onnx.floats(last), axis=2)
        whole = self._onnx.node("Transpose", whole, perm=[0, 2, 1])
        for number in range(count):
            where = self._onnx.integers([number])
            self._onnx.named(f"{_PROMISED}{number}", "Gather", whole, where, axis=0)

    def _sample(
        self, picture: str, place: tuple[str, str], size: tuple[int, int], side: tuple[int, int]
    ) -> str:
        """Sample all crops below each other, then take them apart: 3 x C x H x W."""
        (height, width), count = side, len(self._options)
        y, x = np.mgrid[0:height, 0:width].astype(np.float32) + np.float32(0.5)
        centres = np.stack([x, y, np.ones_like(x)], axis=-1).reshape(-1, 3)
        moves = self._onnx.node("Concat", *place, axis=1)
        sampled = self._onnx.node("MatMul", self._onnx.floats(centres), moves)
        sampled = self._onnx.node("Reshape", sampled, self._onnx.integers([-1, 2]))
        found = self._found(picture, sampled, size, (count * height, width))
        shape = self._onnx.integers([-1, count, height, width])
        apart = self._onnx.node("Reshape", found, shape)
        return self._onnx.node("Transpose", apart, perm=[1, 0, 2, 3])
