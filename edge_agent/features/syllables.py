"""How many syllables an English word has, by a rule (docs/measures/speech_rate.md)."""

from __future__ import annotations

import re

_VOWELS = re.compile(r"[aeiouy]+")
_SILENT = re.compile(
    r"(?:[^aeiouyl]e|[^aeiouytd]ed|[^aeiouyscgxzh]es|[^aeiouycs]hes)$|(?<=[aeiou])le$"
)
_APART = re.compile(
    r"i[aeu](?!$|n$|ns$|l$|r$|nc)|[^tscgn]i(?:an|al|um|us|o(?!u))|eo(?!u)|[aeou]ing|[iu]a(?:te|ti|l)"
    r"|^re[aeiu]|^co[aeio](?!r)"
)


def syllables(word: str) -> int:
    """Count vowel groups, without silent e, and with hiatus ("cre-ate") as two; 1 at least."""
    letters = re.sub(r"[^a-z]", "", word.lower())
    digits = sum(character.isdigit() for character in word)
    if not letters:
        return max(1, digits)
    groups = len(_VOWELS.findall(letters)) - len(_SILENT.findall(letters))
    return max(1, groups + len(_APART.findall(letters))) + digits
