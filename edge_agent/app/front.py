"""The desk behind the candidate page: what is shown, and what the candidate's wishes lead to."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

import structlog

from edge_agent.app.captions import Captions
from edge_agent.app.chair import Chair
from edge_agent.app.condition import Condition
from edge_agent.app.doorway import Doorway
from edge_agent.app.live_speaker import speaker_of
from edge_agent.app.reader import Reader
from edge_agent.app.survey_box import SurveyBox
from edge_agent.app.used_models import with_models
from edge_agent.capture.bus import AnswerBeganMark, TroubleMark
from edge_agent.errors import EdgeError
from edge_agent.interview.commands import Answer, Begin, Found, Note, Ready, TimePassed, Withdraw
from edge_agent.interview.decisions import OutOfOrderError
from edge_agent.interview.in_the_chair import Retake
from edge_agent.interview.state import BEFORE_QUESTIONS, Phase
from edge_agent.page.espeak import Espeak
from edge_agent.page.mirror import Loudness, Mirror
from edge_agent.page.porch import Porch
from edge_agent.page.scene import Scene
from edge_agent.publish.bell import (
    SENSES_SOCKET_NAME,
    AnswerDone,
    CaptureState,
    Level,
    SensesReady,
)
from edge_agent.publish.words_line import SOCKET_NAME as WORDS_SOCKET_NAME
from edge_agent.publish.words_line import WordsClient
from wire.messages.events import Trouble

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from edge_agent.app.sitting import Sitting
    from edge_agent.capture.bus import Heard
    from edge_agent.features.capture_problems import CaptureProblem
    from edge_agent.interview.commands import Command
    from edge_agent.interview.state import InterviewState
    from edge_agent.page.receipt_scene import Shown
    from edge_agent.publish.bell import Rung
    from edge_agent.settings import Settings
    from wire.language import Language

_LOG = structlog.get_logger()


class Front:
    """Implements `page.scene.Desk`; everything here runs on the event loop."""

    def __init__(self, settings: Settings, sitting: Sitting) -> None:
        self._settings = settings
        self._sitting = sitting
        self._mirror = Mirror()
        self.captions = Captions(settings.runtime_dir / SENSES_SOCKET_NAME)
        self.doorway = Doorway(sitting, self.take)
        self.porch = Porch(SurveyBox(settings.state_dir / "surveys"))
        self.chair = Chair(
            sitting,
            self.captions,
            WordsClient(settings.runtime_dir / WORDS_SOCKET_NAME),
            Reader(Espeak.found(), sitting.recorder, speaker_of(settings.speaker)),
        )
        self._condition = Condition()
        self._language = settings.language
        self._tasks: set[asyncio.Task[None]] = set()
        self.answers_done: set[int] = set()
        self.receipt: Shown | None = None
        """What the last page shows."""
        self.is_watched: Callable[[], bool] = lambda: False
        """Asked for every page."""
        self.on_withdrawn: Callable[[], None] = lambda: None
        """Called when the candidate has withdrawn."""
        self.news = asyncio.Event()
        """Set whenever something happened that the agent may have to see to."""

    @property
    def mirror(self) -> Mirror:
        """Give the self-view."""
        return self._mirror

    @property
    def state(self) -> InterviewState:
        """Give the interview as it stands."""
        return self._sitting.state

    @property
    def is_whole(self) -> bool:
        """Say whether recorder, senses, camera and microphone all work."""
        return self._condition.is_whole

    @property
    def _is_ready(self) -> bool:
        """Say whether somebody may begin: all works, and the page can say what is computed."""
        return self.is_whole and self.porch.now.measures is not None

    def scene(self) -> Scene:
        """Give what is to be shown now."""
        state, works = self.state, self._condition
        is_waiting = state.phase is Phase.WELCOME
        return Scene(
            state=state,
            language=self._language,
            ready=state.plan is not None and (self._is_ready or not is_waiting),
            around=self.porch.now,
            take_over=works.is_over(state.open_answer),
            elapsed_s=works.elapsed_s(state.open_answer),
            camera=works.camera,
            microphone=works.microphone,
            is_watched=self.is_watched(),
            receipt=self.receipt,
            problem=self.problem(),
            chair=self.chair.scene(),
        )

    async def take(self, command: Command) -> None:
        """Do what the candidate wishes; raises OutOfOrderError or another EdgeError."""
        if isinstance(command, Begin) and not self.scene().ready:
            raise OutOfOrderError("The kiosk is not ready for an interview.")
        if isinstance(command, Answer) and self.chair.is_writing:
            raise OutOfOrderError("A written answer is being kept.")
        if isinstance(command, Ready):
            command = await with_models(self._settings, self.state, command)
        if isinstance(command, Retake):
            command = self.chair.retake()
        async with self.chair.hushed():
            await self._sitting.take(command)
        if isinstance(command, Begin):
            self._language = command.language
        if isinstance(command, Withdraw):
            self.receipt = None
            self._condition.capture(None)
            self.chair.start_anew()
            self.captions.forget()
            self.on_withdrawn()
        self.news.set()

    async def check_in(self, code: str) -> None:
        """Take a code that was typed; raises OutOfOrderError where none is asked for."""
        await self.doorway.check_in(code)

    async def show_in(self, language: Language) -> None:
        """Show pages in `language`; until the interview begins it is spoken in it as well."""
        if self.state.phase in BEFORE_QUESTIONS:
            await self.take(Begin(language))
        self._language = language

    def resume(self) -> None:
        """Show pages in the language of an interview that was picked up."""
        self._language = self.state.language or self._settings.language

    def start_anew(self) -> None:
        """Forget the last candidate's choices."""
        self._language = self._settings.language
        self.answers_done.clear()
        self.chair.start_anew()
        self.porch.forget()
        self.doorway.forget()
        self.receipt = None
        self._condition.capture(None)

    def hear(self, header: Heard) -> None:
        """Take what the recorder streams."""
        self._condition.hear(header)
        match header:
            case AnswerBeganMark():
                self.later(Found(header.answer, header.stage, header.pts))
            case TroubleMark():
                self._condition.suffer(header.trouble)
                self.later(Note(header.trouble, header.pts))
            case _:
                pass

    def rung(self, ring: Rung) -> None:
        """Take what another process tells."""
        match ring:
            case Level():
                self._mirror.sound(Loudness(ring.dbfs, ring.speech))
                self.doorway.hints.hear(ring.dbfs, time.monotonic(), speech=ring.speech)
            case AnswerDone():
                self.answers_done.add(ring.answer)
                self._begin(self.chair.learn())
                self.news.set()
            case SensesReady():
                self._condition.hear_senses()
            case CaptureState():
                self._condition.capture(ring)
            case _:
                pass

    def recorder_lost(self) -> None:
        """Take note that the recorder hung up; its return shows by what it streams."""
        self.later(Note(Trouble.RECORDER_LOST, self.media_time()))

    async def tick(self) -> None:
        """Note missing senses, and close the open answer when it has lasted its longest."""
        self._miss_senses()
        await self.chair.look()
        opened, phase = self.state.open_answer, self.state.phase
        if opened is not None or phase is Phase.PAUSED:
            pts = self.state.pts if opened is None else self._condition.pts(opened)
            await self._sitting.take(TimePassed(pts))
            if self.state.phase is not phase:
                self.news.set()

    def problem(self) -> CaptureProblem | None:
        """Give the worst that is wrong with the open answer's capture."""
        if self.doorway.looks_at_devices:
            return self.doorway.hints.worst
        return self._condition.problem_of(self.state.open_answer)

    def _miss_senses(self) -> None:
        trouble = self._condition.miss_senses(self.state)
        if trouble is not None:
            _LOG.warning("senses_noted", trouble=trouble.value)
            self.later(Note(trouble, self.media_time()))

    def media_time(self) -> float:
        """Give the media time that was reached."""
        opened = self.state.open_answer
        return self.state.pts if opened is None else self._condition.pts(opened)

    def later(self, command: Command) -> None:
        """Take what the interview was told, once its turn comes."""
        self._begin(self._take_told(command))

    def _begin(self, doing: Coroutine[object, object, None]) -> None:
        task = asyncio.get_running_loop().create_task(doing)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _take_told(self, command: Command) -> None:
        if self.state.plan is None:
            return
        try:
            await self._sitting.take(command)
        except EdgeError as error:
            _LOG.warning("not_noted", code=error.code, what=type(command).__name__)
        self.news.set()
