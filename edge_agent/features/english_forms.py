"""English keyword forms: compared by stem, with a few words allowed in between.

A form of one word is also compared by inflection, since a stem is shared by words of other
meaning: "seasonal" is not said by "season", nor "alternative" by "alternate". The words of a longer
form stand in any order, except where a pronoun, a preposition or an auxiliary is among them: "my
manager told me" is not "told my manager".
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from snowballstemmer import stemmer

from edge_agent.features.english_spelling import one_spelling

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_TOKEN = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")
_MOST_BETWEEN = 2
"""Words that may stand between two of a form: "balance *all the* books"."""
_LONG_ENOUGH = 5
"""Letters of a compound that may be written apart or together: "book keeping"."""

_ENDINGS = (
    ("ies", "y"),
    ("ied", "y"),
    ("ying", "ie"),
    *((ending, rest) for ending in ("ed", "ing") for rest in ("", "e")),
    ("es", ""),
    ("s", ""),
)
"""How English inflects, and what stands there in the word's first form."""
_PARTICLE = re.compile(r"(?:in|on|out|up|down|off|forth|short)(?:com|go)ings?")
"""A word of its own: "incoming" is no form of "income", nor "outgoing" of "outgo"."""
_OWN_WORDS = frozenset(("customs", "goods", "means", "news", "premises", "proceeds"))
"""Plurals that mean something else than many of the singular."""
_ARTICLES = frozenset(("a", "an", "the"))
_IN_ORDER = frozenset(
    (
        *("i", "me", "my", "we", "us", "our", "you", "your", "he", "him", "his", "she", "her"),
        *("it", "its", "they", "them", "their", "this", "that", "what", "who", "why", "how"),
        *("about", "as", "at", "before", "after", "between", "by", "down", "for", "from", "in"),
        *("into", "of", "off", "on", "out", "over", "to", "up", "with", "without", "not", "no"),
        *("be", "do", "have", "can", "could", "will", "would", "should", "must", "and", "or"),
    )
)
"""Words whose place in a form carries its meaning."""
_SENTENCE_ENDS = (".", "?", "!")

Token = tuple[str, int, int]
"""A stem, the first of the words it comes from, and the one after the last."""


class EnglishForms:
    """The forms of a keyword list, by the stem they begin with."""

    def __init__(self, forms: Sequence[tuple[int, str]]) -> None:
        """Prepare (keyword, form) pairs."""
        self._stemmer: Any = stemmer("english")
        self._phrases: dict[str, list[tuple[int, list[str]]]] = {}
        self._bags: dict[str, list[tuple[int, list[str]]]] = {}
        self._words: dict[str, list[tuple[int, frozenset[str]]]] = {}
        for number, form in forms:
            parts = tokens(form)
            if len(parts) > 1:
                stems = [self._stem(part) for part in parts]
                self._phrases.setdefault(stems[0], []).append((number, stems))
            content = [self._stem(part) for part in parts if part not in _ARTICLES]
            if len(content) > 1 and not _IN_ORDER & set(parts):
                for stem in set(content):
                    self._bags.setdefault(stem, []).append((number, content))
            for word in _written_as_one(parts):
                self._words.setdefault(self._stem(word), []).append((number, first_forms(word)))

    def find(self, texts: Sequence[str]) -> Iterator[tuple[int, tuple[int, int]]]:
        """Yield each keyword's number and place among `texts`."""
        singles = [
            (token, index, index + 1) for index, text in enumerate(texts) for token in tokens(text)
        ]
        stems = [(self._stem(token), first, after) for token, first, after in singles]
        for index, (stem, first, _) in enumerate(stems):
            for number, form in self._phrases.get(stem, ()):
                after = _end_of(form, stems, index)
                if after:
                    yield number, (first, after)
        yield from self._in_any_order(stems, texts)
        compounds = [
            (left + right, first, after)
            for (left, first, _), (right, _, after) in pairwise(singles)
            if len(left + right) >= _LONG_ENOUGH
        ]
        for word, first, after in (*singles, *compounds):
            for number, wanted in self._words.get(self._stem(word), ()):
                if wanted & first_forms(word):
                    yield number, (first, after)

    def _in_any_order(
        self, stems: Sequence[Token], texts: Sequence[str]
    ) -> Iterator[tuple[int, tuple[int, int]]]:
        """Yield where all words of a form stand near each other in one sentence."""
        for index, (stem, first, _) in enumerate(stems):
            for number, form in self._bags.get(stem, ()):
                window = stems[index : index + len(form) + _MOST_BETWEEN]
                length = _gathered(form, window)
                after = window[length - 1][2]
                if length and not _ends_inside(texts[first : after - 1]):
                    yield number, (first, after)

    def _stem(self, token: str) -> str:
        """Give the stem."""
        stem: str = self._stemmer.stemWord(token)
        return stem


def tokens(text: str) -> list[str]:
    """Give the words of a text in lower case and one spelling; hyphens part them."""
    return [one_spelling(word) for word in _TOKEN.findall(text.lower().replace("\u2019", "'"))]


def first_forms(word: str) -> frozenset[str]:
    """Give the words that `word` may be an inflection of: "complied" of "comply", and itself."""
    bare = word.removesuffix("'s")
    forms = {bare}
    if bare in _OWN_WORDS or _PARTICLE.fullmatch(bare):
        return frozenset(forms)
    for ending, rest in _ENDINGS:
        if bare.endswith(ending):
            stump = bare.removesuffix(ending)
            forms |= {stump + rest}
            if rest == "" and stump[-1:] == stump[-2:-1] != "":
                forms |= {stump[:-1]}  # planned: plan
    return frozenset(forms)


def _written_as_one(parts: Sequence[str]) -> list[str]:
    """Give a form's one word, or its two words written together."""
    together = "".join(parts)
    is_compound = len(parts) == 2 and len(together) >= _LONG_ENOUGH  # noqa: PLR2004 - two words
    return [together] if len(parts) == 1 or is_compound else []


def _gathered(form: Sequence[str], window: Sequence[Token]) -> int:
    """Give how far into `window` the last word of `form` stands, 0 when one is missing."""
    missing = list(form)
    for length, (stem, _, _) in enumerate(window, 1):
        if stem in missing:
            missing.remove(stem)
        if not missing:
            return length
    return 0


def _ends_inside(texts: Sequence[str]) -> bool:
    """Say whether a sentence ends with one of these words."""
    return any(text.rstrip().endswith(_SENTENCE_ENDS) for text in texts)


def _end_of(form: Sequence[str], stems: Sequence[Token], index: int) -> int:
    """Give the word after the last of `form` when it begins at `index`, else 0."""
    for wanted in form[1:]:
        near = range(index + 1, min(index + 2 + _MOST_BETWEEN, len(stems)))
        index = next((at for at in near if stems[at][0] == wanted), 0)
        if not index:
            return 0
    return stems[index][2]
