"""The attention operators against what they are defined to compute, written out in numpy."""

from collections.abc import Mapping
from math import atan2, cos, sin
from typing import Any

import numpy as np
import onnxruntime as ort
import pytest
from numpy.typing import NDArray

from models_quantized.attention import Attention
from models_quantized.errors import SourceError
from models_quantized.onnx_writer import OnnxWriter

OPTIONS: Mapping[str, Any] = {
    "left_rotation_idx": 33,
    "right_rotation_idx": 133,
    "subset_idxs": list(range(30, 160, 3)),
    "output_width": 16,
    "output_height": 12,
    "scale_x": 1.5,
    "scale_y": 1.25,
    "target_rotation_radians": 0.0,
}
RANDOM = np.random.default_rng(7)
LANDMARKS = RANDOM.uniform(5, 43, (1, 468, 3)).astype(np.float32)


def run(
    entry: NDArray[np.float32], writer: OnnxWriter, output: str, shape: tuple[int, ...]
) -> NDArray[np.float32]:
    model = writer.model("test", ("entry", entry.shape), {"result": (output, shape)})
    session = ort.InferenceSession(model, providers=["CPUExecutionProvider"])
    result: NDArray[np.float32] = session.run(["result"], {"entry": entry})[0]
    return result


def matrix_by_definition(landmarks: NDArray[np.float32]) -> NDArray[np.float64]:
    flat = landmarks[0, :, :2].astype(float)
    along = flat[133] - flat[33]
    angle = -atan2(along[1], along[0])
    turn = np.array([[cos(angle), -sin(angle)], [sin(angle), cos(angle)]])
    level = flat[OPTIONS["subset_idxs"]] @ turn.T
    high, low = level.max(axis=0), level.min(axis=0)
    middle = turn.T @ ((high + low) / 2)
    shift, rotate, scale, back = (np.eye(4) for _ in range(4))
    shift[:2, 3] = middle
    rotate[:2, :2] = turn.T
    scale[0, 0] = 1.5 * (high - low)[0] / 16
    scale[1, 1] = 1.25 * (high - low)[1] / 12
    back[:2, 3] = (-8, -6)
    return shift @ rotate @ scale @ back


def test_a_region_is_shift_turn_scale_and_shift_back() -> None:
    writer = OnnxWriter()

    matrix = run(LANDMARKS, writer, Attention(writer).region("entry", OPTIONS), (1, 4, 4))

    np.testing.assert_allclose(matrix[0], matrix_by_definition(LANDMARKS), atol=1e-4)


def test_a_region_that_is_not_level_is_refused() -> None:
    tilted = {**OPTIONS, "target_rotation_radians": 0.5}

    with pytest.raises(SourceError, match="not level"):
        Attention(OnnxWriter()).region("entry", tilted)


def bilinear(picture: NDArray[np.float32], matrix: NDArray[np.float64]) -> NDArray[np.float64]:
    channels, height, width = picture.shape
    found = np.zeros((channels, 12, 16))
    for row, column in np.ndindex(12, 16):
        x, y = (matrix[:2] @ (column + 0.5, row + 0.5, 0, 1)) - 0.5
        if not (0 <= x <= width - 1 and 0 <= y <= height - 1):
            continue
        left, top = int(x), int(y)
        right, under = min(left + 1, width - 1), min(top + 1, height - 1)
        a, b = x - left, y - top
        upper = (1 - a) * picture[:, top, left] + a * picture[:, top, right]
        lower = (1 - a) * picture[:, under, left] + a * picture[:, under, right]
        found[:, row, column] = (1 - b) * upper + b * lower
    return found


@pytest.mark.parametrize("reach", [0.8, 2.5], ids=["inside", "beyond the edge"])
def test_a_crop_is_sampled_bilinearly_and_empty_outside(reach: float) -> None:
    matrix = np.eye(4)
    matrix[:2, :2] = np.array([[0.9, -0.3], [0.3, 0.9]]) * reach
    matrix[:2, 3] = (9.3, 4.7)
    picture = RANDOM.uniform(-1, 1, (1, 3, 40, 30)).astype(np.float32)
    writer = OnnxWriter()
    crop = Attention(writer).crop("entry", writer.floats(matrix[None]), (40, 30), OPTIONS)

    found = run(picture, writer, crop, (1, 3, 12, 16))

    np.testing.assert_allclose(found[0], bilinear(picture[0], matrix), atol=1e-4)


def test_points_are_moved_through_the_matrix() -> None:
    matrix = RANDOM.uniform(-2, 2, (1, 4, 4))
    points = RANDOM.uniform(0, 16, (1, 71, 2)).astype(np.float32)
    writer = OnnxWriter()
    moved = Attention(writer).transform("entry", writer.floats(matrix))

    found = run(points, writer, moved, (1, 71, 2))

    wanted = points[0] @ matrix[0, :2, :2].T + matrix[0, :2, 3]
    np.testing.assert_allclose(found[0], wanted, atol=1e-4)


def test_the_same_calls_give_the_same_bytes() -> None:
    def written() -> bytes:
        writer = OnnxWriter()
        region = Attention(writer).region("entry", OPTIONS)
        return writer.model("test", ("entry", (1, 468, 3)), {"result": (region, (1, 4, 4))})

    assert written() == written()
