"""The senses' process: turns the recorder's stream into features, and keeps the words sealed."""

from __future__ import annotations

import signal
import threading
import time
from functools import partial
from typing import TYPE_CHECKING, Protocol

import structlog

from edge_agent.app.senses_asking import asking
from edge_agent.app.senses_captions import CaptionDesk
from edge_agent.app.senses_colleagues import Colleagues
from edge_agent.app.senses_desk import ResultDesk
from edge_agent.app.senses_ear import Ear
from edge_agent.app.senses_events import (
    Inbox,
    SoundHeard,
    SpeechReady,
    Stop,
    ThreadFailed,
    VisionReady,
)
from edge_agent.app.senses_hearing import LevelMeter
from edge_agent.app.senses_models import models_of
from edge_agent.app.senses_reader import read
from edge_agent.app.senses_sitting import Sitting
from edge_agent.app.senses_speech import SpeechDesk
from edge_agent.app.senses_vision import Album, look
from edge_agent.app.used_models import verify_all
from edge_agent.capture.bus import Subscribe
from edge_agent.capture.media_stream import MediaStream
from edge_agent.errors import EdgeError, ProcessError
from edge_agent.features.windows import PATIENCE_S
from edge_agent.publish import words_line
from edge_agent.publish.bell import SENSES_SOCKET_NAME, SOCKET_NAME, BellPush, SensesReady
from edge_agent.publish.outbox import Outbox
from edge_agent.publish.words_line import WordsServer
from edge_agent.record.spool import Spool

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from edge_agent.app.senses_events import Event
    from edge_agent.app.senses_models import Models
    from edge_agent.capture.bus import Heard
    from edge_agent.capture.frames import AudioChunk
    from edge_agent.publish.bell import Rung
    from edge_agent.settings import Settings
    from wire.language import Language

_LOG = structlog.get_logger()
PICTURE_RATE = 15.0
PICTURE_WIDTH = 640
_MEDIA_WAITING = 256
_UTTERANCES_WAITING = 64
_UTTERANCES_WAITED_FOR = 4
_READY_EVERY_S = 2.0
"""The agent is told again and again: it may have been started after us, or miss us."""
_VISION, _SPEECH, _READER = "senses-vision", "senses-speech", "senses-reader"


class Stream(Protocol):
    """What is heard of the recorder, until it is closed."""

    def __iter__(self) -> Iterator[tuple[Heard, bytes]]:
        """Yield (header, payload); marks have no payload."""
        ...

    def close(self) -> None:
        """End the iteration, also from another thread."""
        ...


class SensesProcess:
    """One thread decides; others read, look and recognise, and are heard through one inbox."""

    def __init__(
        self,
        settings: Settings,
        stream: Stream,
        models: Models,
        ring: Callable[[Rung], object],
    ) -> None:
        waits = settings.replay is not None and settings.replay.speed == "max"
        self._settings = settings
        self._stream = stream
        self._models = models
        self._inbox = Inbox(_MEDIA_WAITING)
        self._album = Album(self._inbox, keeps_all=waits)
        waiting = _UTTERANCES_WAITED_FOR if waits else _UTTERANCES_WAITING
        self._speech = SpeechDesk(
            models.recogniser, self._inbox, waiting, self._tell_ready, models.encoder
        )
        self._ring = ring
        self._outbox = Outbox.of_kiosk(settings.state_dir, settings.profile)
        spool = Spool(settings.state_dir / "spool", settings.recording.recipients)
        desk = ResultDesk(self._outbox, spool, ring)
        captions = CaptionDesk(ring)
        colleagues = Colleagues(self._album, self._speech, desk, models.voice(), captions)
        self._sitting = Sitting(colleagues, None if waits else PATIENCE_S)
        self._meter = LevelMeter(models.voice())
        self._languages: list[Language] = []
        self._can_see = False
        self._ready_at = 0.0
        self._blinded: ThreadFailed | None = None
        settings.runtime_dir.mkdir(parents=True, exist_ok=True)
        self._ear = Ear(settings.runtime_dir / SENSES_SOCKET_NAME)
        self._words = WordsServer(
            settings.runtime_dir / words_line.SOCKET_NAME, asking(self._inbox.put)
        )

    def run(self) -> None:
        """Sense until stopped; raises EdgeError."""
        self._start()
        try:
            while self._turn():
                pass
        finally:
            self._stream.close()
            self._album.close()
            self._outbox.close()
            self._ear.close()
            self._words.close()

    def stop(self) -> None:
        """Let `run` return."""
        self._inbox.put(Stop())

    def thread_failed(self, failure: threading.ExceptHookArgs) -> None:
        """Hear of a thread that met an error."""
        name = failure.thread.name if failure.thread is not None else ""
        self._inbox.put(ThreadFailed(name, failure.exc_value))

    def _start(self) -> None:
        self._speech.load(self._settings.language)
        see = partial(look, self._album, self._models.tracker, self._inbox)
        hear = partial(read, self._stream, self._album, self._inbox)
        for name, body in ((_VISION, see), (_SPEECH, self._speech.work), (_READER, hear)):
            threading.Thread(target=self._guard, args=(name, body), name=name, daemon=True).start()

    def _guard(self, name: str, body: Callable[[], None]) -> None:
        """Let a thread's foreseen errors be heard; others reach `thread_failed` by its hook."""
        try:
            body()
        except EdgeError as error:
            self._inbox.put(ThreadFailed(name, error))

    def _turn(self) -> bool:
        """Take one event and do what is due; False when the process shall end."""
        now = time.monotonic()
        self._tell_ready()
        self._sitting.listen(on=self._ear.is_wanted(now))
        due_at = self._sitting.due_at
        wait_s = _READY_EVERY_S if due_at is None else due_at - now
        event = self._inbox.get(min(wait_s, _READY_EVERY_S))
        if isinstance(event, Stop):
            return False
        if event is not None:
            self._take(event)
        self._sitting.close_due(time.monotonic())
        if self._blinded is not None and self._sitting.is_idle:
            raise ProcessError("Vision has failed.") from self._blinded.error
        return True

    def _take(self, event: Event) -> None:
        match event:
            case VisionReady():
                self._can_see = True
            case SpeechReady(language):
                self._languages.append(language)
                self._ready_at = 0.0
            case ThreadFailed():
                self._lose(event)
            case SoundHeard(chunk):
                self._tell_level(chunk)
                self._sitting.handle(event)
            case _:
                self._sitting.handle(event)

    def _tell_level(self, chunk: AudioChunk) -> None:
        level = self._meter.hear(chunk, time.monotonic())
        if level is not None:
            self._ring(level)

    def _tell_ready(self) -> None:
        now = time.monotonic()
        if not self._can_see or not self._languages or now < self._ready_at:
            return
        if self._ready_at == 0.0:
            _LOG.info("senses_ready", languages=[each.value for each in self._languages])
        self._ready_at = now + _READY_EVERY_S
        self._ring(SensesReady(languages=tuple(self._languages)))
        self._sitting.remind()

    def _lose(self, failed: ThreadFailed) -> None:
        """Go on to the answer's end without vision; without speech or stream there is no point."""
        error = failed.error
        code = error.code if isinstance(error, EdgeError) else ProcessError.code
        _LOG.error("thread_failed", thread=failed.thread, code=code, error=repr(error))
        if failed.thread != _VISION or not self._can_see:
            raise ProcessError(f"{failed.thread} has failed.") from error
        self._blinded = failed
        self._album.close()
        self._sitting.go_blind()


def run(settings: Settings) -> None:
    """Run the process until SIGTERM; raises EdgeError when it cannot start or go on."""
    verify_all(settings)
    wish = Subscribe(frame_rate=PICTURE_RATE, frame_width=PICTURE_WIDTH, every_sample=True)
    stream = MediaStream(settings.runtime_dir / "media.sock", wish)
    bell = BellPush(settings.runtime_dir / SOCKET_NAME)
    process = SensesProcess(settings, stream, models_of(settings), bell.ring)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: process.stop())
    threading.excepthook = process.thread_failed
    process.run()
