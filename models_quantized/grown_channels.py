"""Adds few channels to a sum that has more of them, instead of copying them among zeros first.

Where a layer has more channels than the one it is added to, the missing ones were zeros. Half of
the layer then is a sum and half is not: two convolutions, laid one after the other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import onnx
from onnx import helper, numpy_helper

from models_quantized.onnx_writer import rewrite

if TYPE_CHECKING:
    from numpy.typing import NDArray


def grown_channels(content: bytes) -> bytes:
    """Give the same model, rearranged where a sum adds a copy among zeros to a convolution."""
    model = onnx.load_from_string(content)
    _Grown(model.graph).write()
    onnx.checker.check_model(model)
    grown: bytes = model.SerializeToString(deterministic=True)
    return grown


class _Grown:
    """A graph on its way to sums of as many channels as there are."""

    def __init__(self, graph: Any) -> None:  # noqa: ANN401 - onnx ships no types
        self._graph = graph
        self._constants = {each.name: numpy_helper.to_array(each) for each in graph.initializer}
        self._maker = {node.output[0]: node for node in graph.node}
        self._read = [name for node in graph.node for name in node.input]

    def write(self) -> None:
        """Rearrange every sum that can be."""
        nodes: list[Any] = []
        gone: set[str] = set()
        for node in self._graph.node:
            pair = self._pair(node) if node.op_type == "Add" else None
            if pair is None:
                nodes.append(node)
                continue
            nodes += self._halves(node.output[0], *pair)
            gone.update(each.output[0] for each in pair)
        rewrite(self._graph, [node for node in nodes if node.output[0] not in gone])

    def _pair(self, add: Any) -> tuple[Any, Any] | None:  # noqa: ANN401
        """Give the convolution and the copy that a sum adds, where nothing else reads them."""
        makers = [self._maker.get(name) for name in add.input]
        if not all(each is not None and self._is_read_once(each) for each in makers):
            return None
        for layer, copy in (makers, makers[::-1]):
            if self._is_copy(copy) and not self._is_copy(layer):
                return layer, copy
        return None

    def _is_read_once(self, node: Any) -> bool:  # noqa: ANN401
        groups = [each.i for each in node.attribute if each.name == "group"]
        alone = self._read.count(node.output[0]) == 1
        return node.op_type == "Conv" and alone and groups in ([], [1])

    def _is_copy(self, node: Any) -> bool:  # noqa: ANN401
        values = self._constants[node.input[1]]
        if len(node.input) > 2 or values.shape[2:] != (1, 1):  # noqa: PLR2004 - it has a bias
            return False
        more, few = values.shape[:2]
        return bool((values[:, :, 0, 0] == np.eye(more, few)).all())

    def _halves(self, whole: str, layer: Any, copy: Any) -> list[Any]:  # noqa: ANN401
        """Write the channels that are a sum, and after them those that are not."""
        few = self._constants[copy.input[1]].shape[1]
        added, more = f"{whole}_added", f"{whole}_more"
        return [
            self._part(layer, slice(None, few), f"{whole}_few"),
            helper.make_node("Add", [f"{whole}_few", copy.input[0]], [added], added),
            self._part(layer, slice(few, None), more),
            helper.make_node("Concat", [added, more], [whole], whole, axis=1),
        ]

    def _part(self, layer: Any, channels: slice, name: str) -> Any:  # noqa: ANN401
        """Write the convolution for some of its channels."""
        part = onnx.NodeProto()
        part.CopyFrom(layer)
        part.name, part.output[0] = name, name
        for place in range(1, len(part.input)):
            values = self._constants[part.input[place]][channels]
            part.input[place] = self._constant(f"{name}_{place}", values)
        return part

    def _constant(self, name: str, values: NDArray[Any]) -> str:
        self._graph.initializer.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name
