import numpy as np
import pytest

from edge_agent.capture.frames import Frame
from edge_agent.inference.face_tracker import FaceTracker
from edge_agent.inference.vision import Vision
from tests.fakes.vision import FixedDetector, FixedLandmarks


def picture(pts: float) -> Frame:
    return Frame(pts=pts, captured_at=0.0, image=np.full((480, 640, 3), 128, np.uint8))


def test_an_observation_has_the_pictures_light_and_its_face() -> None:
    seen = Vision(FaceTracker(FixedDetector(), FixedLandmarks())).observe(picture(1.5))

    assert (seen.pts, seen.faces, seen.body) == (1.5, 1, None)
    assert seen.mesh is not None
    assert seen.brightness == pytest.approx(128 / 255)
    assert (seen.sharpness, seen.change) == (0.0, None)


def test_a_frozen_picture_does_not_change_at_all() -> None:
    vision = Vision(FaceTracker(FixedDetector(), None))

    seen = [vision.observe(picture(number / 15)).change for number in range(4)]

    assert seen == [None, 0.0, 0.0, 0.0]
