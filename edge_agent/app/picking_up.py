"""Where an agent that is started anew goes on: with the interview under way, or the next plan."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import structlog

from edge_agent.app import plans as app_plans
from edge_agent.app.arrival_note import ArrivalNote
from edge_agent.app.plans import PlanFile
from edge_agent.errors import EdgeError
from edge_agent.interview.arrival import Arrival
from edge_agent.interview.commands import Next
from edge_agent.interview.fold import apply, fold
from edge_agent.interview.state import InterviewState, LanguageChosen
from wire.errors import WireError
from wire.messages.events import Ending, InterviewEnded, InterviewEvent, Withdrawn
from wire.topics import Channel

if TYPE_CHECKING:
    from edge_agent.app.sitting import Sitting
    from edge_agent.publish.outbox import Outbox
    from edge_agent.settings import Settings
    from wire.plan import Plan

_LOG = structlog.get_logger()
_AGAIN_S = 2.0


class PickUp:
    """What is kept of an interview: the plan's file, the outbox, the note of the arrival."""

    def __init__(self, settings: Settings, outbox: Outbox, sitting: Sitting) -> None:
        """Have every step before the first question noted from now on."""
        self.settings = settings
        self.file = PlanFile(settings.state_dir / "plan.json")
        self._outbox = outbox
        self._sitting = sitting
        self._note = ArrivalNote(settings.state_dir / "arrival.json")
        sitting.noted = self._note.keep

    def pick_up(self) -> bool:
        """Go on where the last agent stopped; says whether an interview was under way."""
        unfinished, plan = self._outbox.unfinished(), self._kept_plan()
        if unfinished is not None and plan is not None and plan.interview_id == unfinished:
            self._sitting.expect(self._resumed(plan))
            phase = self._sitting.state.phase.value
            _LOG.info("interview_resumed", interview_id=unfinished, phase=phase)
            return True
        if unfinished is not None:
            self._give_up(unfinished)
        events = [] if plan is None else self._events(plan.interview_id)
        if plan is not None and any(isinstance(event, Withdrawn) for event in events):
            self._sitting.expect(fold(plan, events))
        elif plan is not None and self.is_new(plan):
            self._sitting.expect(self._note.restored(self.awaited(plan)))
        return False

    def awaited(self, plan: Plan | None) -> InterviewState:
        """Give the state in which somebody is expected, or nobody."""
        return InterviewState(plan=plan, arrival=Arrival(asks_code=self.settings.page.check_in))

    def is_new(self, plan: Plan) -> bool:
        """Say whether nothing of the interview has happened; the hub may not know of it yet."""
        return not self._outbox.events(plan.interview_id)

    async def bring_recorder_along(self) -> None:
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

    def _resumed(self, plan: Plan) -> InterviewState:
        state = self._note.restored(fold(plan, self._events(plan.interview_id)))
        if state.language is None and state.decided:
            return apply(state, LanguageChosen(self.settings.language))
        return state

    def _kept_plan(self) -> Plan | None:
        try:
            plan = self.file.read()
            if plan is not None:
                app_plans.check(plan, self.settings.profile)
        except WireError as error:
            _LOG.warning("kept_plan_refused", code=error.code, why=str(error))
            return None
        return plan

    def _give_up(self, stream_id: str) -> None:
        """End an interview whose plan is lost: nobody can go on with it."""
        pts = max(event.pts for event in self._events(stream_id))

        def build(seq: int) -> InterviewEnded:
            at = datetime.now(UTC)
            ending = Ending.INTERRUPTED
            return InterviewEnded(stream_id=stream_id, seq=seq, pts=pts, at=at, ending=ending)

        self._outbox.append(Channel.EVENTS, build, stream_id)
        _LOG.warning("interview_given_up", interview_id=stream_id)

    def _events(self, stream_id: str) -> list[InterviewEvent]:
        found = self._outbox.events(stream_id)
        return [event for event in found if isinstance(event, InterviewEvent)]
