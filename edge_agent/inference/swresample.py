"""Sound at the rate that speech models want, by FFmpeg's swresample through PyAV."""

from __future__ import annotations

from typing import TYPE_CHECKING

import av
import numpy as np
from av.error import FFmpegError

from edge_agent.errors import MicrophoneError
from edge_agent.inference.speech_gate import RATE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray


class Resampler:
    """Turns a run of mono 16-bit samples at `rate` into `wanted`; remembers between calls.

    The first sample out stands where the first sample in stood.
    """

    def __init__(self, rate: int, wanted: int = RATE) -> None:
        self._rate = rate
        self._resampler = av.AudioResampler(format="s16", layout="mono", rate=wanted)

    def resample(self, samples: NDArray[np.int16]) -> NDArray[np.int16]:
        """Give the samples that are certain by now; raises MicrophoneError on an odd rate."""
        frame = av.AudioFrame.from_ndarray(samples[np.newaxis], format="s16", layout="mono")
        frame.sample_rate = self._rate
        return self._run(frame)

    def flush(self) -> NDArray[np.int16]:
        """Give the rest; nothing may be resampled after."""
        return self._run(None)

    def _run(self, frame: av.AudioFrame | None) -> NDArray[np.int16]:
        try:
            return _joined(self._resampler.resample(frame))
        except (FFmpegError, ValueError) as error:
            raise MicrophoneError(f"Sound at {self._rate} Hz is of no use: {error}.") from error


def _joined(frames: Iterable[av.AudioFrame]) -> NDArray[np.int16]:
    parts = [np.asarray(frame.to_ndarray()[0], dtype=np.int16) for frame in frames]
    return np.concatenate([np.zeros(0, dtype=np.int16), *parts])
