"""Recognised text cut into what counts as a word: English words, Chinese characters."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wire.language import Language

if TYPE_CHECKING:
    from collections.abc import Sequence

_ENGLISH = re.compile(r"\S*\w\S*")
_HAN = r"[\u3400-\u9fff\uf900-\ufaff]"
_CHINESE = re.compile(rf"(?:{_HAN}|(?:(?!{_HAN})\w)(?:(?!{_HAN})[\w'.%+-])*)[^\w]*")
_SHORTEST_LOOP = 8
"""Words that a loop covers at least; nobody says one word so often, but "no, no, no" is said."""
_FEWEST_TURNS = 4
_LONGEST_TURN = 24
"""Words."""


def pieces(text: str, language: Language) -> list[str]:
    """Give the words (English) or characters (Chinese) with the punctuation that follows each.

    A Latin word or a number inside Chinese counts as one.
    """
    pattern = _CHINESE if language is Language.ZH else _ENGLISH
    return [found.group().strip() for found in pattern.finditer(text)]


def without_loops(words: Sequence[str]) -> list[str]:
    """Keep one turn of whatever a decoder repeats without end."""
    kept: list[str] = []
    at = 0
    while at < len(words):
        turn, length = _loop_at(words, at)
        kept.extend(words[at : at + turn])
        at += length
    return kept


def _loop_at(words: Sequence[str], at: int) -> tuple[int, int]:
    """Give the length of one turn and of the whole loop that begins at `at`; (1, 1) for none."""
    for turn in range(1, min(_LONGEST_TURN, (len(words) - at) // _FEWEST_TURNS) + 1):
        end = at + turn
        while end < len(words) and _bare(words[end]) == _bare(words[end - turn]):
            end += 1
        length = (end - at) // turn * turn
        if length >= max(_SHORTEST_LOOP, _FEWEST_TURNS * turn):
            return turn, end - at
    return 1, 1


def _bare(word: str) -> str:
    """Give a word without case and punctuation."""
    return re.sub(r"\W", "", word).lower()
