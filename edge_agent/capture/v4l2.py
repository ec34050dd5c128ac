"""A V4L2 camera, read through PyAV."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import av
import numpy as np
from av.error import BlockingIOError as NothingYetError
from av.error import FFmpegError

from edge_agent.capture.frames import Frame
from edge_agent.errors import CameraError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from edge_agent.settings import CameraSettings

_NAP_S = 0.005
_NONBLOCK = "4"
"""AVFMT_FLAG_NONBLOCK, which has no name among libavformat's options: reading never hangs."""


class V4l2Camera:
    """Reads pictures without ever blocking for longer than `patience_s`.

    `form` is libavdevice's name for what is opened; tests open its test picture (`lavfi`).
    """

    def __init__(
        self, settings: CameraSettings, form: str = "v4l2", patience_s: float = 2.0
    ) -> None:
        self._device = settings.device
        self._patience_s = patience_s
        options = {"fflags": _NONBLOCK}
        if form == "v4l2":
            size = f"{settings.width}x{settings.height}"
            options |= {"video_size": size, "framerate": str(settings.rate)}
        try:
            self._container = av.open(settings.device, format=form, options=options)
            self._stream = self._container.streams.video[0]
        except (FFmpegError, OSError, IndexError, ValueError) as error:
            raise CameraError(f"{settings.device} cannot be opened: {error}.") from error
        self._pictures = self._decoded()

    def read(self) -> Frame:
        """Wait for the next picture; raises CameraError when there is none in `patience_s`."""
        deadline = time.monotonic() + self._patience_s
        while time.monotonic() < deadline:
            try:
                picture = next(self._pictures, None)
            except NothingYetError:
                self._pictures = self._decoded()
                time.sleep(_NAP_S)
                continue
            except FFmpegError as error:
                raise CameraError(f"{self._device}: {error}.") from error
            if picture is None:
                raise CameraError(f"{self._device} has ended.")
            image = np.asarray(picture.to_ndarray(format="rgb24"), np.uint8)
            return Frame(time.monotonic(), time.time(), image)
        raise CameraError(f"{self._device} gave no picture for {self._patience_s:g} s.")

    def close(self) -> None:
        """Release the device."""
        self._container.close()

    def _decoded(self) -> Iterator[av.VideoFrame]:
        yield from self._container.decode(self._stream)
