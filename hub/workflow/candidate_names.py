"""Names as they are compared: the same person writes 陳大文, 陈大文 or `Ｃhen  Dawen`."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from opencc import OpenCC

LONGEST_NAME = 200
_ROUNDS = 2


def name_key(name: str) -> str:
    """Give a name's form for comparing: NFKC, case folded, no spaces, simplified characters.

    Sources: UAX #15 (NFKC), Unicode 3.13 (case folding), OpenCC's `t2s`.
    """
    key = _folded(name)
    for _ in range(_ROUNDS):  # a space that is gone may bring letter and accent together
        key = _folded(key)
    return key[:LONGEST_NAME]


def _folded(name: str) -> str:
    folded = "".join(unicodedata.normalize("NFKC", name).casefold().split())
    return str(_simplifier().convert(folded))


@lru_cache(maxsize=1)
def _simplifier() -> OpenCC:
    return OpenCC("t2s")
