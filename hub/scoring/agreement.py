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
_NOTHING = 1e-9
"""What rounding leaves of a variance of none."""


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
    return icc_of(table_sums(table)) if table else None


def table_sums(table: Sequence[Sequence[float]]) -> tuple[float, ...]:
    """Give what ICC needs of a table; sums of several tables add up, so resampling is cheap.

    Number of rows, squares of all values, squares of the rows' sums, then each column's sum.
    """
    columns = [float(sum(column)) for column in zip(*table, strict=True)]
    squares = sum(value * value for row in table for value in row)
    return (float(len(table)), squares, sum(sum(row) ** 2 for row in table), *columns)


def icc_of(sums: Sequence[float]) -> tuple[float, float] | None:
    """Give ICC(2,1) and ICC(2,k) of added `table_sums`."""
    rows, squares, of_rows, *columns = sums
    k = len(columns)
    if rows < _PAIR or k < _PAIR:
        return None
    middle = sum(columns) ** 2 / (rows * k)
    between = of_rows / k - middle
    raters = sum(column * column for column in columns) / rows - middle
    bms, jms = between / (rows - 1), raters / (k - 1)
    ems = max(squares - middle - between - raters, 0.0) / ((rows - 1) * (k - 1))
    single = bms + (k - 1) * ems + k * (jms - ems) / rows
    average = bms + (jms - ems) / rows
    if single <= _NOTHING or average <= _NOTHING:
        return None
    return (bms - ems) / single, (bms - ems) / average


def unit_sums(units: Sequence[Sequence[float]]) -> tuple[float, ...]:
    """Give what alpha needs of some units; sums of several add up.

    Disagreement within units, number of values, their sum, their squares.
    """
    paired = [unit for unit in units if len(unit) >= _PAIR]
    return (
        sum(len(unit) * variance(unit) for unit in paired),
        float(sum(len(unit) for unit in paired)),
        float(sum(sum(unit) for unit in paired)),
        float(sum(value * value for unit in paired for value in unit)),
    )


def alpha_of(sums: Sequence[float]) -> float | None:
    """Give Krippendorff's alpha, interval metric; none where nothing differs at all."""
    within, values, whole, squares = sums
    if values < _PAIR:
        return None
    expected = (values * squares - whole**2) / (values - 1)
    return 1 - within / expected if expected > _NOTHING else None
