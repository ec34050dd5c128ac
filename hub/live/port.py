"""The switchboard as pages need it: over its socket, or in a test's own process."""

from __future__ import annotations

from typing import Protocol


class SwitchboardPort(Protocol):
    """Takes offers to kiosks."""

    def offer(self, viewing_id: str, sdp: str) -> str:
        """Give the kiosk's answer to an offer; raises LiveError and its kinds."""
        ...

    def say_coming(self, interview_id: str) -> None:
        """Have a candidate who waits for help told that somebody is coming. Raises LiveError."""
        ...

    def leave(self, viewing_id: str) -> None:
        """End a viewing; one that is over already is no error. Raises LiveError."""
        ...
