"""A loudspeaker that is a WAV file: for kiosks whose devices are a replay."""

from __future__ import annotations

import time
import wave
from typing import TYPE_CHECKING

from edge_agent.live.speaker import RATE, SpeakerError

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray


class WaveSpeaker:
    """Takes sound at the pace of a device and writes it down; an earlier file is replaced."""

    def __init__(self, path: Path) -> None:
        try:
            self._file = wave.open(str(path), "wb")  # noqa: SIM115 - closed by `close`
        except OSError as error:
            raise SpeakerError(f"{path.name} cannot be written: {error}.") from error
        self._file.setparams((1, 2, RATE, 0, "NONE", ""))
        self._due = time.monotonic()

    def play(self, samples: NDArray[np.int16]) -> None:
        """Wait until there is room and play; raises SpeakerError."""
        self._due = max(self._due, time.monotonic() - len(samples) / RATE) + len(samples) / RATE
        time.sleep(max(self._due - time.monotonic(), 0.0))
        try:
            self._file.writeframesraw(samples.astype("<i2").tobytes())
        except OSError as error:
            raise SpeakerError(f"The sound was not written: {error}.") from error

    def close(self) -> None:
        """Write the file's head and let go of it."""
        self._file.close()
