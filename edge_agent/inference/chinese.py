"""Chinese text: traditional characters become simplified ones, sentences are cut into words."""

from __future__ import annotations

from functools import cache
from typing import Any

from opencc import OpenCC


@cache
def _converter() -> Any:  # noqa: ANN401 - the library has no types
    """Read the tables once; they take a tenth of a second."""
    return OpenCC("t2s")


def simplified(text: str) -> str:
    """Give `text` in simplified characters; everything else stays as it is."""
    converted: str = _converter().convert(text)
    return converted


@cache
def _cutter() -> Any:  # noqa: ANN401 - the library has no types
    """Read the dictionary once, when Chinese is first heard: 33 MB at the import."""
    from rjieba import Jieba  # noqa: PLC0415

    return Jieba()


def words(text: str) -> list[str]:
    """Cut `text` into words of the dictionary (jieba); together they are `text`."""
    cut: list[str] = _cutter().cut(text, False)  # noqa: FBT003 - guess no new words
    return cut
