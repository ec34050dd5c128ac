"""The skills that are known by name, and finding them in a text."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

_SHORT = 2
"""Spellings up to so long (`R`, `Go`, `PS`) are words or parts of words elsewhere."""


class Vocabulary(NamedTuple):
    """Spellings in small letters, each with the spelling to show."""

    tools: dict[str, str]
    others: dict[str, str]

    def shown(self, text: str) -> str | None:
        """Give the known spelling of a whole text."""
        key = text.casefold()
        return self.tools.get(key) or self.others.get(key)

    def tools_in(self, text: str) -> Iterator[str]:
        """Yield the tools that a sentence names as whole words, from left to right."""
        for found in _pattern().finditer(text):
            yield self.tools[found[0].casefold()]


@lru_cache(maxsize=1)
def shipped() -> Vocabulary:
    """Give the list that comes with the hub."""
    text = resources.files("hub.workflow.resumes").joinpath("skills.toml").read_text("utf-8")
    lists = tomllib.loads(text)
    return Vocabulary(*(_spellings(lists[name]) for name in ("tools", "others")))


def _spellings(entries: list[list[str]]) -> dict[str, str]:
    return {spelling.casefold(): entry[0] for entry in entries for spelling in entry}


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    """Match the longest spelling first, never inside of a Latin word or a longer name."""
    long = sorted((one for one in shipped().tools if len(one) > _SHORT), key=len, reverse=True)
    names = "|".join(re.escape(one) for one in long)
    return re.compile(rf"(?<![A-Za-z0-9+#])(?:{names})(?![A-Za-z0-9+#])", re.IGNORECASE)
