"""A loudspeaker, written to through PyAudio (PortAudio over ALSA)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyaudio

from edge_agent.capture.sound_library_noise import hush
from edge_agent.live.speaker import RATE, SpeakerError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_BUFFER = 960
"""Samples: 20 ms."""


class PortAudioSpeaker:
    """Plays on the first output whose name holds `device`; empty is PortAudio's default."""

    def __init__(self, device: str) -> None:
        hush()
        self._library = pyaudio.PyAudio()
        try:
            self._stream = self._library.open(
                rate=RATE,
                channels=1,
                format=pyaudio.paInt16,
                output=True,
                output_device_index=self._index(device),
                frames_per_buffer=_BUFFER,
            )
        except (OSError, ValueError) as error:
            self._library.terminate()
            raise SpeakerError(f"The loudspeaker cannot be opened: {error}.") from error

    def play(self, samples: NDArray[np.int16]) -> None:
        """Wait until there is room and play; raises SpeakerError."""
        try:
            self._stream.write(samples.astype("<i2").tobytes(), exception_on_underflow=False)
        except OSError as error:
            raise SpeakerError(f"The loudspeaker failed: {error}.") from error

    def close(self) -> None:
        """Release the device."""
        self._stream.close()
        self._library.terminate()

    def _index(self, name: str) -> int | None:
        if not name:
            return None
        count = int(self._library.get_device_count())
        devices = [self._library.get_device_info_by_index(number) for number in range(count)]
        for device in devices:
            if name in str(device["name"]) and int(device["maxOutputChannels"]) > 0:
                return int(device["index"])
        raise ValueError(f"no loudspeaker is called {name!r}")
