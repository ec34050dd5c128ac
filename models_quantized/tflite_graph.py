"""Reads a TensorFlow Lite file: its tensors, constants and operators, in order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import tflite
from flatbuffers import flexbuffers

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

_NAMES = {
    number: name for name, number in vars(tflite.BuiltinOperator).items() if isinstance(number, int)
}
_TYPES = {
    tflite.TensorType.FLOAT32: np.float32,
    tflite.TensorType.FLOAT16: np.float16,
    tflite.TensorType.INT32: np.int32,
}


@dataclass(frozen=True, slots=True)
class Operator:
    """One operator; tensors are numbers."""

    name: str
    """Of the built-in operator, or the custom operator's own."""
    inputs: tuple[int, ...]
    outputs: tuple[int, ...]
    custom: Mapping[str, Any]
    """A custom operator's options."""
    _table: Any

    def options(self, kind: Any) -> Any:  # noqa: ANN401 - the schema package ships no types
        """Give a built-in operator's options, read as `kind` of the schema."""
        options = kind()
        options.Init(self._table.Bytes, self._table.Pos)
        return options


@dataclass(frozen=True, slots=True)
class Graph:
    """A model's only graph."""

    operators: tuple[Operator, ...]
    names: tuple[str, ...]
    shapes: tuple[tuple[int, ...], ...]
    constants: Mapping[int, NDArray[Any]]
    inputs: tuple[int, ...]
    outputs: Mapping[str, int]


def read(content: bytes) -> Graph:
    """Read a model with one graph."""
    model = tflite.Model.GetRootAsModel(content, 0)
    graph = model.Subgraphs(0)
    tensors = [graph.Tensors(number) for number in range(graph.TensorsLength())]
    return Graph(
        operators=tuple(
            _operator(model, graph.Operators(n)) for n in range(graph.OperatorsLength())
        ),
        names=tuple(tensor.Name().decode() for tensor in tensors),
        shapes=tuple(_shape(tensor) for tensor in tensors),
        constants=dict(_constants(model, tensors)),
        inputs=tuple(int(number) for number in graph.InputsAsNumpy()),
        outputs={tensors[n].Name().decode(): int(n) for n in graph.OutputsAsNumpy()},
    )


def needed(graph: Graph, outputs: Iterable[int]) -> tuple[Operator, ...]:
    """Give the operators on which some outputs rest, in their order."""
    wanted = set(outputs)
    kept = []
    for operator in reversed(graph.operators):
        if wanted.intersection(operator.outputs):
            wanted.update(operator.inputs)
            kept.append(operator)
    return tuple(reversed(kept))


def _shape(tensor: Any) -> tuple[int, ...]:  # noqa: ANN401
    return tuple(int(size) for size in tensor.ShapeAsNumpy()) if tensor.ShapeLength() else ()


def _constants(model: Any, tensors: list[Any]) -> list[tuple[int, NDArray[Any]]]:  # noqa: ANN401
    found = []
    for number, tensor in enumerate(tensors):
        buffer = model.Buffers(tensor.Buffer())
        if buffer.DataLength():
            flat = np.frombuffer(buffer.DataAsNumpy().tobytes(), _TYPES[tensor.Type()])
            found.append((number, flat.reshape(_shape(tensor))))
    return found


def _operator(model: Any, operator: Any) -> Operator:  # noqa: ANN401
    code = model.OperatorCodes(operator.OpcodeIndex())
    builtin = max(code.BuiltinCode(), code.DeprecatedBuiltinCode())
    is_custom = builtin == tflite.BuiltinOperator.CUSTOM
    custom = {}
    if is_custom and operator.CustomOptionsLength():
        custom = flexbuffers.Loads(operator.CustomOptionsAsNumpy().tobytes())
    return Operator(
        name=code.CustomCode().decode() if is_custom else _NAMES[builtin],
        inputs=tuple(int(number) for number in operator.InputsAsNumpy()),
        outputs=tuple(int(number) for number in operator.OutputsAsNumpy()),
        custom=custom,
        _table=operator.BuiltinOptions(),
    )
