"""A model with channels turned round computes what it computed before, in fewer steps."""

from typing import Any

import numpy as np
import onnx
import onnxruntime as ort
import pytest
from numpy.typing import NDArray

from models_quantized.blocked import blocked
from models_quantized.onnx_writer import OnnxWriter
from models_quantized.turned_channels import turned_channels

RANDOM = np.random.default_rng(8)
PICTURE = RANDOM.uniform(-2, 2, (1, 4, 6, 6)).astype(np.float32)
STEEP = [[[0.2]], [[1.7]], [[-0.4]], [[1.1]]]
FLAT = [[[0.2]], [[0.7]], [[-0.4]], [[1.0]]]
DEPTHWISE: dict[str, Any] = {"kernel_shape": [3, 3], "pads": [1, 1, 1, 1], "group": 4}


def run(content: bytes) -> NDArray[np.float32]:
    session = ort.InferenceSession(content, providers=["CPUExecutionProvider"])
    result: NDArray[np.float32] = session.run(None, {"entry": PICTURE})[0]
    return result


def model(first: Any, second: Any, *, pooled: bool = False) -> bytes:
    """Write a block of the landmark model: PReLU, two convolutions beside it, sum, PReLU."""
    writer = OnnxWriter()

    def weights(*shape: int) -> str:
        return writer.floats(RANDOM.uniform(-1, 1, shape))

    bent = writer.node("PRelu", writer.node("Neg", "entry"), writer.floats(first))
    deep = writer.node("Conv", bent, weights(4, 1, 3, 3), weights(4), **DEPTHWISE)
    flat = writer.node("Conv", deep, weights(4, 4, 1, 1), weights(4), kernel_shape=[1, 1])
    skipped = (
        writer.node("MaxPool", bent, kernel_shape=[3, 3], pads=[1, 1, 1, 1]) if pooled else bent
    )
    both = writer.node("Add", skipped, flat)
    result = writer.node("PRelu", both, writer.floats(second))
    return writer.model("block", ("entry", PICTURE.shape), {"result": (result, PICTURE.shape)})


@pytest.mark.parametrize("pooled", [False, True])
@pytest.mark.parametrize("second", [FLAT, STEEP])
@pytest.mark.parametrize("first", [FLAT, STEEP])
def test_a_block_stays_the_same_whatever_its_slopes(
    first: Any, second: Any, *, pooled: bool
) -> None:
    before = model(first, second, pooled=pooled)

    np.testing.assert_allclose(run(blocked(before)), run(before), atol=1e-5)


def test_steep_slopes_that_are_turned_need_no_more_steps_than_flat_ones() -> None:
    steep, flat = (blocked(model(slope, FLAT)) for slope in (STEEP, FLAT))

    assert steps(steep) == steps(flat)
    assert steps(blocked(model(STEEP, FLAT, pooled=True))) > steps(flat)


def test_what_a_maximum_is_taken_of_is_not_turned() -> None:
    assert turned_channels(onnx.load_from_string(model(STEEP, FLAT, pooled=True)).graph) == {}


def steps(content: bytes) -> int:
    return len(onnx.load_from_string(content).graph.node)
