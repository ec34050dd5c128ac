"""Whoever stands before the kiosk: the code that is typed or shown, hints at light and noise."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from edge_agent.app.device_look import Hints
from edge_agent.interview.arrival import CheckIn
from edge_agent.interview.decisions import OutOfOrderError
from edge_agent.interview.state import Phase
from wire import check_in

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from edge_agent.app.sitting import Sitting
    from edge_agent.features.capture_problems import CaptureProblem
    from edge_agent.interview.commands import Command


class Doorway:
    """Runs on the event loop, but for what says whether pictures are wanted."""

    def __init__(self, sitting: Sitting, take: Callable[[Command], Awaitable[None]]) -> None:
        """Hand what follows to `take`."""
        self._sitting = sitting
        self._take = take
        self._tasks: set[asyncio.Task[None]] = set()
        self.hints = Hints()

    @property
    def looks_at_devices(self) -> bool:
        """Say whether the candidate is looking at picture and sound."""
        return self._sitting.state.phase is Phase.CHECK

    @property
    def waits_for_code(self) -> bool:
        """Say whether somebody is to check in, and may try."""
        state = self._sitting.state
        return state.phase is Phase.CHECK_IN and state.arrival.wait_s(datetime.now(UTC)) == 0

    def see(self, problem: CaptureProblem | None) -> None:
        """Take what is wrong with the newest picture."""
        self.hints.see(problem)

    def show_code(self, code: str) -> None:
        """Take a code that was held up to the camera."""
        task = asyncio.get_running_loop().create_task(self._shown(code))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def check_in(self, code: str) -> None:
        """Compare a code with the plan's hash; raises OutOfOrderError where none is asked for."""
        plan = self._sitting.state.plan
        expected = plan.check_in if plan else None
        fits = expected is not None and await asyncio.to_thread(check_in.fits, code, expected)
        await self._take(CheckIn(fits))

    def forget(self) -> None:
        """Forget the candidate."""
        self.hints = Hints()

    async def _shown(self, code: str) -> None:
        with suppress(OutOfOrderError):
            await self.check_in(code)
