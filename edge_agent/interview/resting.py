"""Pauses: how often, how long, and that nothing is recorded meanwhile."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from wire.plan import Pauses


@dataclass(frozen=True, slots=True)
class Resting:
    """The pauses of an interview."""

    taken: int = 0
    since: datetime | None = None
    """Wall time at which the pause that lasts began."""

    def left(self, allowed: Pauses | None) -> int:
        """Count the pauses that may still be made."""
        return 0 if allowed is None else max(0, allowed.most - self.taken)

    def left_s(self, allowed: Pauses | None, at: datetime) -> float:
        """Give the seconds of the pause that are left at `at`; a clock set back shortens none."""
        if self.since is None or allowed is None:
            return 0.0
        lasted = max(0.0, (at - self.since).total_seconds())
        return max(0.0, allowed.longest_s - lasted)


def rest(resting: Resting, at: datetime) -> Resting:
    """Give the pauses after one began."""
    return Resting(resting.taken + 1, at)


def go_on(resting: Resting) -> Resting:
    """Give the pauses after the one that lasted ended."""
    return replace(resting, since=None)
