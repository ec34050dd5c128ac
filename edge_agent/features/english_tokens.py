"""English text as the words that forms are compared by: one case, one spelling, signs spoken."""

from __future__ import annotations

import re
import unicodedata

from edge_agent.features.english_spelling import one_spelling

_TOKEN = re.compile(r"[A-Za-z0-9]+(?:'[A-Za-z]+)?")
_DOTTED = re.compile(r"\b[A-Za-z](?:\.[A-Za-z])+\b\.?")
_SIGNS = (
    (re.compile(r"(?<=\w)&(?=\w)"), " and "),  # R&D
    (re.compile(r"(?<=\b[A-Za-z])\+\+"), " plus plus "),  # C++
    (re.compile(r"(?<=\b[A-Za-z])#"), " sharp "),  # C#
    (re.compile(r"(?<![\w.])\.(?=[A-Za-z]{2})"), " dot "),  # .NET
)
"""Signs that are part of a name, as they are said and recognised."""
_ALSO_WORDS = frozenset(
    (
        *("it", "us", "who", "am", "as", "at", "or", "is", "in", "on", "if", "so", "do", "to"),
        *("no", "me", "all", "are", "can", "may", "sap", "add", "aid", "aim", "arm", "bus", "cap"),
        *("care", "cat", "ace", "era", "fit", "lean", "map", "pin", "rest", "soap", "tip"),
    )
)
"""Written in capitals these are names of their own: IT is not "it", SAP not "sap"."""
_ENDS = (".", "?", "!", ";")


def tokens(text: str) -> list[str]:
    """Give the words of a text in lower case and one spelling; hyphens part them.

    A name that without its capitals is another word keeps them: IT, also written I.T.
    """
    plain = unicodedata.normalize("NFKD", text.replace("\u2019", "'"))
    plain = "".join(each for each in plain if not unicodedata.combining(each))
    plain = _DOTTED.sub(lambda found: found.group().replace(".", "").upper() + " ", plain)
    for sign, spoken in _SIGNS:
        plain = sign.sub(spoken, plain)
    return [_one_case(word) for word in _TOKEN.findall(plain)]


def with_case(texts: list[str]) -> list[str]:
    """Give what was said, in lower case where capitals tell nothing since all are."""
    letters = "".join(texts)
    return [text.lower() for text in texts] if len(texts) > 1 and letters.isupper() else texts


def ends_sentence(text: str) -> bool:
    """Say whether a sentence ends with this word; A.I. and "Mr." end none."""
    bare = text.rstrip()
    return bare.endswith(_ENDS) and not re.search(r"(?:\b[A-Za-z]\.){2}$|\b(?:Mr|Ms|Dr)\.$", bare)


def _one_case(word: str) -> str:
    lower = word.lower()
    return word if word.isupper() and lower in _ALSO_WORDS else one_spelling(lower)
