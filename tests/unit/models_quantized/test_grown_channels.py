"""A sum that grows in channels is the same without a copy among zeros."""

from typing import Any

import numpy as np
import onnx
import onnxruntime as ort
import pytest
from numpy.typing import NDArray

from models_quantized.grown_channels import grown_channels
from models_quantized.onnx_writer import OnnxWriter

RANDOM = np.random.default_rng(7)
PICTURE = RANDOM.uniform(-2, 2, (1, 4, 6, 5)).astype(np.float32)
COPY = np.eye(7, 4, dtype=np.float32)[:, :, None, None]
WEIGHTS = RANDOM.uniform(-1, 1, (7, 4, 1, 1)).astype(np.float32)
BIAS = np.arange(7, dtype=np.float32)


def run(content: bytes) -> list[NDArray[np.float32]]:
    session = ort.InferenceSession(content, providers=["CPUExecutionProvider"])
    return list(session.run(None, {"entry": PICTURE}))


def convolutions(content: bytes) -> int:
    graph = onnx.load_from_string(content).graph
    return sum(int(np.prod(each.dims)) for each in graph.initializer if len(each.dims) == 4)


def model(copy: Any, *, swapped: bool = False, shown: bool = False) -> bytes:
    writer = OnnxWriter()
    layer = writer.node("Conv", "entry", writer.floats(WEIGHTS), writer.floats(BIAS))
    copied = writer.node("Conv", "entry", writer.floats(copy))
    pair = (copied, layer) if swapped else (layer, copied)
    shape = (1, 7, 6, 5)
    outputs: dict[str, Any] = {"sum": (writer.node("Add", *pair), shape)}
    if shown:
        outputs["copied"] = (copied, shape)
    return writer.model("grown", ("entry", PICTURE.shape), outputs)


@pytest.mark.parametrize("swapped", [False, True])
def test_the_sum_is_the_same_with_fewer_numbers(*, swapped: bool) -> None:
    before = model(COPY, swapped=swapped)

    after = grown_channels(before)

    assert convolutions(after) == WEIGHTS.size < convolutions(before)
    np.testing.assert_allclose(run(after)[0], run(before)[0], atol=1e-6)


def test_what_is_no_copy_is_left_alone() -> None:
    before = model(2 * COPY)

    assert convolutions(grown_channels(before)) == convolutions(before)
    np.testing.assert_array_equal(run(grown_channels(before))[0], run(before)[0])


def test_a_copy_that_something_else_reads_too_is_left_alone() -> None:
    before = model(COPY, shown=True)

    after = grown_channels(before)

    assert convolutions(after) == convolutions(before)
    for one, other in zip(run(after), run(before), strict=True):
        np.testing.assert_array_equal(one, other)


def test_the_same_model_gives_the_same_bytes() -> None:
    assert grown_channels(model(COPY)) == grown_channels(model(COPY))
