"""A text encoder by shared words: what texts have in common is what they are alike in."""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from edge_agent.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

WIDTH = 64
_COMMON = 3.0
"""What every text shares, so that cosines lie near 0.8 as a real model's do."""


@dataclass
class FakeTextEncoder:
    """Adds up a fixed direction for each word; notes what it was asked; fails when told to."""

    asked: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    fails: bool = False

    def questions(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.asked.extend(texts)
        return _vectors(texts)

    def passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.said.extend(texts)
        if self.fails:
            raise ModelError("The runtime refused a text.")
        return _vectors(texts)


def _vectors(texts: Sequence[str]) -> NDArray[np.float32]:
    vectors = np.array([_vector(text) for text in texts], dtype=np.float32)
    unit: NDArray[np.float32] = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return unit


def _vector(text: str) -> NDArray[np.float64]:
    words = re.findall(r"[a-z]+|[\u3400-\u9fff]", text.lower())
    directions = [_direction(word) for word in words] or [np.zeros(WIDTH)]
    about = np.sum(directions, axis=0)
    common: NDArray[np.float64] = np.full(WIDTH, _COMMON / np.sqrt(WIDTH))
    vector: NDArray[np.float64] = common + about / max(float(np.linalg.norm(about)), 1e-9)
    return vector


def _direction(word: str) -> NDArray[np.float64]:
    return np.random.default_rng(zlib.crc32(word.encode())).standard_normal(WIDTH)
