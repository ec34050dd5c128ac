"""A desk without devices: the interview's own decisions, carried out in memory."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from edge_agent.capture.bus import BeginAnswer, BeginInterview, EndAnswer, EndInterview, Request
from edge_agent.interview.arrival import CheckIn
from edge_agent.interview.commands import Begin
from edge_agent.interview.decisions import OutOfOrderError, decide
from edge_agent.interview.fold import apply
from edge_agent.interview.state import BEFORE_QUESTIONS, InterviewState
from edge_agent.page.mirror import Mirror
from edge_agent.page.porch import Porch
from edge_agent.page.scene import Scene
from tests.fakes.chair import FakeChair
from wire import check_in
from wire.language import Language
from wire.policy import Measure

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from edge_agent.errors import EdgeError
    from edge_agent.features.capture_problems import CaptureProblem
    from edge_agent.interview.commands import Command
    from edge_agent.page.receipt_scene import Shown
    from wire.plan import Plan
    from wire.survey import Survey


class FakeDesk:
    """Implements `page.scene.Desk`; tests look at `requests` and `taken`, and may set `failure`."""

    def __init__(self, plan: Plan | None, language: Language = Language.EN) -> None:
        self.state = InterviewState(plan=plan)
        self.language = language
        self.ready = plan is not None
        self.elapsed_s = 0.0
        self.problem: CaptureProblem | None = None
        self.failure: EdgeError | None = None
        self.taken: list[Command] = []
        self.requests: list[Request] = []
        self._mirror = Mirror()
        self.seat = FakeChair()
        self.surveys: list[Survey] = []
        self.is_watched = False
        self.receipt: Shown | None = None
        self.porch = Porch(self)
        self.porch.compute(frozenset(Measure))

    @property
    def mirror(self) -> Mirror:
        return self._mirror

    @property
    def chair(self) -> FakeChair:
        return self.seat

    def scene(self) -> Scene:
        return Scene(
            self.state,
            self.language,
            ready=self.ready,
            elapsed_s=self.elapsed_s,
            problem=self.problem,
            chair=self.seat.scene,
            around=self.porch.now,
            is_watched=self.is_watched,
            receipt=self.receipt,
        )

    def put(self, survey: Survey) -> None:
        self.surveys.append(survey)

    async def send(self, _: Callable[[bytes], Awaitable[None]]) -> int:
        return 0

    async def take(self, command: Command) -> None:
        if self.failure:
            raise self.failure
        if not self.ready:
            raise OutOfOrderError("Nothing is ready.")
        for step in decide(self.state, command, datetime.now(UTC)):
            if isinstance(step, BeginInterview | BeginAnswer | EndAnswer | EndInterview):
                self.requests.append(step)
            else:
                self.state = apply(self.state, step)
        self.taken.append(command)
        if isinstance(command, Begin):
            self.language = command.language

    async def check_in(self, code: str) -> None:
        plan = self.state.plan
        expected = plan.check_in if plan else None
        await self.take(CheckIn(expected is not None and check_in.fits(code, expected)))

    async def show_in(self, language: Language) -> None:
        if self.state.phase in BEFORE_QUESTIONS:
            await self.take(Begin(language))
        self.language = language
