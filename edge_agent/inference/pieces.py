"""Recognised text cut into what counts as a word: English words, Chinese characters."""

from __future__ import annotations

import math
import re
import zlib
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
_FEWEST_LONG_TURNS = 3
_LONG_TURN = {Language.EN: 4, Language.ZH: 6}
"""Words or characters; "yes, yes, yes" and 谢谢谢谢谢谢 are said, a sentence is not said thrice."""
_INVENTED = frozenset(
    (
        *("thankyouforwatching", "thanksforwatching", "thankyouforlistening", "pleasesubscribe"),
        *("谢谢大家", "谢谢观看", "谢谢收看", "感谢观看", "感谢收看", "请订阅"),
    )
)
"""Short phrases that recognisers write over noise; thrice in a row none of them was said."""
_LONGEST_TURN = 24
"""Words."""
_FEWEST_TURNS_TOO_FAST = 2
_SHORTEST_LOOP_TOO_FAST = 3
_FASTEST = {Language.EN: 7.0, Language.ZH: 10.0}
"""Words or characters a second that nobody keeps up (an auctioneer's 400 words a minute are 6.7);
in a text that is faster, a decoder has put in more than was said."""
_MOST_REGULAR = 2.8
"""Bytes of a text over those of its DEFLATE: above, it is a loop. Radford et al. 2022, 4.5, take
2.4; the opening of A Tale of Two Cities, which a person does say, has 2.2."""
_FEWEST_PARTS = 8
_STUTTER = re.compile(r"(.{1,4}?)\1{5,}")


def pieces(text: str, language: Language) -> list[str]:
    """Give the words (English) or characters (Chinese) with the punctuation that follows each.

    A Latin word or a number inside Chinese counts as one.
    """
    pattern = _CHINESE if language is Language.ZH else _ENGLISH
    return [found.group().strip() for found in pattern.finditer(text)]


def without_loops(
    words: Sequence[str], language: Language, seconds: float = math.inf
) -> tuple[list[str], float]:
    """Keep one turn of whatever a decoder repeats, and give the share of the words kept.

    In a text that nobody could say in so many `seconds` fewer turns are a loop. Of a phrase known
    to be invented no turn is kept. What is still as regular as a loop is refused as a whole.
    """
    sane = [word for word in words if not _stutters(word)]
    least = (_FEWEST_TURNS, _SHORTEST_LOOP)
    if len(sane) > _FASTEST[language] * seconds:
        least = (_FEWEST_TURNS_TOO_FAST, _SHORTEST_LOOP_TOO_FAST)
    kept: list[str] = []
    at = 0
    while at < len(sane):
        turn, length = _loop_at(sane, at, _LONG_TURN[language], *least)
        if length == turn or not _is_invented(sane[at : at + turn]):
            kept.extend(sane[at : at + turn])
        at += length
    if _regularity(kept) > _MOST_REGULAR:
        kept = []
    return kept, len(kept) / len(words) if words else 0.0


def _loop_at(
    words: Sequence[str], at: int, long_turn: int, fewest_turns: int, shortest: int
) -> tuple[int, int]:
    """Give the length of one turn and of the whole loop that begins at `at`; (1, 1) for none."""
    fewest_long = min(_FEWEST_LONG_TURNS, fewest_turns)
    for turn in range(1, min(_LONGEST_TURN, (len(words) - at) // fewest_long) + 1):
        end = at + turn
        while end < len(words) and _bare(words[end]) == _bare(words[end - turn]):
            end += 1
        turns = (end - at) // turn
        is_long = turn >= long_turn or _is_invented(words[at : at + turn])
        if turns >= (fewest_long if is_long else fewest_turns) and (
            is_long or turns * turn >= shortest
        ):
            return turn, end - at
    return 1, 1


def _is_invented(turn: Sequence[str]) -> bool:
    """Say whether this is a phrase that recognisers write where nobody spoke."""
    return "".join(_bare(word) for word in turn) in _INVENTED


def _stutters(word: str) -> bool:
    """Say whether one piece is a loop in itself ("4-4-4-4-4-4-4-4", "hahahahahahaha")."""
    parts = re.findall(r"\w+", word.lower())
    if len(parts) >= _FEWEST_PARTS and len(set(parts)) * _FEWEST_TURNS <= len(parts):
        return True
    return any(_STUTTER.search(part) and not part.isdigit() for part in parts)


def _regularity(words: Sequence[str]) -> float:
    """Give how much shorter DEFLATE makes the text."""
    text = " ".join(words).encode()
    return len(text) / len(zlib.compress(text))


def _bare(word: str) -> str:
    """Give a word without case and punctuation."""
    return re.sub(r"\W", "", word).lower()
