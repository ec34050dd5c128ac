"""A Raspberry Pi camera that is none, with the methods of picamera2 0.3.38 that we call."""

from __future__ import annotations

from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeoutError
from typing import Any

import numpy as np

SIGNATURES = {
    "create_video_configuration": (
        "main={}, lores=None, raw={}, transform=libcamera.Transform(), colour_space=None, "
        "buffer_count=6, controls={}, display='main', encode='main', queue=True, sensor={}, "
        "use_case='video'"
    ),
    "configure": "camera_config=None",
    "start": "config=None, show_preview=False",
    "capture_array": "name='main', wait=None, signal_function=None",
    "wait": "job, timeout=None",
    "close": "",
}
"""Recorded from the package's source; the test holds the fake, and so the adapter, to them."""


class FakePicamera2:
    """Gives `pictures` pictures, then nothing more."""

    def __init__(self, pictures: int, *, starts: bool = True) -> None:
        self.pictures = pictures
        self.starts = starts
        self.configuration: dict[str, Any] = {}
        self.is_open = True
        self.is_running = False

    def create_video_configuration(  # noqa: PLR0913, PLR0917 - the package's own signature
        self,
        main: dict[str, Any] = {},  # noqa: B006 - likewise
        lores: object = None,
        raw: dict[str, Any] = {},  # noqa: B006 - likewise
        transform: object = None,
        colour_space: object = None,
        buffer_count: int = 6,
        controls: dict[str, Any] = {},  # noqa: B006 - likewise
        display: str = "main",
        encode: str = "main",
        queue: bool = True,  # noqa: FBT001, FBT002 - likewise
        sensor: dict[str, Any] = {},  # noqa: B006 - likewise
        use_case: str = "video",
    ) -> dict[str, Any]:
        del lores, raw, transform, colour_space, buffer_count, display, encode, queue
        del sensor, use_case
        return {"main": main, "controls": controls}

    def configure(self, camera_config: dict[str, Any] | None = None) -> None:
        self.configuration = camera_config or {}

    def start(self, config: object = None, show_preview: bool = False) -> None:  # noqa: FBT001, FBT002
        del config, show_preview
        if not self.starts:
            message = "Failed to start camera"
            raise RuntimeError(message)
        self.is_running = True

    def capture_array(
        self,
        name: str = "main",
        wait: bool | None = None,  # noqa: FBT001 - the package's own signature
        signal_function: object = None,
    ) -> Future[np.ndarray[Any, np.dtype[np.uint8]]]:
        assert name == "main"
        assert wait is False
        assert signal_function is None
        job: Future[np.ndarray[Any, np.dtype[np.uint8]]] = Future()
        if self.pictures > 0:
            self.pictures -= 1
            width, height = self.configuration["main"]["size"]
            job.set_result(np.full((height, width, 3), self.pictures, np.uint8))
        return job

    def wait(self, job: Future[Any], timeout: float | None = None) -> Any:
        if not job.done():
            assert timeout is not None, "a camera that hangs would hang the kiosk"
            raise FutureTimeoutError
        return job.result()

    def close(self) -> None:
        self.is_open = False
