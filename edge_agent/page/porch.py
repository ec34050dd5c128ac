"""What surrounds an interview on this kiosk: whom one meets, how pages are shown, the survey."""

from __future__ import annotations

import asyncio
import secrets
import time
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Protocol

from edge_agent.interview.decisions import OutOfOrderError
from wire.briefing import Briefing
from wire.survey import Survey

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from wire.policy import Measure
    from wire.survey import Item

_GONE_WITHIN_S = 1.0


@dataclass(frozen=True, slots=True)
class View:
    """How pages are shown to this candidate; forgotten with the candidate."""

    large: bool = False
    contrast: bool = False


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What pages show of them."""

    measures: frozenset[Measure] | None = None
    """What this kiosk computes; none until its manifest is read."""
    briefing: Briefing = field(default_factory=Briefing)
    view: View = field(default_factory=View)
    own_page: str = ""
    """Where the candidate sees what is kept, with the key in it; empty: the hub gave none."""
    is_surveyed: bool = False
    """The survey was handed in or declined."""


class SurveyBox(Protocol):
    """Keeps surveys until the hub has them."""

    def put(self, survey: Survey) -> None:
        """Keep one; raises SpoolError."""
        ...

    async def send(self, post: Callable[[bytes], Awaitable[None]]) -> int:
        """Send what waits; raises HubError."""
        ...


class Porch:
    """Holds the surroundings; everything but the measures goes with the candidate."""

    def __init__(self, box: SurveyBox) -> None:
        self.now = Surroundings()
        self._box = box
        self.touched_at: float | None = None
        """Monotonic; when somebody last touched the last page."""
        self.left = asyncio.Event()
        """Whoever sees the last page wants it gone."""
        self._is_gone = asyncio.Event()

    def compute(self, measures: frozenset[Measure]) -> None:
        """Say what this kiosk computes."""
        self.now = replace(self.now, measures=measures)

    def brief(self, briefing: Briefing) -> None:
        """Show another briefing."""
        self.now = replace(self.now, briefing=briefing)

    def lead_to(self, own_page: str) -> None:
        """Show the way to the candidate's own page."""
        self.now = replace(self.now, own_page=own_page)

    def show(self, view: View) -> None:
        """Show pages in another way."""
        self.now = replace(self.now, view=view)

    def survey(self, answers: Mapping[Item, int]) -> None:
        """Hand the survey in, once; nothing is kept of one without an answer.

        Raises OutOfOrderError the second time, SpoolError.
        """
        if self.now.is_surveyed:
            raise OutOfOrderError("The survey was handed in already.")
        if answers:
            today = datetime.now(UTC).date()
            given = {item.value: rating for item, rating in answers.items()}
            self._box.put(Survey(survey_id=secrets.token_hex(16), day=today, **given))
        self.now = replace(self.now, is_surveyed=True)
        self.touch()

    def stays_until(self, began: float, stays_s: float) -> float:
        """Give the instant (monotonic) at which the last page, shown since `began`, goes away.

        It stays twice as long after somebody asked for more time or answered the survey.
        """
        touched = began if self.touched_at is None else self.touched_at + stays_s
        return max(began, touched) + stays_s

    def touch(self) -> None:
        """Keep the last page longer."""
        self.touched_at = time.monotonic()

    async def leave(self) -> None:
        """Have the last page taken away, and wait until it is, for a second at most."""
        self._is_gone.clear()
        self.left.set()
        with suppress(TimeoutError):
            await asyncio.wait_for(self._is_gone.wait(), _GONE_WITHIN_S)

    async def send(self, post: Callable[[bytes], Awaitable[None]]) -> None:
        """Send the surveys that wait; raises HubError."""
        await self._box.send(post)

    def forget(self) -> None:
        """Forget the candidate."""
        self.now = Surroundings(measures=self.now.measures)
        self.touched_at = None
        self.left.clear()
        self._is_gone.set()
