"""No page is read aloud over an answer."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

from edge_agent.app.chair import Chair
from edge_agent.app.reader import Reader
from edge_agent.interview.state import InterviewState, OpenAnswer
from tests.fakes.aloud import FakeVoice, FarEndBook
from wire.language import Language

if TYPE_CHECKING:
    from edge_agent.app.captions import Captions
    from edge_agent.app.sitting import Sitting
    from edge_agent.publish.words_line import WordsClient

ANSWERING = InterviewState(open_answer=OpenAnswer(answer=0, stage=0, start=0.0))


def chair(state: InterviewState, book: FarEndBook) -> Chair:
    return Chair(
        cast("Sitting", SimpleNamespace(state=state)),
        cast("Captions", None),
        cast("WordsClient", None),
        Reader(FakeVoice(), book),
    )


def test_a_voice_that_the_page_plays_is_told_and_hushed() -> None:
    book = FarEndBook()

    async def go() -> None:
        seated = chair(InterviewState(), book)
        await seated.say("one two three", Language.EN)
        await seated.voice(playing=True)
        async with seated.hushed():
            assert book.told == [True, False]
            await seated.voice(playing=True)

    asyncio.run(go())
    assert book.told == [True, False]


def test_a_page_that_is_late_is_not_read_over_an_answer() -> None:
    book = FarEndBook()

    async def go() -> None:
        seated = chair(ANSWERING, book)
        await seated.say("one two three", Language.EN)
        await seated.voice(playing=True)

    asyncio.run(go())
    assert book.told == []
