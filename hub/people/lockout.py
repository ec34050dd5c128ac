"""Wrong passwords are answered slower and slower, per account name and address.

Names that do not exist are counted like those that do, so the delay tells nothing.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

FREE_TRIES = 4
LONGEST_DELAY_S = 900.0
FORGOTTEN_AFTER_S = 3600.0
MOST_REMEMBERED = 10_000


@dataclass(frozen=True, slots=True)
class _Failures:
    count: int
    last: float
    """Monotonic seconds of the last one."""

    @property
    def opens_at(self) -> float:
        """When the next try is looked at; monotonic seconds."""
        beyond = self.count - FREE_TRIES
        return self.last + (min(2.0**beyond, LONGEST_DELAY_S) if beyond >= 0 else 0.0)


class Lockout:
    """Remembers failures of one process; bounded, the oldest are forgotten first."""

    def __init__(self) -> None:
        self._failures: OrderedDict[tuple[str, str], _Failures] = OrderedDict()

    def delay(self, name: str, address: str, now: float) -> float:
        """Give the seconds until a try is looked at again; 0 when it is now."""
        failures = self._failures.get((name, address))
        return max(0.0, failures.opens_at - now) if failures else 0.0

    def failed(self, name: str, address: str, now: float) -> None:
        """Count a wrong password."""
        before = self._failures.pop((name, address), None)
        fresh = before is None or now - before.last > FORGOTTEN_AFTER_S
        count = 1 if before is None or fresh else before.count + 1
        self._failures[name, address] = _Failures(count, now)
        while len(self._failures) > MOST_REMEMBERED:
            self._failures.popitem(last=False)

    def succeeded(self, name: str, address: str) -> None:
        """Forget the failures of whoever has now given the right password."""
        self._failures.pop((name, address), None)
