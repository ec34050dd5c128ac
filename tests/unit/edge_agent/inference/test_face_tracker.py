from dataclasses import dataclass

import numpy as np
import pytest
from numpy.typing import NDArray

from edge_agent.inference.face_tracker import FaceTracker
from edge_agent.inference.ports import FaceBox, FaceMesh, Region
from tests.fakes.faces import Face
from tests.fakes.vision import EYES_AND_MORE, FixedDetector, FixedLandmarks

IMAGE = np.full((480, 640, 3), 128, np.uint8)


def test_while_a_face_is_tracked_the_detector_runs_once_a_second() -> None:
    detector, landmarks = FixedDetector(), FixedLandmarks()
    tracker = FaceTracker(detector, landmarks)

    seen = [tracker.observe(IMAGE, number / 16) for number in range(32)]

    assert detector.calls == 2
    assert len(landmarks.regions) == 32
    assert all(face.mesh is not None for face in seen)


def test_a_lost_face_is_looked_for_in_every_picture_until_it_is_found() -> None:
    detector, landmarks = FixedDetector(), FixedLandmarks()
    tracker = FaceTracker(detector, landmarks)
    tracker.observe(IMAGE, 0.0)
    detector.faces, landmarks.presence = 0, 0.1

    lost = [tracker.observe(IMAGE, 0.1 * number) for number in range(1, 4)]

    assert detector.calls == 4
    assert [face.faces for face in lost] == [0, 0, 0]
    detector.faces, landmarks.presence = 1, 0.9
    assert tracker.observe(IMAGE, 0.5).mesh is not None


def test_what_the_landmark_model_does_not_take_for_a_face_is_none() -> None:
    seen = FaceTracker(FixedDetector(), FixedLandmarks(presence=0.2)).observe(IMAGE, 0)

    assert seen.mesh is None
    assert (seen.faces, seen.place) == (0, None)


def test_without_the_landmark_model_the_detectors_word_counts() -> None:
    seen = FaceTracker(FixedDetector(), None).observe(IMAGE, 0)

    assert (seen.mesh, seen.faces) == (None, 1)


def test_other_faces_are_counted_and_the_largest_is_tracked() -> None:
    landmarks = FixedLandmarks()
    tracker = FaceTracker(FixedDetector(faces=3), landmarks)

    assert [tracker.observe(IMAGE, pts).faces for pts in (0.0, 0.1, 0.2)] == [3, 3, 3]
    assert landmarks.regions[0].size == pytest.approx(1.5 * 102)


def test_without_leave_to_measure_only_the_detector_runs() -> None:
    detector = FixedDetector()
    tracker = FaceTracker(detector, None)

    seen = [tracker.observe(IMAGE, number / 15) for number in range(5)]

    assert detector.calls == 5
    assert all(face.mesh is None and face.faces == 1 for face in seen)
    assert seen[0].place is not None
    assert seen[0].place.height == pytest.approx(100 / 480)


@dataclass
class People:
    """A detector and a landmark model of people on seats, each `size` pixels at `x`."""

    there: dict[float, float]
    looked_at: list[float]

    def detect(self, image: NDArray[np.uint8]) -> tuple[FaceBox, ...]:
        assert image.ndim == 3
        return tuple(
            FaceBox(x - size / 2, 240 - size / 2, size, size, 0.9, EYES_AND_MORE)
            for x, size in self.there.items()
        )

    def landmarks(self, image: NDArray[np.uint8], region: Region) -> FaceMesh:
        assert image.ndim == 3
        x = min((100.0, 500.0), key=lambda seat: abs(seat - region.center_x))
        self.looked_at.append(x)
        points = Face().points(scale=1.0)
        points = points + np.array([x - 320.0, 0, 0], np.float32)
        return FaceMesh(points=points, presence=1.0 if x in self.there else 0.0)


def where(tracker: FaceTracker, pts: float) -> float | None:
    mesh = tracker.observe(IMAGE, pts).mesh
    return None if mesh is None else float(mesh.points[:, 0].mean().round())


def test_a_face_that_is_tracked_stays_though_another_one_comes_nearer() -> None:
    people = People({100.0: 120.0, 500.0: 90.0}, [])
    tracker = FaceTracker(people, people)
    first = where(tracker, 0.0)
    people.there[500.0] = 300.0

    seen = {where(tracker, number / 15) for number in range(1, 30)}

    assert seen == {first}
    assert set(people.looked_at) == {100.0}


def test_the_seat_of_a_lost_face_is_not_given_to_another_person_who_is_about() -> None:
    people = People({100.0: 120.0, 500.0: 90.0}, [])
    tracker = FaceTracker(people, people)
    first = where(tracker, 0.0)
    del people.there[100.0]

    gone = [tracker.observe(IMAGE, pts) for pts in (0.2, 0.4, 1.0)]
    people.there[100.0] = 120.0

    assert [(face.mesh, face.faces) for face in gone] == [(None, 1)] * 3
    assert where(tracker, 1.2) == first


def test_after_two_seconds_another_person_is_followed() -> None:
    people = People({100.0: 120.0, 500.0: 90.0}, [])
    tracker = FaceTracker(people, people)
    where(tracker, 0.0)
    del people.there[100.0]

    assert where(tracker, 0.5) is None
    assert where(tracker, 2.5) is not None
    assert people.looked_at[-1] == 500.0


def test_a_face_that_was_alone_is_found_again_wherever_it_is() -> None:
    people = People({100.0: 120.0}, [])
    tracker = FaceTracker(people, people)
    where(tracker, 0.0)
    people.there = {500.0: 120.0}

    assert where(tracker, 0.1) is not None
    assert people.looked_at[-1] == 500.0
