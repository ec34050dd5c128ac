"""What of an answer is only its question again: no sign of a topic, and no evidence."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from edge_agent.features.content_sentences import stretches
from edge_agent.features.english_spelling import one_spelling
from edge_agent.inference import chinese
from wire.language import Language

if TYPE_CHECKING:
    from collections.abc import Sequence

    from edge_agent.features.utterance import UtteranceMeasures
    from edge_agent.inference.ports import Word

SHARE = 0.7
"""Of a sentence's content words that stand in the question in the same order."""
FEWEST = 4
"""Such words; "I noticed the risk" shares its two with any question about a risk."""
FEWEST_VERBATIM = 4
"""Words of any kind that stand together in the question, whole sentence: "what did you do"."""

_ENGLISH = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")
_PERSONS = {"i": "you", "me": "you", "we": "you", "us": "you", "my": "your", "our": "your"}
_HAN_PERSONS = {"我": "您", "你": "您", "我们": "您", "你们": "您"}
_ENGLISH_FUNCTION = frozenset(
    (
        *("a", "an", "the", "i", "you", "he", "she", "it", "they", "your", "his", "her", "its"),
        *("their", "him", "them", "this", "that", "these", "those", "there", "here", "who"),
        *("whom", "which", "what", "when", "where", "why", "how", "be", "do", "have", "can"),
        *("could", "will", "would", "should", "must", "may", "might", "about", "as", "at", "by"),
        *("for", "from", "in", "into", "of", "off", "on", "onto", "out", "over", "to", "up"),
        *("with", "and", "or", "but", "if", "then", "so", "not", "no", "yes", "also", "please"),
        *("well", "um", "uh", "erm", "okay", "very", "too", "just"),
    )
)
_CHINESE_FUNCTION = frozenset(
    (
        *("的", "了", "着", "过", "得", "地", "吗", "呢", "吧", "啊", "嗯", "呃", "请", "您", "他"),
        *("她", "它", "他们", "这", "那", "这个", "那个", "哪", "什么", "怎么", "怎样", "如何"),
        *("为什么", "是", "有", "在", "和", "与", "及", "或", "而", "就", "也", "都", "还", "又"),
        *("很", "把", "被", "对", "对于", "关于", "从", "到", "给", "为", "上", "下", "里", "中"),
        *("一", "个", "次", "一个", "一次", "时", "时候", "以后", "后来", "当时", "然后", "所以"),
    )
)


class Question:
    """A question that a candidate may only repeat."""

    def __init__(self, text: str, language: Language) -> None:
        """Take the text as the kiosk showed it."""
        self.language = language
        self._tokens = _tokens(text, language)
        self._content = _content(self._tokens, language)

    def is_repeated_by(self, sentence: str) -> bool:
        """Say whether `sentence` says hardly anything but this; I and you count as one."""
        tokens = _tokens(sentence, self.language)
        if len(tokens) >= FEWEST_VERBATIM and _holds(self._tokens, tokens):
            return True
        content = _content(tokens, self.language)
        shared = _longest_common(content, self._content)
        return shared >= FEWEST and shared >= SHARE * len(content)


def without_echo(
    measures: UtteranceMeasures, words: Sequence[Word], asked: Question
) -> UtteranceMeasures:
    """Leave out the keywords of sentences that only repeat the question; all else stays."""
    gap = "" if asked.language is Language.ZH else " "
    echoes = [
        (sentence[0].start, sentence[-1].end)
        for sentence in stretches([words], asked.language)
        if asked.is_repeated_by(gap.join(word.text.strip() for word in sentence))
    ]
    hits = tuple(
        hit
        for hit in measures.hits
        if not any(start <= hit.start and hit.end <= end for start, end in echoes)
    )
    return replace(measures, hits=hits)


def _tokens(text: str, language: Language) -> list[str]:
    """Give stems (English) or words (Chinese) without punctuation."""
    if language is Language.ZH:
        cut = chinese.words(chinese.simplified(text).lower())
        return [_HAN_PERSONS.get(word, word) for word in cut if re.search(r"\w", word)]
    found = _ENGLISH.findall(text.lower().replace("\u2019", "'"))
    words = (one_spelling(word.removesuffix("'s")) for word in found)
    return [_PERSONS.get(word, word) for word in words]


def _content(tokens: Sequence[str], language: Language) -> list[str]:
    if language is Language.ZH:
        return [token for token in tokens if token not in _CHINESE_FUNCTION]
    stem = _stemmer().stemWord
    return [stem(token) for token in tokens if token not in _ENGLISH_FUNCTION]


def _stemmer() -> Any:  # noqa: ANN401 - the library has no types
    """Give a stemmer of one's own: it keeps its state in itself, and two threads ask."""
    from snowballstemmer import stemmer  # noqa: PLC0415 - 6 MB that Chinese does not need

    return stemmer("english")


def _holds(whole: Sequence[str], part: Sequence[str]) -> bool:
    """Say whether `part` stands in `whole`, unbroken."""
    length = len(part)
    starts = range(len(whole) - length + 1)
    return any(list(whole[at : at + length]) == list(part) for at in starts)


def _longest_common(one: Sequence[str], other: Sequence[str]) -> int:
    """Give how many words both have in the same order (longest common subsequence)."""
    row = [0] * (len(other) + 1)
    for mine in one:
        before = 0
        for at, theirs in enumerate(other, 1):
            above = row[at]
            row[at] = before + 1 if mine == theirs else max(above, row[at - 1])
            before = above
    return row[-1]
