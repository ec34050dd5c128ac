"""A picture's light, framing and newness are counted, window by window."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edge_agent.features.picture_quality import DARK, PictureMeter, is_framed
from edge_agent.inference.observation import FacePlace, PictureObservation
from tests.fakes.faces import IN_THE_MIDDLE, Face


def seen(
    pts: float, faces: int = 1, brightness: float = 0.5, change: float | None = 0.02
) -> PictureObservation:
    return PictureObservation(
        pts=pts,
        faces=faces,
        mesh=None,
        face=IN_THE_MIDDLE if faces else None,
        body=None,
        change=change,
        brightness=brightness,
        sharpness=0.25,
    )


def test_a_window_sums_up_its_own_pictures() -> None:
    meter = PictureMeter()
    for pts, faces in ((0.9, 1), (1.0, 0), (1.5, 1), (1.9, 2), (2.0, 3)):
        meter.observe(seen(pts, faces))

    quality = meter.take(1.0, 2.0, skipped=7)

    assert (quality.frames_seen, quality.frames_skipped) == (3, 7)
    assert (quality.frames_with_face, quality.frames_with_more_faces) == (2, 1)
    assert (quality.brightness, quality.sharpness, quality.face_height) == (0.5, 0.25, 0.4)
    assert meter.take(2.0, 3.0, skipped=0).frames_with_more_faces == 1


def test_a_window_without_pictures_says_so() -> None:
    quality = PictureMeter().take(0, 1, skipped=15)

    assert (quality.frames_seen, quality.brightness, quality.face_height) == (0, 0.0, 0.0)


@given(st.lists(st.tuples(st.floats(0, 10), st.integers(0, 3)), max_size=30))
@settings(max_examples=50)
def test_windows_partition_the_pictures(pictures: list[tuple[float, int]]) -> None:
    meter = PictureMeter()
    for pts, faces in sorted(pictures):
        meter.observe(seen(pts, faces))

    windows = [meter.take(second, second + 1, skipped=0) for second in range(11)]

    assert sum(window.frames_seen for window in windows) == len(pictures)
    assert sum(w.frames_with_face for w in windows) == sum(n > 0 for _, n in pictures)


def test_pictures_too_dark_to_find_a_face_in_are_counted_with_or_without_one() -> None:
    meter = PictureMeter()
    for number, (faces, light) in enumerate([(1, 0.5), (1, DARK / 2), (0, DARK / 2), (0, 0.0)]):
        meter.observe(seen(number / 10, faces, light))
    assert meter.take(0.0, 1.0, skipped=0).frames_dark == 3


@pytest.mark.parametrize(("light", "dark"), [(0.0, 1), (0.0599, 1), (0.0601, 0), (0.5, 0)])
def test_a_picture_is_dark_below_six_hundredths_of_white(light: float, dark: int) -> None:
    meter = PictureMeter()
    meter.observe(seen(0.0, 1, light))
    assert meter.take(0.0, 1.0, skipped=0).frames_dark == dark


@pytest.mark.parametrize(
    ("change", "frozen"), [(None, 0), (0.0, 1), (4e-8, 1), (1.9e-5, 1), (2.1e-5, 0), (3.5e-5, 0)]
)
def test_a_picture_is_frozen_when_no_more_than_an_encoder_changed_it(
    change: float | None, frozen: int
) -> None:
    meter = PictureMeter()
    meter.observe(seen(0.0, change=change))
    assert meter.take(0.0, 1.0, skipped=0).frames_frozen == frozen


@pytest.mark.parametrize(
    ("roll", "framed"), [(0, 1), (59, 1), (-59, 1), (61, 0), (-61, 0), (180, 0)]
)
def test_landmarks_that_lie_on_their_side_are_not_framed(roll: float, framed: int) -> None:
    meter = PictureMeter()
    meter.observe(Face(roll=roll).seen(0.0))
    assert meter.take(0.0, 1.0, skipped=0).frames_framed == framed


@pytest.mark.parametrize(
    ("face", "framed"),
    [
        (IN_THE_MIDDLE, True),
        (FacePlace(left=0.05, top=0.3, width=0.3, height=0.4), False),
        (FacePlace(left=0.35, top=0.62, width=0.3, height=0.36), False),
        (FacePlace(left=0.45, top=0.45, width=0.08, height=0.1), False),
        (FacePlace(left=0.2, top=0.1, width=0.6, height=0.8), False),
        (FacePlace(left=0.35, top=-0.02, width=0.3, height=0.5), False),
        (FacePlace(left=0.3, top=0.75, width=0.3, height=0.4), False),
    ],
    ids=["middle", "left", "low", "far", "near", "cut off above", "cut off below"],
)
def test_a_face_is_framed_when_it_is_whole_near_the_middle_and_of_a_useful_size(
    face: FacePlace, *, framed: bool
) -> None:
    assert is_framed(face) is framed


@pytest.mark.parametrize(
    ("height", "framed"), [(0.149, False), (0.151, True), (0.749, True), (0.751, False)]
)
def test_a_face_is_of_a_useful_size_from_15_to_75_hundredths_of_the_height(
    height: float, *, framed: bool
) -> None:
    face = FacePlace(left=0.35, top=0.5 - height / 2, width=0.3, height=height)
    assert is_framed(face) is framed


@pytest.mark.parametrize("way", [-1.0, 1.0])
@pytest.mark.parametrize(("off", "framed"), [(0.249, True), (0.251, False)])
def test_a_face_is_near_the_middle_up_to_a_quarter_off(
    way: float, off: float, *, framed: bool
) -> None:
    right = FacePlace(left=0.4 + way * off, top=0.4, width=0.2, height=0.2)
    down = FacePlace(left=0.4, top=0.4 + way * off, width=0.2, height=0.2)
    assert (is_framed(right), is_framed(down)) == (framed, framed)


@given(st.floats(0, 0.7), st.floats(0, 0.6))
@settings(max_examples=50)
def test_a_mirrored_face_is_framed_alike(left: float, top: float) -> None:
    face = FacePlace(left=left, top=top, width=0.3, height=0.4)
    mirrored = FacePlace(left=1.0 - left - 0.3, top=top, width=0.3, height=0.4)
    assert is_framed(face) is is_framed(mirrored) or abs(abs(left - 0.35) - 0.25) < 1e-9
