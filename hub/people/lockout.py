"""Wrong passwords are answered slower and slower, per account name and address.

Names that do not exist are counted like those that do, so the delay tells nothing. Whoever tries
many names from one address is slowed down by the address alone.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Hashable

FREE_TRIES = 4
FREE_TRIES_OF_AN_ADDRESS = 32
"""More people than one may sign in from one address, and mistype."""
LONGEST_DELAY_S = 900.0
LONGEST_DELAY_OF_AN_ADDRESS_S = 60.0
FORGOTTEN_AFTER_S = 3600.0
MOST_REMEMBERED = 10_000


@dataclass(frozen=True, slots=True)
class _Tries:
    count: int
    last: float
    """Monotonic seconds of the last one."""


class _Brake:
    """Counts tries by key; bounded, the oldest are forgotten first."""

    def __init__(self, free: int, longest_s: float) -> None:
        self._free = free
        self._longest_s = longest_s
        self._tries: OrderedDict[Hashable, _Tries] = OrderedDict()

    def delay(self, key: Hashable, now: float) -> float:
        tries = self._tries.get(key)
        if tries is None or tries.count < self._free:
            return 0.0
        wait = min(2.0 ** min(tries.count - self._free, 64), self._longest_s)
        return max(0.0, tries.last + wait - now)

    def count(self, key: Hashable, now: float) -> None:
        before = self._tries.pop(key, None)
        is_fresh = before is None or now - before.last > FORGOTTEN_AFTER_S
        self._tries[key] = _Tries(1 if before is None or is_fresh else before.count + 1, now)
        while len(self._tries) > MOST_REMEMBERED:
            self._tries.popitem(last=False)

    def take_back(self, key: Hashable) -> None:
        tries = self._tries.get(key)
        if tries is not None:
            self._tries[key] = _Tries(max(0, tries.count - 1), tries.last)

    def forget(self, key: Hashable) -> None:
        self._tries.pop(key, None)

    def __len__(self) -> int:
        return len(self._tries)


class Lockout:
    """Remembers the tries of one process, for all of its threads."""

    def __init__(self) -> None:
        self._names = _Brake(FREE_TRIES, LONGEST_DELAY_S)
        self._addresses = _Brake(FREE_TRIES_OF_AN_ADDRESS, LONGEST_DELAY_OF_AN_ADDRESS_S)
        self._lock = Lock()

    def take(self, name: str, address: str, now: float) -> float:
        """Count a try before it is looked at and give 0, or the seconds until one is free.

        A try that is counted only once it has failed lets any number pass side by side.
        """
        with self._lock:
            wait = max(self._names.delay((name, address), now), self._addresses.delay(address, now))
            if wait <= 0:
                self._names.count((name, address), now)
                self._addresses.count(address, now)
            return wait

    def succeeded(self, name: str, address: str) -> None:
        """Forget the failures of whoever has now given the right password."""
        with self._lock:
            self._names.forget((name, address))
            self._addresses.take_back(address)

    def not_looked_at(self, name: str, address: str) -> None:
        """Give a try back that was counted and then not looked at."""
        with self._lock:
            self._names.take_back((name, address))
            self._addresses.take_back(address)

    def __len__(self) -> int:
        """Count the names remembered."""
        return len(self._names)
