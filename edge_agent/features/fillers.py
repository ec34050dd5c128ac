"""Hesitation sounds, which say that somebody is looking for words (docs/measures/fillers.md)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wire.language import Language

if TYPE_CHECKING:
    from collections.abc import Sequence

    from edge_agent.inference.ports import Word

_ENGLISH = re.compile(r"(?:u+h*m+|u+h+|e+r+m*|a+h+|h+m+|m+h*m+|eh)")
_CHINESE = re.compile(r"[嗯呃唔]+|(?:那个){2,}|(?:这个){2,}|(?:就是){2,}")


def fillers(words: Sequence[Word], language: Language) -> int:
    """Count them; words that also have a meaning ("like", "那个") only where they are repeated."""
    if language is Language.ZH:
        return len(_CHINESE.findall("".join(re.sub(r"\W", "", word.text) for word in words)))
    spoken = (re.sub(r"[^a-z]", "", word.text.lower()) for word in words)
    return sum(_ENGLISH.fullmatch(word) is not None for word in spoken)
