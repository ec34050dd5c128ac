"""The text that a recogniser's guesses agree on most."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def most_agreed(texts: Sequence[str]) -> int:
    """Give the number of the text that the fewest edits make into all of them together.

    Minimum Bayes risk over guesses that are equally likely (Kumar & Byrne 2004); the first of
    equals. Case and punctuation do not count.
    """
    bare = [re.sub(r"\W", "", text).lower() for text in texts]
    costs = [sum(_edits(one, other) for other in bare) for one in bare]
    return costs.index(min(costs))


def _edits(one: str, other: str) -> int:
    """Count insertions, deletions and substitutions (Levenshtein)."""
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, 1):
        above, row[0] = row[0], at
        for there, found in enumerate(other, 1):
            least = min(row[there] + 1, row[there - 1] + 1, above + (letter != found))
            above, row[there] = row[there], least
    return row[-1]
