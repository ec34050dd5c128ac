"""Wrong tries are answered slower and slower, by key."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Hashable

FORGOTTEN_AFTER_S = 3600.0
MOST_REMEMBERED = 10_000


@dataclass(frozen=True, slots=True)
class _Tries:
    count: int
    last: float
    """Monotonic seconds of the last one."""
    before: float
    """And of the one before it."""


class Brake:
    """Counts tries by key; bounded, the oldest are forgotten first. Not safe for threads."""

    def __init__(self, free: int, longest_s: float) -> None:
        self._free = free
        self._longest_s = longest_s
        self._tries: OrderedDict[Hashable, _Tries] = OrderedDict()

    def delay(self, key: Hashable, now: float) -> float:
        """Give the seconds until the next try is looked at: 1, 2, 4 … after the free ones."""
        tries = self._tries.get(key)
        if tries is None or tries.count < self._free:
            return 0.0
        wait = min(2.0 ** min(tries.count - self._free, 64), self._longest_s)
        return max(0.0, tries.last + wait - now)

    def count(self, key: Hashable, now: float) -> None:
        """Count a try."""
        before = self._tries.pop(key, None)
        is_fresh = before is None or now - before.last > FORGOTTEN_AFTER_S
        if before is None or is_fresh:
            self._tries[key] = _Tries(1, now, now)
        else:
            self._tries[key] = _Tries(before.count + 1, now, before.last)
        while len(self._tries) > MOST_REMEMBERED:
            self._tries.popitem(last=False)

    def take_back(self, key: Hashable) -> None:
        """Give a try back: the next one waits no longer than it did before."""
        tries = self._tries.get(key)
        if tries is not None:
            self._tries[key] = _Tries(max(0, tries.count - 1), tries.before, tries.before)

    def forget(self, key: Hashable) -> None:
        """Forget the tries of a key."""
        self._tries.pop(key, None)

    def __len__(self) -> int:
        """Count the keys remembered."""
        return len(self._tries)
