"""Sentence vectors of zh and en: multilingual e5-small, 4-bit, on ONNX Runtime (Wang et al. 2024).

It was trained with the words "query:" and "passage:" before its texts, and wants them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from edge_agent.errors import ModelError
from edge_agent.inference.onnx_runtime import Session
from edge_agent.inference.sentence_pieces import SentencePieces

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

_BEGIN, _END = 0, 2
_LONGEST = 510
"""Pieces that one run takes; a longer text is the weighted mean of its stretches."""
_NIBBLE = 15
_SIGNED = 8


class E5TextEncoder:
    """A `TextEncoder`."""

    def __init__(self, encoder: Path, words: Path, pieces: Path) -> None:
        """Load the model; the words (54 MB) stay on the disk but for those used.

        Raises ModelError.
        """
        self._session = Session(encoder)
        self._pieces = SentencePieces(pieces)
        try:
            self._words: NDArray[np.uint8] = np.load(words, mmap_mode="r", allow_pickle=False)
        except (OSError, ValueError) as error:
            raise ModelError(f"{words.name} cannot be read: {error}.") from error

    def questions(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Give n x 384 unit vectors of what is asked; raises ModelError."""
        return self._vectors(texts, "query: ")

    def passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Give n x 384 unit vectors of what is said; raises ModelError."""
        return self._vectors(texts, "passage: ")

    def _vectors(self, texts: Sequence[str], role: str) -> NDArray[np.float32]:
        vectors = np.zeros((len(texts), self._words.shape[1] * 32), dtype=np.float32)
        for index, text in enumerate(texts):
            pieces = self._pieces.cut(role + text)
            for at in range(0, len(pieces), _LONGEST):
                stretch = pieces[at : at + _LONGEST]
                feed = {"words": self._rows([_BEGIN, *stretch, _END])[np.newaxis]}
                vectors[index] += len(stretch) * self._session.run(("sentence",), feed)[0][0]
            vectors[index] /= np.linalg.norm(vectors[index])
        return vectors

    def _rows(self, pieces: Sequence[int]) -> NDArray[np.float32]:
        """Give the pieces' rows: blocks of 32 four-bit weights around 8 with one scale each."""
        blocks = self._words[list(pieces)]
        scales = blocks[..., :2].copy().view("<f2").astype(np.float32)
        packed = blocks[..., 2:]
        nibbles = np.concatenate((packed & _NIBBLE, packed >> 4), axis=-1)
        rows: NDArray[np.float32] = (nibbles.astype(np.float32) - _SIGNED) * scales
        return rows.reshape(len(pieces), -1)
