"""Live devices: one thread each, sound never dropped, of the pictures the newest wins."""

from __future__ import annotations

import threading
import time
from collections import deque
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import structlog

from edge_agent.capture.frames import AudioChunk, Frame
from edge_agent.capture.source import DeviceTrouble, PicturesLost
from edge_agent.errors import CameraError, MicrophoneError
from wire.messages.events import Trouble

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from edge_agent.capture.ports import Camera, Microphone
    from edge_agent.capture.source import Captured

_LOG = structlog.get_logger()
_FIRST_WAIT_S = 0.5
_LONGEST_WAIT_S = 10.0
_MOST_FRAMES = 8
_MOST_CHUNKS = 3000
_FRESH_S = 0.2


@dataclass(frozen=True, slots=True)
class Device:
    """A device and what to say of it."""

    open: Callable[[], Camera] | Callable[[], Microphone]
    lost: Trouble
    back: Trouble


class LiveSource:
    """Merges a camera and a microphone as they deliver; a lost one is opened again and again."""

    def __init__(
        self,
        open_camera: Callable[[], Camera],
        open_microphone: Callable[[], Microphone],
        size: tuple[int, int],
    ) -> None:
        self._size = size
        self._zero = time.monotonic()
        self._sound_end = 0.0
        self._items: deque[Captured] = deque()
        self._lost = 0
        self._changed = threading.Condition()
        self._closed = threading.Event()
        devices = (
            Device(open_camera, Trouble.CAMERA_LOST, Trouble.CAMERA_BACK),
            Device(open_microphone, Trouble.MICROPHONE_LOST, Trouble.MICROPHONE_BACK),
        )
        self._threads = [
            threading.Thread(target=self._keep_open, args=[device], daemon=True)
            for device in devices
        ]
        for thread in self._threads:
            thread.start()

    @property
    def is_live(self) -> bool:
        """Say yes: what is not taken in time is lost."""
        return True

    @property
    def waits(self) -> bool:
        """Say no: a device does not wait."""
        return False

    @property
    def now(self) -> float:
        """Media time of the next sample; where no sound comes, of this moment."""
        clock = time.monotonic() - self._zero
        is_fresh = clock - self._sound_end < _FRESH_S
        return self._sound_end if is_fresh else clock

    @property
    def size(self) -> tuple[int, int]:
        """Width and height asked of the camera."""
        return self._size

    def begin_interview(self, media_time: float) -> None:
        """Let media time go on from `media_time`, now."""
        with self._changed:
            self._zero = time.monotonic() - media_time
            self._sound_end = media_time
            self._items = deque(
                item for item in self._items if not isinstance(item, Frame | AudioChunk)
            )

    def begin_answer(self, stage: int) -> None:
        """Do nothing: devices run whether an answer is open or not."""

    def end_answer(self) -> None:
        """Do nothing: devices run whether an answer is open or not."""

    def take(self, wait_s: float) -> Captured | None:
        """Give the oldest item, or None when there is none within `wait_s`."""
        with self._changed:
            self._changed.wait_for(lambda: bool(self._items or self._lost), wait_s)
            if self._lost:
                lost, self._lost = self._lost, 0
                return PicturesLost(lost)
            if not self._items:
                return None
            item = self._in_media_time(self._items.popleft())
            if isinstance(item, AudioChunk):
                self._sound_end = item.end
            return item

    def close(self) -> None:
        """Release the devices; one that hangs is left to the end of the process."""
        self._closed.set()
        for thread in self._threads:
            thread.join(3.0)

    def _in_media_time(self, item: Captured) -> Captured:
        if isinstance(item, Frame | AudioChunk):
            return replace(item, pts=max(item.pts - self._zero, 0.0))
        return item

    def _keep_open(self, device: Device) -> None:
        """Read a device; when it fails, say so once and open it again with growing waits."""
        wait, is_lost = _FIRST_WAIT_S, False
        while not self._closed.is_set():
            try:
                for item in self._read_all(device):
                    if is_lost:
                        self._put(DeviceTrouble(device.back))
                    wait, is_lost = _FIRST_WAIT_S, False
                    self._put(item)
            except (CameraError, MicrophoneError) as error:
                _LOG.warning("device_failed", code=error.code, error=str(error))
                if not is_lost:
                    self._put(DeviceTrouble(device.lost))
                is_lost = True
                self._closed.wait(wait)
                wait = min(2 * wait, _LONGEST_WAIT_S)

    def _read_all(self, device: Device) -> Iterator[Frame | AudioChunk]:
        opened = device.open()
        try:
            while not self._closed.is_set():
                yield opened.read()
        finally:
            opened.close()

    def _put(self, item: Captured) -> None:
        with self._changed:
            if isinstance(item, Frame):
                self._make_room_for_a_frame()
            elif isinstance(item, AudioChunk) and len(self._items) >= _MOST_CHUNKS:
                self._items.popleft()
            self._items.append(item)
            self._changed.notify_all()

    def _make_room_for_a_frame(self) -> None:
        frames = [item for item in self._items if isinstance(item, Frame)]
        if len(frames) >= _MOST_FRAMES:
            self._items.remove(frames[0])
            self._lost += 1
