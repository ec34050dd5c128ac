from __future__ import annotations

import inspect

import pytest

from edge_agent.capture.picamera import PicameraCamera, open_device
from edge_agent.errors import CameraError
from edge_agent.settings import CameraSettings
from tests.fakes.picamera2 import SIGNATURES, FakePicamera2

SETTINGS = CameraSettings(kind="picamera2", width=96, height=64, rate=25)


def _names(recorded: str) -> list[str]:
    """Give the parameters of a recorded signature, with their defaults where those are plain."""
    return [part.split("=")[0].strip() for part in recorded.split(", ") if part]


@pytest.mark.parametrize("method", SIGNATURES)
def test_the_fake_takes_what_picamera2_takes(method: str) -> None:
    parameters = inspect.signature(getattr(FakePicamera2(0), method)).parameters
    assert list(parameters) == _names(SIGNATURES[method])


def test_pictures_come_in_the_asked_size_and_as_rgb() -> None:
    device = FakePicamera2(2)
    camera = PicameraCamera(SETTINGS, lambda: device)
    assert camera.read().image.shape == (64, 96, 3)
    assert device.configuration == {
        "main": {"size": (96, 64), "format": "BGR888"},
        "controls": {"FrameRate": 25.0},
    }
    camera.close()
    camera.close()
    assert not device.is_open


def test_a_camera_that_delivers_nothing_is_an_error_in_bounded_time() -> None:
    camera = PicameraCamera(SETTINGS, lambda: FakePicamera2(0))
    with pytest.raises(CameraError, match="K-CAMERA-001"):
        camera.read()


def test_a_camera_that_does_not_start_is_released() -> None:
    device = FakePicamera2(0, starts=False)
    with pytest.raises(CameraError, match="does not start"):
        PicameraCamera(SETTINGS, lambda: device)
    assert not device.is_open


def test_a_machine_without_the_package_says_so() -> None:
    with pytest.raises(CameraError, match="cannot be opened"):
        open_device()
