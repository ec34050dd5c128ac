"""Chinese numerals as digits, so that 三个月 finds 3个月 and 20% finds 百分之二十."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_DIGITS = {numeral: digit for digit, numeral in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "两": 2,
}
_TENS = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = frozenset("万亿")
_NUMBER = re.compile(
    r"(?P<figures>\d+(?:\.\d+)?[万亿]*)(?P<percent>%?)"
    r"|(?P<numerals>[零〇一二两三四五六七八九十][零〇一二两三四五六七八九十百千万亿]+"
    r"|[一二两三四五六七八九十](?=[个月年天日周次家人元块笔份倍成号]))"
)
"""A single numeral counts only before a measure word: 一起 and 一致 are no numbers."""

Piece = tuple[str, int, int]
"""A character or a whole number, its first place and the one after its last."""


def with_numbers(text: str) -> Iterator[Piece]:
    """Yield the characters of `text`, each number as one piece; 35% begins with 百分之."""
    at = 0
    for found in _NUMBER.finditer(text):
        yield from _single(text, at, found.start())
        at = found.end()
        if found["percent"]:
            yield from ((character, found.start(), at) for character in "百分之")
        yield value(found["figures"] or found["numerals"]), found.start(), at
    yield from _single(text, at, len(text))


def value(number: str) -> str:
    """Give a number's figures; without 十, 百, 千, 万 and 亿 it is read digit by digit."""
    if not set(number) & (_TENS.keys() | _MYRIADS):
        return "".join(str(_DIGITS.get(each, each)) for each in number)
    whole = section = Decimal(0)
    latest: Decimal | None = None
    for part in re.findall(r"\d+(?:\.\d+)?|.", number):
        if part in _TENS:
            section += (Decimal(1) if latest is None else latest) * _TENS[part]
            latest = None
        elif part in _MYRIADS:
            below = section + (latest or 0)
            whole = whole + below * 10**4 if part == "万" else (whole + below) * 10**8
            section, latest = Decimal(0), None
        else:
            latest = Decimal(_DIGITS.get(part, part))
    return f"{(whole + section + (latest or 0)).normalize():f}"


def _single(text: str, first: int, after: int) -> Iterator[Piece]:
    for at in range(first, after):
        yield text[at], at, at + 1
