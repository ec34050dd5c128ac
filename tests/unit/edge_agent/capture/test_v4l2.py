from __future__ import annotations

import pytest

from edge_agent.capture.v4l2 import V4l2Camera
from edge_agent.errors import CameraError
from edge_agent.settings import CameraSettings


def _camera(pattern: str) -> V4l2Camera:
    return V4l2Camera(CameraSettings(kind="v4l2", device=pattern), form="lavfi", patience_s=1.0)


def test_pictures_are_read_through_libavdevice() -> None:
    camera = _camera("testsrc=size=96x64:rate=25")
    frames = [camera.read() for _ in range(5)]
    camera.close()
    camera.close()
    assert {frame.image.shape for frame in frames} == {(64, 96, 3)}
    assert [frame.pts for frame in frames] == sorted(frame.pts for frame in frames)
    assert frames[0].image.std() > 20


def test_colours_are_red_green_blue() -> None:
    camera = _camera("color=red:size=96x64:rate=25")
    red, green, blue = camera.read().image.reshape(-1, 3).mean(axis=0)
    camera.close()
    assert red > 200
    assert max(green, blue) < 60


def test_a_camera_that_ends_is_an_error() -> None:
    camera = _camera("testsrc=size=96x64:rate=25:duration=0.08")
    for _ in range(2):
        camera.read()
    with pytest.raises(CameraError, match="K-CAMERA-001"):
        camera.read()
    camera.close()


def test_a_missing_device_is_named() -> None:
    with pytest.raises(CameraError, match=r"K-CAMERA-001: /dev/no-camera cannot be opened"):
        V4l2Camera(CameraSettings(kind="v4l2", device="/dev/no-camera"))
