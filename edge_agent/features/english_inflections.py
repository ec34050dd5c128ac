"""Which English words are one word inflected, and which only look so."""

from __future__ import annotations

import re

_ENDINGS = (
    ("ies", "y"),
    ("ied", "y"),
    ("ying", "ie"),
    ("yses", "ysis"),
    *((ending, rest) for ending in ("ed", "ing") for rest in ("", "e")),
    ("es", ""),
    ("s", ""),
)
"""How English inflects, and what stands there in the word's first form."""
_PARTICLE = re.compile(r"(?:in|on|out|up|down|off|forth|short)(?:com|go)ings?")
"""A word of its own: "incoming" is no form of "income", nor "outgoing" of "outgo"."""
_OWN_WORDS = frozenset(
    (
        *("customs", "goods", "means", "news", "premises", "proceeds"),
        *("securities", "savings", "earnings", "futures"),
    )
)
"""Plurals that mean something else than many of the singular."""
_NOUNS_IN_ING = frozenset(
    (
        *("accounting", "advertising", "banking", "briefing", "building", "catering", "coaching"),
        *("consulting", "engineering", "farming", "financing", "funding", "housing", "marketing"),
        *("meeting", "nursing", "pricing", "programming", "shipping", "staffing", "training"),
    )
)
"""Fields of work and the like, whose first form is a thing or another word: bank, train, price."""


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


def wanted_forms(word: str) -> frozenset[str]:
    """Give the words of which one must be among the first forms of what was said.

    "marketing" is said by "marketed", but not by "market".
    """
    singular = word.removesuffix("s")
    if singular in _NOUNS_IN_ING:
        return frozenset((singular, singular.removesuffix("ing") + "ed"))
    return first_forms(word)
