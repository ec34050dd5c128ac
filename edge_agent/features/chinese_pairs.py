"""Chinese forms of two words, which may be linked or stand in the other order: 管理风险."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from edge_agent.inference.chinese import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_HAN = re.compile(r"[\u3400-\u9fff]{4,}")
_SHORTEST = 2
"""Characters of either word; single ones are too common."""
_BETWEEN = frozenset(("的", "之"))
"""What may stand between the two in order: 风险的管理."""
_BETWEEN_REVERSED = frozenset(("了", "过", "好", "的", "这个", "这些", "所有", "各种", "相关"))
"""And in the other order: 管理了这些风险."""
_MOST_BETWEEN = 2
_ACTORS = frozenset(
    ("客户", "我们", "领导", "经理", "同事", "部门", "公司", "银行", "老板", "团队", "其他")
)
"""Who acts and who is acted upon is said by the order: 要求客户 is not 客户要求."""

Span = tuple[str, int, int]
"""A word, its first character and the one after its last."""


class ChinesePairs:
    """The forms of a keyword list that are two words."""

    def __init__(self, forms: Sequence[tuple[int, str]]) -> None:
        """Prepare (keyword, form) pairs; forms of one word or more than two are left out."""
        cut = [(number, _parts(form)) for number, form in forms if _HAN.fullmatch(form)]
        self._pairs = [
            (number, parts[0], parts[1])
            for number, parts in cut
            if len(parts) == 2 and min(map(len, parts)) >= _SHORTEST  # noqa: PLR2004 - a pair
        ]

    def find(self, cut: Sequence[Span]) -> Iterator[tuple[int, int, int]]:
        """Yield a keyword's number, its first character and the one after its last."""
        for number, left, right in self._pairs:
            for at, (word, first, _) in enumerate(cut):
                other, links = (right, _BETWEEN) if word == left else (left, _BETWEEN_REVERSED)
                is_free = word == left or not {left, right} & _ACTORS
                if word in {left, right} and is_free:
                    after = _linked(cut, at, other, links)
                    if after:
                        yield number, first, after


def spans(text: str) -> list[Span]:
    """Give the dictionary's words of `text` and where they stand."""
    found: list[Span] = []
    at = 0
    for word in words(text):
        found.append((word, at, at + len(word)))
        at += len(word)
    return found


def _parts(form: str) -> list[str]:
    """Cut a form into words; one that the dictionary has whole (风险管理), into its halves."""
    cut, half = words(form), len(form) // 2
    halves = [form[:half], form[half:]]
    return halves if len(cut) == 1 and all(words(each) == [each] for each in halves) else cut


def _linked(cut: Sequence[Span], at: int, other: str, links: frozenset[str]) -> int:
    """Give where `other` ends when only links stand before it, else 0."""
    for word, _, after in cut[at + 1 : at + 2 + _MOST_BETWEEN]:
        if word == other:
            return after
        if word not in links:
            return 0
    return 0
