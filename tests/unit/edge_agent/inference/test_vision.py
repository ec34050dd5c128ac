import numpy as np
import pytest

from edge_agent.capture.frames import Frame
from edge_agent.inference.vision import FaceTracker, picture_quality
from tests.fakes.vision import FixedDetector, FixedLandmarks


def picture(pts: float) -> Frame:
    return Frame(pts=pts, captured_at=0.0, image=np.full((480, 640, 3), 128, np.uint8))


def test_while_a_face_is_tracked_the_detector_runs_twice_a_second() -> None:
    detector, landmarks = FixedDetector(), FixedLandmarks()
    tracker = FaceTracker(detector, landmarks)

    seen = [tracker.observe(picture(number / 16)) for number in range(32)]

    assert detector.calls == 4
    assert len(landmarks.regions) == 32
    assert all(observation.mesh is not None for observation in seen)


def test_a_lost_face_is_looked_for_in_every_picture_until_it_is_found() -> None:
    detector, landmarks = FixedDetector(), FixedLandmarks()
    tracker = FaceTracker(detector, landmarks)
    tracker.observe(picture(0.0))
    detector.faces, landmarks.presence = 0, 0.1

    lost = [tracker.observe(picture(0.1 * number)) for number in range(1, 4)]

    assert detector.calls == 4
    assert [observation.faces for observation in lost] == [0, 0, 0]
    detector.faces, landmarks.presence = 1, 0.9
    assert tracker.observe(picture(0.5)).mesh is not None


def test_what_the_landmark_model_does_not_take_for_a_face_is_none() -> None:
    observation = FaceTracker(FixedDetector(), FixedLandmarks(presence=0.2)).observe(picture(0))

    assert observation.mesh is None
    assert (observation.faces, observation.face) == (0, None)


def test_without_the_landmark_model_the_detectors_word_counts() -> None:
    observation = FaceTracker(FixedDetector(), None).observe(picture(0))

    assert (observation.mesh, observation.faces) == (None, 1)


def test_other_faces_are_counted_and_the_largest_is_tracked() -> None:
    landmarks = FixedLandmarks()
    tracker = FaceTracker(FixedDetector(faces=3), landmarks)

    assert [tracker.observe(picture(pts)).faces for pts in (0.0, 0.1, 0.2)] == [3, 3, 3]
    assert landmarks.regions[0].size == pytest.approx(1.5 * 102)


def test_without_leave_to_measure_only_the_detector_runs() -> None:
    detector = FixedDetector()
    tracker = FaceTracker(detector, None)

    seen = [tracker.observe(picture(number / 15)) for number in range(5)]

    assert detector.calls == 5
    assert all(observation.mesh is None and observation.faces == 1 for observation in seen)
    assert seen[0].face is not None
    assert seen[0].face.height == pytest.approx(100 / 480)


def test_a_grey_picture_is_half_bright_and_not_sharp() -> None:
    brightness, sharpness = picture_quality(picture(0).image)

    assert brightness == pytest.approx(128 / 255)
    assert sharpness == 0


def test_a_chequered_picture_is_sharper_than_its_blur() -> None:
    rows, columns = np.indices((480, 640))
    chequers = np.repeat(((rows // 8 + columns // 8) % 2 * 255).astype(np.uint8)[..., None], 3, 2)
    blurred = (chequers // 4 + np.roll(chequers, 4, 1) // 4 + np.roll(chequers, 2, 1) // 2).copy()

    assert picture_quality(chequers)[1] > picture_quality(blurred)[1] > 0
