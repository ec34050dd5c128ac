"""A camera and a microphone that do what a test tells them."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

import numpy as np

from edge_agent.capture.frames import AudioChunk, Frame
from edge_agent.errors import CameraError, MicrophoneError

if TYPE_CHECKING:
    from edge_agent.capture.ports import Camera, Microphone

RATE = 48_000
SIZE = (96, 64)


class FakeDevices:
    """Both devices deliver while they are plugged in; `read` waits like a device, in real time."""

    def __init__(self, picture_s: float = 0.04, chunk_s: float = 0.02) -> None:
        self.has_camera = True
        self.has_microphone = True
        self.opened: list[str] = []
        self.picture_s = picture_s
        self.chunk_s = chunk_s
        self.frames_given = 0
        self.chunks_given = 0

    def open_camera(self) -> Camera:
        """Open the camera; raises CameraError while it is unplugged."""
        self.opened.append("camera")
        if not self.has_camera:
            raise CameraError("Unplugged.")
        return _FakeCamera(self)

    def open_microphone(self) -> Microphone:
        """Open the microphone; raises MicrophoneError while it is unplugged."""
        self.opened.append("microphone")
        if not self.has_microphone:
            raise MicrophoneError("Unplugged.")
        return _FakeMicrophone(self)


class _FakeCamera:
    def __init__(self, devices: FakeDevices) -> None:
        self._devices = devices
        self._closed = threading.Event()

    def read(self) -> Frame:
        self._closed.wait(self._devices.picture_s)
        if not self._devices.has_camera:
            raise CameraError("Unplugged.")
        self._devices.frames_given += 1
        image = np.full((SIZE[1], SIZE[0], 3), self._devices.frames_given % 256, np.uint8)
        return Frame(time.monotonic(), time.time(), image)

    def close(self) -> None:
        self._closed.set()


class _FakeMicrophone:
    def __init__(self, devices: FakeDevices) -> None:
        self._devices = devices
        self._closed = threading.Event()

    def read(self) -> AudioChunk:
        self._closed.wait(self._devices.chunk_s)
        if not self._devices.has_microphone:
            raise MicrophoneError("Unplugged.")
        self._devices.chunks_given += 1
        samples = np.full(round(self._devices.chunk_s * RATE), 1000, np.int16)
        pts = time.monotonic() - self._devices.chunk_s
        return AudioChunk(pts, time.time(), RATE, samples)

    def close(self) -> None:
        self._closed.set()
