"""Whether a rule holds of an answer, and what that rests on (docs/prompts.md).

Pure: what is known comes in, a finding goes out. Every limit is strict: what just reaches it does
not hold.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wire.messages.answer_features import Topicality
from wire.messages.events import Span
from wire.prompting import (
    BrowsAndGaze,
    HelpAsked,
    LongSilence,
    NoEvidence,
    OffTopic,
    OwnContribution,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from edge_agent.interview.rules_answer import AnswerSoFar
    from wire.prompting import AnyRule

MOST_SPANS = 32
"""As many as a prompt carries; the newest count."""


@dataclass(frozen=True, slots=True)
class Finding:
    """That a rule holds: what was measured, and where."""

    evidence: tuple[Span, ...] = ()
    share: float | None = None
    hits: int | None = None
    said: int | None = None
    silence_s: float | None = None
    topic_similarity: float | None = None
    competency: int | None = None
    brow_lowerings: int | None = None
    gaze_away_s: float | None = None


def finding(rule: AnyRule, known: AnswerSoFar, lacking: tuple[int, ...] = ()) -> Finding | None:
    """Say what a rule finds in an answer, if it holds.

    `lacking` are the stage's competencies of which nothing has been heard.
    """
    if isinstance(rule, NoEvidence):
        return _no_evidence(rule, known, lacking)
    return _of_answer(rule, known)


def _of_answer(rule: AnyRule, known: AnswerSoFar) -> Finding | None:
    match rule:
        case OwnContribution():
            return _own_contribution(rule, known)
        case OffTopic():
            return _off_topic(rule, known)
        case BrowsAndGaze():
            return _brows_and_gaze(rule, known)
        case LongSilence():
            return _long_silence(rule, known)
        case _:
            return _told(known.helped if isinstance(rule, HelpAsked) else known.puzzled)


def _own_contribution(rule: OwnContribution, known: AnswerSoFar) -> Finding | None:
    among = [hit for hit in known.hits if hit.keyword in rule.among]
    own = [hit for hit in among if hit.keyword in rule.keywords]
    if len(among) < rule.least_hits or len(own) / len(among) >= rule.below:
        return None
    spans = (Span(start=hit.start, end=hit.end) for hit in among)
    return Finding(_newest(spans), share=len(own) / len(among), hits=len(among))


def _off_topic(rule: OffTopic, known: AnswerSoFar) -> Finding | None:
    end = known.now if known.end is None else known.end
    if known.topic is not Topicality.OFF_TOPIC or end - known.start < rule.least_s:
        return None
    span = Span(start=known.start, end=end)
    return Finding((span,), topic_similarity=known.similarity)


def _brows_and_gaze(rule: BrowsAndGaze, known: AnswerSoFar) -> Finding | None:
    since = known.now - rule.within_s
    seconds = [one for one in known.behaved if one.start >= since]
    lowered = sum(one.brow_lowerings for one in seconds)
    away_s = sum(one.gaze_away_s for one in seconds)
    if lowered <= rule.most_brow_lowerings or away_s <= rule.longest_gaze_away_s:
        return None
    shown = [one for one in seconds if one.brow_lowerings or one.gaze_away_s]
    spans = _joined([(one.start, one.start + 1.0) for one in shown])
    return Finding(_newest(spans), brow_lowerings=lowered, gaze_away_s=away_s)


def _long_silence(rule: LongSilence, known: AnswerSoFar) -> Finding | None:
    if known.end is not None or known.silence_s <= rule.longest_s:
        return None
    span = Span(start=known.silent_since, end=known.now)
    return Finding((span,), silence_s=known.silence_s)


def _told(spans: tuple[Span, ...]) -> Finding | None:
    return Finding(_newest(spans)) if spans else None


def _no_evidence(rule: NoEvidence, known: AnswerSoFar, lacking: tuple[int, ...]) -> Finding | None:
    if known.end is None or not known.is_whole or not lacking or known.words < rule.least_words:
        return None
    span = Span(start=known.start, end=known.end)
    return Finding((span,), said=known.words, competency=lacking[0])


def _joined(spans: list[tuple[float, float]]) -> list[Span]:
    joined: list[tuple[float, float]] = []
    for start, end in spans:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return [Span(start=start, end=end) for start, end in joined]


def _newest(spans: Iterable[Span]) -> tuple[Span, ...]:
    return tuple(spans)[-MOST_SPANS:]
