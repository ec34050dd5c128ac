import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from edge_agent.inference.picture_light import LightMeter

DOUBLINGS = (1, 2, 4)


def scene(seed: int, height: int = 180, width: int = 320) -> NDArray[np.uint8]:
    """Draw edges and shades as a lens gives them: no detail of a single pixel."""
    noise = np.random.default_rng(seed).integers(0, 256, (height // 4, width // 4, 3), np.uint8)
    drawn = cv2.resize(noise, (width, height), interpolation=cv2.INTER_CUBIC)
    return np.asarray(drawn, np.uint8)


def enlarged(image: NDArray[np.uint8], times: int) -> NDArray[np.uint8]:
    return np.ascontiguousarray(image.repeat(times, axis=0).repeat(times, axis=1))


def test_a_grey_picture_is_half_bright_and_not_sharp() -> None:
    light = LightMeter().read(np.full((480, 640, 3), 128, np.uint8))

    assert light.brightness == pytest.approx(128 / 255)
    assert light.sharpness == 0


def test_a_black_picture_is_neither_bright_nor_sharp() -> None:
    light = LightMeter().read(np.zeros((720, 1280, 3), np.uint8))

    assert (light.brightness, light.sharpness) == (0.0, 0.0)


@given(st.integers(0, 99), st.sampled_from(DOUBLINGS))
@settings(max_examples=25, deadline=None)
def test_a_camera_with_more_pixels_sees_the_same_light(seed: int, times: int) -> None:
    small = LightMeter().read(scene(seed))
    large = LightMeter().read(enlarged(scene(seed), times))

    assert large.brightness == pytest.approx(small.brightness, abs=0.005)
    assert large.sharpness == pytest.approx(small.sharpness, abs=0.005)


@given(st.integers(0, 99), st.sampled_from([(1280, 720), (960, 540), (640, 360), (1920, 1080)]))
@settings(max_examples=25, deadline=None)
def test_any_size_of_picture_gives_nearly_the_same_light(seed: int, size: tuple[int, int]) -> None:
    small = LightMeter().read(scene(seed))
    large = LightMeter().read(
        np.asarray(cv2.resize(scene(seed), size, interpolation=cv2.INTER_CUBIC), np.uint8)
    )

    assert large.brightness == pytest.approx(small.brightness, abs=0.005)
    assert large.sharpness == pytest.approx(small.sharpness, abs=0.01)


def test_the_more_a_picture_is_blurred_the_less_sharp_it_is() -> None:
    image = scene(3, 720, 1280)
    blurs = [np.asarray(cv2.GaussianBlur(image, (0, 0), sigma), np.uint8) for sigma in (1, 3, 6, 9)]

    seen = [LightMeter().read(each).sharpness for each in (image, *blurs)]

    assert seen == sorted(seen, reverse=True)
    assert seen[0] > 0.9
    assert 0 < seen[-1] < 0.5


@given(st.integers(0, 99), st.integers(-60, 60))
@settings(max_examples=25, deadline=None)
def test_a_picture_brightened_as_a_whole_changes_by_that_much(seed: int, by: int) -> None:
    image = (scene(seed).astype(np.int16) // 2 + 64).clip(60, 195)
    meter = LightMeter()
    first = meter.read(image.astype(np.uint8))
    second = meter.read((image + by).astype(np.uint8))

    assert first.change is None
    assert second.change == pytest.approx(abs(by) / 255, abs=0.004)
    assert second.brightness - first.brightness == pytest.approx(by / 255, abs=0.004)
    assert second.sharpness == pytest.approx(first.sharpness, abs=0.02)


@given(st.integers(0, 99))
@settings(max_examples=10, deadline=None)
def test_the_same_picture_again_is_no_change_at_all(seed: int) -> None:
    meter = LightMeter()
    meter.read(scene(seed, 720, 1280))

    assert meter.read(scene(seed, 720, 1280)).change == 0.0


def test_pictures_of_different_sizes_are_not_compared() -> None:
    meter = LightMeter()
    meter.read(scene(1))

    assert meter.read(scene(1, 240)).change is None
