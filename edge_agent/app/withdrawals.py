"""Carries deletions out: whatever stands as withdrawn in the outbox is deleted, sooner or later.

The withdrawal is an event and its mark in the outbox; from then on only this is left to do. It is
done again from the start after a crash, until the recorder has let go and nothing is found.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Protocol

import structlog

from edge_agent.errors import EdgeError
from edge_agent.interview.commands import Withdraw
from edge_agent.record.erasure import erase as erase_files
from wire.errors import WireError
from wire.messages.events import Ending, Withdrawn
from wire.receipt import AskedBy

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from edge_agent.app.receipts import Receipts
    from edge_agent.interview.commands import Command
    from edge_agent.interview.state import InterviewState
    from edge_agent.page.receipt_scene import Shown
    from edge_agent.publish.outbox import Outbox
    from edge_agent.record.spool import Spool

_LOG = structlog.get_logger()
_LOOK_S = 2.0
_AGAIN_S = 0.5


class Interviewed(Protocol):
    """The candidate's desk, as far as a deletion concerns it."""

    receipt: Shown | None

    @property
    def state(self) -> InterviewState:
        """Give the interview as it stands."""
        ...

    async def take(self, command: Command) -> None:
        """Do what a command says; raises EdgeError."""
        ...


class Withdrawals:
    """Runs beside the page; `run` is one long task."""

    def __init__(
        self,
        outbox: Outbox,
        spool: Spool,
        receipts: Receipts,
        desk: Interviewed,
        let_go: Callable[[str], Awaitable[None]],
    ) -> None:
        """Take `let_go`, which has the recorder end an interview and forget it."""
        self._outbox = outbox
        self._spool = spool
        self._receipts = receipts
        self._desk = desk
        self._recorder_lets_go = let_go
        self._bell = asyncio.Event()

    def wake(self) -> None:
        """Look now instead of within two seconds."""
        self._bell.set()

    async def run(self) -> None:
        """Delete what is withdrawn, one interview after the other."""
        while True:
            self._bell.clear()
            for interview_id in await asyncio.to_thread(self._outbox.to_erase):
                await self._erase(interview_id)
            await _wait(self._bell, _LOOK_S)

    async def _erase(self, interview_id: str) -> None:
        try:
            if self._is_here(interview_id) and self._desk.state.ending is not Ending.WITHDRAWN:
                await self._desk.take(Withdraw())
            deleted = await self._until_nothing_is_left(interview_id)
            shown = await asyncio.to_thread(self._close, interview_id, deleted)
        except (EdgeError, WireError) as error:
            _LOG.error("not_deleted_yet", interview_id=interview_id, code=error.code)
            await asyncio.sleep(_AGAIN_S)
            return
        if self._is_here(interview_id):
            self._desk.receipt = shown
        _LOG.info("interview_deleted", interview_id=interview_id, things=deleted.total())

    def _is_here(self, interview_id: str) -> bool:
        plan = self._desk.state.plan
        return plan is not None and plan.interview_id == interview_id

    async def _until_nothing_is_left(self, interview_id: str) -> Counter[str]:
        """Delete at once what there is, and again what a recorder that was away still wrote."""
        deleted: Counter[str] = Counter()
        while True:
            has_let_go = await self._let_go(interview_id)
            deleted += await asyncio.to_thread(self._delete, interview_id)
            if has_let_go and await asyncio.to_thread(self._outbox.flush):
                return deleted
            await asyncio.sleep(_AGAIN_S)

    async def _let_go(self, interview_id: str) -> bool:
        try:
            await self._recorder_lets_go(interview_id)
        except EdgeError as error:
            _LOG.warning("recorder_not_told", code=error.code, why=str(error))
            return False
        return True

    def _delete(self, interview_id: str) -> Counter[str]:
        found = erase_files(self._spool, interview_id)
        found["message"] += self._outbox.erase(interview_id)
        found["receipt"] += self._receipts.forget(interview_id, "interview")
        return +found

    def _close(self, interview_id: str, deleted: Counter[str]) -> Shown:
        told = self._outbox.events(interview_id)
        event = next((one for one in told if isinstance(one, Withdrawn)), None)
        asked_by = AskedBy.HUB if event is None else AskedBy.CANDIDATE_AT_KIOSK
        asked_at = datetime.now(UTC) if event is None else event.at
        shown = self._receipts.of_deletion(interview_id, asked_by, asked_at, deleted)
        self._outbox.note_erased(interview_id, time.time())
        return shown


async def _wait(bell: asyncio.Event, longest_s: float) -> None:
    waits = asyncio.ensure_future(bell.wait())
    await asyncio.wait({waits}, timeout=longest_s)
    waits.cancel()
