"""Cuts a text into the pieces that the sentence encoder knows (SentencePiece, unigram model).

Of all ways to cut it, the likeliest: the largest sum of the pieces' scores (Kudo 2018). Pieces are
looked up by hash, all places at once: a dictionary of a quarter of a million would take 40 MB.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING
from zipfile import BadZipFile

import numpy as np

from edge_agent.errors import ModelError

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    Hashes = NDArray[np.uint64]

UNKNOWN = 3
_UNKNOWN_COST = 10.0
"""Below the unlikeliest piece, as SentencePiece has it."""
_SPACE = "\u2581"
_BASIS = np.uint64(0xCBF29CE484222325)
_PRIME = np.uint64(0x100000001B3)
_CONTINUES = 0x80
"""The two upper bits of a byte of UTF-8 that does not begin a character."""


class SentencePieces:
    """The pieces of one vocabulary."""

    def __init__(self, path: Path) -> None:
        """Read the vocabulary; raises ModelError."""
        try:
            with np.load(path, allow_pickle=False) as arrays:
                letters, ends = arrays["letters"], arrays["ends"].astype(np.int64)
                self._scores: NDArray[np.float32] = arrays["scores"]
                self._folds = dict(
                    zip(arrays["folded"].tolist(), arrays["folds"].tolist(), strict=True)
                )
        except (OSError, KeyError, ValueError, BadZipFile) as error:
            raise ModelError(f"{path.name} cannot be read: {error}.") from error
        hashes = _hash_each(letters.astype(np.uint64), ends)
        self._order = np.argsort(hashes)
        self._hashes = hashes[self._order]
        self._longest = int(np.diff(ends).max())
        self._unknown = float(self._scores.min()) - _UNKNOWN_COST

    def cut(self, text: str) -> list[int]:
        """Give the numbers of the pieces; a character without one is `UNKNOWN`."""
        letters = np.frombuffer(self._folded(text).encode(), np.uint8).astype(np.uint64)
        starts = np.flatnonzero(letters & np.uint64(0xC0) != _CONTINUES)
        fitting = self._fitting(letters, starts)
        edges = [*starts.tolist(), len(letters)]
        best: dict[int, tuple[float, int, int]] = {0: (0.0, UNKNOWN, 0)}
        for at, following in pairwise(edges):
            so_far = best[at][0]
            unknown = (following, UNKNOWN, self._unknown)
            for end, piece, score in (*fitting.get(at, ()), unknown):
                if end not in best or so_far + score > best[end][0]:
                    best[end] = (so_far + score, piece, at)
        return _way_back(best, len(letters))

    def _folded(self, text: str) -> str:
        """Give the text in the letters of the vocabulary, a mark before every word."""
        folded = "".join(self._folds.get(ord(letter), letter) for letter in text)
        return re.sub(" +", " ", f" {folded}").replace(" ", _SPACE)

    def _fitting(
        self, letters: Hashes, starts: NDArray[np.int64]
    ) -> dict[int, list[tuple[int, int, float]]]:
        """Give the pieces that begin at each place: (end, number, score)."""
        is_edge = np.ones(len(letters) + 1, dtype=bool)
        is_edge[:-1] = letters & np.uint64(0xC0) != _CONTINUES
        found: dict[int, list[tuple[int, int, float]]] = {}
        hashes = np.full(len(starts), _BASIS)
        for length in range(1, self._longest + 1):
            inside = starts + length <= len(letters)
            starts, hashes = starts[inside], hashes[inside]
            hashes = _hash_on(hashes, letters[starts + length - 1])
            places = np.searchsorted(self._hashes[:-1], hashes)
            known = (self._hashes[places] == hashes) & is_edge[starts + length]
            pieces = self._order[places[known]]
            scores = self._scores[pieces].tolist()
            places_of = zip(starts[known].tolist(), pieces.tolist(), scores, strict=True)
            for start, piece, score in places_of:
                if piece != UNKNOWN:
                    found.setdefault(start, []).append((start + length, piece, score))
        return found


def _way_back(best: dict[int, tuple[float, int, int]], end: int) -> list[int]:
    """Give the pieces of the best way to `end`, in the order of the text."""
    pieces: list[int] = []
    while end:
        _, piece, end = best[end]
        pieces.append(piece)
    return pieces[::-1]


def _hash_each(letters: Hashes, ends: NDArray[np.int64]) -> Hashes:
    """Give each piece's hash (FNV-1a, 64 bits)."""
    hashes = np.full(len(ends) - 1, _BASIS)
    lengths = np.diff(ends)
    for length in range(int(lengths.max())):
        longer = lengths > length
        hashes[longer] = _hash_on(hashes[longer], letters[ends[:-1][longer] + length])
    return hashes


def _hash_on(hashes: Hashes, letters: Hashes) -> Hashes:
    hashed: Hashes = (hashes ^ letters) * _PRIME
    return hashed
