"""A written answer takes its number until it is kept."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import pytest

from edge_agent.app.chair import Chair
from edge_agent.app.reader import Reader
from edge_agent.interview.out_of_order import OutOfOrderError
from edge_agent.interview.state import InterviewState
from edge_agent.publish.words_line import Words, WordsTyped
from tests.fakes.aloud import FakeVoice, FarEndBook
from tests.fakes.told import plan
from wire.language import Language
from wire.policy import Purpose

if TYPE_CHECKING:
    from edge_agent.app.captions import Captions
    from edge_agent.app.sitting import Sitting
    from edge_agent.interview.commands import Command
    from edge_agent.publish.words_line import Request, WordsClient

ASKED = InterviewState(
    plan=plan(),
    language=Language.EN,
    asked=frozenset(Purpose),
    granted=frozenset(Purpose),
    began=True,
)


@dataclass
class SlowSenses:
    """Seal what is written when they are let."""

    sealed: list[Request] = field(default_factory=list)
    may: threading.Event = field(default_factory=threading.Event)

    def ask(self, request: Request) -> Words:
        self.sealed.append(request)
        assert self.may.wait(10)
        return Words(passages=(), is_whole=True)


def test_nothing_else_is_written_while_an_answer_is_sealed() -> None:
    senses, taken = SlowSenses(), list[object]()

    async def take(command: Command) -> None:
        taken.append(command)

    async def go() -> None:
        seated = Chair(
            cast("Sitting", SimpleNamespace(state=ASKED, take=take)),
            cast("Captions", None),
            cast("WordsClient", senses),
            Reader(FakeVoice(), FarEndBook()),
        )
        first = asyncio.ensure_future(seated.type_in("one"))
        await asyncio.sleep(0)
        assert seated.is_writing
        with pytest.raises(OutOfOrderError):
            await seated.type_in("two")
        senses.may.set()
        await first
        assert not seated.is_writing

    asyncio.run(go())
    assert senses.sealed == [WordsTyped(answer=0, pts=0.0, text="one")]
    assert len(taken) == 1
