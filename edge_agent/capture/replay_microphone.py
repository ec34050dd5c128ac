"""A microphone that is a media file, read through PyAV; and one that hears nothing."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import av
import numpy as np
from av.error import FFmpegError

from edge_agent.capture.frames import AudioChunk
from edge_agent.capture.replay_camera import open_media
from edge_agent.errors import MediaError, MicrophoneError

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator
    from pathlib import Path

    from numpy.typing import NDArray

CHUNK_S = 0.02


class ReplayMicrophone:
    """Plays one stretch of a file's sound, mono, in chunks of 20 ms."""

    def __init__(self, path: Path, rate: int, start_s: float, end_s: float) -> None:
        self._path = path
        self.rate = rate
        """Hertz of the chunks, whatever the file has."""
        self._container = open_media(path)
        if not self._container.streams.audio:
            raise MediaError(f"{path} has no sound.")
        self._first, self._stop = round(start_s * rate), round(end_s * rate)
        self._chunks = self._stretch()
        self._position = 0

    def read(self) -> AudioChunk:
        """Give the next chunk at once; its time counts from the stretch's start.

        Raises MicrophoneError at the end of the stretch or file, MediaError on a broken file.
        """
        samples = next(self._chunks, None)
        if samples is None:
            raise MicrophoneError("The take is over.")
        start = self._position / self.rate
        self._position += len(samples)
        return AudioChunk(start, time.time(), self.rate, samples)

    def close(self) -> None:
        """Close the file."""
        self._chunks.close()
        self._container.close()

    def _decoded(self) -> Iterator[NDArray[np.int16]]:
        resampler = av.AudioResampler(format="s16", layout="mono", rate=self.rate)
        try:
            for frame in self._container.decode(audio=0):
                frame.pts = None
                for part in resampler.resample(frame):
                    yield part.to_ndarray()[0]
            for part in resampler.resample(None):
                yield part.to_ndarray()[0]
        except FFmpegError as error:
            raise MediaError(f"{self._path} cannot be decoded: {error.strerror}.") from error

    def _stretch(self) -> Generator[NDArray[np.int16], None, None]:
        """Cut the stretch out of the file's sound, in whole chunks; the last may be shorter."""
        length = round(CHUNK_S * self.rate)
        kept = np.empty(0, np.int16)
        position = 0
        for samples in self._decoded():
            low, high = self._first - position, self._stop - position
            position += len(samples)
            kept = np.concatenate((kept, samples[max(low, 0) : max(high, 0)]))
            whole = len(kept) // length * length
            yield from kept[:whole].reshape(-1, length)
            kept = kept[whole:]
            if position >= self._stop:
                break
        if len(kept):
            yield kept


class Silence:
    """A candidate who says nothing for a while: a microphone's silence, in chunks of 20 ms."""

    LASTS_S = 3.0

    def __init__(self, rate: int) -> None:
        self.rate = rate
        self._position = 0

    def read(self) -> AudioChunk:
        """Give the next chunk at once; raises MicrophoneError at the end."""
        if self._position >= self.LASTS_S * self.rate:
            raise MicrophoneError("The silence is over.")
        samples = np.zeros(self.rate // 50, np.int16)
        start = self._position / self.rate
        self._position += len(samples)
        return AudioChunk(start, time.time(), self.rate, samples)

    def close(self) -> None:
        """Nothing is open."""
