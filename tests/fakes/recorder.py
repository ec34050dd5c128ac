"""A recorder that owns no device: real sockets, a picture ten times a second, no recording."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

import numpy as np

from edge_agent.capture.bus import (
    AnswerBeganMark,
    AnswerEndedMark,
    BeginAnswer,
    BeginInterview,
    Done,
    EndAnswer,
    FarEnd,
    InterviewEndedMark,
    InterviewMark,
    KeyPicture,
    Request,
    Said,
)
from edge_agent.capture.frames import Frame
from edge_agent.capture.request_server import RequestServer
from edge_agent.capture.stream_server import StreamServer
from edge_agent.errors import RecordingError

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Self


class FakeRecorder:
    """`pts` is media time and may be set; `asked` is every request in order."""

    def __init__(self, runtime_dir: Path) -> None:
        runtime_dir.mkdir(parents=True, exist_ok=True)
        self.pts = 0.0
        self.asked: list[Request] = []
        self.asked_beside: list[FarEnd | KeyPicture] = []
        """What says nothing of the interview."""
        self.refuses: type[Request] | None = None
        self._open: BeginAnswer | None = None
        self._stopped = threading.Event()
        self._stream = StreamServer(runtime_dir / "media.sock", source_waits=False)
        self._requests = RequestServer(runtime_dir / "recorder.sock", self._handle)
        self._thread = threading.Thread(target=self._show, daemon=True)

    def say(self, mark: Said) -> None:
        self._stream.publish_mark(mark)

    def hang_up(self) -> None:
        """End as the stream of a recorder that was killed."""
        self._stream.close()

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopped.set()
        self._thread.join()
        self._requests.close()
        self._stream.close()

    def _handle(self, request: Request) -> Done:
        if self.refuses is not None and isinstance(request, self.refuses):
            raise RecordingError("A test says no.")
        if isinstance(request, FarEnd | KeyPicture):
            self.asked_beside.append(request)
            return Done(pts=self.pts)
        self.asked.append(request)
        self.pts += 0.25
        self._mark(request)
        return Done(pts=self.pts)

    def _mark(self, request: Request) -> None:
        match request:
            case BeginInterview():
                self.say(
                    InterviewMark(
                        plan=request.plan,
                        language=request.language,
                        analysis=request.analysis,
                        face_analysis=request.face_analysis,
                    )
                )
            case BeginAnswer() if request != self._open:
                self._open = request
                began = AnswerBeganMark(answer=request.answer, stage=request.stage, pts=self.pts)
                self.say(began)
            case EndAnswer() if self._open is not None:
                ended = AnswerEndedMark(answer=self._open.answer, pts=self.pts, captured_at=0.0)
                self._open = None
                self.say(ended)
            case EndAnswer() | BeginAnswer():
                pass
            case _:
                self.say(InterviewEndedMark(pts=self.pts))

    def _show(self) -> None:
        picture = np.full((270, 480, 3), 128, dtype=np.uint8)
        while not self._stopped.wait(0.1):
            self._stream.publish_frame(Frame(self.pts, time.time(), picture))
