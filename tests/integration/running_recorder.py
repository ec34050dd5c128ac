"""The recorder's process on a thread of its own, with somebody who asks and listens."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from edge_agent.app.recorder import RecorderProcess, open_source
from edge_agent.capture.bus import (
    BeginAnswer,
    EndAnswer,
    FrameHeader,
    Subscribe,
    TakeOverMark,
)
from edge_agent.capture.media_stream import MediaStream
from edge_agent.capture.recorder_client import RecorderClient
from tests.fakes.kiosk import INTERVIEW
from wire.manifest import verify

if TYPE_CHECKING:
    from collections.abc import Callable

    from edge_agent.capture.bus import Heard
    from edge_agent.capture.source import Source
    from tests.fakes.kiosk import Kiosk
    from wire.upload import Manifest

BOUND_S = 60.0


class Running:
    """Runs from its making until it is stopped; made when the first picture was heard."""

    def __init__(self, kiosk: Kiosk, source: Source | None = None) -> None:
        settings = kiosk.settings
        self.folder = settings.state_dir / "spool" / INTERVIEW
        self.kiosk = kiosk
        self.process = RecorderProcess(settings, source or open_source(settings))
        self.client = RecorderClient(settings.runtime_dir / "recorder.sock")
        self.heard: list[Heard] = []
        self._changed = threading.Condition()
        wish = Subscribe(frame_rate=60, frame_width=3840, every_sample=True)
        self._stream = MediaStream(settings.runtime_dir / "media.sock", wish)
        self._threads = [
            threading.Thread(target=self.process.run, daemon=True),
            threading.Thread(target=self._listen, daemon=True),
        ]
        for thread in self._threads:
            thread.start()
        self.wait_for(lambda: any(isinstance(each, FrameHeader) for each in self.heard))

    def _listen(self) -> None:
        for header, _ in self._stream:
            with self._changed:
                self.heard.append(header)
                self._changed.notify_all()

    def wait_for(self, is_so: Callable[[], bool]) -> None:
        with self._changed:
            assert self._changed.wait_for(is_so, BOUND_S)

    def wait_for_mark(self, kind: type[Heard], times: int = 1) -> None:
        self.wait_for(lambda: sum(isinstance(each, kind) for each in self.heard) >= times)

    def answer(self, answer: int, stage: int) -> None:
        before = sum(isinstance(each, TakeOverMark) for each in self.heard)
        self.client.ask(BeginAnswer(answer=answer, stage=stage))
        self.wait_for_mark(TakeOverMark, before + 1)
        self.client.ask(EndAnswer())

    def manifest(self, answer: int) -> Manifest:
        envelope = (self.folder / f"{answer}.manifest.json").read_bytes()
        return verify(envelope, self.kiosk.certificate)

    def stop(self) -> None:
        self._stream.close()
        self.process.stop()
        for thread in self._threads:
            thread.join(BOUND_S)
            assert not thread.is_alive()
