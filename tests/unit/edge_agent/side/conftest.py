"""A side desk beside an interview, with the outbox, the interview and the screens played."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import msgspec
import pytest

from edge_agent.app.captions import Captions
from edge_agent.app.side import Side
from edge_agent.features.capture_problems import CaptureProblem
from edge_agent.interview.decisions import decide
from edge_agent.interview.fold import fold
from edge_agent.interview.state import InterviewState
from edge_agent.publish.bell import (
    CaptionHeard,
    OutboxGrew,
)
from tests.fakes.told import (
    began,
    plan,
)
from wire.language import Language
from wire.messages.events import (
    ConsentRecorded,
    InterviewBegan,
    InterviewEvent,
)
from wire.policy import Purpose

if TYPE_CHECKING:
    from pathlib import Path

    from edge_agent.interview.commands import Command
    from wire.live import FromKiosk
    from wire.messages.fields import Durable

PLAN = plan()
AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
WATCHER, SPEAKER = "a" * 32, "b" * 32


@dataclass
class Outbox:
    """Keeps messages and numbers them."""

    messages: list[Durable] = field(default_factory=list)

    def keep(self, message: Durable) -> None:
        self.messages.append(msgspec.structs.replace(message, seq=len(self.messages) + 1))

    def since(self, stream_id: str, seq: int) -> list[Durable]:
        assert stream_id == PLAN.interview_id
        return [one for one in self.messages if one.seq > seq]


@dataclass
class Talk:
    """An interview that carries commands out as the agent does."""

    outbox: Outbox = field(default_factory=Outbox)
    state: InterviewState = field(default_factory=InterviewState)
    taken: list[Command] = field(default_factory=list)

    def media_time(self) -> float:
        return self.state.pts

    def problem(self) -> CaptureProblem | None:
        return CaptureProblem.TOO_QUIET

    def later(self, command: Command) -> None:
        self.taken.append(command)
        for step in decide(self.state, command, AT):
            if isinstance(step, InterviewEvent):
                self.outbox.keep(step)
        self.fold()

    def fold(self) -> None:
        events = [one for one in self.outbox.messages if isinstance(one, InterviewEvent)]
        self.state = fold(PLAN, events)


@dataclass
class Screens:
    """Those who watch; nobody at first."""

    count: int = 0
    is_led: bool = False
    told: list[FromKiosk] = field(default_factory=list)

    def speaks(self, viewing_id: str) -> bool:
        return self.is_led and viewing_id == SPEAKER

    def tell(self, said: FromKiosk) -> None:
        self.told.append(said)

    def of(self, kind: type) -> list[FromKiosk]:
        return [one for one in self.told if isinstance(one, kind)]


class Room:
    """A side desk beside an interview that has begun."""

    def __init__(self, folder: Path) -> None:
        self.talk, self.screens = Talk(), Screens()
        self.captions = Captions(folder / "senses.sock")
        self.side = Side(self.talk.outbox, self.talk, self.captions)
        self.side.admit(self.screens)
        for purpose in Purpose:
            self.happen(_consent(purpose))
        self.happen(_begun())

    def happen(self, *messages: Durable) -> None:
        """Have messages kept, and the desk told as the agent tells it."""
        for message in messages:
            self.talk.outbox.keep(message)
        self.talk.fold()
        self.side.rung(OutboxGrew())
        self.side.catch_up()

    def answer(self, *facts: Durable, stage: int = 1) -> None:
        """Have stage `stage` answered with `facts`."""
        self.happen(began(0, stage), *facts)


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(tmp_path)


def _consent(purpose: Purpose) -> ConsentRecorded:
    return ConsentRecorded(
        stream_id=PLAN.interview_id, seq=1, pts=0.0, at=AT, purpose=purpose, granted=True
    )


def _begun() -> InterviewBegan:
    return InterviewBegan(
        stream_id=PLAN.interview_id,
        seq=1,
        pts=0.0,
        at=AT,
        language=Language.EN,
        profile=PLAN.profile,
        policy_hash=PLAN.policy_hash,
        plan_hash="0" * 64,
        model_hashes=(),
    )


def caption(text: str, *, final: bool = False, start: float = 1.0) -> CaptionHeard:
    return CaptionHeard(answer=0, start=start, end=start + 1.0, text=text, final=final)
