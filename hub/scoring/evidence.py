"""What was said where: the newest word on each answer, and hits as spans of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from wire.messages.answer_features import AnswerFeatures
    from wire.messages.utterance_features import KeywordHit, UtteranceFeatures

CONTEXT_S = 1.5
"""Seconds shown before and after a keyword, so that a person hears the sentence."""

Span = tuple[float, float]


class GivenAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """That an answer was given, and to which question of the job."""

    answer: int
    question: int | None
    """Position in the job's questions; none for introduction and the candidate's questions."""


def newest_answers(features: Iterable[AnswerFeatures]) -> Mapping[int, AnswerFeatures]:
    """Keep of each answer the highest revision; order and redelivery do not matter."""
    newest: dict[int, AnswerFeatures] = {}
    for one in features:
        kept = newest.get(one.answer)
        if kept is None or (one.revision, one.seq) > (kept.revision, kept.seq):
            newest[one.answer] = one
    return newest


def newest_utterances(features: Iterable[UtteranceFeatures]) -> tuple[UtteranceFeatures, ...]:
    """Keep of each utterance the highest revision; order and redelivery do not matter."""
    newest: dict[tuple[int, float], UtteranceFeatures] = {}
    for one in features:
        kept = newest.get((one.answer, one.start))
        if kept is None or (one.revision, one.seq) > (kept.revision, kept.seq):
            newest[one.answer, one.start] = one
    return tuple(newest[key] for key in sorted(newest))


def span_of(hit: KeywordHit, answer: AnswerFeatures) -> Span | None:
    """Give the stretch to look at; none when the hit does not lie within the answer.

    A written answer has no length: it is itself the place to look at.
    """
    if answer.start == answer.end == hit.start == hit.end:
        return answer.start, answer.end
    if hit.end < hit.start or hit.end <= answer.start or hit.start >= answer.end:
        return None
    return max(hit.start - CONTEXT_S, answer.start), min(hit.end + CONTEXT_S, answer.end)
