from dataclasses import replace
from math import asin, atan2, degrees

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from edge_agent.features.eyes import eye_aspect_ratio
from edge_agent.features.face_points import pick
from edge_agent.features.gaze import gaze
from edge_agent.features.head_pose import head_pose
from edge_agent.features.mouth import smile_extent
from edge_agent.features.neutral import read
from tests.fakes.face_changes import Change, turned
from tests.fakes.faces import EYE_DISTANCE, Face, mirrored

faces = st.builds(
    Face,
    eye=st.floats(0.05, 0.45),
    mouth_width=st.floats(40, 75),
    lift=st.floats(-3, 6),
    brow=st.floats(18, 32),
    yaw=st.floats(-35, 35),
    pitch=st.floats(-20, 20),
    roll=st.floats(-30, 30),
    gaze_yaw=st.floats(-30, 30),
    gaze_pitch=st.floats(-20, 20),
)


@pytest.mark.parametrize("opening", [0.05, 0.2, 0.3, 0.4])
def test_the_eye_aspect_ratio_is_the_opening_over_the_width(opening: float) -> None:
    assert eye_aspect_ratio(pick(Face(eye=opening).points())) == pytest.approx(opening, abs=1e-4)


@given(faces, st.floats(0.5, 5.0))
@settings(max_examples=50, deadline=None)
def test_no_measure_depends_on_how_near_the_face_is(face: Face, scale: float) -> None:
    near, far = read(face.points(scale)), read(face.points(1.0))

    assert near.eye_aspect_ratio == pytest.approx(far.eye_aspect_ratio, rel=1e-2)
    assert near.smile_extent == pytest.approx(far.smile_extent, rel=1e-2)
    assert near.brow_height == pytest.approx(far.brow_height, rel=1e-2)
    assert near.gaze_yaw == pytest.approx(far.gaze_yaw, abs=0.5)


@given(st.floats(-35, 35), st.floats(-25, 25), st.floats(-40, 40))
@settings(max_examples=50, deadline=None)
def test_yaw_pitch_and_roll_are_those_by_which_the_head_was_turned(
    yaw: float, pitch: float, roll: float
) -> None:
    pose = read(Face(yaw=yaw, pitch=pitch, roll=roll).points()).pose

    turn = turned(Change(yaw=yaw, pitch=pitch, roll=roll))
    assert pose.forward == pytest.approx(-turn[:, 2], abs=1e-3)
    assert pose.yaw == pytest.approx(yaw, abs=0.1)
    assert pose.pitch == pytest.approx(degrees(asin(turn[1, 2])), abs=0.1)
    assert pose.roll == pytest.approx(degrees(atan2(turn[1, 0], turn[0, 0])), abs=0.1)


def test_right_in_the_picture_up_and_clockwise_are_positive() -> None:
    def behind(face: Face) -> NDArray[np.float32]:
        """Give where the temples lie against the eyes: the other way than the face points."""
        points = face.points()
        way: NDArray[np.float32] = points[[127, 356]].mean(axis=0) - points[[33, 263]].mean(axis=0)
        return way

    straight = behind(Face())
    assert behind(Face(yaw=10))[0] < straight[0]
    assert behind(Face(pitch=10))[1] > straight[1]
    rolled = Face(roll=10).points()
    assert rolled[263, 1] > rolled[33, 1]


@given(st.floats(-35, 35), st.floats(-30, 30), st.floats(-20, 20))
@settings(max_examples=50, deadline=None)
def test_gaze_is_found_whatever_way_the_head_is_turned(yaw: float, x: float, y: float) -> None:
    points = pick(Face(yaw=yaw, gaze_yaw=x, gaze_pitch=y).points())

    looks = gaze(points, head_pose(points))

    assert looks.yaw == pytest.approx(x, abs=1.0)
    assert looks.pitch == pytest.approx(y, abs=1.0)


@given(faces)
@settings(max_examples=50, deadline=None)
def test_a_mirrored_face_looks_and_turns_the_other_way_and_is_else_the_same(face: Face) -> None:
    points = face.points()
    here, there = read(points), read(mirrored(points))

    assert there.pose.yaw == pytest.approx(-here.pose.yaw, abs=0.1)
    assert there.pose.pitch == pytest.approx(here.pose.pitch, abs=0.1)
    assert there.pose.roll == pytest.approx(-here.pose.roll, abs=0.1)
    assert there.gaze_yaw == pytest.approx(-here.gaze_yaw, abs=0.2)
    assert there.gaze_pitch == pytest.approx(here.gaze_pitch, abs=0.2)
    assert there.eye_aspect_ratio == pytest.approx(here.eye_aspect_ratio, abs=1e-3)
    assert there.smile_extent == pytest.approx(here.smile_extent, abs=1e-3)
    assert there.brow_height == pytest.approx(here.brow_height, abs=1e-3)


@given(faces, st.floats(0, 10), st.floats(0, 5))
@settings(max_examples=50, deadline=None)
def test_a_smile_is_wider_by_the_width_and_the_lift_over_the_eye_distance(
    face: Face, wider: float, higher: float
) -> None:
    smiling = replace(face, mouth_width=face.mouth_width + wider, lift=face.lift + higher)

    grown = smile_extent(pick(smiling.points())) - smile_extent(pick(face.points()))

    assert grown == pytest.approx((wider + higher) / EYE_DISTANCE, abs=2e-3)


def test_a_lowered_brow_is_lower_by_as_much_over_the_eye_distance() -> None:
    fell = read(Face(brow=25).points()).brow_height - read(Face(brow=22).points()).brow_height

    assert fell == pytest.approx(3 / EYE_DISTANCE, abs=1e-3)


def test_closing_the_eyes_moves_no_brow_and_no_mouth() -> None:
    opened, closed = read(Face(eye=0.3).points()), read(Face(eye=0.02).points())

    assert closed.brow_height == opened.brow_height
    assert closed.smile_extent == opened.smile_extent


def test_landmarks_that_all_lie_on_one_point_are_measured_without_a_crash() -> None:
    reading = read(np.zeros((478, 3), np.float32))

    assert np.isfinite([reading.smile_extent, reading.gaze_yaw, reading.eye_aspect_ratio]).all()
