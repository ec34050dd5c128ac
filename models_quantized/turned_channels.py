"""Turns the signs of channels whose PReLU has a slope above 1, where nothing else looks at them.

Of such a channel the PReLU is concave; turned round it is convex and needs one step less.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import numpy as np
from onnx import numpy_helper

if TYPE_CHECKING:
    from numpy.typing import NDArray


def turned_channels(graph: Any) -> dict[str, NDArray[np.float32]]:  # noqa: ANN401 - onnx ships no types
    """Give the signs (C x 1 x 1 x 1) of each turned tensor; what reads it has been changed already.

    Only the PReLUs that write and read the turned tensors are left for the caller.
    """
    turns = _Turns(graph)
    for node in graph.node:
        if node.op_type == "PRelu":
            turns.turn(node)
    return turns.signs


class _Turns:
    """A graph whose channels are turned one PReLU after the other."""

    def __init__(self, graph: Any) -> None:  # noqa: ANN401
        self.signs: dict[str, NDArray[np.float32]] = {}
        self._constants = {each.name: each for each in graph.initializer}
        self._maker = {node.output[0]: node for node in graph.node}
        self._readers: dict[str, list[Any]] = defaultdict(list)
        for node in graph.node:
            for name in node.input:
                self._readers[name].append(node)

    def turn(self, prelu: Any) -> None:  # noqa: ANN401
        """Turn a PReLU's output, where convolutions and sums alone read it."""
        (y,) = prelu.output
        signs = np.where(self._values(prelu.input[1]) > 1, -1, 1).reshape(-1, 1, 1, 1)
        signs = signs.astype(np.float32)
        readers = self._readers[y]
        if (signs > 0).all() or not all(self._can_follow(node, y) for node in readers):
            return
        self.signs[y] = signs
        for node in readers:
            if node.op_type == "Add":
                self._turn_sum(node, y, signs)
            else:
                self._scale(node.input[1], signs)

    def _can_follow(self, node: Any, y: str) -> bool:  # noqa: ANN401
        if node.op_type == "Conv":
            return self._values(node.input[1]).shape[1] == 1
        if node.op_type != "Add":
            return False
        other = self._other(node, y)
        after = self._readers[node.output[0]]
        return (
            other is not None
            and other.op_type == "Conv"
            and len(self._readers[other.output[0]]) == 1
            and [each.op_type for each in after] == ["PRelu"]
        )

    def _turn_sum(self, add: Any, y: str, signs: NDArray[np.float32]) -> None:  # noqa: ANN401
        """Turn the other summand with it, and say so to the PReLU that reads the sum."""
        for name in self._other(add, y).input[1:]:
            self._scale(name, signs)
        self.signs[add.output[0]] = signs

    def _other(self, add: Any, y: str) -> Any:  # noqa: ANN401
        (name,) = (each for each in add.input if each != y)
        return self._maker.get(name)

    def _scale(self, constant: str, signs: NDArray[np.float32]) -> None:
        values = self._values(constant)
        shape = (-1, *[1] * (values.ndim - 1))
        scaled = numpy_helper.from_array(values * signs.reshape(shape), constant)
        self._constants[constant].CopyFrom(scaled)

    def _values(self, constant: str) -> NDArray[np.float32]:
        values: NDArray[np.float32] = numpy_helper.to_array(self._constants[constant])
        return values
