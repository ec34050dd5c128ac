"""A subscriber of the media stream that collects what it hears."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from edge_agent.capture.bus import FrameHeader, InterviewEndedMark, Subscribe
from edge_agent.capture.media_stream import MediaStream

if TYPE_CHECKING:
    from pathlib import Path

    from edge_agent.capture.bus import Heard

BOUND_S = 30.0


class Listener:
    """Collects what a subscriber hears until the interview ends."""

    def __init__(self, path: Path, wish: Subscribe, slowly: threading.Event | None = None) -> None:
        self.stream = MediaStream(path, wish)
        self.heard: list[tuple[Heard, bytes]] = []
        self.first = threading.Event()
        self._slowly = slowly
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    def _listen(self) -> None:
        for header, payload in self.stream:
            self.first.set()
            if self._slowly is not None:
                assert self._slowly.wait(BOUND_S)
            self.heard.append((header, payload))
            if isinstance(header, InterviewEndedMark):
                return

    def all(self) -> list[tuple[Heard, bytes]]:
        self._thread.join(BOUND_S)
        assert not self._thread.is_alive()
        self.stream.close()
        return self.heard

    def frames(self) -> list[FrameHeader]:
        return [header for header, _ in self.all() if isinstance(header, FrameHeader)]


def wish(rate: float = 60.0, width: int = 3840, *, every_sample: bool = True) -> Subscribe:
    """All that there is, unless less is asked for."""
    return Subscribe(frame_rate=rate, frame_width=width, every_sample=every_sample)
