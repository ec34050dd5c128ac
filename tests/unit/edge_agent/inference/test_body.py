from dataclasses import replace
from math import degrees, hypot

import numpy as np
import pytest
from numpy.typing import NDArray

from edge_agent.inference.body import BODY_RATE, BodyTracker
from edge_agent.inference.body_heat_maps import sharpen
from edge_agent.inference.body_landmarks import BlazePose
from edge_agent.inference.body_regions import region_below, region_of_circle
from edge_agent.inference.ports import BodyPose, FaceMesh, Region
from tests.fakes.bodies import Body
from tests.fakes.faces import Face, mirrored
from tests.fakes.pose_model import PoseModel

IMAGE = np.zeros((480, 640, 3), np.uint8)
FACE = FaceMesh(points=Face().points(), presence=1.0)
NEXT = Region(center_x=1.0, center_y=2.0, size=3.0, rotation=0.0)


class BodyUnder:
    """A `BodyModel` that finds a body below the face, and notes where it was asked to look."""

    def __init__(self) -> None:
        self.regions: list[Region] = []
        self.presence = 1.0
        self.nose = FACE.points[1]

    def look(self, image: NDArray[np.uint8], region: Region) -> tuple[BodyPose, Region]:
        assert image is IMAGE
        self.regions.append(region)
        pose = Body().pose()
        pose.points[0] = self.nose
        return replace(pose, presence=self.presence), NEXT


def test_at_fifteen_pictures_a_second_the_body_is_looked_for_in_every_third() -> None:
    model = BodyUnder()
    tracker = BodyTracker(model)

    seen = [tracker.observe(IMAGE, number / 15, FACE) is not None for number in range(45)]

    assert seen == [True, False, False] * 15
    assert sum(seen) / 3.0 == BODY_RATE


def test_a_body_is_looked_for_below_the_face_and_then_where_it_was() -> None:
    model = BodyUnder()
    tracker = BodyTracker(model)

    for number in range(3):
        tracker.observe(IMAGE, number / 5, FACE if number == 0 else None)

    assert model.regions == [region_below(FACE), NEXT, NEXT]


def test_without_a_face_no_body_is_looked_for() -> None:
    model = BodyUnder()

    assert BodyTracker(model).observe(IMAGE, 0.0, None) is None
    assert model.regions == []


def test_a_body_that_is_lost_is_looked_for_below_the_face_again() -> None:
    model = BodyUnder()
    tracker = BodyTracker(model)
    tracker.observe(IMAGE, 0.0, FACE)
    model.presence = 0.4

    assert tracker.observe(IMAGE, 0.2, FACE) is None
    model.presence = 1.0
    assert tracker.observe(IMAGE, 0.4, FACE) is not None
    assert model.regions == [region_below(FACE), NEXT, region_below(FACE)]


def test_a_body_with_another_head_is_not_the_tracked_persons() -> None:
    model = BodyUnder()
    model.nose = FACE.points[1] + np.float32(200.0)

    assert BodyTracker(model).observe(IMAGE, 0.0, FACE) is None


def test_when_media_time_begins_anew_the_body_is_looked_for_at_once() -> None:
    tracker = BodyTracker(BodyUnder())
    tracker.observe(IMAGE, 100.0, FACE)

    assert tracker.observe(IMAGE, 0.0, FACE) is not None


def test_the_region_holds_the_whole_body_upright_in_it() -> None:
    region = region_of_circle(np.array([300.0, 400.0]), np.array([400.0, 400.0]))

    assert (region.center_x, region.center_y) == (300.0, 400.0)
    assert region.size == pytest.approx(250.0)
    assert degrees(region.rotation) == pytest.approx(90.0)


def test_below_a_level_face_the_region_lies_level_under_it() -> None:
    region, middle = region_below(FACE), FACE.points[:, 0].mean()

    assert region.rotation == pytest.approx(0.0, abs=1e-6)
    assert region.center_x == pytest.approx(middle, abs=5.0)
    assert region.center_y > FACE.points[:, 1].max()


def test_below_a_mirrored_face_lies_the_mirrored_region() -> None:
    turn = np.array([[0.94, -0.34, 0.0], [0.34, 0.94, 0.0], [0.0, 0.0, 1.0]])
    tilted = (FACE.points @ turn).astype(np.float32)
    one = region_below(FaceMesh(points=tilted, presence=1.0))
    other = region_below(FaceMesh(points=mirrored(tilted), presence=1.0))

    assert other.center_x == pytest.approx(640.0 - one.center_x, abs=0.1)
    assert other.rotation == pytest.approx(-one.rotation, abs=1e-4)
    assert other.size == pytest.approx(one.size, rel=1e-4)


def heat(column: float, row: float, cells: int = 64) -> NDArray[np.float32]:
    """Draw a map of logits that are highest at one place."""
    y, x = np.mgrid[0:cells, 0:cells]
    drawn: NDArray[np.float32] = (6.0 - 4.0 * np.hypot(x - column, y - row)).astype(np.float32)
    return drawn[..., np.newaxis]


def test_a_point_moves_to_the_middle_of_the_heat_round_it() -> None:
    found = sharpen(np.array([[100.0, 60.0]], np.float32), heat(26.0, 14.0), 256)

    assert found == pytest.approx(np.array([[104.0, 56.0]]), abs=0.2)


@pytest.mark.parametrize("place", [(180.0, 60.0), (-30.0, 60.0), (100.0, 260.0)])
def test_a_point_without_heat_round_it_or_outside_of_the_map_stays(
    place: tuple[float, float],
) -> None:
    points = np.array([place], np.float32)

    assert sharpen(points, heat(26.0, 14.0), 256) == pytest.approx(points)


def test_at_the_edge_of_the_map_there_is_no_heat_beyond_it() -> None:
    found = sharpen(np.array([[1.0, 255.0]], np.float32), heat(0.0, 63.0), 256)

    assert found == pytest.approx(np.array([[0.0, 252.0]]), abs=4.0)  # one cell


def test_landmarks_are_given_in_pixels_of_the_picture() -> None:
    model = PoseModel({0: (128.0, 128.0), 11: (160.0, 64.0), 34: (128.0, 28.0)})
    region = Region(center_x=300.0, center_y=200.0, size=512.0, rotation=0.0)

    pose, where = BlazePose(model).look(IMAGE, region)

    assert pose.points[0, :2] == pytest.approx([300.0, 200.0])
    assert pose.points[11, :2] == pytest.approx([364.0, 72.0])
    assert pose.presence == pytest.approx(0.9)
    assert (where.center_x, where.center_y) == pytest.approx((300.0, 200.0))
    assert where.size == pytest.approx(2 * 1.25 * hypot(0.0, 200.0))


def test_a_point_outside_of_the_picture_is_not_visible_however_sure_the_model_is() -> None:
    model = PoseModel({11: (128.0, 246.0), 12: (128.0, 251.0)})
    region = Region(center_x=300.0, center_y=240.0, size=512.0, rotation=0.0)

    pose, _ = BlazePose(model).look(IMAGE, region)

    assert pose.points[[11, 12], 1] == pytest.approx([476.0, 486.0])
    assert pose.visibility[11] > 0.99
    assert pose.visibility[12] == 0
