"""Carries out what the interview decides: asks the recorder, appends to the outbox, in order."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Protocol

import msgspec

from edge_agent.capture.bus import BeginAnswer, BeginInterview, EndAnswer, EndInterview
from edge_agent.errors import ProcessError
from edge_agent.interview.decisions import decide, recall
from edge_agent.interview.fold import apply
from edge_agent.interview.state import InterviewState
from wire.messages.events import InterviewBegan, InterviewEnded, InterviewEvent, Withdrawn
from wire.topics import Channel

if TYPE_CHECKING:
    from collections.abc import Callable

    from edge_agent.capture.bus import Done, Request
    from edge_agent.interview.commands import Command
    from edge_agent.interview.decisions import Step
    from edge_agent.publish.outbox import Outbox

_TRIES = 6
_PAUSE_S = 0.5


class Recorder(Protocol):
    """The recorder as the agent sees it."""

    def ask(self, request: Request) -> Done:
        """Have the request carried out; raises ProcessError when it was not."""
        ...


class Sitting:
    """The one interview of this kiosk; one command after the other."""

    def __init__(self, outbox: Outbox, recorder: Recorder, appended: Callable[[], None]) -> None:
        """Take `appended`, which is called after each event that went into the outbox."""
        self.state = InterviewState()
        self._appended = appended
        self._outbox = outbox
        self.recorder = recorder
        self._turn = asyncio.Lock()
        self.noted: Callable[[InterviewState], None] = lambda _: None
        """Called when another interview is expected, and when what only this kiosk knows changes;
        it may write a small file."""

    def expect(self, state: InterviewState) -> None:
        """Go on from `state`."""
        self.state = state
        self.noted(state)

    async def take(self, command: Command) -> None:
        """Carry a command out; raises OutOfOrderError, ProcessError or OutboxError.

        What was carried out before the failure stands, and the state says so.
        """
        async with self._turn:
            pts: float | None = None
            for step in decide(self.state, command, datetime.now(UTC)):
                pts = await self._carry_out(step, pts)

    async def let_go(self, interview_id: str) -> None:
        """Have the recorder end a withdrawn interview, if it holds it; raises ProcessError."""
        async with self._turn:
            await self._ask(EndInterview(withdrawn=interview_id))

    async def recall(self) -> None:
        """Bring the recorder to where the interview stands; raises ProcessError."""
        async with self._turn:
            for request in recall(self.state):
                await self._ask(request)

    async def _carry_out(self, step: Step, pts: float | None) -> float | None:
        if isinstance(step, BeginInterview | BeginAnswer | EndAnswer | EndInterview):
            return (await self._ask(step)).pts
        if isinstance(step, InterviewEvent):
            timed = step if pts is None else msgspec.structs.replace(step, pts=pts)
            await self._append(timed)
        else:
            self.state = apply(self.state, step)
            await asyncio.to_thread(self.noted, self.state)
        return pts

    async def _append(self, event: InterviewEvent) -> None:
        # What stays of a withdrawn interview does not tell how far it had come.
        latest = 0.0 if isinstance(event, Withdrawn) else max(event.pts, self.state.pts)

        def build(seq: int) -> InterviewEvent:
            return msgspec.structs.replace(event, seq=seq, pts=latest)

        append = self._outbox.append
        appended = await asyncio.to_thread(append, Channel.EVENTS, build, event.stream_id)
        self.state = apply(self.state, build(appended.seq))
        self._appended()
        if isinstance(event, InterviewBegan | InterviewEnded):
            await asyncio.to_thread(self.noted, self.state)

    async def _ask(self, request: Request) -> Done:
        """Ask, and ask again while the supervisor starts a fallen recorder anew."""
        for _ in range(_TRIES - 1):
            try:
                return await asyncio.to_thread(self.recorder.ask, request)
            except ProcessError:
                await asyncio.sleep(_PAUSE_S)
        return await asyncio.to_thread(self.recorder.ask, request)
