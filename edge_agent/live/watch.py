"""When a viewer that says nothing is taken for gone. Pure."""

from __future__ import annotations

CONNECTS_WITHIN_S = 15.0
SILENT_S = 6.0
"""Receivers report at least every few seconds (RFC 3550, section 6.2)."""


class Watch:
    """Follows how much was heard of one viewer; `now` is monotonic seconds."""

    def __init__(self, now: float) -> None:
        self._since = now
        self._heard = 0
        self._was_connected = False

    def is_over(self, now: float, heard: int, *, is_connected: bool) -> bool:
        """Say whether it is gone, given how many packets came of it so far."""
        if is_connected and not self._was_connected:
            self._was_connected, self._since = True, now
        if self._was_connected and heard != self._heard:
            self._since = now
        self._heard = heard
        patience = SILENT_S if self._was_connected else CONNECTS_WITHIN_S
        return now - self._since > patience
