"""A first convolution that reads a picture as it lies computes what it computed before."""

from typing import Any

import numpy as np
import onnx
import onnxruntime as ort
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from models_quantized.flat_entry import flat_entry
from models_quantized.onnx_writer import OnnxWriter

RANDOM = np.random.default_rng(5)
PICTURE = RANDOM.uniform(0, 1, (1, 12, 10, 3)).astype(np.float32)
WEIGHTS = RANDOM.uniform(-1, 1, (4, 3, 3, 3)).astype(np.float32)
PLAIN: dict[str, Any] = {"strides": [2, 2], "pads": [0, 0, 1, 1], "kernel_shape": [3, 3]}


def run(content: bytes) -> NDArray[np.float32]:
    session = ort.InferenceSession(content, providers=["CPUExecutionProvider"])
    result: NDArray[np.float32] = session.run(None, {"image": PICTURE})[0]
    return result


def kinds(content: bytes) -> list[str]:
    return [node.op_type for node in onnx.load_from_string(content).graph.node]


def model(window: dict[str, Any], perm: tuple[int, ...] = (0, 3, 1, 2)) -> bytes:
    writer = OnnxWriter()
    turned = writer.node("Transpose", "image", perm=perm)
    weights, bias = writer.floats(WEIGHTS), writer.floats([0.1, 0.2, 0.3, 0.4])
    found = writer.node("Conv", turned, weights, bias, **window)
    return writer.model("first", ("image", PICTURE.shape), {"found": (found, (1, 4, None, None))})


@given(
    st.tuples(st.integers(1, 3), st.integers(1, 3)),
    st.tuples(*[st.integers(0, 2)] * 4),
)
@settings(max_examples=25, deadline=None)
def test_it_finds_the_same_with_any_step_and_padding(
    strides: tuple[int, int], pads: tuple[int, int, int, int]
) -> None:
    before = model({"strides": strides, "pads": pads, "kernel_shape": [3, 3]})

    after = flat_entry(before)

    assert "Transpose" not in kinds(after)
    np.testing.assert_allclose(run(after), run(before), atol=1e-5)


@pytest.mark.parametrize("perm", [(0, 3, 2, 1), (0, 1, 2, 3)])
def test_a_picture_turned_otherwise_is_left_alone(perm: tuple[int, ...]) -> None:
    writer = OnnxWriter()
    turned = writer.node("Transpose", "image", perm=perm)
    before = writer.model("other", ("image", PICTURE.shape), {"turned": (turned, [None] * 4)})

    assert flat_entry(before) == before


def test_a_picture_that_something_else_reads_too_is_left_alone() -> None:
    writer = OnnxWriter()
    turned = writer.node("Transpose", "image", perm=(0, 3, 1, 2))
    found = writer.node("Conv", turned, writer.floats(WEIGHTS), **PLAIN)
    bright = writer.node("Relu", "image")
    outputs: dict[str, Any] = {"found": (found, [None] * 4), "bright": (bright, PICTURE.shape)}
    before = writer.model("two", ("image", PICTURE.shape), outputs)

    assert flat_entry(before) == before


def test_the_same_model_gives_the_same_bytes() -> None:
    assert flat_entry(model(PLAIN)) == flat_entry(model(PLAIN))
