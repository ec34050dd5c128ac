"""Who comes next: plans in, a candidate welcomed, interviewed and seen off, then idle."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import structlog

from edge_agent.app import plans as app_plans
from edge_agent.app.manifest import computed
from edge_agent.app.news import wait_for
from edge_agent.errors import HubError
from edge_agent.interview.state import InterviewState, Phase
from wire.briefing import Briefing
from wire.errors import WireError

if TYPE_CHECKING:
    from edge_agent.app.farewell import Farewell
    from edge_agent.app.front import Front
    from edge_agent.app.picking_up import PickUp
    from edge_agent.app.plans import HubPlans
    from edge_agent.app.sitting import Sitting
    from wire.plan import Plan

_LOG = structlog.get_logger()
_ASK_EVERY_S = 10.0


class Reception:
    """Runs beside the page; `run` is one long task."""

    def __init__(
        self, sitting: Sitting, front: Front, hub: HubPlans, kept: PickUp, farewell: Farewell
    ) -> None:
        self._sitting = sitting
        self._front = front
        self._hub = hub
        self._kept = kept
        self._farewell = farewell
        self._ordered = asyncio.Event()
        self._hub_away = False

    def order(self) -> None:
        """Ask the hub now instead of within ten seconds."""
        self._ordered.set()

    async def run(self) -> None:
        """Welcome one candidate after the other."""
        is_under_way = self._kept.pick_up()
        self._front.resume()
        if is_under_way:
            await self._kept.bring_recorder_along()
        measures = await asyncio.to_thread(computed, self._kept.settings)
        self._front.porch.compute(measures)
        if not self._is_free():
            await self._meet(self._sitting.state.plan)
        while True:
            await self._until_somebody_begins()
            await self._farewell.say()
            self._leave()

    async def _until_somebody_begins(self) -> None:
        while self._is_free():
            await self._look_for_a_plan()
            if self._is_free():
                await wait_for(self._front.news, _ASK_EVERY_S, self._ordered)

    def _is_free(self) -> bool:
        state = self._sitting.state
        return state.phase is Phase.WELCOME and not state.asked

    async def _look_for_a_plan(self) -> None:
        self._ordered.clear()
        try:
            plan = await self._hub.next()
            if plan is not None:
                app_plans.check(plan, self._kept.settings.profile)
        except (HubError, WireError) as error:
            self._note_hub(error)
            return
        self._note_hub(None)
        if self._is_free():
            self._expect(plan)
            await self._meet(self._sitting.state.plan)

    async def _meet(self, plan: Plan | None) -> None:
        """Hand surveys in, and learn whom the next candidate meets; without it one goes on."""
        try:
            await self._front.porch.send(self._hub.hand_in)
            briefing = Briefing() if plan is None else await self._hub.briefing(plan.interview_id)
        except (HubError, WireError) as error:
            _LOG.warning("no_briefing", code=error.code, why=str(error))
        else:
            self._front.porch.brief(briefing)

    def _expect(self, plan: Plan | None) -> None:
        if plan is not None and not self._kept.is_new(plan):
            plan = None
        if plan == self._sitting.state.plan:
            return
        if plan is None:
            self._kept.file.forget()
        else:
            self._kept.file.keep(plan)
            _LOG.info("interview_expected", interview_id=plan.interview_id)
        self._front.start_anew()
        self._sitting.expect(self._kept.awaited(plan))

    def _note_hub(self, error: HubError | WireError | None) -> None:
        """Say once that the hub is away, and once that it is back."""
        if error is not None and not self._hub_away:
            _LOG.warning("no_plan", code=error.code, why=str(error))
        elif error is None and self._hub_away:
            _LOG.info("hub_back")
        self._hub_away = error is not None

    def _leave(self) -> None:
        self._kept.file.forget()
        self._sitting.expect(InterviewState())
        self._front.start_anew()
