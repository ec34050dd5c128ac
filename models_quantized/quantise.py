"""Makes the variants of a model: float32, int8 by calibrated ranges, int8 at run time."""

from __future__ import annotations

import json
import tempfile
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import onnx
from onnxruntime.quantization import CalibrationMethod, QuantType, quantize_dynamic
from onnxruntime.quantization.calibrate import TensorData, TensorsData
from onnxruntime.quantization.qdq_quantizer import QDQQuantizer

from models_quantized.attention_together import AttentionTogether
from models_quantized.blocked import blocked
from models_quantized.errors import CalibrationError, SourceError
from models_quantized.tflite_to_onnx import convert

if TYPE_CHECKING:
    from collections.abc import Mapping

    from models_quantized.manifest import Recipe

KINDS = ("Conv", "PRelu", "Relu", "Clip", "Add", "MaxPool", "Pad", "Concat", "Resize")
"""What int8 is known for; reshapes and the geometry of the attention model stay float."""
_PICTURE = 4
_MARK = "onnx.quant.pre_process"
Ranges = dict[str, tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Parent:
    """A float model in ONNX, and its nodes that work on pictures."""

    model: Any
    nodes: tuple[Any, ...]

    @property
    def tensors(self) -> tuple[str, ...]:
        """Name what goes into and comes out of these nodes, constants left out."""
        constants = {constant.name for constant in self.model.graph.initializer}
        names = {name for node in self.nodes for name in (*node.input, *node.output)}
        return tuple(sorted(names - constants - {""}))


def parent_of(shipped: bytes) -> Parent:
    """Translate a TensorFlow Lite file; raises SourceError."""
    model = onnx.load_from_string(convert(shipped))
    shaped = onnx.shape_inference.infer_shapes(model).graph
    ranks = {
        value.name: len(value.type.tensor_type.shape.dim)
        for value in (*shaped.value_info, *shaped.output)
    }
    nodes = [node for node in model.graph.node if node.op_type in KINDS]
    return Parent(model, tuple(node for node in nodes if ranks[node.output[0]] == _PICTURE))


def variant(name: Recipe, shipped: bytes, ranges: Ranges) -> bytes:
    """Make a variant of a TensorFlow Lite file; the same bytes every time. Raises ModelsError."""
    if name == "float32":
        return convert(shipped)
    if name == "blocked":
        return blocked(convert(shipped, AttentionTogether))
    parent = parent_of(shipped)
    if name == "dynamic":
        return _dynamic(parent)
    if name == "int8":
        return _static(parent, ranges, [node.name for node in parent.nodes])
    if name == "int8_conv":
        heads = _heads(parent)
        convolutions = [node.name for node in parent.nodes if node.op_type == "Conv"]
        return _static(parent, ranges, [each for each in convolutions if each not in heads])
    raise SourceError(f"There is no recipe {name!r}.")


def read_ranges(model: str) -> Ranges:
    """Give each tensor's calibrated range from the file that is committed."""
    file = resources.files("models_quantized") / "calibration" / f"{model}.json"
    try:
        found: Mapping[str, tuple[float, float]] = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    return {name: (low, high) for name, (low, high) in found.items()}


def _static(parent: Parent, ranges: Ranges, nodes: list[str]) -> bytes:
    """Put quantised numbers around `nodes` by the calibrated ranges: weights per channel."""
    missing = set(parent.tensors) - set(ranges)
    if missing:
        raise CalibrationError(f"No range of {min(missing)} was committed.")
    data = {
        name: TensorData(lowest=np.float32(low), highest=np.float32(high))
        for name, (low, high) in sorted(ranges.items())
    }
    quantiser = QDQQuantizer(
        _copy(parent.model),
        per_channel=True,
        reduce_range=False,
        weight_qType=QuantType.QInt8,
        activation_qType=QuantType.QUInt8,
        tensors_range=TensorsData(CalibrationMethod.MinMax, data),
        nodes_to_quantize=nodes,
        nodes_to_exclude=[],
        op_types_to_quantize=list(KINDS),
        extra_options={},
    )
    quantiser.quantize_model()
    return _written(quantiser.model.model)


def _dynamic(parent: Parent) -> bytes:
    """Quantise the convolutions' weights; activations get their range at run time."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.onnx"
        quantize_dynamic(
            _copy(parent.model),
            path,
            op_types_to_quantize=["Conv"],
            weight_type=QuantType.QInt8,
        )
        return _written(onnx.load(path))


def _heads(parent: Parent) -> frozenset[str]:
    """Name the convolutions after which no other looks at the picture: they give the numbers."""
    reach: dict[str, bool] = {}
    heads = set()
    for node in reversed(parent.nodes):
        followed = any(reach.get(name, False) for name in node.output)
        if node.op_type == "Conv" and not followed:
            heads.add(node.name)
        leads = followed or node.op_type == "Conv"
        reach.update({name: reach.get(name, False) or leads for name in node.input})
    return frozenset(heads)


def _copy(model: Any) -> Any:  # noqa: ANN401 - the library ships no types
    """Copy a model, with the mark that its shapes are known: else the library asks for that."""
    copied = onnx.ModelProto()
    copied.CopyFrom(model)
    copied.metadata_props.add(key=_MARK, value="onnxruntime.quant")
    return copied


def _written(model: Any) -> bytes:  # noqa: ANN401
    kept = [prop for prop in model.metadata_props if prop.key != _MARK]
    del model.metadata_props[:]
    model.metadata_props.extend(kept)
    content: bytes = model.SerializeToString(deterministic=True)
    return content
