"""English keyword forms: compared by stem, in order, with a few words allowed in between."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from snowballstemmer import stemmer

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_TOKEN = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")
_MOST_BETWEEN = 2
"""Words that may stand between two of a form: "balance *all the* books"."""
_LONG_ENOUGH = 6
"""Letters of a compound that may be written apart or together: "book keeping"."""

Token = tuple[str, int, int]
"""A stem, the first of the words it comes from, and the one after the last."""


class EnglishForms:
    """The forms of a keyword list, by the stem they begin with."""

    def __init__(self, forms: Sequence[tuple[int, str]]) -> None:
        """Prepare (keyword, form) pairs."""
        self._stemmer: Any = stemmer("english")
        self._by_first: dict[str, list[tuple[int, list[str]]]] = {}
        for number, form in forms:
            for stems in self._written(form):
                self._by_first.setdefault(stems[0], []).append((number, stems))

    def find(self, texts: Sequence[str]) -> Iterator[tuple[int, tuple[int, int]]]:
        """Yield each keyword's number and place among `texts`."""
        singles = [
            (token, index, index + 1) for index, text in enumerate(texts) for token in tokens(text)
        ]
        stems = [(self._stem(token), first, after) for token, first, after in singles]
        for index, (stem, first, _) in enumerate(stems):
            for number, form in self._by_first.get(stem, ()):
                after = _end_of(form, stems, index)
                if after:
                    yield number, (first, after)
        for (left, first, _), (right, _, after) in pairwise(singles):
            for number, form in self._by_first.get(self._stem(left + right), ()):
                if len(form) == 1 and len(left + right) >= _LONG_ENOUGH:
                    yield number, (first, after)

    def _written(self, form: str) -> Iterator[list[str]]:
        """Yield the stems of a form, and of its words written together."""
        parts = tokens(form)
        if parts:
            yield [self._stem(part) for part in parts]
        if len(parts) == 2 and len("".join(parts)) >= _LONG_ENOUGH:  # noqa: PLR2004 - a compound
            yield [self._stem("".join(parts))]

    def _stem(self, token: str) -> str:
        """Give the stem."""
        stem: str = self._stemmer.stemWord(token)
        return stem


def tokens(text: str) -> list[str]:
    """Give the words of a text in lower case; hyphens part them."""
    return _TOKEN.findall(text.lower().replace("\u2019", "'"))


def _end_of(form: Sequence[str], stems: Sequence[Token], index: int) -> int:
    """Give the word after the last of `form` when it begins at `index`, else 0."""
    for wanted in form[1:]:
        near = range(index + 1, min(index + 2 + _MOST_BETWEEN, len(stems)))
        index = next((at for at in near if stems[at][0] == wanted), 0)
        if not index:
            return 0
    return stems[index][2]
