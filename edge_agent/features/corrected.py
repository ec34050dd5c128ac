"""Text that the candidate wrote, as words with times: what stayed keeps its own."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from edge_agent.inference.word_spread import spread
from wire.language import Language

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from edge_agent.inference.ports import Word

_CHINESE = re.compile(r"[A-Za-z0-9][A-Za-z0-9.+#'-]*|\w|[^\w\s]+")


def words_of(text: str, language: Language) -> tuple[str, ...]:
    """Cut a text as recognisers do: English into words, Chinese into characters.

    Signs stay with what is before them.
    """
    if language is not Language.ZH:
        return tuple(text.split())
    cut: list[str] = []
    for found in _CHINESE.findall(text):
        if cut and not re.match(r"\w", found):
            cut[-1] += found
        else:
            cut.append(found)
    return tuple(cut)


def timed(text: str, language: Language, heard: Sequence[Word]) -> tuple[Word, ...]:
    """Give a corrected utterance's words in the times of the recognised ones.

    Words that stayed keep theirs; those between share the time of what they stand for.
    """
    if not heard:
        return ()
    texts = words_of(text, language)
    same = SequenceMatcher(None, [one.text.strip() for one in heard], texts, autojunk=False)
    return tuple(word for code in same.get_opcodes() for word in _timed(code, texts, heard))


def _timed(
    code: tuple[str, int, int, int, int], texts: Sequence[str], heard: Sequence[Word]
) -> Iterator[Word]:
    kind, first, last, start, end = code
    if kind == "equal":
        yield from heard[first:last]
        return
    before = heard[first - 1].end if first else heard[0].start
    stretch = (heard[first].start, heard[last - 1].end) if last > first else (before, before)
    yield from spread(texts[start:end], [stretch])
