"""The sentence encoder that is built computes what the packager's weights say."""

from __future__ import annotations

import io
import math
import struct
from itertools import accumulate
from typing import TYPE_CHECKING, Any

import numpy as np
import onnxruntime as ort
import pytest

from models_quantized.e5 import convert
from models_quantized.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Mapping

WIDTH, LAYERS, HEADS, INNER, WORDS, LONGEST = 64, 2, 2, 128, 9, 8
BLOCK = 32
PIECES = ["<s>", "<pad>", "</s>", "<unk>", "▁a", "b"]
FOLDS = {0xFF21: "a", 0x0A: " "}

Weights = dict[str, Any]


def quantised(values: Any) -> tuple[bytes, Any]:
    """Give 4-bit blocks (low nibbles are the first 16 weights) and what they stand for."""
    blocks = values.reshape(-1, BLOCK)
    scales = (np.abs(blocks).max(axis=1, keepdims=True) / 7).astype("<f2")
    nibbles = np.clip(np.rint(blocks / scales) + 8, 0, 15).astype(np.uint8)
    packed = nibbles[:, :16] | nibbles[:, 16:] << 4
    content = np.concatenate((scales.view(np.uint8), packed), axis=1).tobytes()
    meant = (nibbles.astype(np.float32) - 8) * scales.astype(np.float32)
    return content, meant.reshape(values.shape)


def tensors() -> tuple[Mapping[str, tuple[int, int, bytes]], Weights]:
    """Give random weights as stored and as meant."""
    random = np.random.default_rng(7)
    shapes: dict[str, tuple[int, ...]] = {
        "emb.word": (WORDS, WIDTH),
        "emb.pos": (LONGEST, WIDTH),
        "emb.type": (2, WIDTH),
    }
    shapes |= {"emb.ln.w": (WIDTH,), "emb.ln.b": (WIDTH,)}
    for layer in range(LAYERS):
        for part in ("q", "k", "v", "ao"):
            shapes |= {f"l{layer}.{part}.w": (WIDTH, WIDTH), f"l{layer}.{part}.b": (WIDTH,)}
        shapes |= {f"l{layer}.fi.w": (INNER, WIDTH), f"l{layer}.fi.b": (INNER,)}
        shapes |= {f"l{layer}.fo.w": (WIDTH, INNER), f"l{layer}.fo.b": (WIDTH,)}
        for norm in ("aln", "oln"):
            shapes |= {f"l{layer}.{norm}.w": (WIDTH,), f"l{layer}.{norm}.b": (WIDTH,)}
    stored: dict[str, tuple[int, int, bytes]] = {}
    meant: Weights = {}
    for name, shape in shapes.items():
        values = random.standard_normal(shape).astype(np.float32) / 4
        is_blocks = name == "emb.word" or (len(shape) == 2 and name.startswith("l"))
        content, meant[name] = quantised(values) if is_blocks else (values.tobytes(), values)
        stored[name] = (int(is_blocks), values.size, content)
    return stored, meant


def packed_file() -> tuple[bytes, Weights]:
    """Give a file as the packager writes it, and the weights it stands for."""
    stored, meant = tensors()
    letters = [piece.encode() for piece in PIECES]
    ends = np.array([0, *accumulate(map(len, letters))], "<u4").tobytes()
    scores = np.arange(len(PIECES), dtype="<f4").tobytes()
    folds = b"".join(
        struct.pack(f"<IB{len(text)}I", code, len(text), *map(ord, text))
        for code, text in FOLDS.items()
    )
    head = struct.pack(
        "<4sI7ifi", b"E5S1", 1, WIDTH, LAYERS, HEADS, INNER, WORDS, LONGEST, 2, 1e-12, BLOCK
    )
    head += struct.pack("<5iQ", len(PIECES), 0, 2, 1, 3, len(b"".join(letters)))
    head += ends + scores + b"".join(letters) + struct.pack("<iI", len(FOLDS), len(folds)) + folds
    offset = len(head) + 4 + sum(2 + len(name) + 21 for name in stored)
    directory = struct.pack("<i", len(stored))
    for name, (kind, count, content) in stored.items():
        directory += struct.pack("<H", len(name)) + name.encode()
        directory += struct.pack("<BIQQ", kind, count, offset, len(content))
        offset += len(content)
    return head + directory + b"".join(content for _, _, content in stored.values()), meant


def normed(state: Any, weights: Weights, name: str) -> Any:
    centred = state - state.mean(axis=-1, keepdims=True)
    unit = centred / np.sqrt((centred**2).mean(axis=-1, keepdims=True) + 1e-12)
    return unit * weights[f"{name}.w"] + weights[f"{name}.b"]


def gelu(values: Any) -> Any:
    return values * 0.5 * (1 + np.vectorize(math.erf)(values / np.sqrt(2)))


def bert(rows: Any, weights: Weights) -> Any:
    """Devlin et al. 2019, figure 1, with plain matrices; the mean over the pieces."""

    def product(state: Any, name: str) -> Any:
        return state @ weights[f"{name}.w"].T + weights[f"{name}.b"]

    state = rows + weights["emb.pos"][: len(rows)] + weights["emb.type"][0]
    state = normed(state, weights, "emb.ln")
    for layer in (f"l{number}." for number in range(LAYERS)):
        heads = []
        for part in np.split(np.arange(WIDTH), HEADS):
            query, key, value = (product(state, layer + kind)[:, part] for kind in "qkv")
            score = np.exp(query @ key.T / np.sqrt(len(part)))
            heads.append(score / score.sum(axis=1, keepdims=True) @ value)
        attended = product(np.concatenate(heads, axis=1), f"{layer}ao")
        state = normed(state + attended, weights, f"{layer}aln")
        inner = gelu(product(state, f"{layer}fi"))
        state = normed(state + product(inner, f"{layer}fo"), weights, f"{layer}oln")
    return state.mean(axis=0)


@pytest.mark.parametrize("length", [1, 5, LONGEST])
def test_the_encoder_computes_what_the_weights_mean(length: int) -> None:
    content, weights = packed_file()
    rows = weights["emb.word"][:length]
    session = ort.InferenceSession(convert(content, "e5_encoder"))

    found = session.run(("sentence",), {"words": rows[np.newaxis]})[0][0]

    wanted = bert(rows, weights)
    # It computes in int8, as the packager's engine does.
    cosine = found @ wanted / np.linalg.norm(found) / np.linalg.norm(wanted)
    assert cosine > 0.999


def test_words_and_pieces_are_kept_as_they_are() -> None:
    content, weights = packed_file()
    blocks = np.load(io.BytesIO(convert(content, "e5_words")))
    scales = blocks[..., :2].copy().view("<f2").astype(np.float32)
    nibbles = np.concatenate((blocks[..., 2:] & 15, blocks[..., 2:] >> 4), axis=-1)
    assert np.allclose(
        ((nibbles.astype(np.float32) - 8) * scales).reshape(WORDS, WIDTH), weights["emb.word"]
    )
    with np.load(io.BytesIO(convert(content, "e5_pieces"))) as arrays:
        assert arrays["letters"].tobytes().decode() == "".join(PIECES)
        assert dict(zip(arrays["folded"], arrays["folds"], strict=True)) == FOLDS


@pytest.mark.parametrize("part", ["e5_encoder", "e5_words", "e5_pieces"])
def test_the_same_file_gives_the_same_bytes(part: str) -> None:
    content, _ = packed_file()
    assert convert(content, part) == convert(content, part)


def test_another_file_is_refused() -> None:
    with pytest.raises(SourceError, match="begins otherwise"):
        convert(b"GGUF" + packed_file()[0][4:], "e5_words")
