"""Branches that run side by side compute what they computed one by one."""

from typing import Any

import numpy as np
import onnx
import onnxruntime as ort
from numpy.typing import NDArray

from models_quantized.onnx_writer import OnnxWriter
from models_quantized.side_by_side import side_by_side

RANDOM = np.random.default_rng(5)
CROPS = RANDOM.uniform(-1, 1, (2, 4, 6, 6)).astype(np.float32)
DEPTHWISE: dict[str, Any] = {"kernel_shape": [3, 3], "pads": [1, 1, 1, 1], "group": 4}


def run(content: bytes) -> list[NDArray[np.float32]]:
    session = ort.InferenceSession(content, providers=["CPUExecutionProvider"])
    found: list[NDArray[np.float32]] = session.run(None, {"crops": CROPS})
    return found


def kinds(content: bytes) -> list[str]:
    return [node.op_type for node in onnx.load_from_string(content).graph.node]


class Branching:
    """Writes two branches, the second of which becomes two; each ends in as many numbers."""

    def __init__(self, *ends: int) -> None:
        self.writer = OnnxWriter()
        firsts = [self.block(self.crop(number)) for number in (0, 1)]
        lanes = [self.block(firsts[number]) for number in (0, 1, 1)]
        lasts = [self.conv(lane, size) for lane, size in zip(lanes, ends, strict=True)]
        outputs = {
            f"end_{number}": (lasts[number], (1, size, 6, 6)) for number, size in enumerate(ends)
        }
        self.model = self.writer.model("branches", ("crops", CROPS.shape), outputs)

    def crop(self, number: int) -> str:
        return self.writer.node("Gather", "crops", self.writer.integers([number]), axis=0)

    def weights(self, *shape: int) -> str:
        return self.writer.floats(RANDOM.uniform(-1, 1, shape))

    def conv(self, x: str, size: int) -> str:
        given = (x, self.weights(size, 4, 1, 1), self.weights(size))
        return self.writer.node("Conv", *given, kernel_shape=[1, 1])

    def block(self, x: str) -> str:
        deep = self.writer.node("Conv", x, self.weights(4, 1, 3, 3), self.weights(4), **DEPTHWISE)
        both = self.writer.node("Add", x, self.conv(deep, 4))
        return self.writer.node("PRelu", both, self.weights(4, 1, 1))


def test_branches_that_branch_again_give_the_same_numbers_from_one_branch() -> None:
    before = Branching(5, 3, 5).model

    after = side_by_side(before)

    assert kinds(before).count("PRelu") == 5
    assert kinds(after).count("PRelu") == 2
    for found, wanted in zip(run(after), run(before), strict=True):
        np.testing.assert_allclose(found, wanted, atol=1e-5)


def test_the_same_branches_give_the_same_bytes_without_constants_that_nothing_uses() -> None:
    before = Branching(4, 4, 4).model

    after = side_by_side(before)

    assert after == side_by_side(before)
    graph = onnx.load_from_string(after).graph
    used = {name for node in graph.node for name in node.input}
    assert {constant.name for constant in graph.initializer} <= used


def test_a_model_without_crops_is_left_alone() -> None:
    writer = OnnxWriter()
    result = writer.node("Relu", "crops")
    before = writer.model("plain", ("crops", CROPS.shape), {"result": (result, CROPS.shape)})

    assert side_by_side(before) == before
