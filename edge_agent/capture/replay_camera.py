"""A camera that is a video file, read through PyAV."""

from __future__ import annotations

import time
from bisect import bisect_right
from typing import TYPE_CHECKING

import av
from av.error import FFmpegError
from av.video.reformatter import VideoReformatter

from edge_agent.capture.film_blocks import FilmBlocks, FilmDecoder
from edge_agent.capture.frames import Frame
from edge_agent.errors import CameraError, MediaError

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    from av.container import InputContainer
    from numpy.typing import NDArray

_BLOCK_BYTES = 16 * 1024**2
"""Two are held; smaller ones cost more decoding on the way back."""
_MOST_IN_BLOCK = 32
_SPARE_RATE = 25.0
_HIGHEST_RATE = 60.0
_MOST_PICTURES = 24 * 3600 * 60


def open_media(path: Path) -> InputContainer:
    """Open a media file; raises MediaError."""
    try:
        return av.open(str(path), "r")
    except (FFmpegError, OSError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise MediaError(f"{path} cannot be read: {reason}.") from error


class ReplayCamera:
    """Plays a video to and fro for as long as pictures are asked for.

    Pictures are decoded in blocks, so that a long video is never held whole; going back seeks to
    the key frame before the block. Picture `i` always is the same one: the one that a player
    would show at `i / rate`, upright.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._container = open_media(path)
        if not self._container.streams.video:
            raise MediaError(f"{path} has no picture.")
        self._stream = self._container.streams.video[0]
        self._stream.thread_type = "AUTO"
        self.rate = min(float(self._stream.average_rate or _SPARE_RATE), _HIGHEST_RATE)
        """Pictures per second."""
        self._times = self._evenly(self._index())
        decoder = FilmDecoder(self._container, self._stream)
        first = decoder.decode(self._times[:1])[0]
        self._scaler = VideoReformatter()
        height, width, _ = first.rgb(self._scaler).shape
        self._size = width, height
        length = min(max(_BLOCK_BYTES // first.nbytes, 1), _MOST_IN_BLOCK)
        self._blocks = FilmBlocks(decoder, self._times, length)
        self._next = 0

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels, both even."""
        return self._size

    @property
    def duration(self) -> float:
        """Seconds until the video turns back."""
        return len(self._times) / self.rate

    def picture(self, number: int) -> NDArray[np.uint8]:
        """Give picture `number` of the endless play to and fro; raises MediaError."""
        count = len(self._times)
        period = max(2 * (count - 1), 1)
        place = number % period
        forward = place < count
        place = place if forward else period - place
        return self._blocks.picture(place, forward=forward).rgb(self._scaler)

    def read(self) -> Frame:
        """Give the next picture at once; its time counts from the first."""
        try:
            image = self.picture(self._next)
        except MediaError as error:
            raise CameraError(f"{error}") from error
        self._next += 1
        return Frame((self._next - 1) / self.rate, time.time(), image)

    def close(self) -> None:
        """Close the file."""
        self._blocks.close()
        self._container.close()

    def _index(self) -> list[int]:
        """Give the time stamps of all pictures, in order."""
        times, count = [], 0
        try:
            for packet in self._container.demux(self._stream):
                count += packet.size > 0
                if packet.pts is not None:
                    times.append(packet.pts)
        except FFmpegError as error:
            raise MediaError(f"{self._path} cannot be read: {error.strerror}.") from error
        if not count:
            raise MediaError(f"{self._path} has no picture.")
        if 2 * len(times) < count or self._stream.time_base is None:
            says = "its pictures have no time stamps (a raw stream?); put them into MP4 or Matroska"
            raise MediaError(f"{self._path} cannot be played: {says}.")
        return sorted(times)

    def _evenly(self, stamps: list[int]) -> list[int]:
        """Give the stamp of the picture to be shown at each `i / rate`."""
        step = 1 / (self.rate * float(self._stream.time_base or 1))
        count = round((stamps[-1] - stamps[0]) / step) + 1
        if count > _MOST_PICTURES:
            raise MediaError(f"{self._path} cannot be played: it lasts longer than a day.")
        due = (stamps[0] + (number + 0.5) * step for number in range(count))
        return [stamps[bisect_right(stamps, at) - 1] for at in due]
