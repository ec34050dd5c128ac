"""A signal that comes in the middle of this process's next fork."""

from __future__ import annotations

import os
import signal

MOMENTS = ("before", "after")


class SignalAtFork:
    """Sends this process a signal in the functions that a fork calls.

    There a handler's exception is printed and forgotten. What os.register_at_fork was told stays
    for the life of the process, hence one instance for all tests.
    """

    def __init__(self) -> None:
        self._armed: tuple[signal.Signals, str] | None = None
        os.register_at_fork(
            before=lambda: self._reached("before"),
            after_in_parent=lambda: self._reached("after"),
        )

    def arm(self, number: signal.Signals, moment: str) -> None:
        """Send `number` at the next fork's `moment`."""
        self._armed = number, moment

    def disarm(self) -> bool:
        """Send nothing any more; True where nothing was sent."""
        was_armed, self._armed = self._armed is not None, None
        return was_armed

    def _reached(self, moment: str) -> None:
        if self._armed is not None and self._armed[1] == moment:
            number, _ = self._armed
            self._armed = None
            signal.raise_signal(number)


AT_FORK = SignalAtFork()
