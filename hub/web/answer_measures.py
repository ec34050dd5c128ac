"""What was measured of each answer as a whole, as the page shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from msgspec import UnsetType

from hub.scoring.composure import composures, may_compose
from hub.scoring.composure_parts import PartName
from hub.scoring.evidence import newest_answers
from hub.web import words
from hub.web.answer_facts import capture_facts, move_facts, speech_facts
from hub.web.rendering import say
from wire.policy import Profile, Purpose

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hub.scoring.composure import Composure
    from hub.scoring.composure_parts import Part, Span
    from hub.web.answer_facts import Fact
    from hub.web.chapters import AnswerView
    from hub.web.interview_record import InterviewRecord
    from wire.language import Language
    from wire.messages.answer_features import AnswerFeatures


@dataclass(frozen=True, slots=True)
class Judged:
    """A verdict and the number that it rests on."""

    verdict: str
    number: str
    """Empty when there is none."""


@dataclass(frozen=True, slots=True)
class PartView:
    """One part of the composure indicator."""

    name: str
    value: str
    reference: str
    adds: str
    most: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class ComposureView:
    """The indicator of one answer, always with its parts."""

    value: str
    """Empty when it cannot be told."""
    why_not: str
    parts: tuple[PartView, ...]


@dataclass(frozen=True, slots=True)
class AnswerMeasures:
    """One answer."""

    of: AnswerView
    topic: Judged | None
    """These four: none where the analysis of speech was refused or has not come."""
    coherence: Judged | None
    picture: str | None
    speech: tuple[Fact, ...]
    """Empty without analysis."""
    capture: tuple[Fact, ...]
    moves: tuple[Fact, ...]
    """Empty where the composure indicator has no leave either."""
    other_speech_s: float | None
    """None where the profile forbids to compare voices, too."""
    composure: ComposureView | None
    """None where profile or candidate do not allow it, or nothing was measured."""


def answer_measures(
    record: InterviewRecord, views: list[AnswerView], language: Language
) -> list[AnswerMeasures]:
    """List the answers of which anything was measured."""
    agreed = record.consents.get(Purpose.ANALYSIS.value, False)
    analysed = newest_answers(record.analysed) if agreed else {}
    composed = composed_of(record)
    return [
        _measures(record, view, analysed.get(view.answer), composed.get(view.answer), language)
        for view in views
        if view.answer in analysed or view.answer in composed
    ]


def composed_of(record: InterviewRecord) -> Mapping[int, Composure]:
    """Give the composure indicator by answer; empty without leave."""
    if not may_compose(Profile(record.row.profile), record.consents):
        return {}
    first = min((one.answer for one in record.answers), default=None)
    found = composures(record.behaviour, record.utterances, record.analysed, first)
    return {one.answer: one for one in found}


def _measures(
    record: InterviewRecord,
    view: AnswerView,
    said: AnswerFeatures | None,
    composed: Composure | None,
    language: Language,
) -> AnswerMeasures:
    topic = coherence = None
    if said is not None:
        content = said.content
        topic = _judged(words.TOPICS[content.topic], content.topic_similarity, language)
        coherence = _judged(
            words.COHERENCE[content.coherence], content.sentence_similarity, language
        )
    return AnswerMeasures(
        of=view,
        topic=topic,
        coherence=coherence,
        picture=say(language, words.PICTURES[said.picture]) if said else None,
        speech=speech_facts(record, said, language) if said else (),
        capture=capture_facts(record, view.answer, language),
        moves=move_facts(record, view.answer, language) if composed else (),
        other_speech_s=_other_speech_s(said) if said else None,
        composure=_composure(composed, language) if composed else None,
    )


def _other_speech_s(said: AnswerFeatures) -> float | None:
    """Give the seconds; none where the profile forbids to compare voices."""
    return None if isinstance(said.other_speech_s, UnsetType) else said.other_speech_s


def _judged(verdict: str, deviations: float | None, language: Language) -> Judged:
    return Judged(
        verdict=say(language, verdict),
        number="" if deviations is None else f"{deviations:+.1f} {say(language, words.DEVIATIONS)}",
    )


def _composure(composed: Composure, language: Language) -> ComposureView:
    return ComposureView(
        value="" if composed.value is None else f"{composed.value:.0f}",
        why_not=say(language, words.NO_COMPOSURE[composed.why_not]) if composed.why_not else "",
        parts=tuple(_part(one, language) for one in composed.parts),
    )


def _part(part: Part, language: Language) -> PartView:
    return PartView(
        name=say(language, words.PARTS[part.name]),
        value=_amount(part.name, part.value),
        reference=_amount(part.name, part.reference),
        adds=f"{part.contribution:.0f}",
        most=f"{part.most:.0f}",
        spans=part.spans,
    )


def _amount(name: PartName, value: float) -> str:
    if name is PartName.GAZE_AWAY:
        return f"{value:.0%}"
    fine = name in {PartName.SWAY, PartName.HAND_MOVEMENT}
    return f"{value:.2f}" if fine else f"{value:.0f}"
