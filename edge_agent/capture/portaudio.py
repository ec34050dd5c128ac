"""A microphone, read through PyAudio (PortAudio over ALSA)."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import numpy as np
import pyaudio

from edge_agent.capture.frames import AudioChunk
from edge_agent.capture.sound_library_noise import hush
from edge_agent.errors import MicrophoneError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from edge_agent.settings import MicrophoneSettings

_CHUNK_S = 0.02
_NAP_S = 0.005
_DRIFT_S = 0.1


class PortAudioMicrophone:
    """Reads 20 ms at a time and never waits longer than `patience_s`.

    Time runs by the samples; when it is 0.1 s off the clock, samples were lost and it is set anew.
    """

    def __init__(self, settings: MicrophoneSettings, patience_s: float = 2.0) -> None:
        self._rate = settings.rate
        self._length = round(_CHUNK_S * settings.rate)
        self._patience_s = patience_s
        self._end = 0.0
        hush()
        self._library = pyaudio.PyAudio()
        try:
            self._stream = self._library.open(
                rate=settings.rate,
                channels=1,
                format=pyaudio.paInt16,
                input=True,
                input_device_index=self._device(settings.device),
                frames_per_buffer=self._length,
            )
        except (OSError, ValueError) as error:
            self._library.terminate()
            raise MicrophoneError(f"The microphone cannot be opened: {error}.") from error

    def read(self) -> AudioChunk:
        """Wait for the next 20 ms; raises MicrophoneError when they do not come."""
        deadline = time.monotonic() + self._patience_s
        try:
            while self._stream.get_read_available() < self._length:
                if time.monotonic() > deadline:
                    raise MicrophoneError(f"No sound for {self._patience_s:g} s.")
                time.sleep(_NAP_S)
            content = self._stream.read(self._length, exception_on_overflow=False)
        except OSError as error:
            raise MicrophoneError(f"The microphone failed: {error}.") from error
        return self._chunk(np.frombuffer(content, "<i2").astype(np.int16))

    def close(self) -> None:
        """Release the device."""
        self._stream.close()
        self._library.terminate()

    def _chunk(self, samples: NDArray[np.int16]) -> AudioChunk:
        now = time.monotonic()
        if abs(now - (self._end + _CHUNK_S)) > _DRIFT_S:
            self._end = now - _CHUNK_S
        start = self._end
        self._end = start + len(samples) / self._rate
        return AudioChunk(start, time.time(), self._rate, samples)

    def _device(self, name: str) -> int | None:
        """Find the first input whose name holds `name`; None is PortAudio's default."""
        if not name:
            return None
        count = int(self._library.get_device_count())
        devices = [self._library.get_device_info_by_index(number) for number in range(count)]
        for device in devices:
            if name in str(device["name"]) and int(device["maxInputChannels"]) > 0:
                return int(device["index"])
        raise ValueError(f"no microphone is called {name!r}")
