"""Counting refusals, so that one who tries a thousand times does not write a thousand entries."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Hashable

WINDOW_S = 3600.0
"""Of what one kind of refusal is counted in."""
STRANGERS_A_MINUTE = 60
"""Entries for whoever is not signed in, from all addresses; the others are counted."""
MOST_REMEMBERED = 4096
_MINUTE_S = 60.0


@dataclass(slots=True)
class _Counted:
    since: float
    count: int = 0


class Refusals:
    """Says which refusals of one process are written down: the 1st, 10th and 100th equal one."""

    def __init__(self) -> None:
        self._counted: OrderedDict[Hashable, _Counted] = OrderedDict()
        self._minute = _Counted(0.0)
        self._untold = 0
        self._lock = Lock()

    def take(self, key: Hashable, now: float, *, is_stranger: bool) -> str | None:
        """Count one; give what its entry says of others, or none when it wants no entry.

        `now` is in monotonic seconds. Nothing is lost: what is not written is in a later count.
        """
        with self._lock:
            count = self._count(key, now)
            if not _is_round(count):
                return None
            if is_stranger and not self._has_room(now):
                self._untold += 1
                return None
            more, self._untold = self._untold, 0
        times = f" x{count}" if count > 1 else ""
        return times + (f" and {more} of strangers" if more else "")

    def _count(self, key: Hashable, now: float) -> int:
        counted = self._counted.pop(key, None)
        if counted is None or now - counted.since > WINDOW_S:
            counted = _Counted(now)
        counted.count += 1
        self._counted[key] = counted
        while len(self._counted) > MOST_REMEMBERED:
            self._counted.popitem(last=False)
        return counted.count

    def _has_room(self, now: float) -> bool:
        if now - self._minute.since > _MINUTE_S:
            self._minute = _Counted(now)
        self._minute.count += 1
        return self._minute.count <= STRANGERS_A_MINUTE


def _is_round(count: int) -> bool:
    while count % 10 == 0:
        count //= 10
    return count == 1
