"""A text is cut into the likeliest pieces of a vocabulary."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING

import numpy as np
import pytest

from edge_agent.errors import ModelError
from edge_agent.inference.sentence_pieces import UNKNOWN, SentencePieces

if TYPE_CHECKING:
    from pathlib import Path

PIECES = {
    "<s>": 0.0,
    "<pad>": 0.0,
    "</s>": 0.0,
    "<unk>": 0.0,
    "▁": -2.0,
    "▁a": -3.0,
    "▁ab": -4.0,
    "b": -3.5,
    "c": -3.0,
    "bc": -3.2,
    "银": -5.0,
    "行": -5.0,
    "银行": -6.0,
}
NAMES = list(PIECES)


@pytest.fixture
def vocabulary(tmp_path: Path) -> SentencePieces:
    encoded = [name.encode() for name in PIECES]
    path = tmp_path / "pieces.npz"
    np.savez(
        path,
        letters=np.frombuffer(b"".join(encoded), np.uint8),
        ends=np.array([0, *accumulate(map(len, encoded))], np.uint32),
        scores=np.array(list(PIECES.values()), np.float32),
        folded=np.array([ord("Ａ"), ord("\n")], np.uint32),
        folds=np.array(["a", " "]),
    )
    return SentencePieces(path)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("abc", ["▁a", "bc"]),
        ("ab", ["▁ab"]),
        ("a  c", ["▁a", "▁", "c"]),
        (" a\nc", ["▁a", "▁", "c"]),
        ("银行", ["▁", "银行"]),
        ("Ａbc", ["▁a", "bc"]),
        ("", ["▁"]),
    ],
)
def test_the_likeliest_cut_is_taken(
    vocabulary: SentencePieces, text: str, names: list[str]
) -> None:
    assert [NAMES[piece] for piece in vocabulary.cut(text)] == names


def test_a_character_without_a_piece_is_unknown(vocabulary: SentencePieces) -> None:
    assert [NAMES[piece] for piece in vocabulary.cut("a😀c")] == ["▁a", NAMES[UNKNOWN], "c"]


def test_a_file_that_is_no_vocabulary_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "pieces.npz"
    path.write_bytes(b"no archive")
    with pytest.raises(ModelError, match=r"pieces\.npz cannot be read"):
        SentencePieces(path)
