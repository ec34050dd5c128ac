"""Whether the senses are there: they ring every two seconds, whatever else they do."""

from __future__ import annotations

import math

from wire.messages.events import Trouble

ALIVE_S = 10.0
"""Who has not rung for so long is gone, or hangs."""


class SensesWatch:
    """Hears the rings of the senses; `now` is monotonic seconds."""

    def __init__(self, now: float) -> None:
        """Begin at `now`: an agent that was just started has missed nobody yet."""
        self._began_at = now
        self._rung_at = -math.inf
        self._is_missed = False

    def hear(self, now: float) -> None:
        """Take a ring."""
        self._rung_at = now

    def is_alive(self, now: float) -> bool:
        """Say whether the senses rang of late."""
        return now - self._rung_at < ALIVE_S

    def news(self, now: float) -> Trouble | None:
        """Say once that they were lost, and once that they are back."""
        is_missed = now - max(self._rung_at, self._began_at) >= ALIVE_S
        if is_missed is self._is_missed:
            return None
        self._is_missed = is_missed
        return Trouble.SENSES_LOST if is_missed else Trouble.SENSES_BACK

    def forget(self) -> None:
        """Begin anew: nobody is interviewed, so nothing needs to be noted."""
        self._is_missed = False
