"""Whom the side desk speaks to: those who watch, and the interview itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from edge_agent.features.capture_problems import CaptureProblem
    from edge_agent.interview.commands import Command
    from edge_agent.interview.state import InterviewState
    from wire.live import FromKiosk


class Company(Protocol):
    """Those who watch."""

    @property
    def count(self) -> int:
        """Say how many watch."""
        ...

    def speaks(self, viewing_id: str) -> bool:
        """Say whether this one may speak to the candidate: only they lead the interview."""
        ...

    @property
    def is_led(self) -> bool:
        """Say whether anybody who may speak watches."""
        ...

    def tell(self, said: FromKiosk) -> None:
        """Say something to all screens."""
        ...


class Nobody:
    """A `Company` of nobody."""

    count = 0
    is_led = False

    def speaks(self, viewing_id: str) -> bool:
        """Nobody does."""
        return bool(viewing_id and self.count)

    def tell(self, said: FromKiosk) -> None:
        """Nobody is told."""


class Interview(Protocol):
    """The interview as the side desk sees it."""

    @property
    def state(self) -> InterviewState:
        """Give the interview as it stands."""
        ...

    def media_time(self) -> float:
        """Give the media time that was reached (seconds)."""
        ...

    def problem(self) -> CaptureProblem | None:
        """Give the worst that is wrong with the open answer's capture."""
        ...

    def later(self, command: Command) -> None:
        """Take a command once its turn comes; what may not be done is logged."""
        ...
