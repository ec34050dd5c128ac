"""Says PRelu and Pad as convolutions, which ONNX Runtime keeps in its blocked layout.

Its convolutions work on channels in blocks of 8 or 16 (NCHWc). PRelu and Pad do not know that
layout: around each of them the whole picture is reordered twice, and PRelu's broadcast is slow
besides. The rearranged model computes the same but for the last bits of rounding.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import onnx
from onnx import helper, numpy_helper

from models_quantized.flat_entry import flat_entry
from models_quantized.grown_channels import grown_channels
from models_quantized.onnx_writer import rewrite
from models_quantized.side_by_side import side_by_side
from models_quantized.turned_channels import turned_channels

if TYPE_CHECKING:
    from numpy.typing import NDArray

_CHANNEL_END = 5
"""Where an amount for the end of the channels stands among a picture's eight amounts."""


def blocked(content: bytes) -> bytes:
    """Give the same model rearranged; the same bytes every time."""
    padded = _rearranged(content, "Pad")
    bent = _rearranged(side_by_side(padded), "PRelu")
    return flat_entry(grown_channels(bent))


def _rearranged(content: bytes, operator: str) -> bytes:
    model = onnx.load_from_string(content)
    _Rearranged(model.graph, operator).write()
    onnx.checker.check_model(model)
    rearranged: bytes = model.SerializeToString(deterministic=True)
    return rearranged


class _Rearranged:
    """A graph on its way into the blocked layout."""

    def __init__(self, graph: Any, operator: str) -> None:  # noqa: ANN401 - onnx ships no types
        self._graph = graph
        self._operator = operator
        self._constants = {each.name: numpy_helper.to_array(each) for each in graph.initializer}
        shaped = onnx.shape_inference.infer_shapes(helper.make_model(graph)).graph
        self._channels = {
            value.name: dims[1].dim_value
            for value in shaped.value_info
            if len(dims := value.type.tensor_type.shape.dim) == 4  # noqa: PLR2004 - a picture
        }

    def write(self) -> None:
        """Rearrange every node that is of the operator."""
        self._signs = turned_channels(self._graph) if self._operator == "PRelu" else {}
        self._constants = {
            each.name: numpy_helper.to_array(each) for each in self._graph.initializer
        }
        nodes = [new for node in self._graph.node for new in self._rearrange(node)]
        rewrite(self._graph, nodes)

    def _rearrange(self, node: Any) -> list[Any]:  # noqa: ANN401
        if node.op_type != self._operator:
            return [node]
        if node.op_type == "PRelu":
            return self._prelu(node)
        if self._only_adds_channels(node):
            return self._more_channels(node)
        return [node]

    def _prelu(self, node: Any) -> list[Any]:  # noqa: ANN401
        """Write slope x + (1 - slope) relu(x), each factor as a convolution of one pixel.

        The second term is relu(|1 - slope| x), and that relu costs nothing, turned round where a
        slope is above 1.
        """
        (x, _), (y,) = node.input, node.output
        slope = self._constants[node.input[1]].reshape(-1, 1, 1, 1)
        given, wanted = (self._signs.get(name, np.ones_like(slope)) for name in (x, y))
        line = self._scaled(x, slope * given * wanted, f"{y}_line")
        size = self._scaled(x, abs(1 - slope) * given, f"{y}_size")
        bend = helper.make_node("Relu", size.output, [f"{y}_bend"])
        signs = np.sign(1 - slope) * wanted
        if (signs >= 0).all():
            return [line, size, bend, helper.make_node("Add", [*line.output, *bend.output], [y])]
        turned = self._scaled(f"{y}_bend", signs, f"{y}_turned")
        last = helper.make_node("Add", [*line.output, *turned.output], [y])
        return [line, size, bend, turned, last]

    def _scaled(self, x: str, factors: NDArray[Any], y: str) -> Any:  # noqa: ANN401
        weights = self._weights(factors, y)
        window: dict[str, Any] = {"kernel_shape": [1, 1], "group": len(factors)}
        return helper.make_node("Conv", [x, weights], [y], **window)

    def _only_adds_channels(self, node: Any) -> bool:  # noqa: ANN401
        amounts = self._constants[node.input[1]]
        others = np.delete(amounts, _CHANNEL_END)
        return len(node.input) == 2 and not others.any()  # noqa: PLR2004 - padded with zeros

    def _more_channels(self, node: Any) -> list[Any]:  # noqa: ANN401
        """Copy the channels and add zeros: a convolution of one pixel with ones and zeros."""
        (x, _), (y,) = node.input, node.output
        more = int(self._constants[node.input[1]][_CHANNEL_END])
        channels = self._channels[x]
        same = np.eye(channels + more, channels, dtype=np.float32)[:, :, None, None]
        return [helper.make_node("Conv", [x, self._weights(same, y)], [y], y, kernel_shape=[1, 1])]

    def _weights(self, values: NDArray[Any], of: str) -> str:
        name = f"{of}_weights"
        self._graph.initializer.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name
