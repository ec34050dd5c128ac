"""The real models on real pictures."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import av
import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from edge_agent.capture.frames import Frame
from edge_agent.features.behaviour import BehaviourMeter
from edge_agent.features.neutral import read
from edge_agent.inference.observation import PictureObservation
from edge_agent.inference.vision import open_tracker

ROOT = Path(__file__).parents[4]
MODELS = ROOT / ".cache" / "models"
CARPHONE = ROOT / ".cache" / "media" / "carphone_pristine.mp4"
SHARED = ROOT.parent / "shared" / "media"
Pictures = list[tuple[float, NDArray[np.uint8]]]


@cache
def pictures(path: Path, every: int) -> Pictures:
    with av.open(str(path)) as container:
        frames = container.decode(video=0)
        return [
            (
                float(frame.time or 0.0),
                frame.to_ndarray(format="rgb24").astype(np.uint8, copy=False),
            )
            for number, frame in enumerate(frames)
            if number % every == 0
        ]


def track(film: Pictures, *, behaviour: bool = True) -> Iterator[PictureObservation]:
    tracker = open_tracker(MODELS, behaviour=behaviour)
    for pts, image in film:
        yield tracker.observe(Frame(pts=pts, captured_at=0.0, image=image))


@pytest.mark.parametrize(
    "path", [CARPHONE, SHARED / "webcam-400.mp4", SHARED / "talk-512.mp4"], ids=lambda p: p.stem
)
def test_a_face_is_held_through_the_film(path: Path) -> None:
    if path != CARPHONE and not SHARED.is_dir():
        pytest.skip("the folder of shared clips is absent")

    seen = list(track(pictures(path, every=6)))

    assert sum(observation.mesh is not None for observation in seen) >= 0.98 * len(seen)
    assert all(observation.faces == 1 for observation in seen)
    assert all(
        0.2 < (observation.face.height if observation.face else 0) < 0.8 for observation in seen
    )


def test_a_mirrored_film_turns_and_looks_the_other_way() -> None:
    film = pictures(CARPHONE, every=3)
    there = [(pts, np.ascontiguousarray(image[:, ::-1])) for pts, image in film]

    pairs = [
        (one.mesh.points, other.mesh.points)
        for one, other in zip(track(film), track(there), strict=True)
        if one.mesh and other.mesh
    ]

    assert len(pairs) == len(film)
    turns = [read(one).pose.yaw + read(other).pose.yaw for one, other in pairs]
    looks = [read(one).gaze_yaw + read(other).gaze_yaw for one, other in pairs]
    opens = [read(one).eye_aspect_ratio / read(other).eye_aspect_ratio for one, other in pairs]
    assert abs(np.median(turns)) < 3
    assert abs(np.median(looks)) < 6
    assert np.median(opens) == pytest.approx(1.0, abs=0.15)


@pytest.mark.parametrize("angle", [-25.0, 25.0])
def test_landmarks_turn_with_the_picture(angle: float) -> None:
    film = pictures(CARPHONE, every=3)[:10]
    height, width = film[0][1].shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    turned = [
        (pts, cv2.warpAffine(image, matrix, (width, height)).astype(np.uint8))
        for pts, image in film
    ]

    for straight, tilted in zip(track(film), track(turned), strict=True):
        assert straight.mesh is not None
        assert tilted.mesh is not None
        wanted = straight.mesh.points[:, :2] @ matrix[:, :2].T + matrix[:, 2]
        eyes = float(np.linalg.norm(wanted[33] - wanted[263]))
        distance = np.linalg.norm(tilted.mesh.points[:, :2] - wanted, axis=1) / eyes
        assert distance.mean() < 0.06


def test_a_black_film_has_no_face_and_no_behaviour() -> None:
    black = np.zeros((480, 640, 3), np.uint8)
    meter = BehaviourMeter()

    for observation in track([(number / 15, black) for number in range(60)]):
        assert observation.faces == 0
        assert observation.brightness == observation.sharpness == 0
        meter.observe(observation)

    assert meter.take(0, 10).face.measured_s == 0


def test_a_film_of_noise_has_no_face() -> None:
    noise = np.random.default_rng(1).integers(0, 256, (20, 480, 640, 3), dtype=np.uint8)

    seen = list(track([(number / 15, image) for number, image in enumerate(noise)]))

    assert [observation.faces for observation in seen] == [0] * 20


def test_a_face_that_leaves_is_lost_at_once_and_found_when_it_returns() -> None:
    film = pictures(CARPHONE, every=3)[:20]
    empty = np.full_like(film[0][1], 90)
    gone = [(pts, empty if 5 <= number < 10 else image) for number, (pts, image) in enumerate(film)]

    seen = [observation.mesh is not None for observation in track(gone)]

    assert seen == [True] * 5 + [False] * 5 + [True] * 10


def test_two_people_are_two_faces() -> None:
    double = [
        (pts, np.ascontiguousarray(np.concatenate([image, image[:, ::-1]], axis=1)))
        for pts, image in pictures(CARPHONE, every=3)[:10]
    ]

    assert {observation.faces for observation in track(double)} == {2}
    assert {observation.faces for observation in track(double, behaviour=False)} == {2}


def test_without_leave_a_real_film_yields_no_landmarks() -> None:
    seen = list(track(pictures(CARPHONE, every=3), behaviour=False))

    assert all(observation.mesh is None for observation in seen)
    assert sum(observation.faces == 1 for observation in seen) >= 0.98 * len(seen)


@pytest.mark.skipif(not SHARED.is_dir(), reason="the folder of shared clips is absent")
def test_a_head_that_turns_while_the_eyes_stay_on_the_camera_is_not_looking_away() -> None:
    meter = BehaviourMeter()
    film = [
        (pts, image)
        for pts, image in pictures(SHARED / "webcam-400.mp4", every=2)
        if 13.5 < pts < 24.0
    ]
    turns = []
    for observation in track(film):
        meter.observe(observation)
        assert observation.mesh is not None
        turns.append(read(observation.mesh.points).pose.yaw)

    found = meter.take(0, 60).face

    assert max(turns) - min(turns) > 25
    assert found.measured_s == pytest.approx(7.5, abs=0.5)
    assert found.gaze_away_s == 0
    assert found.blinks == 1
