"""What is done once an interview has ended in order: its receipt."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import structlog

from edge_agent.app.receipt_maker import Held
from edge_agent.errors import EdgeError
from wire.errors import WireError
from wire.messages.events import Ending

if TYPE_CHECKING:
    from edge_agent.app.front import Front
    from edge_agent.app.receipts import Receipts
    from edge_agent.page.receipt_scene import Shown
    from edge_agent.publish.outbox import Outbox
    from edge_agent.record.spool import Spool
    from wire.language import Language
    from wire.plan import Plan

_LOG = structlog.get_logger()


class Conclusion:
    """Makes the receipt and shows it; without one the interview has ended all the same."""

    def __init__(self, outbox: Outbox, spool: Spool, receipts: Receipts, front: Front) -> None:
        self._outbox = outbox
        self._spool = spool
        self._receipts = receipts
        self._front = front

    async def draw(self) -> None:
        """Make the receipt of the interview that has ended; a withdrawn one has another."""
        state = self._front.state
        if state.plan is None or state.ending is Ending.WITHDRAWN:
            return
        interview_id = state.plan.interview_id
        try:
            shown = await asyncio.to_thread(self._made, state.plan, state.language)
        except (EdgeError, WireError) as error:
            _LOG.error("no_receipt", interview_id=interview_id, code=error.code, why=str(error))
            return
        if self._front.state.ending is Ending.WITHDRAWN:
            # The deletion may have passed by while this was being made.
            await asyncio.to_thread(self._receipts.forget, interview_id, "interview")
            return
        self._front.receipt = shown
        _LOG.info("receipt_made", interview_id=interview_id, bytes=len(shown.file))

    def _made(self, plan: Plan, spoken: Language | None) -> Shown:
        events = self._outbox.events(plan.interview_id)
        envelopes = self._spool.manifests(plan.interview_id)
        names = tuple(one.name for one in self._front.porch.now.briefing.interviewers)
        language = spoken or self._front.scene().language
        shown = self._receipts.of_interview(Held(plan, language, events, envelopes, names))
        self._spool.forget_manifests(plan.interview_id)
        return shown
