"""Agreement over many interviews, each figure with its interval or the word that data lack."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from random import Random
from statistics import fmean
from typing import TYPE_CHECKING, TypeVar

from hub.scoring.agreement import Spread, icc, r_wg

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    Cards = Mapping[int, Mapping[str, int | None]]
    """What each rater's card says, by competency."""

ENOUGH_INTERVIEWS = 10
"""Rated by two people or more, blind; fewer give no figure."""
RESAMPLES = 400
CONFIDENCE = 0.95
_PAIR = 2
_SEED = 1
"""The same data give the same interval."""

One = TypeVar("One")


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with its interval (percentile bootstrap over interviews, Efron 1979)."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Agreement:
    """What can be said of some interviews."""

    interviews: int
    """With two blind cards or more."""
    raters: int
    r_wg: Estimate | None
    alpha: Estimate | None
    icc_single: Estimate | None
    icc_average: Estimate | None
    """Both of the one group of raters that shares the most interviews."""
    icc_interviews: int
    icc_raters: int


def agreement(interviews: Sequence[Cards]) -> Agreement:
    """Measure agreement; each interview is its raters' cards, a number of none left out."""
    shared = [cards for cards in interviews if len(cards) >= _PAIR]
    items = [_items(cards) for cards in shared]
    group, tables = _largest_group(shared)
    return Agreement(
        interviews=len(shared),
        raters=len({rater for cards in shared for rater in cards}),
        r_wg=_estimate([r_wg(one) for one in items], _mean),
        alpha=_estimate([Spread(one) for one in items], _alpha),
        icc_single=_estimate(tables, lambda some: _icc(some, 0)),
        icc_average=_estimate(tables, lambda some: _icc(some, 1)),
        icc_interviews=len(tables),
        icc_raters=len(group),
    )


def _items(cards: Cards) -> list[list[float]]:
    found: dict[str, list[float]] = defaultdict(list)
    for card in cards.values():
        for name, value in card.items():
            if value is not None:
                found[name].append(value)
    return list(found.values())


def _largest_group(
    shared: Sequence[Cards],
) -> tuple[tuple[int, ...], list[list[list[float]]]]:
    """Give the raters who share the most interviews, and a table of each: competency by rater."""
    by_group: dict[tuple[int, ...], list[list[list[float]]]] = defaultdict(list)
    for cards in shared:
        group = tuple(sorted(cards))
        names = sorted(set.intersection(*(set(cards[rater]) for rater in group)))
        rows = [[cards[rater][name] for rater in group] for name in names]
        whole = [[float(value) for value in row if value is not None] for row in rows]
        full = [row for row in whole if len(row) == len(group)]
        if full:
            by_group[group].append(full)
    if not by_group:
        return (), []
    return max(by_group.items(), key=lambda item: (len(item[1]), item[0]))


def _estimate(
    some: Sequence[One], measure: Callable[[Sequence[One]], float | None]
) -> Estimate | None:
    """Give the figure over interviews, and the middle 95 % of what resampled ones give."""
    if len(some) < ENOUGH_INTERVIEWS or (value := measure(some)) is None:
        return None
    draw = Random(_SEED)  # noqa: S311 - resampling, nothing secret
    again = (measure(draw.choices(some, k=len(some))) for _ in range(RESAMPLES))
    found = sorted(one for one in again if one is not None)
    tail = int(len(found) * (1 - CONFIDENCE) / 2)
    return Estimate(value, min(found[tail], value), max(found[-1 - tail], value))


def _mean(some: Sequence[float | None]) -> float | None:
    known = [one for one in some if one is not None]
    return fmean(known) if known else None


def _alpha(some: Sequence[Spread]) -> float | None:
    whole = Spread()
    for one in some:
        whole.add(one)
    return whole.alpha()


def _icc(some: Sequence[list[list[float]]], which: int) -> float | None:
    both = icc([row for table in some for row in table])
    return both[which] if both else None
