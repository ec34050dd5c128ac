"""English keyword forms: compared by stem, with a few words allowed in between.

A form of one word is also compared by inflection, since a stem is shared by words of other
meaning: "seasonal" is not said by "season", nor "alternative" by "alternate". The words of a longer
form stand in another order only with nothing but linking words in between ("risks were managed",
"the flow of cash"), and in none where a pronoun, a preposition or an auxiliary is among them: "my
manager told me" is not "told my manager". No form reaches over the end of a sentence.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from snowballstemmer import stemmer

from edge_agent.features.english_inflections import first_forms, wanted_forms
from edge_agent.features.english_tokens import ends_sentence, tokens, with_case

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_MOST_BETWEEN = 2
"""Words that may stand between two of a form: "balance *all the* books"."""
_LONG_ENOUGH = 5
"""Letters of a compound that may be written apart or together: "book keeping"."""

_ARTICLES = frozenset(("a", "an", "the"))
_IN_ORDER = frozenset(
    (
        *("i", "me", "my", "we", "us", "our", "you", "your", "he", "him", "his", "she", "her"),
        *("it", "its", "they", "them", "their", "this", "that", "what", "who", "why", "how"),
        *("about", "as", "at", "before", "after", "between", "by", "down", "for", "from", "in"),
        *("into", "of", "off", "on", "out", "over", "to", "up", "with", "without", "not", "no"),
        *("be", "do", "have", "can", "could", "will", "would", "should", "must", "and", "or"),
        *("IT", "US", "plus", "sharp", "dot"),
    )
)
"""Words whose place in a form carries its meaning."""
_LINKS = _ARTICLES | frozenset(
    (
        *("of", "for", "in", "on", "by", "be", "have", "that", "which", "i", "we", "he", "she"),
        *("they", "my", "our", "your", "his", "her", "its", "their", "this"),
    )
)
"""What may stand between words in another order; a verb may not: "management left the project"."""
_FIRST_PARTS = frozenset(("over", "out", "up"))
_LAST_PARTS = frozenset(("up", "in", "out", "off", "down", "on", "over"))
"""Small words that compounds begin ("over due") or end with ("set up"); "as set" is no asset."""

Token = tuple[str, int, int]
"""A stem, the first of the words it comes from, and the one after the last."""
Place = tuple[int, tuple[int, int]]
"""A keyword's number, its first word and the one after its last."""


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
                self._words.setdefault(self._stem(word), []).append((number, wanted_forms(word)))

    def find(self, texts: Sequence[str]) -> Iterator[tuple[int, tuple[int, int]]]:
        """Yield each keyword's number and place among `texts`."""
        texts = with_case(list(texts))
        singles = [
            (token, index, index + 1) for index, text in enumerate(texts) for token in tokens(text)
        ]
        stems = [(self._stem(token), first, after) for token, first, after in singles]
        several = (
            *self._in_order(stems),
            *self._in_any_order(stems, [word for word, _, _ in singles]),
        )
        for number, (first, after) in (*several, *self._as_one(singles)):
            if not any(map(ends_sentence, texts[first : after - 1])):
                yield number, (first, after)

    def _in_order(self, stems: Sequence[Token]) -> Iterator[Place]:
        """Yield where the words of a form follow each other."""
        for index, (stem, first, _) in enumerate(stems):
            for number, form in self._phrases.get(stem, ()):
                after = _end_of(form, stems, index)
                if after:
                    yield number, (first, after)

    def _as_one(self, singles: Sequence[Token]) -> Iterator[Place]:
        """Yield where the word of a form stands, in one or in two parts."""
        compounds = [
            (left + right, first, after)
            for (left, first, _), (right, _, after) in pairwise(singles)
            if _may_join(left, right)
        ]
        for word, first, after in (*singles, *compounds):
            for number, wanted in self._words.get(self._stem(word), ()):
                if wanted & first_forms(word):
                    yield number, (first, after)

    def _in_any_order(self, stems: Sequence[Token], said: Sequence[str]) -> Iterator[Place]:
        """Yield where all words of a form stand near each other."""
        for index, (stem, first, _) in enumerate(stems):
            for number, form in self._bags.get(stem, ()):
                window = stems[index : index + len(form) + _MOST_BETWEEN]
                length = _gathered(form, window)
                near = zip(window[:length], said[index:], strict=False)
                if length and _is_sound(form, [(each[0], word) for each, word in near]):
                    yield number, (first, window[length - 1][2])

    def _stem(self, token: str) -> str:
        """Give the stem."""
        stem: str = self._stemmer.stemWord(token)
        return stem.removesuffix("i") if token.endswith("ysis") else stem


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


def _is_sound(form: Sequence[str], window: Sequence[tuple[str, str]]) -> bool:
    """Say whether the words of `form` stand in order, or with nothing but links in between.

    `window` has stems and the words that they come from.
    """
    stems = [stem for stem, _ in window if stem in form]
    between = [word for stem, word in window if stem not in form]
    return stems == list(form) or all(word in _LINKS or word.endswith("ly") for word in between)


def _may_join(left: str, right: str) -> bool:
    """Say whether two words may be one that was written apart."""
    stops = _IN_ORDER | _ARTICLES
    begins = left not in stops or left in _FIRST_PARTS
    ends = right not in stops or right in _LAST_PARTS
    return begins and ends and len(left + right) >= _LONG_ENOUGH


def _end_of(form: Sequence[str], stems: Sequence[Token], index: int) -> int:
    """Give the word after the last of `form` when it begins at `index`, else 0."""
    most = (
        0
        if any(len(stem) == 1 and stem.isalpha() and stem not in "ai" for stem in form)
        else _MOST_BETWEEN
    )
    for wanted in form[1:]:
        near = range(index + 1, min(index + 2 + most, len(stems)))
        index = next((at for at in near if stems[at][0] == wanted), 0)
        if not index:
            return 0
    return stems[index][2]
