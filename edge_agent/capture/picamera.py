"""A Raspberry Pi camera, read through picamera2 0.3.38 (which only a Pi's libcamera can drive)."""

from __future__ import annotations

import contextlib
import time
from concurrent.futures import TimeoutError as FutureTimeoutError
from typing import TYPE_CHECKING, Any

import numpy as np

from edge_agent.capture.frames import Frame
from edge_agent.errors import CameraError

if TYPE_CHECKING:
    from collections.abc import Callable

    from edge_agent.settings import CameraSettings

_RGB = "BGR888"
"""libcamera names a format from the highest byte down: this one lies in memory as R, G, B."""


def open_device() -> Any:  # noqa: ANN401 - picamera2 ships no types
    """Open the first camera; imported here, for only a Pi has the package."""
    try:
        from picamera2 import Picamera2  # noqa: PLC0415

        return Picamera2()
    except (ImportError, RuntimeError, IndexError) as error:
        raise CameraError(f"The Raspberry Pi camera cannot be opened: {error}.") from error


class PicameraCamera:
    """Reads pictures, each within `patience_s`."""

    def __init__(
        self,
        settings: CameraSettings,
        open_device: Callable[[], Any] = open_device,
        patience_s: float = 2.0,
    ) -> None:
        self._patience_s = patience_s
        self._device: Any = open_device()
        try:
            self._device.configure(
                self._device.create_video_configuration(
                    main={"size": (settings.width, settings.height), "format": _RGB},
                    controls={"FrameRate": float(settings.rate)},
                )
            )
            self._device.start()
        except RuntimeError as error:
            self._device.close()
            raise CameraError(f"The Raspberry Pi camera does not start: {error}.") from error

    def read(self) -> Frame:
        """Wait for the next picture; raises CameraError when there is none in `patience_s`."""
        try:
            job = self._device.capture_array("main", wait=False)
            image = self._device.wait(job, timeout=self._patience_s)
        except (FutureTimeoutError, TimeoutError, RuntimeError) as error:
            raise CameraError(f"The Raspberry Pi camera gave no picture: {error}.") from error
        return Frame(time.monotonic(), time.time(), np.ascontiguousarray(image[:, :, :3]))

    def close(self) -> None:
        """Release the device, if it still lets itself be released."""
        with contextlib.suppress(RuntimeError):
            self._device.close()
