"""How many syllables an English word has, by a rule (docs/measures/speech_rate.md)."""

from __future__ import annotations

import re

_VOWELS = re.compile(r"[aeiouy]+")
_SILENT = re.compile(
    r"(?:[^aeiouyl]e|[^aeiouytdl]ed|[aeiou]l+ed|[^aeiouyscgxzlh]es|[aeiou]les?)$"
    r"|[^aeiouy]e(?=ly$|ments?$|ful)"
)
"""An e at the end (or before -ed, -es) that is not spoken."""
_APART = re.compile(
    r"[^tscg]ia(?!ge)|iu|[^tscg]io(?!u)|eo(?!u|p|r)|[aeiouy]ing|[^gq]ua[lt]|crea|iet|ien(?=ce|t)"
)
"""Neighbouring vowels that are spoken apart, as in "cre-ate" and "me-di-a"."""


def syllables(word: str) -> int:
    """Count vowel groups without silent e, vowels spoken apart as two; 1 at least."""
    letters = re.sub(r"[^a-z]", "", word.lower())
    digits = sum(character.isdigit() for character in word)
    if not letters:
        return max(1, digits)
    groups = len(_VOWELS.findall(letters)) - len(_SILENT.findall(letters))
    return max(1, groups + len(_APART.findall(letters))) + digits
