"""Several people's ratings of one interview put together (docs/ratings.md has the rule).

The mean over raters stands first. Beside it stands the mean after each rater's leniency is taken
off, where enough cards tell it: a rater's mean is compared with the site's, and regressed as
Kelley (1947, Fundamentals of Statistics) regresses a score of limited reliability.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import fmean, median_low
from typing import TYPE_CHECKING

from hub.scoring.job_terms import SCALE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

ENOUGH_CARDS = 10
"""Of one rater, before anything is said of how lenient he or she is."""
ENOUGH_RATERS = 3
"""With enough cards each, before there is a middle to compare with."""
RATERS_SHARE = 0.1
"""Of the variance of cards' means between raters; assumed, not measured. Decides how many cards
make a rater's mean reliable (Spearman-Brown): half of it at nine."""


@dataclass(frozen=True, slots=True)
class RaterMean:
    """What one rater's cards say on average."""

    cards: int
    mean: float


@dataclass(frozen=True, slots=True)
class Combined:
    """What several raters say of one competency."""

    raters: int
    """Who gave a number."""
    could_not_judge: int
    mean: float | None
    """None where nobody gave a number."""
    lowest: int | None
    highest: int | None
    corrected: float | None
    """The mean without the raters' leniency; none where no rater's is known."""


def leniencies(raters: Mapping[int, RaterMean]) -> dict[int, float]:
    """Give the points of the scale by which each rater is lenient; a severe one's are negative.

    Raters without enough cards are left out; all are, where there are too few to compare.
    """
    known = {rater: one for rater, one in raters.items() if one.cards >= ENOUGH_CARDS}
    if len(known) < ENOUGH_RATERS:
        return {}
    middle = median_low([one.mean for one in known.values()])
    return {rater: reliability(one.cards) * (one.mean - middle) for rater, one in known.items()}


def reliability(cards: int) -> float:
    """Give the share of a rater's deviation that is taken as the rater's own (Spearman-Brown)."""
    return cards / (cards + (1 - RATERS_SHARE) / RATERS_SHARE)


def combine(
    ratings: Mapping[int, Mapping[str, int | None]],
    competencies: Iterable[str],
    lenient: Mapping[int, float],
) -> dict[str, Combined]:
    """Put together what raters say, by competency; a number of none is "could not judge"."""
    return {name: _combined(name, ratings, lenient) for name in competencies}


def _combined(
    name: str, ratings: Mapping[int, Mapping[str, int | None]], lenient: Mapping[int, float]
) -> Combined:
    given = {rater: card[name] for rater, card in ratings.items() if name in card}
    values = {rater: value for rater, value in given.items() if value is not None}
    return Combined(
        raters=len(values),
        could_not_judge=len(given) - len(values),
        mean=fmean(values.values()) if values else None,
        lowest=min(values.values(), default=None),
        highest=max(values.values(), default=None),
        corrected=_corrected(values, lenient),
    )


def _corrected(values: Mapping[int, int], lenient: Mapping[int, float]) -> float | None:
    if not any(rater in lenient for rater in values):
        return None
    mean = fmean(value - lenient.get(rater, 0.0) for rater, value in values.items())
    return min(max(mean, SCALE[0]), SCALE[-1])
