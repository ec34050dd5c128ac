"""A switchboard that answers what a test says, and notes what it was asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from hub.errors import HubError

ANSWER = "v=0\r\ns=answer\r\n"


class FakeSwitchboard:
    """Implements SwitchboardPort."""

    def __init__(self) -> None:
        self.offers: list[tuple[str, str]] = []
        self.left: list[str] = []
        self.promised: list[str] = []
        self.raises: HubError | None = None
        self.before: Callable[[], None] = lambda: None
        """Called when an offer has come, before it is answered."""

    def offer(self, viewing_id: str, sdp: str) -> str:
        self.offers.append((viewing_id, sdp))
        self.before()
        if self.raises is not None:
            raise self.raises
        return ANSWER

    def say_coming(self, interview_id: str) -> None:
        if self.raises is not None:
            raise self.raises
        self.promised.append(interview_id)

    def leave(self, viewing_id: str) -> None:
        if self.raises is not None:
            raise self.raises
        self.left.append(viewing_id)
