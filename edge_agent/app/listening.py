"""The agent's ear at the recorder's stream: pictures for the mirror, marks for the interview."""

from __future__ import annotations

import contextlib
import threading
import time
from functools import partial
from typing import TYPE_CHECKING

import cv2
import numpy as np

from edge_agent.capture.bus import FrameHeader, Subscribe
from edge_agent.capture.media_stream import MediaStream

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from edge_agent.capture.bus import Heard
    from edge_agent.page.mirror import Mirror

PICTURES = Subscribe(frame_rate=10.0, frame_width=480, every_sample=False)
_PICTURE_EVERY_S = 0.08
_QUALITY = 80


class Listener:
    """A thread that hands everything over to the event loop; pictures only if somebody looks."""

    def __init__(
        self,
        path: Path,
        loop: asyncio.AbstractEventLoop,
        mirror: Mirror,
        hear: Callable[[Heard], None],
        recorder_lost: Callable[[], None],
        looks: Sequence[Callable[[NDArray[np.uint8], float], None]] = (),
    ) -> None:
        """Hand pictures to the mirror, and each with its time to `looks`, on this thread."""
        self._stream = MediaStream(path, PICTURES, partial(self._tell, recorder_lost))
        self._loop = loop
        self._mirror = mirror
        self._hear = hear
        self._looks = looks
        self._picture_at = 0.0
        self._thread = threading.Thread(target=self._listen, name="media", daemon=True)

    def start(self) -> None:
        """Begin to listen."""
        self._thread.start()

    def stop(self) -> None:
        """Hang up and wait for the thread."""
        self._stream.close()
        self._thread.join()

    def _listen(self) -> None:
        for header, payload in self._stream:
            if isinstance(header, FrameHeader) and self._is_wanted():
                self._see(_rgb(header, payload))
            self._tell(self._hear, header)

    def _see(self, rgb: NDArray[np.uint8]) -> None:
        self._tell(self._mirror.show, _jpeg(rgb))
        for look in self._looks:
            look(rgb, self._picture_at)

    def _is_wanted(self) -> bool:
        now = time.monotonic()
        if not self._mirror.watched or now - self._picture_at < _PICTURE_EVERY_S:
            return False
        self._picture_at = now
        return True

    def _tell(self, whom: Callable[..., None], *what: object) -> None:
        with contextlib.suppress(RuntimeError):  # the loop was closed: nobody is left to tell
            self._loop.call_soon_threadsafe(whom, *what)


def _rgb(header: FrameHeader, payload: bytes) -> NDArray[np.uint8]:
    shape = (header.height, header.width, 3)
    return np.frombuffer(payload, dtype=np.uint8).reshape(shape)


def _jpeg(rgb: NDArray[np.uint8]) -> bytes:
    bgr = cv2.cvtColor(rgb, cv2.COLOR_RGB2BGR)
    return bytes(cv2.imencode(".jpg", bgr, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])[1])
