"""The candidate in the chair: words, verdicts, time to think, captions, and the voice."""

from __future__ import annotations

import asyncio
import time
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import structlog

from edge_agent.errors import EdgeError
from edge_agent.interview.in_the_chair import Retake, TypeIn
from edge_agent.interview.out_of_order import OutOfOrderError
from edge_agent.interview.state import Phase
from edge_agent.page.chair_desk import CaptionsNow
from edge_agent.page.chair_scene import ChairScene, Line, Verdict
from edge_agent.publish.words_line import WordsCorrected, WordsTyped, WordsWanted
from wire.policy import Purpose

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from edge_agent.app.captions import Captions
    from edge_agent.app.reader import Reader
    from edge_agent.app.sitting import Sitting
    from edge_agent.page.voice import Speech
    from edge_agent.publish.words_line import Request, Words, WordsClient
    from wire.language import Language

_LOG = structlog.get_logger()
_LOOK_EVERY_S = 1.0
MORE_S = 60.0
"""What one wish for more time adds."""


class Chair:
    """Implements `page.chair_desk.ChairDesk`; what is here is in memory only."""

    def __init__(
        self, sitting: Sitting, captions: Captions, words: WordsClient, reader: Reader
    ) -> None:
        """Begin with nothing known."""
        self._sitting = sitting
        self._captions = captions
        self._line = words
        self._reader = reader
        self._words: dict[int, Words] = {}
        self._missed: set[int] = set()
        """Answers whose words were asked for in vain; that is logged once."""
        self._looked_at = 0.0
        self._shows_captions = True
        self._thinking: tuple[object, float] | None = None
        """Which question is thought about, and until when (monotonic seconds)."""
        self._read: set[object] = set()
        self._is_left = False
        self.is_writing = False
        """A written answer is being sealed: its number is taken."""

    def start_anew(self) -> None:
        """Forget the last candidate."""
        self._words.clear()
        self._missed.clear()
        self._read.clear()
        self._thinking = None
        self._shows_captions = True
        self._captions.wanted_by_candidate = False

    def scene(self) -> ChairScene:
        """Give what is to be shown now."""
        state, told = self._sitting.state, self._told()
        allowed = state.plan.pauses if state.plan else None
        return ChairScene(
            verdict=_verdict(told),
            is_judged=told is not None and told.is_whole,
            lines=_lines(told) if Purpose.ANALYSIS in state.granted else None,
            prepare_left_s=self._prepare_left_s(),
            pause_left_s=state.resting.left_s(allowed, datetime.now(UTC)),
            voice=self._reader.is_there,
            reads=state.phase is Phase.QUESTION and self._question() not in self._read,
            captions=self._may_caption and self._shows_captions,
            may_type=Purpose.ANALYSIS in state.granted,
        )

    def retake(self) -> Retake:
        """Give a retake as it is meant: free where the take before could not be used."""
        verdict = _verdict(self._told())
        return Retake(free=verdict is not None and not verdict.is_good)

    async def look(self) -> None:
        """Ask for the words of the answer that is looked at, until all of them are there."""
        state, now = self._sitting.state, time.monotonic()
        is_open = state.phase is Phase.ANSWERING and self._shows_captions
        self._captions.wanted_by_candidate = is_open and self._may_caption
        told = self._told()
        is_known = told is not None and told.is_whole
        if state.phase is Phase.REVIEW and not is_known and now - self._looked_at >= _LOOK_EVERY_S:
            self._looked_at = now
            await self.learn()

    async def learn(self) -> None:
        """Ask for the words now; senses that are away are asked again."""
        number = self._sitting.state.taking.reviewed
        if number is None:
            return
        try:
            self._words[number] = await self._ask(WordsWanted(answer=number))
        except EdgeError as error:
            if number not in self._missed:
                _LOG.warning("words_not_told", code=error.code, answer=number)
            self._missed.add(number)

    def more_time(self) -> None:
        """Name another minute for thinking."""
        self._prepare_left_s()
        if self._thinking is not None:
            question, until = self._thinking
            self._thinking = (question, max(until, time.monotonic()) + MORE_S)

    def show_captions(self, *, on: bool) -> None:
        """Show what is understood while the candidate speaks, or no longer."""
        self._shows_captions = on

    def captions(self) -> CaptionsNow:
        """Give what is understood of the open answer."""
        opened = self._sitting.state.open_answer
        if opened is None or not self._shows_captions:
            return CaptionsNow()
        heard = self._captions.of_answer(opened.answer)
        gap = "" if self._sitting.state.language == "zh" else " "
        said = gap.join(one.text for one in heard if one.final)
        return CaptionsNow(said, gap.join(one.text for one in heard if not one.final))

    async def correct(self, texts: tuple[str, ...]) -> None:
        """Keep the candidate's text of each passage; raises OutOfOrderError or ProcessError."""
        number = self._sitting.state.taking.reviewed
        if self._sitting.state.phase is not Phase.REVIEW or number is None:
            raise OutOfOrderError("No answer is looked at.")
        self._words[number] = await self._ask(WordsCorrected(answer=number, texts=texts))

    async def type_in(self, text: str) -> None:
        """Take a written answer: its words are sealed before it counts as given."""
        state = self._sitting.state
        may = state.phase is Phase.QUESTION and Purpose.ANALYSIS in state.granted
        if not may or not state.may_record or self.is_writing:
            raise OutOfOrderError("No answer can be written now.")
        number = state.answers
        typed = WordsTyped(answer=number, pts=state.pts, text=text)
        self.is_writing = True
        try:
            self._words[number] = await self._ask(typed)
            await self._sitting.take(TypeIn())
        finally:
            self.is_writing = False

    async def say(self, text: str, language: Language) -> tuple[Speech, bool]:
        """Give a text spoken; the question that is shown is then taken for read."""
        self._read.add(self._question())
        spoken = await self._reader.say(text, language)
        if self._must_be_quiet:
            await self._reader.stop()
        return spoken

    async def voice(self, *, playing: bool) -> None:
        """Hear that the page plays the voice, or that it has stopped; none plays over an answer."""
        await self._reader.playing(on=playing and not self._must_be_quiet)

    @asynccontextmanager
    async def hushed(self) -> AsyncIterator[None]:
        """Read nothing of a page that is left, also where the page is late to say that it plays."""
        self._is_left = True
        await self._reader.stop()
        try:
            yield
        finally:
            self._is_left = False

    @property
    def _must_be_quiet(self) -> bool:
        return self._is_left or self._sitting.state.open_answer is not None

    @property
    def _may_caption(self) -> bool:
        return Purpose.ANALYSIS in self._sitting.state.granted

    def _question(self) -> object:
        state = self._sitting.state
        return (state.stage, state.follow_up)

    def _told(self) -> Words | None:
        number = self._sitting.state.taking.reviewed
        return None if number is None else self._words.get(number)

    def _prepare_left_s(self) -> float | None:
        """Give what is left of the time suggested; it begins when the question is first shown."""
        state = self._sitting.state
        stage = state.current
        if state.phase is not Phase.QUESTION or stage is None or not stage.preparation_s:
            return None
        now, question = time.monotonic(), (state.stage, state.follow_up, state.answers)
        if self._thinking is None or self._thinking[0] != question:
            self._thinking = (question, now + stage.preparation_s)
        return self._thinking[1] - now

    async def _ask(self, request: Request) -> Words:
        return await asyncio.to_thread(self._line.ask, request)


def _verdict(told: Words | None) -> Verdict | None:
    if told is None or told.sound is None or told.picture is None:
        return None
    return Verdict(told.sound, told.picture)


def _lines(told: Words | None) -> tuple[Line, ...] | None:
    if told is None or not told.is_whole:
        return None
    return tuple(Line(one.recognised, one.text) for one in told.passages)
