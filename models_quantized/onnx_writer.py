"""Collects the nodes and constants of an ONNX graph, named in the order they come."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import ArrayLike

_OPSET = 17
_IR_VERSION = 9


class OnnxWriter:
    """Builds one graph; the same calls give the same bytes."""

    def __init__(self) -> None:
        self._nodes: list[Any] = []
        self._constants: list[Any] = []

    def floats(self, values: ArrayLike) -> str:
        """Add a float constant and give its name."""
        return self._constant(np.ascontiguousarray(values, np.float32))

    def integers(self, values: ArrayLike) -> str:
        """Add an int64 constant and give its name."""
        return self._constant(np.asarray(values, np.int64))

    def node(self, operator: str, *inputs: str, **attributes: Any) -> str:  # noqa: ANN401
        """Add an operator with one output and give the output's name."""
        output = f"{operator}_{len(self._nodes)}"
        self._nodes.append(helper.make_node(operator, inputs, [output], output, **attributes))
        return output

    def named(self, output: str, operator: str, *inputs: str, **attributes: Any) -> None:  # noqa: ANN401
        """Add an operator whose output's name was promised before."""
        self._nodes.append(helper.make_node(operator, inputs, [output], output, **attributes))

    def model(
        self, name: str, entry: tuple[str, Sequence[int]], outputs: Mapping[str, tuple[str, Any]]
    ) -> bytes:
        """Write the model; `outputs` maps public names to (inner name, shape)."""
        for public, (inner, _) in outputs.items():
            self._nodes.append(helper.make_node("Identity", [inner], [public], public))
        graph = helper.make_graph(
            self._nodes,
            name,
            [_value(*entry)],
            [_value(public, shape) for public, (_, shape) in outputs.items()],
            self._constants,
        )
        opset = helper.make_opsetid("", _OPSET)
        model = helper.make_model(graph, opset_imports=[opset], ir_version=_IR_VERSION)
        onnx.checker.check_model(model)
        content: bytes = model.SerializeToString(deterministic=True)
        return content

    def _constant(self, values: Any) -> str:  # noqa: ANN401
        name = f"constant_{len(self._constants)}"
        self._constants.append(numpy_helper.from_array(values, name))
        return name


def rewrite(graph: Any, nodes: Sequence[Any]) -> None:  # noqa: ANN401 - onnx ships no types
    """Put these nodes into a graph instead of its own; constants that nothing uses go."""
    del graph.node[:]
    graph.node.extend(nodes)
    used = {name for node in nodes for name in node.input}
    kept = [each for each in graph.initializer if each.name in used]
    del graph.initializer[:]
    graph.initializer.extend(kept)


def _value(name: str, shape: Sequence[int]) -> Any:  # noqa: ANN401
    return helper.make_tensor_value_info(name, TensorProto.FLOAT, list(shape))
