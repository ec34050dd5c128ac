"""Port: what the interviewers' screens are told and what they say, on the data channel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from wire.live import FromBrowser, FromKiosk


class SideDesk(Protocol):
    """Answers the interviewers' screens; called on the event loop, must not block.

    What happens later is told to all by `Viewers.tell`.
    """

    def opened(self, viewing_id: str) -> list[FromKiosk]:
        """Give what a screen that has just opened must know."""
        ...

    def said(self, viewing_id: str, said: FromBrowser) -> list[FromKiosk]:
        """Take what a screen said; gives what only that screen is answered."""
        ...
