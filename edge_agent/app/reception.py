"""Who comes next and how a sitting ends: plans in, the last answer waited for, then idle."""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import structlog

from edge_agent.app import plans as app_plans
from edge_agent.app.manifest import computed
from edge_agent.errors import EdgeError, HubError
from edge_agent.interview.arrival import Arrival
from edge_agent.interview.commands import Close, Next
from edge_agent.interview.fold import apply, fold
from edge_agent.interview.state import InterviewState, LanguageChosen, Phase
from wire.briefing import Briefing
from wire.errors import WireError
from wire.messages.events import Ending, InterviewEnded, InterviewEvent, Withdrawn
from wire.topics import Channel

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from edge_agent.app.front import Front
    from edge_agent.app.plans import HubPlans, PlanFile
    from edge_agent.app.sitting import Sitting
    from edge_agent.publish.outbox import Outbox
    from edge_agent.settings import Settings
    from wire.plan import Plan

_LOG = structlog.get_logger()
_ASK_EVERY_S = 10.0
_AGAIN_S = 2.0
LAST_ANSWER_S = 90.0
"""So long the last answer may be worked on before the interview's end is told without it."""
WITHDRAWN_S = 90.0
"""So long the receipt of a deletion can be read."""


class Reception:
    """Runs beside the page; `run` is one long task."""

    def __init__(
        self,
        settings: Settings,
        outbox: Outbox,
        sitting: Sitting,
        front: Front,
        plan_file: PlanFile,
        hub: HubPlans,
    ) -> None:
        self._settings = settings
        self._outbox = outbox
        self._sitting = sitting
        self._front = front
        self._file = plan_file
        self._hub = hub
        self.conclude: Callable[[], Awaitable[None]] = _nothing
        """Called when an interview has ended, however."""
        self._ordered = asyncio.Event()
        self._hub_away = False

    def order(self) -> None:
        """Ask the hub now instead of within ten seconds."""
        self._ordered.set()

    async def run(self) -> None:
        """Welcome one candidate after the other."""
        if self._pick_up():
            await self._bring_recorder_along()
        measures = await asyncio.to_thread(computed, self._settings)
        self._front.porch.compute(measures)
        while True:
            await self._until_somebody_begins()
            await self._until_all_is_said()
            await self._close()
            await self.conclude()
            await self._stay()
            self._leave()

    def _pick_up(self) -> bool:
        """Go on where the last agent stopped; says whether an interview was under way."""
        unfinished, plan = self._outbox.unfinished(), self._kept_plan()
        if unfinished is not None and plan is not None and plan.interview_id == unfinished:
            state = fold(plan, _events(self._outbox, unfinished))
            if state.language is None and state.decided:
                state = apply(state, LanguageChosen(self._settings.language))
            self._sitting.expect(state)
            _LOG.info("interview_resumed", interview_id=unfinished, phase=state.phase.value)
            return True
        if unfinished is not None:
            self._give_up(unfinished)
        events = [] if plan is None else _events(self._outbox, plan.interview_id)
        if plan is not None and any(isinstance(event, Withdrawn) for event in events):
            self._sitting.expect(fold(plan, events))
        elif plan is not None and self._is_new(plan):
            self._sitting.expect(self._awaited(plan))
        return False

    def _kept_plan(self) -> Plan | None:
        try:
            plan = self._file.read()
            if plan is not None:
                app_plans.check(plan, self._settings.profile)
        except WireError as error:
            _LOG.warning("kept_plan_refused", code=error.code, why=str(error))
            return None
        return plan

    def _give_up(self, stream_id: str) -> None:
        """End an interview whose plan is lost: nobody can go on with it."""
        pts = max(event.pts for event in _events(self._outbox, stream_id))

        def build(seq: int) -> InterviewEnded:
            at = datetime.now(UTC)
            ending = Ending.INTERRUPTED
            return InterviewEnded(stream_id=stream_id, seq=seq, pts=pts, at=at, ending=ending)

        self._outbox.append(Channel.EVENTS, build, stream_id)
        _LOG.warning("interview_given_up", interview_id=stream_id)

    async def _bring_recorder_along(self) -> None:
        """Have the recorder stand where the interview stands.

        A recorder that has the open answer already closed will not open it again: then the answer
        is over for us as well.
        """
        while True:
            try:
                await self._sitting.recall()
            except EdgeError as error:
                _LOG.warning("recorder_not_recalled", code=error.code, why=str(error))
                with suppress(EdgeError):
                    if self._sitting.state.open_answer is not None:
                        await self._sitting.take(Next())
                await asyncio.sleep(_AGAIN_S)
            else:
                return

    async def _until_somebody_begins(self) -> None:
        while self._is_free():
            await self._look_for_a_plan()
            if self._is_free():
                await self._wait(_ASK_EVERY_S, self._ordered)

    def _is_free(self) -> bool:
        state = self._sitting.state
        return state.phase is Phase.WELCOME and not state.asked

    async def _look_for_a_plan(self) -> None:
        self._ordered.clear()
        try:
            plan = await self._hub.next()
            if plan is not None:
                app_plans.check(plan, self._settings.profile)
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
        if plan is not None and not self._is_new(plan):
            plan = None
        if plan == self._sitting.state.plan:
            return
        if plan is None:
            self._file.forget()
        else:
            self._file.keep(plan)
            _LOG.info("interview_expected", interview_id=plan.interview_id)
        self._front.start_anew()
        self._sitting.expect(self._awaited(plan))

    def _awaited(self, plan: Plan | None) -> InterviewState:
        return InterviewState(plan=plan, arrival=Arrival(asks_code=self._settings.page.check_in))

    def _is_new(self, plan: Plan) -> bool:
        """Say whether nothing of the interview has happened; the hub may not know of it yet."""
        return not self._outbox.events(plan.interview_id)

    def _note_hub(self, error: HubError | WireError | None) -> None:
        """Say once that the hub is away, and once that it is back."""
        if error is not None and not self._hub_away:
            _LOG.warning("no_plan", code=error.code, why=str(error))
        elif error is None and self._hub_away:
            _LOG.info("hub_back")
        self._hub_away = error is not None

    async def _until_all_is_said(self) -> None:
        while self._sitting.state.phase not in (Phase.THANKS, Phase.WITHDRAWN):
            await self._wait(_ASK_EVERY_S)

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
            await self._wait(_ASK_EVERY_S)

    async def _stay(self) -> None:
        """Leave the last page after a while; after a withdrawal once its receipt could be read."""
        began, stays_s = time.monotonic(), self._settings.page.last_page_s
        while (left := self._front.porch.stays_until(began, stays_s) - time.monotonic()) > 0:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._until_withdrawn(), left)
                break
        if self._is_withdrawn():
            while self._front.receipt is None:
                await self._wait(_AGAIN_S)
            await asyncio.sleep(WITHDRAWN_S)

    async def _until_withdrawn(self) -> None:
        while not self._is_withdrawn():
            await self._wait(_ASK_EVERY_S)

    def _is_withdrawn(self) -> bool:
        return self._sitting.state.phase is Phase.WITHDRAWN

    def _leave(self) -> None:
        self._file.forget()
        self._sitting.expect(InterviewState())
        self._front.start_anew()

    async def _wait(self, longest_s: float, *events: asyncio.Event) -> None:
        """Wait for news of the interview, or one of the other events."""
        news = self._front.news
        waits = [asyncio.ensure_future(event.wait()) for event in (news, *events)]
        await asyncio.wait(waits, timeout=longest_s, return_when=asyncio.FIRST_COMPLETED)
        for one in waits:
            one.cancel()
        news.clear()


async def _nothing() -> None:
    """Do nothing more."""


def _events(outbox: Outbox, stream_id: str) -> list[InterviewEvent]:
    return [event for event in outbox.events(stream_id) if isinstance(event, InterviewEvent)]
