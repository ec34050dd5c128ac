"""What must not change what is seen, and what must: real models on changed films."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from statistics import fmean
from typing import TYPE_CHECKING

import av
import cv2
import numpy as np
import pytest

from edge_agent.capture.frames import Frame
from edge_agent.features.face_behaviour import FaceMeter
from edge_agent.inference.vision import Vision, open_face

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from edge_agent.inference.observation import PictureObservation

pytestmark = pytest.mark.integration

ROOT = Path(__file__).parents[2]
MODELS = ROOT / ".cache" / "models"
SHARED = ROOT.parent / "shared" / "media"
CARPHONE = ROOT / ".cache" / "media" / "carphone_pristine.mp4"
TALK, WEBCAM = SHARED / "talk-512.mp4", SHARED / "webcam-400.mp4"
"""A blink in the one, a lowered brow in the other."""
PICTURES = 60
RATE = 15.0
RIGHT_EYE, LEFT_EYE = 33, 263
MIRRORED = [(RIGHT_EYE, LEFT_EYE), (133, 362), (61, 291), (234, 454), (468, 473), (1, 1), (10, 10)]
"""Points that trade places in a mirror: eyes, mouth, cheeks, irises; nose and forehead stay."""

needs_clips = pytest.mark.skipif(not SHARED.is_dir(), reason="the shared clips are absent")
CHANGES: dict[str, tuple[float, float, float]] = {
    "darker": (0.7, 1.0, 0.015),
    "brighter": (1.3, 1.0, 0.015),
    "half": (1.0, 0.5, 0.025),
    "larger": (1.0, 1.5, 0.015),
}
"""Factor of light, factor of size, the most by which points may move, of the eyes' distance."""


@cache
def film(path: Path) -> tuple[NDArray[np.uint8], ...]:
    """Give the first pictures, every second one, as a kiosk takes them."""
    with av.open(str(path)) as container:
        frames = (frame for n, frame in enumerate(container.decode(video=0)) if n % 2 == 0)
        return tuple(
            frame.to_ndarray(format="rgb24").astype(np.uint8, copy=False)
            for _, frame in zip(range(PICTURES), frames, strict=False)
        )


def look(pictures: tuple[NDArray[np.uint8], ...]) -> list[PictureObservation]:
    seer = Vision(open_face(MODELS, behaviour=True))
    return [
        seer.observe(Frame(pts=number / RATE, captured_at=0.0, image=image))
        for number, image in enumerate(pictures)
    ]


@cache
def seen(path: Path) -> list[PictureObservation]:
    return look(film(path))


def changed(
    pictures: tuple[NDArray[np.uint8], ...], change: Callable[[NDArray[np.uint8]], object]
) -> tuple[NDArray[np.uint8], ...]:
    return tuple(np.ascontiguousarray(change(image), np.uint8) for image in pictures)


def lit(pictures: tuple[NDArray[np.uint8], ...], by: float) -> tuple[NDArray[np.uint8], ...]:
    return changed(pictures, lambda image: cv2.convertScaleAbs(image, alpha=by))


def points(observation: PictureObservation) -> NDArray[np.float32]:
    assert observation.mesh is not None
    return observation.mesh.points[:, :2]


def moved(wanted: NDArray[np.float32], found: NDArray[np.float32], eyes: float) -> float:
    """Give the points' mean distance as a share of the eyes' distance."""
    return float(np.linalg.norm(found - wanted, axis=1).mean()) / eyes


def eyes_apart(observation: PictureObservation) -> float:
    both = points(observation)[[RIGHT_EYE, LEFT_EYE]]
    return float(np.linalg.norm(both[0] - both[1]))


def counts(observations: list[PictureObservation]) -> tuple[int, ...]:
    meter = FaceMeter()
    for observation in observations:
        meter.observe(observation)
    found = meter.take(0.0, PICTURES / RATE)
    return (found.blinks, found.smiles, found.brow_lowerings, found.gaze_away_episodes)


@needs_clips
@pytest.mark.parametrize("path", [TALK, WEBCAM], ids=lambda path: path.stem)
@pytest.mark.parametrize("name", CHANGES)
def test_light_and_size_move_no_landmark_and_change_no_count(path: Path, name: str) -> None:
    light, size, most = CHANGES[name]
    way = cv2.INTER_AREA if size < 1 else cv2.INTER_LINEAR
    other = changed(
        film(path),
        lambda image: cv2.resize(
            cv2.convertScaleAbs(image, alpha=light), None, fx=size, fy=size, interpolation=way
        ),
    )

    found = look(other)

    for one, two in zip(seen(path), found, strict=True):
        assert moved(points(one), points(two) / size, eyes_apart(one)) < most
    assert counts(found) == counts(seen(path))
    assert sum(counts(found)) == 1


@needs_clips
@pytest.mark.parametrize("path", [TALK, WEBCAM], ids=lambda path: path.stem)
def test_the_figures_of_quality_follow_the_light(path: Path) -> None:
    dark, bright = (look(lit(film(path)[:10], by)) for by in (0.7, 1.3))
    brightness, sharpness = (
        [fmean(getattr(each, name) for each in some) for some in (dark, seen(path)[:10], bright)]
        for name in ("brightness", "sharpness")
    )

    assert brightness[0] == pytest.approx(0.7 * brightness[1], abs=0.01)
    assert brightness[2] == pytest.approx(1.3 * brightness[1], abs=0.03)
    assert sharpness[0] + 0.03 < sharpness[1] < sharpness[2] - 0.03


@needs_clips
@pytest.mark.parametrize("path", [TALK, WEBCAM], ids=lambda path: path.stem)
def test_a_picture_with_more_pixels_than_detail_is_less_sharp(path: Path) -> None:
    larger = look(changed(film(path)[:10], lambda image: cv2.resize(image, None, fx=1.5, fy=1.5)))

    for one, two in zip(seen(path), larger, strict=False):
        assert two.sharpness < one.sharpness
        assert two.brightness == pytest.approx(one.brightness, abs=0.01)


@pytest.mark.parametrize(
    ("path", "most"),
    [
        (CARPHONE, 0.06),
        pytest.param(TALK, 0.03, marks=needs_clips),
        pytest.param(WEBCAM, 0.03, marks=needs_clips),
    ],
    ids=lambda value: getattr(value, "stem", ""),
)
def test_a_mirrored_film_mirrors_the_landmarks(path: Path, most: float) -> None:
    width = film(path)[0].shape[1]
    rights, lefts = ([pair[side] for pair in MIRRORED] for side in (0, 1))

    found = look(changed(film(path), lambda image: image[:, ::-1]))

    for one, two in zip(seen(path), found, strict=True):
        back = points(two) * (-1, 1) + (width, 0)
        there, here = points(one)[rights + lefts], back[lefts + rights]
        assert moved(there, here, eyes_apart(one)) < most


def test_the_same_film_is_seen_the_same_twice_to_the_last_bit() -> None:
    for one, two in zip(seen(CARPHONE), look(film(CARPHONE)), strict=True):
        np.testing.assert_array_equal(points(one), points(two))
        assert (one.pts, one.faces, one.face) == (two.pts, two.faces, two.face)
        assert (one.brightness, one.sharpness, one.change) == (
            two.brightness,
            two.sharpness,
            two.change,
        )


@pytest.mark.parametrize("side", ["left", "right"])
def test_beside_another_person_the_nearer_one_keeps_the_seat(side: str) -> None:
    nearer = film(CARPHONE)
    height, width = nearer[0].shape[:2]
    farther = changed(nearer, lambda image: beside(image[:, ::-1], height, width))
    pairs = zip(nearer, farther, strict=True)
    both = tuple(np.concatenate(pair if side == "left" else pair[::-1], axis=1) for pair in pairs)

    found = look(both)

    assert {observation.faces for observation in found} == {2}
    start = (0 if side == "left" else width, 0)
    for one, two in zip(seen(CARPHONE), found, strict=True):
        assert moved(np.add(points(one), start), points(two), eyes_apart(one)) < 0.06


def beside(image: NDArray[np.uint8], height: int, width: int) -> NDArray[np.uint8]:
    """Show a person farther away: at 0.8 of the size, in a dark room."""
    small = cv2.resize(image, None, fx=0.8, fy=0.8, interpolation=cv2.INTER_AREA)
    room = np.full((height, width, 3), 40, np.uint8)
    room[-small.shape[0] :, : small.shape[1]] = small
    return room
