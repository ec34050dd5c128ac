"""Lets the first convolution read a picture as it lies: channels last, all of a row as one line.

A window of k pixels by C channels is a window of k C numbers of such a line, moved on by C numbers
a pixel. So nothing has to be put channels first before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import onnx
from onnx import helper, numpy_helper

from models_quantized.onnx_writer import rewrite

if TYPE_CHECKING:
    from numpy.typing import NDArray

_CHANNELS_FIRST = [0, 3, 1, 2]


def flat_entry(content: bytes) -> bytes:
    """Give the same model, rearranged where convolutions alone read the picture turned."""
    model = onnx.load_from_string(content)
    graph = model.graph
    turned = _turned(graph)
    firsts = [node for node in graph.node if turned is not None and turned.output[0] in node.input]
    if not firsts or not all(_is_plain(node) for node in firsts):
        return content
    shape = [size.dim_value for size in graph.input[0].type.tensor_type.shape.dim]
    replaced = {turned.output[0]: _flattened(graph, turned, shape)}
    replaced.update({node.output[0]: _widened(graph, node, shape[3]) for node in firsts})
    rewrite(graph, [replaced.get(node.output[0], node) for node in graph.node])
    onnx.checker.check_model(model)
    flat: bytes = model.SerializeToString(deterministic=True)
    return flat


def _turned(graph: Any) -> Any:  # noqa: ANN401 - onnx ships no types
    """Give the node that puts the picture channels first, if nothing else reads the picture."""
    readers = [node for node in graph.node if graph.input[0].name in node.input]
    if len(readers) != 1 or readers[0].op_type != "Transpose":
        return None
    return readers[0] if _attributes(readers[0])["perm"] == _CHANNELS_FIRST else None


def _is_plain(node: Any) -> bool:  # noqa: ANN401
    return bool(node.op_type == "Conv" and _attributes(node).get("group", 1) == 1)


def _flattened(graph: Any, turned: Any, shape: list[int]) -> Any:  # noqa: ANN401
    count, height, width, channels = shape
    lines = np.array([count, 1, height, width * channels])
    size = _constant(graph, f"{turned.output[0]}_lines", lines)
    return helper.make_node("Reshape", [turned.input[0], size], turned.output, turned.name)


def _widened(graph: Any, node: Any, channels: int) -> Any:  # noqa: ANN401
    """Write a convolution for lines: what goes along the width goes by `channels` numbers."""
    (weights,) = (each for each in graph.initializer if each.name == node.input[1])
    values = numpy_helper.to_array(weights).transpose(0, 2, 3, 1)
    window = _attributes(node)
    top, left, bottom, right = window["pads"]
    window["pads"] = [top, left * channels, bottom, right * channels]
    window["strides"] = [window["strides"][0], window["strides"][1] * channels]
    window["kernel_shape"] = [values.shape[1], values.shape[2] * channels]
    lines = values.reshape(len(values), 1, *window["kernel_shape"])
    name = _constant(graph, f"{node.input[1]}_lines", lines)
    return helper.make_node(
        "Conv", [node.input[0], name, *node.input[2:]], node.output, node.name, **window
    )


def _constant(graph: Any, name: str, values: NDArray[Any]) -> str:  # noqa: ANN401
    graph.initializer.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
    return name


def _attributes(node: Any) -> dict[str, Any]:  # noqa: ANN401
    return {each.name: helper.get_attribute_value(each) for each in node.attribute}
