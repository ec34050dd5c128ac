"""How long to wait before trying again, so that a hundred kiosks do not return at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


class Backoff:
    """Doubles from `first_s` to `longest_s`; each wait is a random half to whole of that."""

    def __init__(self, first_s: float, longest_s: float, chance: Callable[[], float]) -> None:
        """Take `chance`, which gives a number in [0, 1)."""
        self._first_s = first_s
        self._longest_s = longest_s
        self._chance = chance
        self._next_s = first_s

    def failed(self) -> float:
        """Give the seconds to wait now."""
        whole = self._next_s
        self._next_s = min(self._longest_s, 2 * whole)
        return whole * (0.5 + self._chance() / 2)

    def worked(self) -> None:
        """Begin anew."""
        self._next_s = self._first_s
