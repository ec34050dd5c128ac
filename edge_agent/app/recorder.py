"""The recorder's process: owns camera, microphone and encoder, and depends on nobody."""

from __future__ import annotations

import queue
import signal
import threading
import time
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeoutError
from functools import partial
from typing import TYPE_CHECKING

import structlog

from edge_agent.app.heap import give_back
from edge_agent.app.used_models import own_hash, used_hashes
from edge_agent.capture.bus import EndAnswer, EndInterview
from edge_agent.capture.live_source import LiveSource
from edge_agent.capture.picamera import PicameraCamera
from edge_agent.capture.portaudio import PortAudioMicrophone
from edge_agent.capture.replay_source import ReplaySource
from edge_agent.capture.request_server import RequestServer
from edge_agent.capture.stream_server import StreamServer
from edge_agent.capture.v4l2 import V4l2Camera
from edge_agent.errors import (
    EdgeError,
    ModelError,
    ProcessError,
    RecordingError,
    SettingsError,
)
from edge_agent.record.answer_recorder import AnswerRecorder
from edge_agent.record.ledger import Ledger, load_signing_key
from edge_agent.record.live_only import LiveOnly
from edge_agent.record.part_recorder import Shape
from edge_agent.record.part_writer import PartWriter
from edge_agent.record.recorder import Recorder
from edge_agent.record.recovery import close_cut_answers
from edge_agent.record.sitting import SittingFile
from edge_agent.record.spool import Spool
from wire import plan as plans
from wire.errors import SealedError
from wire.language import Language
from wire.sealed import Sealer

if TYPE_CHECKING:
    from edge_agent.capture.bus import BeginInterview, Done, Request
    from edge_agent.capture.ports import Camera
    from edge_agent.capture.source import Source
    from edge_agent.record.journal import PartBegan
    from edge_agent.record.ledger import AnswerName
    from edge_agent.record.part_files import PartFiles
    from edge_agent.record.sitting import Sitting
    from edge_agent.settings import CameraSettings, Settings

_LOG = structlog.get_logger()
_TURN_S = 0.02
_PATIENCE_S = 25.0
_TIDY_EVERY_S = 5.0
"""What pictures that waited have left behind in the heap is given back so often."""


class RecorderProcess:
    """Turns the one loop: requests first, then what was captured."""

    def __init__(self, settings: Settings, source: Source) -> None:
        self._settings = settings
        self._source = source
        self._requests: queue.SimpleQueue[tuple[Request, Future[Done]]] = queue.SimpleQueue()
        self._stopped = threading.Event()
        self._has_failed = False
        self._tidy_at = 0.0
        _check_recipients(settings)
        spool = Spool(settings.state_dir / "spool", settings.recording.recipients)
        self._spool = spool
        self._ledger = Ledger(spool, load_signing_key(settings.identity.key))
        settings.runtime_dir.mkdir(parents=True, exist_ok=True)
        self._stream = StreamServer(settings.runtime_dir / "media.sock", source_waits=source.waits)
        self._file = SittingFile(settings.state_dir / "sitting.json")
        live = LiveOnly(self._shape(), self._stream)
        self._recorder = Recorder(
            source, self._stream, self._file, live, self._new_answer, self._hashes_of
        )

    def run(self) -> None:
        """Record until stopped."""
        _hash_own_models(self._settings)
        self._pick_up()
        server = RequestServer(self._settings.runtime_dir / "recorder.sock", self._ask)
        _LOG.info("recorder_ready")
        try:
            while not self._stopped.is_set():
                self._turn()
        finally:
            server.close()
            self._recorder.close()
            self._stream.close()
            self._source.close()
        if self._has_failed:
            raise ProcessError("A thread of the recorder failed.")

    def stop(self) -> None:
        """Let `run` return; what is recorded is closed properly."""
        self._stopped.set()

    def thread_failed(self, failure: threading.ExceptHookArgs) -> None:
        """Stop the process when one of its threads met what nobody foresaw."""
        _LOG.error("thread_failed", code=ProcessError.code, error=repr(failure.exc_value))
        self._has_failed = True
        self._stopped.set()

    def _turn(self) -> None:
        while not self._requests.empty():
            request, reply = self._requests.get()
            try:
                reply.set_result(self._recorder.handle(request, time.time()))
            except EdgeError as error:
                reply.set_exception(error)
        item = self._source.take(_TURN_S)
        if item is not None:
            self._recorder.deliver(item)
        self._tidy(time.monotonic())

    def _tidy(self, now: float) -> None:
        if now >= self._tidy_at:
            self._tidy_at = now + _TIDY_EVERY_S
            give_back()

    def _ask(self, request: Request) -> Done:
        """Have the loop carry out a request; an end is answered when it is on the disk."""
        reply: Future[Done] = Future()
        self._requests.put((request, reply))
        try:
            done = reply.result(_PATIENCE_S)
        except FutureTimeoutError as error:
            raise RecordingError(f"No answer within {_PATIENCE_S:g} s.") from error
        if isinstance(request, EndAnswer | EndInterview):
            self._recorder.drain()
        return done

    def _pick_up(self) -> None:
        """Close what was cut off, and go on with the interview that was running."""
        sitting = self._file.read()
        still_open = _still_open(sitting)
        close_cut_answers(self._spool, self._ledger, still_open)
        if sitting is not None:
            records = [] if still_open is None else self._ledger.records(*still_open)
            until = max((record.end for record in records), default=0.0)
            self._recorder.resume(sitting, until, time.time())

    def _new_answer(self, name: AnswerName) -> AnswerRecorder:
        return AnswerRecorder(name, self._spool, self._ledger, self._new_writer, self._shape())

    def _shape(self) -> Shape:
        return Shape(
            size=self._source.size,
            sound_rate=self._settings.microphone.rate,
            bit_rate=self._settings.recording.bit_rate,
            source_waits=not self._source.is_live,
            tap=self._stream.publish_packet,
        )

    def _new_writer(self, files: PartFiles, began: PartBegan) -> PartWriter:
        return PartWriter(files, self._settings.recording.recipients, began)

    def _hashes_of(self, request: BeginInterview) -> tuple[str, ...]:
        return used_hashes(self._settings, request)


def _hash_own_models(settings: Settings) -> None:
    """Read a technician's folders now: the loop has no seconds for that once it records.

    One that cannot be read is told, and only an interview that would name it is refused.
    """
    for language in Language:
        try:
            own_hash(settings, language)
        except ModelError as error:
            code, reason = error.code, str(error)
            _LOG.error("own_model_unusable", language=language.value, code=code, error=reason)


def _still_open(sitting: Sitting | None) -> tuple[str, int] | None:
    if sitting is None or sitting.open_answer is None:
        return None
    return plans.decode(sitting.plan).interview_id, sitting.open_answer.answer


def _check_recipients(settings: Settings) -> None:
    """Refuse public keys that nothing could be sealed for."""
    try:
        Sealer.for_recipients(settings.recording.recipients)
    except SealedError as error:
        raise SettingsError(f"recording.recipients: {error}") from error


def open_camera(camera: CameraSettings) -> Camera:
    """Open the camera that the settings name; raises CameraError."""
    return PicameraCamera(camera) if camera.kind == "picamera2" else V4l2Camera(camera)


def open_source(settings: Settings) -> Source:
    """Open the devices or files that the settings name; raises EdgeError."""
    replay = settings.replay
    if settings.camera.kind == settings.microphone.kind == "replay" and replay is not None:
        return ReplaySource(replay, settings.microphone.rate)
    if "replay" not in (settings.camera.kind, settings.microphone.kind):
        camera, microphone = settings.camera, settings.microphone
        size = camera.width, camera.height
        listen = partial(PortAudioMicrophone, microphone)
        return LiveSource(partial(open_camera, camera), listen, size)
    raise SettingsError("camera and microphone are both devices, or both a replay.")


def run(settings: Settings) -> None:
    """Run the process until SIGTERM; raises EdgeError when it cannot start."""
    process = RecorderProcess(settings, open_source(settings))
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: process.stop())
    threading.excepthook = process.thread_failed
    process.run()
