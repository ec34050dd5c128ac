"""A state that holds or does not, over time, as episodes and seconds."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import inf


@dataclass(slots=True)
class SpanMeter:
    """Seconds, taken out window by window; each belongs to the picture that showed the state.

    So windows partition them whether a window is taken before or after the picture next to it.
    """

    _steps: list[tuple[float, float]] = field(default_factory=list)

    def add(self, start: float, end: float) -> None:
        """Note that the picture at `end` showed what held since the one at `start`."""
        self._steps.append((end, end - start))

    def take(self, start: float, end: float) -> float:
        """Give the seconds of the pictures in [start, end) and forget all before `end`."""
        total = sum((step for instant, step in self._steps if start <= instant < end), start=0.0)
        self._steps = [(instant, step) for instant, step in self._steps if instant >= end]
        return total


@dataclass(slots=True)
class EpisodeMeter:
    """Counts episodes of a state at the moment each is established.

    An episode is established when the state has held for `shortest` seconds; where there is a
    `longest`, when it has ended after at least `shortest` and at most `longest` seconds.
    """

    shortest: float
    longest: float = inf
    _began: float | None = None
    _counted: bool = False
    _instants: list[float] = field(default_factory=list)

    def observe(self, start: float, end: float, *, on: bool) -> None:
        """Say whether the state held through [start, end); calls come in the order of time."""
        if not on:
            self._close(start, end)
            return
        if self._began is None:
            self._began, self._counted = start, False
        if self.longest == inf and not self._counted and end - self._began >= self.shortest:
            self._count(end)

    def interrupt(self) -> None:
        """Nothing is known from here on: an episode not yet established never is."""
        self._began = None

    def take(self, start: float, end: float) -> int:
        """Give the episodes established in [start, end) and forget all before `end`."""
        total = sum(start <= instant < end for instant in self._instants)
        self._instants = [instant for instant in self._instants if instant >= end]
        return total

    def _close(self, ended: float, shown: float) -> None:
        """End an episode; only the picture at `shown` tells that it was over at `ended`."""
        began, self._began = self._began, None
        if (
            self.longest < inf
            and began is not None
            and self.shortest <= ended - began <= self.longest
        ):
            self._count(shown)

    def _count(self, instant: float) -> None:
        self._counted = True
        self._instants.append(instant)
