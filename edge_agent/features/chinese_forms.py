"""Chinese keyword forms: looked for among the characters, and by how they sound."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pypinyin import Style, lazy_pinyin

from edge_agent.inference.chinese import simplified

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_KEPT = re.compile(r"\w")
_HAN = re.compile(r"[\u3400-\u9fff]+")
_TONELESS_FROM = 3
"""Characters; two of the same sound but another tone are mostly another word."""


class ChineseForms:
    """The forms of a keyword list in characters and in pinyin."""

    def __init__(self, forms: Sequence[tuple[int, str]]) -> None:
        """Prepare (keyword, form) pairs."""
        cleaned = [(number, "".join(characters(form))) for number, form in forms]
        self._forms = [(number, form) for number, form in cleaned if form]
        self._sounds = [
            (number, sounds(form), len(form) >= _TONELESS_FROM)
            for number, form in self._forms
            if len(form) > 1 and _HAN.fullmatch(form)
        ]

    def find(self, texts: Sequence[str]) -> Iterator[tuple[int, tuple[int, int]]]:
        """Yield each keyword's number and place among `texts`."""
        owners = [index for index, text in enumerate(texts) for _ in characters(text)]
        joined = "".join("".join(characters(text)) for text in texts)
        for number, form in self._forms:
            for at in _places(list(form), list(joined)):
                yield number, (owners[at], owners[at + len(form) - 1] + 1)
        toned, toneless = sounds(joined), [sound.rstrip("12345") for sound in sounds(joined)]
        for number, form_sounds, any_tone in self._sounds:
            wanted = [sound.rstrip("12345") for sound in form_sounds] if any_tone else form_sounds
            for at in _places(wanted, toneless if any_tone else toned):
                yield number, (owners[at], owners[at + len(wanted) - 1] + 1)


def characters(text: str) -> list[str]:
    """Give letters, digits and characters: simplified, in lower case, without punctuation."""
    return _KEPT.findall(simplified(text).lower())


def sounds(text: str) -> list[str]:
    """Give each character's pinyin with its tone; what is not Chinese stands for itself."""
    found: list[str] = lazy_pinyin(text, style=Style.TONE3, errors=_each)
    return found


def _each(other: str) -> str:
    """Let what is not Chinese stand for itself, character by character (the library takes both)."""
    return list(other)  # type: ignore[return-value]


def _places(wanted: Sequence[str], within: Sequence[str]) -> Iterator[int]:
    """Yield where `wanted` begins."""
    length = len(wanted)
    for at in range(len(within) - length + 1):
        if within[at] == wanted[0] and list(within[at : at + length]) == list(wanted):
            yield at
