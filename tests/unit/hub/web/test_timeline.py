from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from hub.web.lanes import lanes
from hub.web.timeline import MOST_COLUMNS, WIDTH, Stretch, holes
from hub.web.times import clock, spoken_length
from tests.fakes.sample_messages import GAP, Sitting
from wire.language import Language
from wire.messages.behaviour_window import BehaviourWindow
from wire.messages.feature_window import FeatureWindow

SITTING = Sitting()
ANSWERS = [Stretch(start, end) for start, end in SITTING.answers]


def windows(sitting: Sitting) -> tuple[list[FeatureWindow], list[BehaviourWindow]]:
    sent = sitting.messages("0" * 32)
    return (
        [one for one in sent if isinstance(one, FeatureWindow)],
        [one for one in sent if isinstance(one, BehaviourWindow)],
    )


def test_a_second_without_a_window_is_a_gap_in_every_lane() -> None:
    drawn = lanes(*windows(SITTING), ANSWERS, 96.0)
    assert [lane.name for lane in drawn][:3] == ["speech", "level", "face"]
    for lane in drawn:
        assert Stretch(GAP.start, GAP.end) in lane.gaps


def test_the_first_seconds_of_behaviour_are_told_apart_when_a_face_was_seen() -> None:
    features, behaviour = windows(SITTING)
    begun = SITTING.answers[0][0]
    learnt = [
        replace(one, face=replace(one.face, measured_s=0.0)) if one.start < begun + 3 else one
        for one in behaviour
    ]
    drawn = {lane.name: lane.learning for lane in lanes(features, learnt, ANSWERS, 96.0)}
    learning = Stretch(begun, begun + 3)
    assert drawn == {
        **dict.fromkeys(("speech", "level", "face", "head_turn", "sway", "hands")),
        **dict.fromkeys(("blinks", "smiles", "gaze_away"), learning),
    }
    empty = [replace(one, picture=replace(one.picture, frames_with_face=0)) for one in features]
    assert not any(lane.learning for lane in lanes(empty, learnt, ANSWERS, 96.0))


def test_a_head_is_turned_against_where_it_usually_points() -> None:
    _, behaviour = windows(SITTING)
    still = [
        replace(one, face=replace(one.face, head_yaw=9.0, head_pitch=-4.0)) for one in behaviour
    ]
    aside = [
        replace(one, face=replace(one.face, head_yaw=29.0)) if number < 10 else one
        for number, one in enumerate(still)
    ]
    sums = [
        {lane.name: lane.sum for lane in lanes([], some, ANSWERS, 96.0)}["head_turn"]
        for some in (still, aside)
    ]
    assert sums[0] == 0
    assert sums[1] == pytest.approx(20.0 * 10 / len(still))


def test_a_body_that_was_not_seen_is_a_gap_and_has_no_sum() -> None:
    _, behaviour = windows(SITTING)
    unseen = [
        replace(one, body=replace(one.body, sway=None, hand_movement=None)) for one in behaviour
    ]
    drawn = {lane.name: lane for lane in lanes([], unseen, ANSWERS, 96.0)}
    for name in ("sway", "hands"):
        assert drawn[name].sum is None
        assert drawn[name].gaps == tuple(ANSWERS)


def test_time_between_answers_is_no_gap() -> None:
    features, _ = windows(SITTING)
    for lane in lanes(features, [], ANSWERS, 96.0):
        assert lane.gaps == (Stretch(GAP.start, GAP.end),)


def test_what_was_not_measured_has_no_sum() -> None:
    sums = {lane.name: lane.sum for lane in lanes([], [], ANSWERS, 96.0)}
    assert sums == {"speech": 0, "level": None, "face": None}


def test_a_long_interview_is_drawn_with_few_columns() -> None:
    features, _ = windows(Sitting(answers=((0.0, 3000.0),), with_gap=9))
    for lane in lanes(features, [], [Stretch(0.0, 3000.0)], 3000.0):
        assert 0 < lane.path.count("M") <= MOST_COLUMNS
        assert all(int(x) <= WIDTH for x in re.findall(r"H(\d+)", lane.path))
        assert lane.gaps == ()


spans = st.tuples(st.integers(0, 100), st.integers(1, 20)).map(
    lambda drawn: Stretch(drawn[0], drawn[0] + drawn[1])
)


@settings(max_examples=50)
@given(st.lists(spans, max_size=12), spans)
def test_holes_and_what_is_covered_make_up_the_answer(
    covered: list[Stretch], answer: Stretch
) -> None:
    found = list(holes(covered, [answer]))
    for second in range(int(answer.start), int(answer.end)):
        middle = second + 0.5
        is_covered = any(one.start < middle < one.end for one in covered)
        assert is_covered is not any(one.start < middle < one.end for one in found)


def test_times_read_as_people_write_them() -> None:
    assert [clock(one) for one in (0, 59.9, 61, 3600)] == ["0:00", "0:59", "1:01", "1:00:00"]
    assert spoken_length(0, Language.EN) == "0 s"
    assert spoken_length(425, Language.EN) == "7 min 5 s"
    assert spoken_length(3660, Language.ZH) == "1 小时 1 分"
