"""The whole vision line's bodies in real films."""

from collections.abc import Iterator
from functools import cache
from itertools import islice
from pathlib import Path
from statistics import median

import av
import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from edge_agent.capture.frames import Frame
from edge_agent.features.body_behaviour import BodyMeter
from edge_agent.features.posture import Posture, read_posture
from edge_agent.inference.body_landmarks import BlazePose
from edge_agent.inference.body_regions import region_below
from edge_agent.inference.observation import PictureObservation
from edge_agent.inference.opener import open_runtime
from edge_agent.inference.vision import open_tracker

pytestmark = pytest.mark.integration

ROOT = Path(__file__).parents[2]
MODELS = ROOT / ".cache" / "models"
CARPHONE = ROOT / ".cache" / "media" / "carphone_pristine.mp4"
SHARED = ROOT.parent / "shared" / "media"
WEBCAM, TALK = SHARED / "webcam-400.mp4", SHARED / "talk-512.mp4"
Film = list[tuple[float, NDArray[np.uint8]]]

needs_shared = pytest.mark.skipif(
    not SHARED.is_dir(), reason="the folder of shared clips is absent"
)


@cache
def pictures(path: Path, every: int, most: int) -> Film:
    with av.open(str(path)) as container:
        frames = islice(container.decode(video=0), 0, every * most, every)
        return [
            (float(frame.time or 0.0), frame.to_ndarray(format="rgb24").astype(np.uint8))
            for frame in frames
        ]


def look(film: Film, *, behaviour: bool = True) -> Iterator[PictureObservation]:
    tracker = open_tracker(MODELS, behaviour=behaviour)
    for pts, image in film:
        yield tracker.observe(Frame(pts=pts, captured_at=0.0, image=image))


def postures(film: Film) -> list[Posture]:
    read = [read_posture(seen.body) for seen in look(film) if seen.body]
    return [posture for posture in read if posture]


def test_a_body_is_held_through_the_film_and_looked_for_five_times_a_second() -> None:
    film = pictures(CARPHONE, every=2, most=60)

    found = [seen.pts for seen in look(film) if seen.body]

    assert len(found) == pytest.approx(5 * 4, abs=1)
    assert np.diff(found) == pytest.approx(0.2, abs=0.01)


@needs_shared
def test_a_man_who_sits_still_leans_and_sways_little() -> None:
    meter = BodyMeter()
    for seen in look(pictures(WEBCAM, every=5, most=50)):
        meter.observe(seen)

    found = meter.take(0, 60)

    assert found.measured_s == pytest.approx(6.8, abs=0.21)
    assert found.lean == pytest.approx(0.0, abs=1.0)
    assert found.lean_forward == pytest.approx(0.0, abs=0.03)
    assert (found.sway or 1.0) < 0.03
    assert found.hands_s == 0
    assert found.hand_movement is None


@needs_shared
def test_shoulders_below_the_picture_are_guessed_and_therefore_not_measured() -> None:
    meter, bodies = BodyMeter(), 0
    for seen in look(pictures(TALK, every=5, most=40)):
        meter.observe(seen)
        bodies += seen.body is not None

    assert bodies == 40
    assert meter.take(0, 60).measured_s < 1.0


def test_a_mirrored_film_leans_the_other_way() -> None:
    """The model sees left and right a little differently; a neutral posture takes that away."""
    film = pictures(CARPHONE, every=6, most=20)
    there = [(pts, np.ascontiguousarray(image[:, ::-1])) for pts, image in film]

    one, other = (np.array([each.tilt for each in postures(each)]) for each in (film, there))

    assert len(one) == len(other) == len(film)
    leans = one - np.median(one), other - np.median(other)
    print("mirrored", np.median(one + other), np.round(leans, 1))  # noqa: T201 - for docs/measures
    assert np.ptp(leans[0]) > 8.0
    assert np.corrcoef(*leans)[0, 1] < -0.9
    assert np.median(np.abs(leans[0] + leans[1])) < 1.5


@pytest.mark.parametrize("scale", [0.75, 2.0])
def test_a_larger_picture_shows_the_same_posture(scale: float) -> None:
    film = [
        (pts, cv2.resize(image, None, fx=4, fy=4).astype(np.uint8))
        for pts, image in pictures(CARPHONE, every=6, most=10)
    ]
    other = [
        (pts, cv2.resize(image, None, fx=scale, fy=scale).astype(np.uint8)) for pts, image in film
    ]

    one, two = postures(film), postures(other)

    assert len(one) == len(two) == len(film)
    assert median(each.tilt for each in one) == pytest.approx(
        median(each.tilt for each in two), abs=1.5
    )
    assert median(each.width for each in two) / scale == pytest.approx(
        median(each.width for each in one), rel=0.03
    )


def test_without_leave_no_body_is_looked_for() -> None:
    film = pictures(CARPHONE, every=6, most=10)
    assert all(seen.body is None for seen in look(film, behaviour=False))


def test_both_runtimes_find_the_same_body() -> None:
    ((_, image), *_) = pictures(CARPHONE, every=6, most=10)
    (seen,) = look([(0.0, image)])
    assert seen.mesh is not None
    files = {"onnxruntime": "pose_landmarks.onnx", "tflite-runtime": "pose_landmarks.tflite"}

    found = [
        BlazePose(open_runtime(runtime, MODELS / file)).look(image, region_below(seen.mesh))[0]
        for runtime, file in files.items()
    ]

    assert found[0].points == pytest.approx(found[1].points, abs=0.1)
    assert found[0].visibility == pytest.approx(found[1].visibility, abs=0.01)
