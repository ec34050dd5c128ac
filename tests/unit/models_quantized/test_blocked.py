"""A rearranged model computes what it computed before."""

from typing import Any

import numpy as np
import onnx
import onnxruntime as ort
import pytest
from numpy.typing import NDArray

from models_quantized.blocked import blocked
from models_quantized.onnx_writer import OnnxWriter

RANDOM = np.random.default_rng(11)
PICTURE = RANDOM.uniform(-2, 2, (1, 4, 6, 5)).astype(np.float32)


def run(content: bytes) -> NDArray[np.float32]:
    session = ort.InferenceSession(content, providers=["CPUExecutionProvider"])
    result: NDArray[np.float32] = session.run(None, {"entry": PICTURE})[0]
    return result


def kinds(content: bytes) -> list[str]:
    return [node.op_type for node in onnx.load_from_string(content).graph.node]


def model(operator: str, constant: Any, shape: tuple[int, ...]) -> bytes:
    writer = OnnxWriter()
    entry = writer.node("Relu", writer.node("Neg", "entry"))
    values = writer.floats(constant) if operator == "PRelu" else writer.integers(constant)
    bent = writer.node("Sub", entry, writer.floats([0.5]))
    result = writer.node(operator, bent, values)
    return writer.model("test", ("entry", PICTURE.shape), {"result": (result, shape)})


def test_a_prelu_with_any_slope_stays_the_same() -> None:
    before = model("PRelu", [[[-1.3]], [[0.0]], [[0.25]], [[1.76]]], PICTURE.shape)

    after = blocked(before)

    assert "PRelu" in kinds(before)
    assert "PRelu" not in kinds(after)
    np.testing.assert_allclose(run(after), run(before), atol=1e-6)


def test_channels_added_at_the_end_are_zeros() -> None:
    before = model("Pad", [0, 0, 0, 0, 0, 3, 0, 0], (1, 7, 6, 5))

    after = blocked(before)

    assert "Pad" not in kinds(after)
    np.testing.assert_array_equal(run(after), run(before))


@pytest.mark.parametrize("amounts", [[0, 0, 1, 0, 0, 0, 0, 1], [0, 1, 0, 0, 0, 1, 0, 0]])
def test_any_other_padding_is_left_alone(amounts: list[int]) -> None:
    shape = tuple(int(n) for n in PICTURE.shape + np.array(amounts).reshape(2, 4).sum(axis=0))
    before = model("Pad", amounts, shape)

    after = blocked(before)

    assert kinds(after) == kinds(before)
    np.testing.assert_array_equal(run(after), run(before))


def test_the_same_model_gives_the_same_bytes_without_constants_that_nothing_uses() -> None:
    before = model("PRelu", [[[0.5]]] * 4, PICTURE.shape)

    after = blocked(before)

    assert after == blocked(before)
    graph = onnx.load_from_string(after).graph
    used = {name for node in graph.node for name in node.input}
    assert {constant.name for constant in graph.initializer} <= used
