"""Chinese keyword forms: looked for among the characters, and by how they sound."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pypinyin import Style, lazy_pinyin

from edge_agent.features.chinese_numbers import with_numbers
from edge_agent.inference.chinese import simplified, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_KEPT = re.compile(r"[\w%]|(?<=\d)\.(?=\d)")
_HAN = re.compile(r"[\u3400-\u9fff]+")
_TONELESS_FROM = 3
"""Characters; two of the same sound but another tone are mostly another word."""
_WHOLE_BELOW = 3
"""Characters; two may by chance be the end of one word and the beginning of another."""


class ChineseForms:
    """The forms of a keyword list in characters and in pinyin."""

    def __init__(self, forms: Sequence[tuple[int, str]]) -> None:
        """Prepare (keyword, form) pairs."""
        cleaned = [(number, _pieces("".join(characters(form)))) for number, form in forms]
        self._forms = [(number, form) for number, form in cleaned if form]
        self._sounds = [
            (number, sounds(form), len(form) >= _TONELESS_FROM)
            for number, form in self._forms
            if len(form) > 1 and _HAN.fullmatch("".join(form))
        ]

    def find(self, texts: Sequence[str]) -> Iterator[tuple[int, tuple[int, int]]]:
        """Yield each keyword's number and place among `texts`."""
        owners = [index for index, text in enumerate(texts) for _ in characters(text)]
        joined = "".join("".join(characters(text)) for text in texts)
        pieces = list(with_numbers(joined))
        inside = _inside(joined)
        for number, at, after in self._places([text for text, _, _ in pieces]):
            first, last = pieces[at][1], pieces[after - 1][2]
            if after - at >= _WHOLE_BELOW or not _is_torn(first, last, inside):
                yield number, (owners[first], owners[last - 1] + 1)

    def _places(self, said: Sequence[str]) -> Iterator[tuple[int, int, int]]:
        """Yield a keyword's number, the first of its pieces and the one after its last."""
        for number, form in self._forms:
            for at in _where(form, said):
                yield number, at, at + len(form)
        toned = sounds(said)
        toneless = [sound.rstrip("12345") for sound in toned]
        for number, form, any_tone in self._sounds:
            wanted = [sound.rstrip("12345") for sound in form] if any_tone else form
            for at in _where(wanted, toneless if any_tone else toned):
                yield number, at, at + len(form)


def characters(text: str) -> list[str]:
    """Give letters, digits and characters: simplified, in lower case, without punctuation."""
    return _KEPT.findall(simplified(text).lower())


def sounds(said: Sequence[str]) -> list[str]:
    """Give each piece's pinyin with its tone; what is no single character stands for itself."""
    text = "".join(piece if _HAN.fullmatch(piece) else " " for piece in said)
    found: list[str] = lazy_pinyin(text, style=Style.TONE3, errors=_each)
    return [
        sound if _HAN.fullmatch(piece) else piece for piece, sound in zip(said, found, strict=True)
    ]


def _pieces(text: str) -> list[str]:
    return [piece for piece, _, _ in with_numbers(text)]


def _each(other: str) -> str:
    """Let what is not Chinese stand for itself, character by character (the library takes both)."""
    return list(other)  # type: ignore[return-value]


def _inside(text: str) -> dict[int, int]:
    """Give for each place within a word where that word ends."""
    ends: dict[int, int] = {}
    at = 0
    for word in words(text):
        after = at + len(word)
        ends |= dict.fromkeys(range(at + 1, after), after)
        at = after
    return ends


def _is_torn(first: int, after: int, inside: dict[int, int]) -> bool:
    """Say whether [first, after) begins within a word without being its end: 行业 in 银行业务."""
    return first in inside and inside[first] != after


def _where(wanted: Sequence[str], within: Sequence[str]) -> Iterator[int]:
    """Yield where `wanted` begins."""
    length = len(wanted)
    for at in range(len(within) - length + 1):
        if within[at] == wanted[0] and list(within[at : at + length]) == list(wanted):
            yield at
