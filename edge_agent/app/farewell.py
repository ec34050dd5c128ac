"""How a sitting ends: the last answer waited for, the last page shown, the own page found."""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from typing import TYPE_CHECKING

import structlog

from edge_agent.app.news import wait_for
from edge_agent.errors import EdgeError, HubError
from edge_agent.interview.commands import Close
from edge_agent.interview.state import Phase
from wire.errors import WireError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from edge_agent.app.front import Front
    from edge_agent.app.plans import HubPlans
    from edge_agent.app.sitting import Sitting
    from edge_agent.settings import Settings

_LOG = structlog.get_logger()
_LOOK_EVERY_S = 10.0
_AGAIN_S = 2.0
_OWN_PAGE_AGAIN_S = 5.0
LAST_ANSWER_S = 90.0
"""So long the last answer may be worked on before the interview's end is told without it."""
WITHDRAWN_S = 90.0
"""So long the receipt of a deletion can be read."""


class Farewell:
    """From the last question to the moment at which the next candidate may come."""

    def __init__(self, settings: Settings, sitting: Sitting, front: Front, hub: HubPlans) -> None:
        self._settings = settings
        self._sitting = sitting
        self._front = front
        self._hub = hub
        self.conclude: Callable[[], Awaitable[None]] = _nothing
        """Called when an interview has ended, however."""

    async def say(self) -> None:
        """Wait until all is said and worked on, end the interview, and show the last page."""
        await self._until_all_is_said()
        await self._close()
        await self.conclude()
        asking = asyncio.ensure_future(self._ask_for_own_page())
        try:
            await self._stay()
        finally:
            asking.cancel()
            await asyncio.gather(asking, return_exceptions=True)

    async def _until_all_is_said(self) -> None:
        while self._sitting.state.phase not in (Phase.THANKS, Phase.WITHDRAWN):
            await wait_for(self._front.news, _LOOK_EVERY_S)

    async def _close(self) -> None:
        state = self._sitting.state
        if state.began and state.answers and state.ending is None:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._until_done(state.answers - 1), LAST_ANSWER_S)
        while self._sitting.state.ending is None:
            try:
                await self._sitting.take(Close())
            except EdgeError as error:
                _LOG.warning("interview_not_closed", code=error.code, why=str(error))
                await asyncio.sleep(_AGAIN_S)
        _LOG.info("interview_closed", ending=self._sitting.state.ending)

    async def _until_done(self, answer: int) -> None:
        while answer not in self._front.answers_done and not self._is_withdrawn():
            await wait_for(self._front.news, _LOOK_EVERY_S)

    async def _ask_for_own_page(self) -> None:
        """Have the hub make the candidate's link; it is asked again while the last page stays."""
        while (plan := self._sitting.state.plan) is not None and not self._is_withdrawn():
            try:
                address = await self._hub.own_page(plan.interview_id)
            except (HubError, WireError) as error:
                _LOG.info("no_own_page", code=error.code)
                await asyncio.sleep(_OWN_PAGE_AGAIN_S)
            else:
                self._front.porch.lead_to(address)
                return

    async def _stay(self) -> None:
        """Leave the last page after a while; after a withdrawal once its receipt could be read."""
        began, stays_s = time.monotonic(), self._settings.page.last_page_s
        while (left := self._front.porch.stays_until(began, stays_s) - time.monotonic()) > 0:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._until_withdrawn_or_left(), left)
                break
        if self._is_withdrawn():
            while self._front.receipt is None:
                await wait_for(self._front.news, _AGAIN_S)
            with suppress(TimeoutError):
                await asyncio.wait_for(self._front.porch.left.wait(), WITHDRAWN_S)

    async def _until_withdrawn_or_left(self) -> None:
        left = self._front.porch.left
        while not self._is_withdrawn() and not left.is_set():
            await wait_for(self._front.news, _LOOK_EVERY_S, left)

    def _is_withdrawn(self) -> bool:
        return self._sitting.state.phase is Phase.WITHDRAWN


async def _nothing() -> None:
    """Do nothing more."""
