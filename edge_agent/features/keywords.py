"""Keywords of the plan in what was said: English by stems, Chinese by characters and sound."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from wire.language import Language
from wire.messages.utterance_features import KeywordHit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from edge_agent.inference.ports import Word
    from wire.plan import Keyword

Span = tuple[int, int]
"""The first word, and the one after the last."""
_PROBE = "风险管理 risk"


class _Forms(Protocol):
    """The forms of one keyword list in one language."""

    def find(self, texts: Sequence[str]) -> Iterator[tuple[int, Span]]:
        """Yield each keyword's number and place, in any order, overlapping places too."""
        ...


def read_dictionaries(language: Language) -> None:
    """Read what finding a language's keywords takes: a second that nobody should wait for."""
    tuple(_forms(((1, _PROBE),), language).find((_PROBE,)))


class KeywordSpotter:
    """Looks for a plan's keywords of one language."""

    def __init__(self, keywords: Sequence[Keyword], language: Language) -> None:
        """Prepare the forms; keywords of the other language are left out."""
        wanted = [
            (keyword.number, form)
            for keyword in keywords
            if keyword.language is language
            for form in keyword.forms
        ]
        self._forms = _forms(wanted, language)

    def spot(self, words: Sequence[Word]) -> tuple[KeywordHit, ...]:
        """Give every keyword said, in order of time; times are the words' own.

        Forms of the same keyword that overlap count once: the first, and of those the longest.
        """
        places: dict[int, list[Span]] = {}
        for number, span in self._forms.find([word.text for word in words]):
            places.setdefault(number, []).append(span)
        hits = [
            KeywordHit(keyword=number, start=words[first].start, end=words[after - 1].end)
            for number, spans in places.items()
            for first, after in apart(spans)
        ]
        return tuple(sorted(hits, key=lambda hit: (hit.start, hit.end, hit.keyword)))


def _forms(wanted: Sequence[tuple[int, str]], language: Language) -> _Forms:
    """Prepare the forms; a language's dictionaries are read only where it is spoken."""
    if language is Language.ZH:
        from edge_agent.features.chinese_forms import ChineseForms  # noqa: PLC0415 - 75 MB

        return ChineseForms(wanted)
    from edge_agent.features.english_forms import EnglishForms  # noqa: PLC0415 - 6 MB

    return EnglishForms(wanted)


def apart(spans: Iterable[Span]) -> list[Span]:
    """Keep spans that do not overlap: the earliest first, and of those the longest."""
    kept: list[Span] = []
    for first, after in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not kept or first >= kept[-1][1]:
            kept.append((first, after))
    return kept
