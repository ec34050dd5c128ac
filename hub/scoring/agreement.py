"""How far people who rate the same interviews agree, from their first, blind cards.

r_wg: James, Demaree & Wolf (1984), J. Applied Psychology 69, 85-98. ICC(2,1) and ICC(2,k): Shrout &
Fleiss (1979), Psychological Bulletin 86, 420-428. Alpha with the interval metric: Krippendorff
(2011), Computing Krippendorff's Alpha-Reliability.
"""

from __future__ import annotations

from statistics import fmean, variance
from typing import TYPE_CHECKING

from hub.scoring.job_terms import SCALE

if TYPE_CHECKING:
    from collections.abc import Sequence

CHANCE_VARIANCE = (len(SCALE) ** 2 - 1) / 12
"""Of numbers of the scale drawn evenly: 2 for five."""
_PAIR = 2


def r_wg(items: Sequence[Sequence[float]]) -> float | None:
    """Give how far the raters of one interview agree.

    This is r_wg of J items; an item is what each rater says of one competency.

    1 is full agreement, 0 no more than chance. None without an item that two people rated.
    """
    rated = [item for item in items if len(item) >= _PAIR]
    if not rated:
        return None
    share = min(fmean(variance(item) for item in rated) / CHANCE_VARIANCE, 1.0)
    agreed = len(rated) * (1 - share)
    return agreed / (agreed + share)


def icc(table: Sequence[Sequence[float]]) -> tuple[float, float] | None:
    """Give ICC(2,1) and ICC(2,k): rows are what is rated, columns the k raters, none missing.

    None where it is not defined: fewer than two rows or columns, or no variance at all.
    """
    rows, columns = len(table), len(table[0]) if table else 0
    if rows < _PAIR or columns < _PAIR:
        return None
    grand = fmean(fmean(row) for row in table)
    between = columns * sum((fmean(row) - grand) ** 2 for row in table)
    raters = rows * sum((fmean(column) - grand) ** 2 for column in zip(*table, strict=True))
    whole = sum((value - grand) ** 2 for row in table for value in row)
    bms, jms = between / (rows - 1), raters / (columns - 1)
    ems = max(whole - between - raters, 0.0) / ((rows - 1) * (columns - 1))
    single = bms + (columns - 1) * ems + columns * (jms - ems) / rows
    average = bms + (jms - ems) / rows
    if single <= 0 or average <= 0:
        return None
    return (bms - ems) / single, (bms - ems) / average


class Spread:
    """What alpha needs of some units, in a form that adds up; so that resampling is cheap."""

    __slots__ = ("squares", "sum", "values", "within")

    def __init__(self, units: Sequence[Sequence[float]] = ()) -> None:
        paired = [unit for unit in units if len(unit) >= _PAIR]
        self.within = sum(len(unit) * variance(unit) for unit in paired)
        self.values = sum(len(unit) for unit in paired)
        self.sum = sum(sum(unit) for unit in paired)
        self.squares = sum(value * value for unit in paired for value in unit)

    def add(self, other: Spread) -> None:
        """Take the units of another one in."""
        self.within += other.within
        self.values += other.values
        self.sum += other.sum
        self.squares += other.squares

    def alpha(self) -> float | None:
        """Give Krippendorff's alpha, interval metric; none where nothing differs at all."""
        if self.values < _PAIR:
            return None
        expected = (self.values * self.squares - self.sum**2) / (self.values - 1)
        return 1 - self.within / expected if expected > 0 else None
