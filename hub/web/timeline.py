"""The interview's features along media time, as lanes of a server-drawn picture."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Generic, TypeVar

from wire.messages.behaviour_window import BehaviourWindow
from wire.messages.feature_window import FeatureWindow

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

Window = TypeVar("Window", FeatureWindow, BehaviourWindow)

WIDTH, HEIGHT = 10_000, 100
"""Units of a lane's picture; it is stretched to the width there is."""
MOST_COLUMNS = 600
_TOLERANCE_S = 0.25
"""A hole between windows that is shorter than this is rounding."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """[start, end) in seconds since the interview began."""

    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Lane:
    """One measure over time."""

    name: str
    path: str
    """SVG path of the columns, in units of WIDTH and HEIGHT."""
    gaps: tuple[Stretch, ...]
    """Where an answer was open and nothing was measured."""
    sum: float | None
    """Seconds, decibels, share or count per minute, as the name says; none if not measured."""
    learning: Stretch | None = None
    """The gap in which a face was seen and not yet known well enough to measure against."""


@dataclass(frozen=True, slots=True)
class Measured(Generic[Window]):
    """How a lane is read from windows: the height of a column, and what stands beside it."""

    name: str
    height: Callable[[Window], float | None]
    """0 to 1; none where the window did not measure it."""
    summary: Callable[[Sequence[Window]], float | None]


@dataclass(frozen=True, slots=True)
class _Column:
    start: float
    end: float
    height: float


def lane(
    measured: Measured[Window], windows: Sequence[Window], answers: Sequence[Stretch], end: float
) -> Lane:
    """Draw one lane over [0, end)."""
    columns = [
        _Column(one.start, one.start + one.duration, min(max(height, 0.0), 1.0))
        for one in windows
        if (height := measured.height(one)) is not None
    ]
    return Lane(
        name=measured.name,
        path="".join(_drawn(column, end) for column in _merged(columns)),
        gaps=tuple(holes(columns, answers)),
        sum=measured.summary(windows),
    )


def holes(covered: Iterable[_Column | Stretch], answers: Iterable[Stretch]) -> Iterator[Stretch]:
    """Give the stretches of the answers that nothing covers."""
    spans = sorted((one.start, one.end) for one in covered)
    for answer in answers:
        at = answer.start
        for start, end in spans:
            if start >= answer.end:
                break
            if start - at > _TOLERANCE_S:
                yield Stretch(at, start)
            at = max(at, end)
        if answer.end - at > _TOLERANCE_S:
            yield Stretch(at, answer.end)


def _merged(columns: Sequence[_Column]) -> Iterator[_Column]:
    """Average neighbours until there are few enough; a hole is never averaged over."""
    size = -(-len(columns) // MOST_COLUMNS)
    if size <= 1:
        yield from columns
        return
    for _, group in groupby(enumerate(columns), key=lambda item: item[0] // size):
        some = [column for _, column in group]
        if some[-1].end - some[0].start > size + 1:
            yield from some
        else:
            mean = sum(one.height for one in some) / len(some)
            yield _Column(some[0].start, some[-1].end, mean)


def _drawn(column: _Column, end: float) -> str:
    left, right = (round(WIDTH * at / end) for at in (column.start, column.end))
    top = round(HEIGHT * (1 - column.height))
    return f"M{left} {HEIGHT}V{top}H{right}V{HEIGHT}z" if top < HEIGHT else ""
