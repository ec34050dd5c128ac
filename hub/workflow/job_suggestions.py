"""Which competencies of the catalogue a job description speaks of, and by which of its words.

docs/jobs.md has the rule. The same description always gives the same list; a person chooses.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import rjieba
from snowballstemmer import stemmer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from hub.workflow.competency_catalogue import Entry

LONGEST_DESCRIPTION = 20_000
"""Characters."""
ENOUGH = 2.0
"""Points from which a competency is ticked beforehand."""
MOST_TICKED = 6
_HEAVIEST = 5
_WORD = re.compile(r"[A-Za-z]+(?:'[a-z]+)?")

Term = tuple[str, ...]
"""English stems that follow each other, or one Chinese word."""
Span = tuple[int, int]
"""The first character, and the one after the last."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One competency, and what of the description spoke for it."""

    entry: Entry
    points: float
    found: tuple[str, ...]
    """The description's own words, in its order."""
    is_ticked: bool

    @property
    def weight(self) -> int:
        """Give the weight to begin with: the points, rounded, from 1 to 5."""
        return min(_HEAVIEST, max(1, round(self.points)))


def suggest(description: str, entries: Iterable[Entry]) -> list[Suggestion]:
    """List every entry, those with most points first; of equals, in the order of their ids."""
    text = _Text(description)
    terms = [(entry, text.terms(entry)) for entry in entries]
    shared = Counter(term for _, own in terms for term in own)
    rated = [(entry, list(text.found(own))) for entry, own in terms]
    scored = [
        (entry, sum(1 / shared[term] for term, _ in found), tuple(text.words(found)))
        for entry, found in rated
    ]
    scored.sort(key=lambda one: (-one[1], one[0].id))
    return [
        Suggestion(entry, points, found, place < MOST_TICKED and points >= ENOUGH)
        for place, (entry, points, found) in enumerate(scored)
    ]


class _Text:
    """A description, cut into English stems and Chinese words."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._stemmer: Any = stemmer("english")
        self._spans = [word.span() for word in _WORD.finditer(text)]
        self._stems = [self._stem(text[start:end]) for start, end in self._spans]
        self._begins: dict[str, list[int]] = {}
        for at, stem in enumerate(self._stems):
            self._begins.setdefault(stem, []).append(at)
        pieces = rjieba.tokenize(text, "search")
        self._edges = {edge for _, start, end in pieces for edge in (start, end)}

    def terms(self, entry: Entry) -> set[Term]:
        """Give an entry's terms, comparable: English ones as stems."""
        english = {self._stems_of(term) for term in entry.terms.en}
        return english | {(term,) for term in entry.terms.zh}

    def found(self, terms: set[Term]) -> Iterator[tuple[Term, Span]]:
        """Yield each term that is there, once; nothing counts twice that lies in a longer one."""
        taken: list[Span] = []
        for term in sorted(terms, key=lambda one: (-len("".join(one)), one)):
            spans = [span for span in self._places(term) if not _overlaps(span, taken)]
            taken += spans
            if spans:
                yield term, spans[0]

    def words(self, found: list[tuple[Term, Span]]) -> Iterator[str]:
        """Yield the description's words at the places found, from the first to the last."""
        for start, end in sorted(span for _, span in found):
            yield self._text[start:end]

    def _places(self, term: Term) -> Iterator[Span]:
        return self._english(term) if term[0].isascii() else self._chinese(term[0])

    def _english(self, term: Term) -> Iterator[Span]:
        """Yield where the stems of a term follow each other."""
        for at in self._begins.get(term[0], ()):
            if tuple(self._stems[at : at + len(term)]) == term:
                yield self._spans[at][0], self._spans[at + len(term) - 1][1]

    def _chinese(self, term: str) -> Iterator[Span]:
        """Yield where a term begins and ends with a word."""
        for match in re.finditer(re.escape(term), self._text):
            if set(match.span()) <= self._edges:
                yield match.span()

    def _stems_of(self, term: str) -> Term:
        return tuple(self._stem(word) for word in _WORD.findall(term))

    def _stem(self, word: str) -> str:
        stem: str = self._stemmer.stemWord(word.lower())
        return stem


def _overlaps(span: Span, taken: list[Span]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in taken)
