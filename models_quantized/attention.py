"""The attention model's custom operators as plain ONNX operators.

What they compute is defined by MediaPipe's `util/tflite/operations` (second versions) and, for the
refinement, by its landmark refinement calculator.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from models_quantized.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from models_quantized.onnx_writer import OnnxWriter

CONTOUR = 16
"""The first indices of an eye's region are its lid contour: the iris takes its depth."""
IRIS_POINTS = 5
REGIONS = ("output_lips", "output_left_eye", "output_right_eye")
IRISES = ("output_left_iris", "output_right_iris")
_LAST_ROWS = [[0.0, 0.0, 1.0, 0.0], [0.0, 0.0, 0.0, 1.0]]


class Attention:
    """Writes the operators into a graph."""

    def __init__(self, writer: OnnxWriter) -> None:
        self._onnx = writer
        self._subsets: list[Sequence[int]] = []
        """Landmark numbers of each region, in the order the regions are met: lips, eyes."""

    def region(self, landmarks: str, options: Mapping[str, Any]) -> str:
        """From landmarks (1 x 468 x 3) to the 4 x 4 matrix from crop pixels to picture pixels.

        The crop is the landmarks' bounding box, level with the line between two of them.
        """
        self._known(options)
        flat = self._onnx.node("Reshape", landmarks, self._onnx.integers([468, 3]))
        flat = self._slice(flat, 1, 0, 2)
        ends = [options["left_rotation_idx"], options["right_rotation_idx"]]
        axes = self._axes(flat, ends)
        points = self._gather(flat, options["subset_idxs"])
        level = self._onnx.node("MatMul", points, axes)
        high = self._onnx.node("ReduceMax", level, axes=[0], keepdims=1)
        low = self._onnx.node("ReduceMin", level, axes=[0], keepdims=1)
        return self._matrix(axes, high, low, options)

    def _known(self, options: Mapping[str, Any]) -> None:
        if options["target_rotation_radians"] != 0:
            raise SourceError("A crop that is not level cannot be translated.")
        self._subsets.append(options["subset_idxs"])

    def _axes(self, flat: str, ends: list[int]) -> str:
        """Give the crop's axes as the columns of a 2 x 2 matrix: along the line, and across."""
        left, right = self._gather(flat, ends[:1]), self._gather(flat, ends[1:])
        along = self._onnx.node("Sub", right, left)
        length = self._onnx.node("ReduceL2", along, axes=[1], keepdims=1)
        along = self._onnx.node("Div", along, length)
        quarter = self._onnx.floats([[0.0, 1.0], [-1.0, 0.0]])
        across = self._onnx.node("MatMul", along, quarter)
        rows = self._onnx.node("Concat", along, across, axis=0)
        return self._onnx.node("Transpose", rows, perm=[1, 0])

    def _matrix(self, axes: str, high: str, low: str, options: Mapping[str, Any]) -> str:
        """Shift to the box's middle, turn, scale, and put the crop's middle at its origin."""
        size = np.array([options["output_width"], options["output_height"]], np.float32)
        scale = np.array([options["scale_x"], options["scale_y"]], np.float32)
        extent = self._onnx.node("Sub", high, low)
        steps = self._onnx.node("Mul", extent, self._onnx.floats([scale / size]))
        columns = self._onnx.node("Mul", axes, steps)
        middle = self._onnx.node("Add", high, low)
        middle = self._onnx.node("Mul", middle, self._onnx.floats([0.5]))
        half = self._onnx.node("Mul", steps, self._onnx.floats([size / 2]))
        corner = self._onnx.node("Sub", middle, half)
        rows = self._onnx.node("Transpose", axes, perm=[1, 0])
        corner = self._onnx.node("MatMul", corner, rows)
        corner = self._onnx.node("Transpose", corner, perm=[1, 0])
        zero = self._onnx.floats([[0.0], [0.0]])
        top = self._onnx.node("Concat", columns, zero, corner, axis=1)
        matrix = self._onnx.node("Concat", top, self._onnx.floats(_LAST_ROWS), axis=0)
        return self._onnx.node("Reshape", matrix, self._onnx.integers([1, 4, 4]))

    def crop(
        self, picture: str, matrix: str, size: tuple[int, int], options: Mapping[str, Any]
    ) -> str:
        """Sample a picture (1 x C x H x W) bilinearly through a matrix; 0 outside of it."""
        height, width = options["output_height"], options["output_width"]
        y, x = np.mgrid[0:height, 0:width].astype(np.float32) + np.float32(0.5)
        centres = np.stack([x, y, np.zeros_like(x), np.ones_like(x)], axis=-1).reshape(-1, 4)
        top = self._top_rows(matrix)
        sampled = self._onnx.node("MatMul", self._onnx.floats(centres), top)
        return self._found(picture, sampled, size, (height, width))

    def _found(
        self, picture: str, sampled: str, size: tuple[int, int], shape: tuple[int, int]
    ) -> str:
        """Sample a picture at points (N x 2 pixels), as a picture of `shape`."""
        height, width = shape
        reach = np.array([size[1], size[0]], np.float32)
        grid = self._onnx.node("Mul", sampled, self._both(2 / reach))
        grid = self._onnx.node("Sub", grid, self._onnx.floats([1.0]))
        grid = self._onnx.node("Reshape", grid, self._onnx.integers([1, height, width, 2]))
        found = self._onnx.node("GridSample", picture, grid, align_corners=0, mode="bilinear")
        inside = self._inside(sampled, reach)
        mask = self._onnx.node("Reshape", inside, self._onnx.integers([1, 1, height, width]))
        return self._onnx.node("Mul", found, mask)

    def _both(self, values: Any) -> str:  # noqa: ANN401 - an array
        """Write a number for x and one for y."""
        return self._onnx.floats([values])

    def _inside(self, sampled: str, reach: Any) -> str:  # noqa: ANN401 - an array
        """Give 1 where a sample lies between the centres of the outermost pixels, else 0."""
        clipped = self._onnx.node("Min", sampled, self._both(reach - np.float32(0.5)))
        clipped = self._onnx.node("Max", clipped, self._onnx.floats([0.5]))
        same = self._onnx.node("Equal", clipped, sampled)
        numbers = self._onnx.node("Cast", same, to=1)
        return self._onnx.node("ReduceMin", numbers, axes=[1], keepdims=0)

    def transform(self, points: str, matrix: str) -> str:
        """Move points (1 x N x 2) through a matrix."""
        top = self._top_rows(matrix)
        turned = self._onnx.node("MatMul", points, self._slice(top, 0, 0, 2))
        return self._onnx.node("Add", turned, self._slice(top, 0, 3, 4))

    def refine(self, outputs: Mapping[str, str]) -> str:
        """Lay lips, eyes and irises over the coarse mesh: 478 x 3."""
        shape = self._onnx.integers([468, 3])
        mesh = self._onnx.node("Reshape", outputs["output_mesh_identity"], shape)
        flat, depth = self._slice(mesh, 1, 0, 2), self._slice(mesh, 1, 2, 3)
        for name, subset in zip(REGIONS, self._subsets, strict=True):
            points = self._pairs(outputs[name])
            where = self._onnx.integers([[number] for number in subset])
            flat = self._onnx.node("ScatterND", flat, where, points)
        irises = [
            self._iris(outputs[name], depth, subset)
            for name, subset in zip(IRISES, self._subsets[1:], strict=True)
        ]
        whole = self._onnx.node("Concat", flat, depth, axis=1)
        return self._onnx.node("Concat", whole, *irises, axis=0)

    def _iris(self, name: str, depth: str, subset: Sequence[int]) -> str:
        """Give an iris' five points, as deep as its eye's contour is on average."""
        contour = self._gather(depth, subset[:CONTOUR])
        mean = self._onnx.node("ReduceMean", contour, axes=[0], keepdims=1)
        deep = self._onnx.node("Expand", mean, self._onnx.integers([IRIS_POINTS, 1]))
        return self._onnx.node("Concat", self._pairs(name), deep, axis=1)

    def _pairs(self, name: str) -> str:
        return self._onnx.node("Reshape", name, self._onnx.integers([-1, 2]))

    def _top_rows(self, matrix: str) -> str:
        """Give the first two rows of a 1 x 4 x 4 matrix as the columns of a 4 x 2 one."""
        flat = self._onnx.node("Reshape", matrix, self._onnx.integers([4, 4]))
        return self._onnx.node("Transpose", self._slice(flat, 0, 0, 2), perm=[1, 0])

    def _gather(self, values: str, rows: Sequence[int] | Sequence[Sequence[int]]) -> str:
        return self._onnx.node("Gather", values, self._onnx.integers(rows), axis=0)

    def _slice(self, values: str, axis: int, start: int, end: int) -> str:
        bounds = [self._onnx.integers([number]) for number in (start, end, axis)]
        return self._onnx.node("Slice", values, *bounds)
