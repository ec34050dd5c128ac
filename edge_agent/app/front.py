"""The desk behind the candidate page: what is shown, and what the candidate's wishes lead to."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace
from typing import TYPE_CHECKING

import structlog

from edge_agent.app.captions import Captions
from edge_agent.app.chair import Chair
from edge_agent.app.doorway import Doorway
from edge_agent.app.live_speaker import speaker_of
from edge_agent.app.media_clock import MediaClock
from edge_agent.app.reader import Reader
from edge_agent.app.senses_watch import SensesWatch
from edge_agent.app.survey_box import SurveyBox
from edge_agent.app.used_models import used_hashes
from edge_agent.capture.bus import AnswerBeganMark, TroubleMark
from edge_agent.errors import EdgeError
from edge_agent.interview.commands import Begin, Found, Note, Ready, TimePassed, Withdraw
from edge_agent.interview.decisions import OutOfOrderError, interview_request
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
    from edge_agent.interview.state import InterviewState, OpenAnswer
    from edge_agent.page.receipt_scene import Shown
    from edge_agent.publish.bell import Rung
    from edge_agent.settings import Settings
    from wire.language import Language

_LOG = structlog.get_logger()
_LOST = {
    Trouble.CAMERA_LOST: "camera",
    Trouble.CAMERA_BACK: "camera",
    Trouble.MICROPHONE_LOST: "microphone",
    Trouble.MICROPHONE_BACK: "microphone",
}


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
        self._clock = MediaClock()
        self._language = settings.language
        self._senses = SensesWatch(time.monotonic())
        self._lost: set[str] = set()
        self._capture: CaptureState | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self.answers_done: set[int] = set()
        self.receipt: Shown | None = None
        """What the last page shows."""
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
        now = time.monotonic()
        return self._senses.is_alive(now) and not self._lost and self._clock.is_running(now)

    @property
    def _is_ready(self) -> bool:
        """Say whether somebody may begin: all works, and the page can say what is computed."""
        return self.is_whole and self.porch.now.measures is not None

    def scene(self) -> Scene:
        """Give what is to be shown now."""
        state, opened = self.state, self.state.open_answer
        is_waiting = state.phase is Phase.WELCOME
        return Scene(
            state=state,
            language=self._language,
            ready=state.plan is not None and (self._is_ready or not is_waiting),
            around=self.porch.now,
            take_over=opened is not None and self._clock.is_over(opened),
            elapsed_s=0.0 if opened is None else self._elapsed_s(opened),
            camera="camera" not in self._lost,
            microphone="microphone" not in self._lost,
            receipt=self.receipt,
            problem=self.problem(),
            chair=self.chair.scene(),
        )

    async def take(self, command: Command) -> None:
        """Do what the candidate wishes; raises OutOfOrderError or another EdgeError."""
        if isinstance(command, Begin) and not self.scene().ready:
            raise OutOfOrderError("The kiosk is not ready for an interview.")
        if isinstance(command, Ready):
            command = await self._with_models(command)
        if isinstance(command, Retake):
            command = self.chair.retake()
        async with self.chair.hushed():
            await self._sitting.take(command)
        if isinstance(command, Begin):
            self._language = command.language
        if isinstance(command, Withdraw):
            self.receipt, self._capture = None, None
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
        self._capture = None

    def hear(self, header: Heard) -> None:
        """Take what the recorder streams."""
        self._clock.hear(header, time.monotonic())
        match header:
            case AnswerBeganMark():
                self.later(Found(header.answer, header.stage, header.pts))
            case TroubleMark():
                self._suffer(header.trouble, header.pts)
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
                self._senses.hear(time.monotonic())
            case CaptureState():
                self._capture = ring
            case _:
                pass

    def recorder_lost(self) -> None:
        """Take note that the recorder hung up; its return shows by what it streams."""
        self.later(Note(Trouble.RECORDER_LOST, self.media_time()))

    async def tick(self) -> None:
        """Note missing senses, and close the open answer when it has lasted its longest."""
        self._miss_senses(time.monotonic())
        await self.chair.look()
        opened, phase = self.state.open_answer, self.state.phase
        if opened is not None or phase is Phase.PAUSED:
            pts = self.state.pts if opened is None else self._clock.pts(opened)
            await self._sitting.take(TimePassed(pts))
            if self.state.phase is not phase:
                self.news.set()

    def _elapsed_s(self, opened: OpenAnswer) -> float:
        return opened.spent_s + self._clock.pts(opened) - opened.start

    def problem(self) -> CaptureProblem | None:
        """Give the worst that is wrong with the open answer's capture."""
        if self.doorway.looks_at_devices:
            return self.doorway.hints.worst
        opened, told = self.state.open_answer, self._capture
        if opened is None or told is None or told.answer != opened.answer:
            return None
        return next(iter(told.problems), None)

    def _miss_senses(self, now: float) -> None:
        if not self.state.began or self.state.ending is not None:
            self._senses.forget()
        elif (trouble := self._senses.news(now)) is not None:
            _LOG.warning("senses_noted", trouble=trouble.value)
            self._capture = None
            self.later(Note(trouble, self.media_time()))

    def media_time(self) -> float:
        """Give the media time that was reached."""
        opened = self.state.open_answer
        return self.state.pts if opened is None else self._clock.pts(opened)

    def _suffer(self, trouble: Trouble, pts: float) -> None:
        device = _LOST.get(trouble)
        if device is not None and trouble.value.endswith("_lost"):
            self._lost.add(device)
        elif device is not None:
            self._lost.discard(device)
        self.later(Note(trouble, pts))

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

    async def _with_models(self, command: Ready) -> Ready:
        state = self.state
        if state.plan is None:
            return command
        begun = interview_request(state, state.plan)
        hashes = await asyncio.to_thread(used_hashes, self._settings, begun)
        return replace(command, model_hashes=hashes)
