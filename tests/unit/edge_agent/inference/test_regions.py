from math import cos, pi, sin

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edge_agent.inference.ports import FaceMesh, Region
from edge_agent.inference.regions import crop_matrix, cropped, region_of_mesh
from tests.fakes.faces import Face

regions = st.builds(
    Region,
    center_x=st.floats(0, 640),
    center_y=st.floats(0, 480),
    size=st.floats(20, 600),
    rotation=st.floats(-pi, pi),
)


@given(regions)
@settings(max_examples=50)
def test_a_crop_has_the_regions_middle_size_and_turn(region: Region) -> None:
    matrix = crop_matrix(region, 192)

    middle = matrix @ (96, 96, 1)
    top_left, top_right = matrix @ (0, 0, 1), matrix @ (192, 0, 1)

    assert middle == pytest.approx((region.center_x, region.center_y), abs=1e-6)
    across = top_right - top_left
    level = region.size * np.array([cos(region.rotation), sin(region.rotation)])
    assert across == pytest.approx(level, abs=1e-6)


@given(regions, st.booleans())
@settings(max_examples=50, deadline=None)
def test_a_crop_is_the_regions_pixels_wherever_it_lies(region: Region, mirrored: bool) -> None:  # noqa: FBT001 - drawn
    whole = np.random.default_rng(1).integers(0, 256, (90, 120, 3), np.uint8)
    image = whole[:, ::-1] if mirrored else whole
    matrix = crop_matrix(region, 32)

    found = cropped(image, matrix, 32)

    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    edge = cv2.BORDER_REPLICATE
    wanted = cv2.warpAffine(image.copy(), matrix, (32, 32), flags=flags, borderMode=edge)
    np.testing.assert_array_equal(found, wanted)


@given(st.floats(-1, 1), st.floats(-200, 200), st.floats(-200, 200))
@settings(max_examples=50, deadline=None)
def test_the_region_goes_with_the_face(turn: float, right: float, down: float) -> None:
    points = Face().points()
    rotation = np.array([[cos(turn), -sin(turn)], [sin(turn), cos(turn)]])
    moved = points.copy()
    moved[:, :2] = points[:, :2] @ rotation.T + (right, down)

    here = region_of_mesh(FaceMesh(points=points, presence=1.0))
    there = region_of_mesh(FaceMesh(points=moved, presence=1.0))

    assert here.rotation == pytest.approx(0, abs=1e-4)
    assert there.rotation == pytest.approx(turn, abs=1e-4)
    size = np.ptp(moved[:, :2], axis=0).max()
    assert there.size == pytest.approx(1.5 * size, rel=1e-4)
