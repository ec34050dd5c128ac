"""Runs branches of a model that have the same layers as one: grouped convolutions.

The attention model looks at lips and eyes in three branches, later five, of layers so small that
going from one to the next takes longer than they do. Side by side they are one branch.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import onnx
from onnx import helper, numpy_helper

from models_quantized.onnx_writer import rewrite

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

_LAYERS = ("Conv", "PRelu", "Add", "MaxPool")
_WEIGHTED = ("Conv", "PRelu")


@dataclass(frozen=True, slots=True)
class _Lane:
    """Where a branch's tensor lies in the tensor of all branches."""

    whole: str
    index: int
    of: int
    channels: int


def side_by_side(content: bytes) -> bytes:
    """Give the same model with the branches behind its crops as one; the same bytes every time."""
    model = onnx.load_from_string(content)
    crops = _crops(model.graph)
    if not crops:
        return content
    _Branches(model.graph).join(crops)
    onnx.checker.check_model(model)
    joined: bytes = model.SerializeToString(deterministic=True)
    return joined


def _crops(graph: Any) -> list[Any]:  # noqa: ANN401 - onnx ships no types
    """Give the nodes that pick single crops, each for a branch, out of the tensor of all."""
    convolved = {node.input[0] for node in graph.node if node.op_type == "Conv"}
    return [node for node in graph.node if node.op_type == "Gather" and node.output[0] in convolved]


class _Branches:
    """A graph on its way to a single branch."""

    def __init__(self, graph: Any) -> None:  # noqa: ANN401
        self._graph = graph
        self._constants = {each.name: numpy_helper.to_array(each) for each in graph.initializer}
        self._lanes: dict[str, _Lane] = {}
        self._picked: dict[tuple[str, ...], str] = {}
        self._nodes: list[Any] = []

    def join(self, crops: Sequence[Any]) -> None:
        """Write every layer behind the crops once for all branches."""
        starts = [node.output[0] for node in crops]
        layers = self._layers(starts)
        shape = self._constant("branches_shape", np.array([1, -1, 0, 0]))
        self._nodes.append(helper.make_node("Reshape", [crops[0].input[0], shape], ["branches"]))
        self._place("branches", starts, len(self._weights(layers[0][0])))
        for layer in layers:
            self._join(layer)
        inside = {node.output[0] for layer in layers for node in layer}
        kept = [node for node in self._graph.node if node.output[0] not in inside]
        for name in sorted({name for node in kept for name in node.input} & inside):
            self._nodes.append(self._part(name))
        last = kept.index(crops[-1])
        before = [node for node in kept[:last] if node not in crops]
        rewrite(self._graph, [*before, *self._nodes, *kept[last + 1 :]])

    def _layers(self, starts: Iterable[str]) -> list[list[Any]]:
        """Give the branches' nodes, those of the same layer together, in the order of layers."""
        depths = dict.fromkeys(starts, 0)
        layers: dict[tuple[int, str, bytes], list[Any]] = defaultdict(list)
        for node in self._graph.node:
            given = self._given(node)
            if node.op_type in _LAYERS and all(name in depths for name in given):
                depth = 1 + max(depths[name] for name in given)
                depths[node.output[0]] = depth
                window = b"".join(
                    each.SerializeToString(deterministic=True) for each in node.attribute
                )
                layers[depth, node.op_type, window].append(node)
        return [layers[key] for key in sorted(layers, key=lambda key: key[0])]

    def _join(self, layer: Sequence[Any]) -> None:
        first, names = layer[0], [node.output[0] for node in layer]
        columns = zip(*(self._given(node) for node in layer), strict=True)
        given = [self._together(column) for column in columns]
        channels = self._lanes[first.input[0]].channels
        whole = f"{names[0]}_branches"
        attributes = {each.name: helper.get_attribute_value(each) for each in first.attribute}
        if first.op_type in _WEIGHTED:
            channels = max(len(self._weights(node)) for node in layer)
            given += self._joined_constants(layer, channels)
        if first.op_type == "Conv":
            attributes["group"] = attributes.get("group", 1) * len(layer)
        self._nodes.append(helper.make_node(first.op_type, given, [whole], whole, **attributes))
        self._place(whole, names, channels)

    def _joined_constants(self, layer: Sequence[Any], channels: int) -> list[str]:
        """Lay weights and biases one after the other; missing channels become zeros."""
        columns = zip(*(node.input[1:] for node in layer), strict=True)
        return [
            self._constant(
                f"{column[0]}_branches",
                np.concatenate([_filled(self._constants[name], channels) for name in column]),
            )
            for column in columns
        ]

    def _together(self, names: Sequence[str]) -> str:
        """Give the tensor in which these lie side by side: a whole, or picked from one."""
        lanes = [self._lanes[name] for name in names]
        whole, size = lanes[0].whole, lanes[0].channels
        indices = [lane.index for lane in lanes]
        if indices == list(range(lanes[0].of)):
            return whole
        key = tuple(names)
        if key not in self._picked:
            self._picked[key] = f"{whole}_picked"
            numbers = np.concatenate([np.arange(size) + index * size for index in indices])
            where = self._constant(f"{whole}_channels", numbers)
            self._nodes.append(
                helper.make_node("Gather", [whole, where], [self._picked[key]], axis=1)
            )
        return self._picked[key]

    def _place(self, whole: str, names: Sequence[str], channels: int) -> None:
        for index, name in enumerate(names):
            self._lanes[name] = _Lane(whole, index, len(names), channels)

    def _part(self, name: str) -> Any:  # noqa: ANN401
        """Cut what comes after the branches out of the whole again."""
        lane = self._lanes[name]
        start = lane.index * lane.channels
        size = self._sizes[name]
        bounds = [
            self._constant(f"{name}_{end}", np.array([number]))
            for end, number in (("from", start), ("to", start + size), ("axis", 1))
        ]
        return helper.make_node("Slice", [lane.whole, *bounds], [name], name)

    @property
    def _sizes(self) -> dict[str, int]:
        """Give each convolution's own number of channels."""
        return {
            node.output[0]: len(self._weights(node))
            for node in self._graph.node
            if node.op_type == "Conv"
        }

    def _weights(self, node: Any) -> NDArray[Any]:  # noqa: ANN401
        return self._constants[node.input[1]]

    def _given(self, node: Any) -> list[str]:  # noqa: ANN401
        return [name for name in node.input if name not in self._constants]

    def _constant(self, name: str, values: NDArray[Any]) -> str:
        self._graph.initializer.append(numpy_helper.from_array(values, name))
        return name


def _filled(values: NDArray[Any], length: int) -> NDArray[Any]:
    """Add zeros at the end of the first axis."""
    missing = [(0, length - len(values)), *[(0, 0)] * (values.ndim - 1)]
    return np.pad(values, missing)
