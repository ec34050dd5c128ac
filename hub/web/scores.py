"""A score as a page shows it: figures, a bar for the interval, reasons in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from hub.scoring.result import Score
from hub.scoring.score import HIGHEST, LOWEST
from hub.web.reasons import sentence

if TYPE_CHECKING:
    from hub.scoring.result import Reason, ScoredCompetency
    from wire.language import Language


@dataclass(frozen=True, slots=True)
class Bar:
    """An interval and its point, each in percent of the scale's width."""

    left: float
    width: float
    point: float


@dataclass(frozen=True, slots=True)
class Figure:
    """A number on the scale, or the reason why there is none."""

    value: float | None
    low: float
    high: float
    bar: Bar | None
    why: str


@dataclass(frozen=True, slots=True)
class SpanView:
    """One piece of evidence."""

    answer: int
    start: float
    """Seconds since the interview began."""
    end: float
    why: str


@dataclass(frozen=True, slots=True)
class CompetencyView:
    """One competency."""

    id: str
    name: str
    weight: str
    figure: Figure
    evidence: tuple[SpanView, ...]


@dataclass(frozen=True, slots=True)
class ScoreView:
    """A whole interview's score."""

    total: Figure
    share: str
    """Of the weight: what the total rests on."""
    competencies: tuple[CompetencyView, ...]


def score_view(result: str, language: Language) -> ScoreView:
    """Read a stored score."""
    score = msgspec.json.decode(result, type=Score)
    weights = sum(one.weight for one in score.competencies)
    return ScoreView(
        total=_figure(score.total, score.interval, score.why, language),
        share=f"{score.why.scoreable_share:.0%}",
        competencies=tuple(_competency(one, weights, language) for one in score.competencies),
    )


def _competency(one: ScoredCompetency, weights: float, language: Language) -> CompetencyView:
    spans = [
        SpanView(span.answer, span.start_s, span.end_s, span.why.of(language))
        for span in one.evidence
    ]
    return CompetencyView(
        id=one.id,
        name=one.name.of(language),
        weight=f"{one.weight / weights:.0%}",
        figure=_figure(one.score, one.interval, one.why, language),
        evidence=tuple(spans),
    )


def _figure(
    value: float | None,
    interval: tuple[float, float] | None,
    why: Reason,
    language: Language,
) -> Figure:
    words = sentence(why, language)
    if value is None or interval is None:
        return Figure(None, LOWEST, HIGHEST, None, words)
    low, high = interval
    bar = Bar(left=_percent(low), width=_percent(high) - _percent(low), point=_percent(value))
    return Figure(value, low, high, bar, words)


def _percent(value: float) -> float:
    return round(100 * (value - LOWEST) / (HIGHEST - LOWEST), 2)
