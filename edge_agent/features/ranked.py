"""Values kept in order, so that a median or percentile costs no sorting."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import deque


class Ranked:
    """The newest values, as many as `remembered`, or all of them."""

    def __init__(self, remembered: int | None = None) -> None:
        self._newest: deque[float] = deque(maxlen=remembered)
        self._ordered: list[float] = []

    def __len__(self) -> int:
        """Give the number of values."""
        return len(self._ordered)

    def add(self, value: float) -> None:
        """Take in a value; the oldest goes when there are too many."""
        if len(self._newest) == self._newest.maxlen:
            del self._ordered[bisect_left(self._ordered, self._newest[0])]
        self._newest.append(value)
        insort(self._ordered, value)

    def percentile(self, share: float) -> float:
        """Give the value below which `share` (0..1) of all lie, between neighbours by distance.

        Raises IndexError when there are no values.
        """
        place = share * (len(self._ordered) - 1)
        below = int(place)
        low, high = self._ordered[below], self._ordered[min(below + 1, len(self._ordered) - 1)]
        return low + (high - low) * (place - below)
