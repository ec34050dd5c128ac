"""When a picture is to be one that needs no other. Pure."""

from __future__ import annotations

EVERY_S = 1.0
ASKED_APART_S = 1.0
"""Two key pictures that were asked for are so far apart at least."""
_TOO_SOON_S = 0.2
_ALMOST = 1e-6


class KeyRhythm:
    """A key picture begins each second; one asked for comes between, at most one a second."""

    def __init__(self) -> None:
        self._next = 0.0
        self._last = -EVERY_S
        self._last_asked = -ASKED_APART_S
        self._is_asked = False

    def ask(self) -> None:
        """Want one soon; may be called from any thread."""
        self._is_asked = True

    def is_due(self, at: float) -> bool:
        """Say whether the picture at `at` (seconds) is to be one."""
        if at >= self._next - _ALMOST:
            self._next = float(int(at / EVERY_S + _ALMOST) + 1) * EVERY_S
        elif self._is_asked and self._may_be_asked(at):
            self._last_asked = at
        else:
            return False
        self._is_asked, self._last = False, at
        return True

    def _may_be_asked(self, at: float) -> bool:
        is_apart = at - self._last_asked >= ASKED_APART_S - _ALMOST
        return is_apart and at - self._last >= _TOO_SOON_S - _ALMOST
