"""Turns a float vision model from TensorFlow Lite into plain ONNX operators.

Pictures lie channels first inside; float16 weights become float32. Of the 478-point face landmark
model the refinement that MediaPipe does outside the model (lips, eyes and irises over the coarse
mesh) becomes part of the graph.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import tflite

from models_quantized.attention import Attention
from models_quantized.errors import SourceError
from models_quantized.onnx_writer import OnnxWriter
from models_quantized.tflite_graph import Graph, Operator, needed, read

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

_PICTURE = 4
"""Dimensions of a tensor that lies channels first."""
_CHANNELS_FIRST, _CHANNELS_LAST = [0, 3, 1, 2], [0, 2, 3, 1]
_REFINED = ("Landmarks2TransformMatrix",)
"""Operators of the attention model alone."""
_BODY = (1, 195)
_BODY_HEADS = (_BODY, (1, 1), (1, 64, 64, 39))
"""A body's landmark model is known by its landmarks' shape; of its heads landmarks, presence and
heat maps are kept, not the mask and the points in metres."""
_RELU6 = (0.0, 6.0)


def convert(content: bytes, attention: type[Attention] = Attention) -> bytes:
    """Give the ONNX model: inputs and outputs have the names and shapes they had.

    Only the 478-point landmark model differs: `image` (1 x 192 x 192 x 3, 0..1) to `landmarks`
    (478 x 3 in pixels of the input) and `presence` (1, in 0..1). Raises SourceError for a model
    with an operator that is not known here.
    """
    return Converter(read(content), attention).model()


class Converter:
    """Translates operator by operator."""

    def __init__(self, graph: Graph, attention: type[Attention] = Attention) -> None:
        self._graph = graph
        self._onnx = OnnxWriter()
        self._attention = attention(self._onnx)
        self._folded: dict[int, NDArray[Any]] = dict(graph.constants)
        self._names: dict[int, str] = {}
        self._operators: dict[str, Callable[[Operator], str]] = {
            "CONV_2D": self._convolution,
            "DEPTHWISE_CONV_2D": self._depthwise,
            "MAX_POOL_2D": self._max_pool,
            "PRELU": self._prelu,
            "RELU": lambda operator: self._elementwise("Relu", operator),
            "CONCATENATION": self._concatenation,
            "PAD": self._pad,
            "RESIZE_BILINEAR": self._resize,
            "ADD": self._add,
            "MUL": lambda operator: self._elementwise("Mul", operator),
            "LOGISTIC": lambda operator: self._elementwise("Sigmoid", operator),
            "RESHAPE": self._reshape,
            "STRIDED_SLICE": self._whole_slice,
            "Landmarks2TransformMatrix": self._landmarks_to_matrix,
            "TransformTensorBilinear": self._crop,
            "TransformLandmarks": self._transform,
        }

    def model(self) -> bytes:
        """Translate everything and write the model."""
        (entry,) = self._graph.inputs
        refines = any(operator.name in _REFINED for operator in self._graph.operators)
        public = "image" if refines else self._graph.names[entry]
        self._names[entry] = self._onnx.node("Transpose", public, perm=_CHANNELS_FIRST)
        for operator in needed(self._graph, self._heads().values()):
            self._translate(operator)
        results = self._refined() if refines else self._as_they_were()
        name = "face_landmarks" if refines else "model"
        return self._onnx.model(name, (public, self._graph.shapes[entry]), results)

    def _refined(self) -> dict[str, tuple[str, Any]]:
        """Give the attention model's results: one set of landmarks, and a probability."""
        outputs = {name: self._names[n] for name, n in self._graph.outputs.items()}
        flag = self._onnx.node("Reshape", outputs["conv_faceflag"], self._onnx.integers([1]))
        return {
            "landmarks": (self._attention.refine(outputs), (478, 3)),
            "presence": (self._onnx.node("Sigmoid", flag), (1,)),
        }

    def _heads(self) -> Mapping[str, int]:
        """Give the outputs that are kept."""
        shapes, outputs = self._graph.shapes, self._graph.outputs
        if _BODY not in {shapes[number] for number in outputs.values()}:
            return outputs
        return {name: n for name, n in outputs.items() if shapes[n] in _BODY_HEADS}

    def _as_they_were(self) -> dict[str, tuple[str, Any]]:
        """Give the outputs as the source names and shapes them."""
        results = {}
        for name, number in self._heads().items():
            shape = self._graph.shapes[number]
            inner = self._names[number]
            if len(shape) == _PICTURE:
                inner = self._onnx.node("Transpose", inner, perm=_CHANNELS_LAST)
            results[name] = (inner, shape)
        return results

    def _translate(self, operator: Operator) -> None:
        (output,) = operator.outputs
        if operator.name == "DEQUANTIZE":
            self._folded[output] = self._folded[operator.inputs[0]].astype(np.float32)
            return
        if operator.name not in self._operators:
            raise SourceError(f"{operator.name} cannot be translated.")
        self._names[output] = self._operators[operator.name](operator)

    def _convolution(self, operator: Operator) -> str:
        weights = self._folded[operator.inputs[1]].transpose(0, 3, 1, 2)
        return self._convolve(operator, weights, operator.options(tflite.Conv2DOptions), 1)

    def _depthwise(self, operator: Operator) -> str:
        weights = self._folded[operator.inputs[1]].transpose(3, 0, 1, 2)
        options = operator.options(tflite.DepthwiseConv2DOptions)
        return self._convolve(operator, weights, options, len(weights))

    def _convolve(
        self,
        operator: Operator,
        weights: NDArray[Any],
        options: Any,  # noqa: ANN401 - the schema package ships no types
        groups: int,
    ) -> str:
        inputs = (
            self._names[operator.inputs[0]],
            self._onnx.floats(weights),
            self._onnx.floats(self._folded[operator.inputs[2]]),
        )
        window = self._window(operator, weights.shape[2:], options)
        name = self._onnx.node("Conv", *inputs, group=groups, **window)
        return self._activated(name, options)

    def _max_pool(self, operator: Operator) -> str:
        options = operator.options(tflite.Pool2DOptions)
        size = (options.FilterHeight(), options.FilterWidth())
        window = self._window(operator, size, options)
        name = self._onnx.node("MaxPool", self._names[operator.inputs[0]], **window)
        return self._activated(name, options)

    def _activated(self, name: str, options: Any) -> str:  # noqa: ANN401
        """Apply the activation that is fused to an operator."""
        kind = options.FusedActivationFunction()
        if kind == tflite.ActivationFunctionType.NONE:
            return name
        if kind != tflite.ActivationFunctionType.RELU6:
            raise SourceError("A fused activation cannot be translated.")
        return self._onnx.node("Clip", name, *(self._onnx.floats(bound) for bound in _RELU6))

    def _add(self, operator: Operator) -> str:
        return self._activated(
            self._elementwise("Add", operator), operator.options(tflite.AddOptions)
        )

    def _window(
        self,
        operator: Operator,
        size: tuple[int, ...],
        options: Any,  # noqa: ANN401
    ) -> dict[str, list[int]]:
        """Give a sliding window's attributes; SAME puts the odd pixel at the end."""
        strides = (options.StrideH(), options.StrideW())
        before, after = [0, 0], [0, 0]
        if options.Padding() == tflite.Padding.SAME:
            given = self._graph.shapes[operator.inputs[0]][1:3]
            wanted = self._graph.shapes[operator.outputs[0]][1:3]
            for axis in range(2):
                reach = (wanted[axis] - 1) * strides[axis] + size[axis]
                missing = max(0, reach - given[axis])
                before[axis], after[axis] = missing // 2, missing - missing // 2
        return {"kernel_shape": list(size), "strides": list(strides), "pads": before + after}

    def _prelu(self, operator: Operator) -> str:
        slope = self._folded[operator.inputs[1]].transpose(2, 0, 1)
        name = self._names[operator.inputs[0]]
        return self._onnx.node("PRelu", name, self._onnx.floats(slope))

    def _pad(self, operator: Operator) -> str:
        amounts = self._folded[operator.inputs[1]][[0, 3, 1, 2]]
        pads = self._onnx.integers([*amounts[:, 0], *amounts[:, 1]])
        return self._onnx.node("Pad", self._names[operator.inputs[0]], pads)

    def _resize(self, operator: Operator) -> str:
        options = operator.options(tflite.ResizeBilinearOptions)
        if options.AlignCorners() or not options.HalfPixelCenters():
            raise SourceError("Only resizing by pixel centres can be translated.")
        _, height, width, channels = self._graph.shapes[operator.outputs[0]]
        size = self._onnx.integers([1, channels, height, width])
        name = self._names[operator.inputs[0]]
        return self._onnx.node("Resize", name, "", "", size, mode="linear")

    def _elementwise(self, kind: str, operator: Operator) -> str:
        names = [self._operand(number) for number in operator.inputs]
        return self._onnx.node(kind, *names)

    def _operand(self, number: int) -> str:
        if number in self._names:
            return self._names[number]
        return self._onnx.floats(self._folded[number])

    def _reshape(self, operator: Operator) -> str:
        given = self._graph.shapes[operator.inputs[0]]
        wanted = self._graph.shapes[operator.outputs[0]]
        name = self._names[operator.inputs[0]]
        if len(given) == _PICTURE and given[1:3] != (1, 1):
            if len(wanted) == _PICTURE:
                raise SourceError("A picture cannot be reshaped into another.")
            name = self._onnx.node("Transpose", name, perm=_CHANNELS_LAST)
        return self._onnx.node("Reshape", name, self._onnx.integers(wanted))

    def _concatenation(self, operator: Operator) -> str:
        axis = operator.options(tflite.ConcatenationOptions).Axis()
        if len(self._graph.shapes[operator.outputs[0]]) == _PICTURE:
            axis = _CHANNELS_FIRST.index(axis % _PICTURE)
        names = [self._names[number] for number in operator.inputs]
        return self._onnx.node("Concat", *names, axis=axis)

    def _whole_slice(self, operator: Operator) -> str:
        shapes = self._graph.shapes
        if shapes[operator.inputs[0]] != shapes[operator.outputs[0]]:
            raise SourceError("Only a slice of everything can be translated.")
        return self._names[operator.inputs[0]]

    def _landmarks_to_matrix(self, operator: Operator) -> str:
        return self._attention.region(self._names[operator.inputs[0]], operator.custom)

    def _crop(self, operator: Operator) -> str:
        picture, matrix = (self._names[number] for number in operator.inputs)
        _, height, width, _ = self._graph.shapes[operator.inputs[0]]
        return self._attention.crop(picture, matrix, (height, width), operator.custom)

    def _transform(self, operator: Operator) -> str:
        points, matrix = (self._names[number] for number in operator.inputs)
        return self._attention.transform(points, matrix)
