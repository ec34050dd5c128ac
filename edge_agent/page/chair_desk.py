"""What the pages between the first question and the last ask of the kiosk beside commands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from edge_agent.page.voice import Speech
    from wire.language import Language


@dataclass(frozen=True, slots=True)
class CaptionsNow:
    """What is understood of the open answer so far."""

    said: str = ""
    partial: str = ""
    """May yet change."""


class ChairDesk(Protocol):
    """The kiosk as these pages see it; each may raise an EdgeError."""

    def more_time(self) -> None:
        """Name another minute for thinking."""
        ...

    def show_captions(self, *, on: bool) -> None:
        """Show what is understood while the candidate speaks, or no longer."""
        ...

    def captions(self) -> CaptionsNow:
        """Give what is understood of the open answer."""
        ...

    async def correct(self, texts: tuple[str, ...]) -> None:
        """Keep the candidate's text of each passage of the answer that is looked at."""
        ...

    async def type_in(self, text: str) -> None:
        """Take a written answer; raises OutOfOrderError where none may be written."""
        ...

    async def say(self, text: str, language: Language) -> tuple[Speech, bool]:
        """Give a text spoken, and whether the kiosk's own loudspeaker plays it already."""
        ...

    async def voice(self, *, playing: bool) -> None:
        """Hear that the page plays the voice, or that it has stopped."""
        ...
