"""An answer's sentences, from punctuation where the recogniser gives any and from pauses."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Protocol, TypeVar

from wire.language import Language

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_ENDS = (".", "?", "!", "。", "？", "！", "；", ";")
_PAUSE_S = 0.7
"""A silence between words that long ends a sentence."""
_SHORTEST = {Language.EN: 4, Language.ZH: 6}
"""Words or characters; fewer are joined to what follows."""
_LONGEST = {Language.EN: 30, Language.ZH: 40}
"""Words or characters; more were not ended by anything, and are cut into equal parts."""
_PART = {Language.EN: 12, Language.ZH: 20}
"""Words or characters of such a part, about."""


class Said(Protocol):
    """A word and when it was said."""

    @property
    def text(self) -> str:
        """The word, with the punctuation that follows it."""
        ...

    @property
    def start(self) -> float:
        """Seconds."""
        ...

    @property
    def end(self) -> float:
        """Seconds."""
        ...


S = TypeVar("S", bound=Said)


def sentences(utterances: Iterable[Sequence[Said]], language: Language) -> list[str]:
    """Give the sentences of an answer in the order they were said."""
    gap = "" if language is Language.ZH else " "
    return [
        gap.join(word.text.strip() for word in part) for part in stretches(utterances, language)
    ]


def stretches(utterances: Iterable[Sequence[S]], language: Language) -> Iterator[Sequence[S]]:
    """Yield the words of each sentence."""
    ended = (sentence for words in utterances for sentence in _ended(words))
    for sentence in _joined(ended, _SHORTEST[language]):
        yield from _parts(sentence, language)


def pairs(said: Sequence[str], language: Language) -> list[str]:
    """Give every two neighbours as one text; one sentence stands for itself."""
    gap = "" if language is Language.ZH else " "
    return [gap.join(two) for two in pairwise(said)] or list(said)


def _ended(words: Sequence[S]) -> Iterator[list[S]]:
    """Yield stretches of an utterance that end in punctuation or before a pause."""
    open_words: list[S] = []
    for index, word in enumerate(words):
        open_words.append(word)
        is_last = index + 1 == len(words)
        pauses = not is_last and words[index + 1].start - word.end >= _PAUSE_S
        if is_last or pauses or word.text.rstrip().endswith(_ENDS):
            yield open_words
            open_words = []


def _joined(stretches: Iterable[list[S]], shortest: int) -> list[list[S]]:
    """Join what is too short to what follows; the last to what went before."""
    joined: list[list[S]] = []
    for stretch in stretches:
        if joined and len(joined[-1]) < shortest:
            joined[-1] = joined[-1] + stretch
        else:
            joined.append(stretch)
    if len(joined) > 1 and len(joined[-1]) < shortest:
        last = joined.pop()
        joined[-1] = joined[-1] + last
    return joined


def _parts(words: Sequence[S], language: Language) -> Iterator[Sequence[S]]:
    """Cut what no sentence is as long as into equal parts."""
    if len(words) <= _LONGEST[language]:
        yield words
        return
    count = round(len(words) / _PART[language])
    edges = [round(number * len(words) / count) for number in range(count + 1)]
    for first, after in pairwise(edges):
        yield words[first:after]
