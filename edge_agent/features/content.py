"""What an answer's text is like beside its question and in itself (docs/measures/content.md).

Cosines of sentence vectors mean nothing by themselves: those of unrelated texts lie near 0.8. Each
is told in standard deviations above the mean of what a bank of unrelated sentences has.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from edge_agent.features.content_bank import CHINESE, ENGLISH
from edge_agent.features.content_sentences import pairs, sentences
from edge_agent.features.question_echo import Question
from wire.language import Language
from wire.messages.answer_features import Coherent, Content, Topicality

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from edge_agent.features.content_sentences import Said
    from edge_agent.inference.ports import TextEncoder

    Vectors = NDArray[np.float32]

ON_TOPIC = 1.75
OFF_TOPIC = 1.0
"""Standard deviations; between the two nobody can tell."""
COHERENT = 1.25
INCOHERENT = -0.25
LEAST_SENTENCES = 3
"""Fewer say too little of a topic."""
LEAST_LINKED = 4
"""Sentences; fewer have too few neighbours."""
MOST_SENTENCES = 60
"""About five minutes; what is said later is not looked at."""
_FURTHEST = 100.0
"""As far as a message goes."""

UNTOLD = Content(
    topic=Topicality.CANNOT_TELL,
    topic_similarity=None,
    coherence=Coherent.CANNOT_TELL,
    sentence_similarity=None,
)


class ContentMeter:
    """Compares answers of one language with their questions."""

    def __init__(self, encoder: TextEncoder, language: Language) -> None:
        """Learn what unrelated sentences are like; raises ModelError."""
        bank = CHINESE if language is Language.ZH else ENGLISH
        self._encoder = encoder
        self._language = language
        self._bank = encoder.passages(bank)
        self._paired_bank = encoder.passages(pairs(bank, language))

    def measure(self, question: str, utterances: Iterable[Sequence[Said]]) -> Content:
        """Judge the answer to `question`, its repetition left out; raises ModelError."""
        whole = Question(question, self._language)
        everything = sentences(utterances, self._language)
        said = [one for one in everything if not whole.is_repeated_by(one)][:MOST_SENTENCES]
        if len(said) < LEAST_SENTENCES:
            return UNTOLD
        asked = self._encoder.questions([question])[0]
        paired = self._encoder.passages(pairs(said, self._language))
        topic = _bounded(float(above_bank(paired, asked, self._paired_bank).mean()))
        linked = None
        if len(said) >= LEAST_LINKED:
            linked = _bounded(linkage(self._encoder.passages(said), self._bank))
        return judged(topic, linked)


def judged(topic: float, linked: float | None) -> Content:
    """Give the verdicts; what stands between two thresholds is not told."""
    about, coherent = topicality(topic), coherence(linked)
    return Content(
        topic=about,
        topic_similarity=None if about is Topicality.CANNOT_TELL else topic,
        coherence=coherent,
        sentence_similarity=None if coherent is Coherent.CANNOT_TELL else linked,
    )


def topicality(similarity: float) -> Topicality:
    """Say whether an answer so close to its question is about it."""
    if similarity >= ON_TOPIC:
        return Topicality.ON_TOPIC
    return Topicality.OFF_TOPIC if similarity < OFF_TOPIC else Topicality.CANNOT_TELL


def coherence(similarity: float | None) -> Coherent:
    """Say whether sentences so close to their neighbours belong together."""
    if similarity is None or INCOHERENT <= similarity < COHERENT:
        return Coherent.CANNOT_TELL
    return Coherent.COHERENT if similarity >= COHERENT else Coherent.INCOHERENT


def above_bank(vectors: Vectors, to: Vectors, bank: Vectors) -> Vectors:
    """Give each vector's cosine to `to`, in the bank's standard deviations above its mean."""
    usual = bank @ to
    above: Vectors = (vectors @ to - usual.mean()) / max(float(usual.std()), 1e-6)
    return above


def linkage(said: Vectors, bank: Vectors) -> float:
    """Give the mean of how close each sentence is to the next, seen from either."""
    steps = [
        (above_bank(after, before, bank) + above_bank(before, after, bank)) / 2.0
        for before, after in pairwise(said)
    ]
    return float(np.mean(steps))


def _bounded(deviations: float) -> float:
    return max(-_FURTHEST, min(_FURTHEST, deviations))
