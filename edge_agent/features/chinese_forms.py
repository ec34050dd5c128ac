"""Chinese keyword forms: looked for among the characters, by sound, and word by word."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pypinyin import Style, lazy_pinyin

from edge_agent.features.chinese_numbers import with_numbers
from edge_agent.features.chinese_pairs import ChinesePairs, spans
from edge_agent.inference.chinese import simplified

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from edge_agent.features.chinese_pairs import Span

_KEPT = re.compile(r"[\w%]|(?<=\d)\.(?=\d)|(?<=[a-z])[+#]|(?<=[a-z]\+)\+")
_LATIN = re.compile(r"[a-z]")
_GOES_ON = re.compile(r"(?!s\b)[a-z+#]")
"""After Latin letters: C is not said by C++, nor "Excel" by "excellent", but KPI is by KPIs."""
_HAN = re.compile(r"[\u3400-\u9fff]+")
_TONELESS_FROM = 3
"""Characters; two of the same sound but another tone are mostly another word."""
_WHOLE_BELOW = 3
"""Characters; two may by chance be the end of one word and the beginning of another."""
_VARIANTS = frozenset(
    map(frozenset, ("帐账", "做作", "像象", "份分", "订定", "纪记", "须需", "他它"))
)
"""Characters that the same word is written with: 帐户 is 账户, though both are in a dictionary."""


class ChineseForms:
    """The forms of a keyword list in characters and in pinyin."""

    def __init__(self, forms: Sequence[tuple[int, str]]) -> None:
        """Prepare (keyword, form) pairs."""
        cleaned = [(number, _pieces("".join(characters(form)))) for number, form in forms]
        self._forms = [(number, form) for number, form in cleaned if form]
        self._pairs = ChinesePairs([(number, "".join(form)) for number, form in self._forms])
        self._sounds = [
            (number, form, sounds(form))
            for number, form in self._forms
            if len(form) > 1 and _HAN.fullmatch("".join(form))
        ]

    def find(self, texts: Sequence[str]) -> Iterator[tuple[int, tuple[int, int]]]:
        """Yield each keyword's number and place among `texts`."""
        owners = [index for index, text in enumerate(texts) for _ in characters(text)]
        joined = "".join("".join(characters(text)) for text in texts)
        pieces = list(with_numbers(joined))
        said = [text for text, _, _ in pieces]
        cut = spans(joined)
        inside = _inside(cut)
        for number, form, at in (*self._written(said), *self._heard(said)):
            first, last = pieces[at][1], pieces[at + len(form) - 1][2]
            found = said[at : at + len(form)]
            is_whole = len(form) >= _WHOLE_BELOW or not _is_torn(first, last, inside)
            is_whole = is_whole and not _is_letters_within(joined, owners, first, last)
            if is_whole and (len(form) >= _TONELESS_FROM or _is_meant(form, found, first, cut)):
                yield number, (owners[first], owners[last - 1] + 1)
        for number, first, last in self._pairs.find(cut):
            begin, after = owners[first], owners[last - 1] + 1
            if not any(_ends_clause(text) for text in texts[begin : after - 1]):
                yield number, (begin, after)

    def _written(self, said: Sequence[str]) -> Iterator[tuple[int, list[str], int]]:
        """Yield a keyword's number, the form that was said and where it begins."""
        for number, form in self._forms:
            for at in _where(form, said):
                yield number, form, at

    def _heard(self, said: Sequence[str]) -> Iterator[tuple[int, list[str], int]]:
        """Yield the same where the form has another's sound."""
        toned = sounds(said)
        toneless = _without_tones(toned)
        for number, form, sound in self._sounds:
            any_tone = len(form) >= _TONELESS_FROM
            wanted = _without_tones(sound) if any_tone else sound
            for at in _where(wanted, toneless if any_tone else toned):
                yield number, form, at


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


def _without_tones(toned: Sequence[str]) -> list[str]:
    return [sound.rstrip("12345") for sound in toned]


def _inside(cut: Sequence[Span]) -> dict[int, int]:
    """Give for each place within a word where that word ends."""
    return {at: after for _, first, after in cut for at in range(first + 1, after)}


def _is_meant(form: Sequence[str], found: Sequence[str], first: int, cut: Sequence[Span]) -> bool:
    """Say whether two characters are the form, or sound like it and are no word themselves.

    The recogniser's slip 和规 is 合规; 经纪, 边城 and the 和规 of 和|规划 mean themselves.
    """
    if all(
        one == other or {one, other} in _VARIANTS for one, other in zip(form, found, strict=True)
    ):
        return True
    alone = {begin for _, begin, after in cut if after == begin + 1}
    return {first, first + 1} <= alone


def _ends_clause(text: str) -> bool:
    """Say whether punctuation follows."""
    return not text.rstrip()[-1:].isalnum()


def _is_torn(first: int, after: int, inside: dict[int, int]) -> bool:
    """Say whether [first, after) begins within a word without being its end: 行业 in 银行业务."""
    return first in inside and inside[first] != after


def _is_letters_within(text: str, owners: Sequence[int], first: int, after: int) -> bool:
    """Say whether [first, after) of `text` is a part of a word in Latin letters."""
    word = "".join(each for at, each in enumerate(text) if owners[at] == owners[first])
    begin, end = first - owners.index(owners[first]), after - owners.index(owners[first])
    if not _LATIN.match(word, begin) or owners[first] != owners[after - 1]:
        return False
    is_begun = begin > 0 and _LATIN.match(word, begin - 1) is not None
    return is_begun or _GOES_ON.match(word, end) is not None


def _where(wanted: Sequence[str], within: Sequence[str]) -> Iterator[int]:
    """Yield where `wanted` begins."""
    length = len(wanted)
    for at in range(len(within) - length + 1):
        if within[at] == wanted[0] and list(within[at : at + length]) == list(wanted):
            yield at
