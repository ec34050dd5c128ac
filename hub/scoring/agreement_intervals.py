"""Agreement over many interviews, each figure with its interval or the word that data lack."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

from hub.scoring.agreement import alpha_of, icc_of, r_wg, table_sums, unit_sums

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    Cards = Mapping[int, Mapping[str, int | None]]
    """What each rater's card says, by competency."""

ENOUGH_INTERVIEWS = 10
"""Rated by two people or more, blind; fewer give no figure."""
RESAMPLES = 200
CONFIDENCE = 0.95
_PAIR = 2
_SEED = 1
"""The same data give the same interval."""


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
    within = [r_wg(one) for one in items]
    group, tables = _largest_group(shared)
    iccs = _estimates([table_sums(one) for one in tables], icc_of)
    return Agreement(
        interviews=len(shared),
        raters=len({rater for cards in shared for rater in cards}),
        r_wg=_first(_estimates([(1.0, one) for one in within if one is not None], _mean)),
        alpha=_first(_estimates([unit_sums(one) for one in items], _alpha)),
        icc_single=_first(iccs),
        icc_average=_first(iccs[1:]),
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


def _estimates(
    some: Sequence[tuple[float, ...]],
    measure: Callable[[Sequence[float]], tuple[float, ...] | None],
) -> list[Estimate]:
    """Give figures over interviews, and the middle 95 % of what resampled ones give.

    Each interview is sums that add up; no figure where there are too few, or none is defined.
    """
    values = measure(_added(some)) if len(some) >= ENOUGH_INTERVIEWS else None
    if values is None:
        return []
    draw = Random(_SEED)  # noqa: S311 - resampling, nothing secret
    drawn = (measure(_added(draw.choices(some, k=len(some)))) for _ in range(RESAMPLES))
    again = [one for one in drawn if one is not None]
    return [_estimate(value, sorted(one[at] for one in again)) for at, value in enumerate(values)]


def _estimate(value: float, found: Sequence[float]) -> Estimate:
    tail = int(len(found) * (1 - CONFIDENCE) / 2)
    low, high = (found[tail], found[-1 - tail]) if found else (value, value)
    return Estimate(value, min(low, value), max(high, value))


def _added(some: Sequence[tuple[float, ...]]) -> list[float]:
    return [sum(column) for column in zip(*some, strict=True)]


def _alpha(sums: Sequence[float]) -> tuple[float, ...] | None:
    found = alpha_of(sums)
    return None if found is None else (found,)


def _mean(sums: Sequence[float]) -> tuple[float, ...] | None:
    return (sums[1] / sums[0],) if sums[0] else None


def _first(some: Sequence[Estimate]) -> Estimate | None:
    return some[0] if some else None
