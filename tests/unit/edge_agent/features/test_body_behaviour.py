from collections.abc import Callable, Iterable
from dataclasses import replace
from math import pi, sin, sqrt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edge_agent.features.body_behaviour import BodyMeter
from edge_agent.inference.observation import PictureObservation
from tests.fakes.bodies import Body, bare, film, mirrored
from wire.messages.behaviour_window import BodyBehaviour

UPRIGHT = Body()
HANDS = Body(left=(0.4, 1.0), right=(-0.4, 1.0))
KNOWN = 4.0
"""Seconds after which the neutral posture is known; what they show is measured from 3.2 s on."""
Script = Callable[[float], Body | None]
Movement = Callable[[float], Body]


def after(script: Script, neutral: Body = UPRIGHT) -> Script:
    """Sit as usual until the neutral posture is known, then play `script` from 0."""
    return lambda at: neutral if at < KNOWN else script(at - KNOWN)


def measured(observations: Iterable[PictureObservation], start: float = KNOWN) -> BodyBehaviour:
    meter = BodyMeter()
    for observation in observations:
        meter.observe(observation)
    meter.take(0, start)
    return meter.take(start, 10_000)


def steady(body: Body, seconds: float = 6.0, neutral: Body = UPRIGHT) -> BodyBehaviour:
    return measured(film(after(lambda _: body, neutral), KNOWN + seconds))


@pytest.mark.parametrize("degrees", [-25.0, -3.0, 0.0, 8.0, 40.0])
def test_lean_is_the_angle_drawn(degrees: float) -> None:
    assert steady(Body(lean=degrees)).lean == pytest.approx(degrees, abs=1e-3)


def test_lean_is_told_from_the_persons_own_way_of_sitting() -> None:
    crooked = Body(lean=6.0)

    assert steady(crooked, neutral=crooked).lean == pytest.approx(0.0, abs=1e-3)
    assert steady(Body(lean=-4.0), neutral=crooked).lean == pytest.approx(-10.0, abs=1e-3)


@pytest.mark.parametrize("growth", [0.8, 1.0, 1.25])
def test_leaning_forward_is_the_growth_drawn(growth: float) -> None:
    found = steady(Body(growth=growth))

    assert found.lean_forward == pytest.approx(growth - 1.0, abs=1e-5)
    assert found.lean == pytest.approx(0.0, abs=1e-3)


def test_sway_is_the_root_mean_square_of_the_sine_drawn() -> None:
    def swaying(at: float) -> Body:
        return Body(x=0.2 * sin(2 * pi * at / 2.0))

    found = measured(film(after(swaying), KNOWN + 20))

    assert found.sway == pytest.approx(0.2 / sqrt(2), rel=0.01)
    assert steady(UPRIGHT).sway == pytest.approx(0.0, abs=1e-6)


def test_one_picture_alone_cannot_sway() -> None:
    meter = BodyMeter()
    for observation in film(lambda _: UPRIGHT, 6):
        meter.observe(observation)

    assert meter.take(4.5, 4.7).sway is None
    assert meter.take(4.7, 5.2).sway is not None


def test_hands_move_at_the_speed_drawn() -> None:
    """A wrist on a line, 0.6 shoulder widths a second, there and back in two seconds."""

    def moving(at: float) -> Body:
        phase = at % 2.0
        return Body(left=(0.6 * min(phase, 2.0 - phase), 1.0))

    found = measured(film(after(moving, moving(0.0)), KNOWN + 20.2), start=KNOWN + 0.1)

    assert found.hand_movement == pytest.approx(0.6, rel=0.01)
    assert found.hands_s == pytest.approx(20.0, abs=0.21)
    assert found.gestures == 0


def test_of_two_hands_the_mean_counts_and_of_one_only_that_one() -> None:
    def waving(at: float) -> Body:
        return replace(HANDS, left=(0.4 + 0.08 * (round(at * 5) % 2), 1.0))

    both = measured(film(after(waving, HANDS), KNOWN + 6))
    one = measured(film(after(lambda at: replace(waving(at), right=None), HANDS), KNOWN + 6))

    assert both.hand_movement == pytest.approx(0.2, rel=0.05)
    assert one.hand_movement == pytest.approx(0.4, rel=0.05)


def test_hands_that_are_carried_along_by_the_body_do_not_move() -> None:
    def rolling(at: float) -> Body:
        return replace(HANDS, x=0.3 * at, y=-0.1 * at)

    assert measured(film(after(rolling, HANDS), KNOWN + 6)).hand_movement == pytest.approx(
        0.0, abs=1e-5
    )


def test_hands_out_of_sight_are_not_hands_at_rest() -> None:
    found = steady(UPRIGHT)

    assert found.measured_s == pytest.approx(6.0, abs=0.01)
    assert found.hands_s == 0
    assert found.hand_movement is None
    assert found.gestures == 0


def test_a_jump_that_no_hand_can_make_is_not_followed() -> None:
    def jumping(at: float) -> Body:
        return replace(HANDS, left=(0.4 if round(at * 5) % 2 else -2.0, 1.0), right=None)

    assert measured(film(after(jumping, HANDS), KNOWN + 4)).hands_s == 0


def gesture(began: float, lasted: float, speed: float = 1.5) -> Movement:
    """Raise the left hand for half of the time and lower it for the other half."""

    def at_time(at: float) -> Body:
        along = min(max(at - began, 0.0), lasted)
        return replace(HANDS, left=(0.4, 1.0 - speed * min(along, lasted - along)))

    return at_time


def test_a_gesture_is_counted_once_and_lasts_as_long_as_drawn() -> None:
    found = measured(film(after(gesture(2.0, 1.6), HANDS), KNOWN + 8))

    assert found.gestures == 1
    assert found.gesture_s == pytest.approx(1.6, abs=0.01)


def test_two_gestures_with_a_rest_between_them_are_two_without_it_one() -> None:
    def pair(rest: float) -> Script:
        first, second = gesture(1.0, 1.2), gesture(2.2 + rest, 1.2)
        return lambda at: first(at) if at < 2.2 + rest / 2 else second(at)

    apart = measured(film(after(pair(1.0), HANDS), KNOWN + 8))
    joined = measured(film(after(pair(0.2), HANDS), KNOWN + 8))

    assert (apart.gestures, joined.gestures) == (2, 1)
    assert apart.gesture_s == pytest.approx(2.4, abs=0.01)
    assert joined.gesture_s == pytest.approx(2.6, abs=0.01)


def test_a_twitch_is_no_gesture() -> None:
    assert measured(film(after(gesture(2.0, 0.2), HANDS), KNOWN + 6)).gestures == 0


def test_a_movement_below_the_threshold_is_no_gesture_but_hand_movement() -> None:
    found = measured(film(after(gesture(1.0, 3.2, speed=0.9), HANDS), KNOWN + 6))

    assert found.gestures == 0
    assert found.gesture_s == 0
    assert found.hand_movement == pytest.approx(0.9 * 3.2 / 6 / 2, rel=0.01)


def test_a_hand_that_leaves_the_picture_ends_its_gesture() -> None:
    def leaving(at: float) -> Body:
        shown = gesture(1.0, 6.0, speed=1.2)(at)
        return replace(shown, left=None, right=None) if 2.5 < at < 3.5 else shown

    assert measured(film(after(leaving, HANDS), KNOWN + 8)).gestures == 2


def test_before_the_neutral_posture_is_known_nothing_is_measured() -> None:
    found = measured(film(lambda _: HANDS, 2.9), start=0.0)

    assert found == BodyBehaviour(
        measured_s=0.0,
        lean=None,
        lean_forward=None,
        sway=None,
        hands_s=0.0,
        hand_movement=None,
        gestures=0,
        gesture_s=0.0,
    )


def test_what_is_seen_after_half_a_minute_no_longer_changes_the_neutral_posture() -> None:
    def script(at: float) -> Body:
        return UPRIGHT if at < 31 else Body(lean=12.0)

    assert measured(film(script, 120), start=60).lean == pytest.approx(12.0, abs=1e-3)


@pytest.mark.parametrize("hidden", [Body(shoulders=0.4), Body(lean=180.0), None])
def test_without_both_shoulders_facing_the_camera_nothing_is_measured(hidden: Body | None) -> None:
    found = measured(film(after(lambda _: hidden), KNOWN + 6))

    assert found.measured_s == 0
    assert found.lean is found.sway is None


def test_a_body_that_was_lost_is_measured_from_its_second_picture_on() -> None:
    def script(at: float) -> Body | None:
        return None if 1.0 <= at < 2.0 else UPRIGHT

    assert measured(film(after(script), KNOWN + 4)).measured_s == pytest.approx(2.8, abs=0.01)


def test_while_two_faces_are_seen_nothing_is_measured() -> None:
    meter = BodyMeter()
    for observation in film(lambda _: HANDS, KNOWN):
        meter.observe(observation)
    meter.take(0, KNOWN)
    for observation in film(gesture(0.0, 4.0), 4, start=KNOWN):
        meter.observe(replace(observation, faces=2))

    assert meter.take(KNOWN, 100).measured_s == 0


def test_pictures_in_which_no_body_was_looked_for_change_nothing() -> None:
    seen = list(film(after(gesture(1.0, 2.0), HANDS), KNOWN + 5))

    bodies = [observation for observation in seen if observation.body is not None]

    assert measured(seen) == measured(bodies)
    assert measured([*seen, bare(20.0)]) == measured(seen)


def test_a_mirrored_body_leans_the_other_way_and_moves_as_much() -> None:
    def script(at: float) -> Body:
        return replace(gesture(0.5, 2.0)(at), lean=7.0, growth=1.1)

    there = list(film(after(script, HANDS), KNOWN + 4))
    back = [replace(seen, body=mirrored(seen.body)) if seen.body else seen for seen in there]

    one, other = measured(there), measured(back)

    assert other.lean == pytest.approx(-7.0, abs=1e-3)
    assert other.hand_movement == pytest.approx(one.hand_movement, rel=1e-4)
    assert (other.gestures, other.hands_s) == (one.gestures, one.hands_s)
    assert other.lean_forward == pytest.approx(one.lean_forward, abs=1e-5)


@given(st.floats(30.0, 900.0))
@settings(max_examples=10, deadline=None)
def test_the_size_of_the_person_in_the_picture_changes_nothing(pixels: float) -> None:
    def at_size(size: float) -> BodyBehaviour:
        def script(at: float) -> Body:
            return replace(gesture(0.5, 1.6)(at), lean=5.0, x=0.1 * at, pixels=size)

        return measured(film(after(script, replace(HANDS, pixels=size)), KNOWN + 3))

    one, other = at_size(200.0), at_size(pixels)

    assert other.lean == pytest.approx(one.lean, abs=0.01)
    assert other.sway == pytest.approx(one.sway, rel=0.01)
    assert other.hand_movement == pytest.approx(one.hand_movement, rel=0.01)
    assert other.gestures == one.gestures


@pytest.mark.parametrize("slower", [2, 3])
def test_a_film_played_slowly_slows_the_hands_in_proportion(slower: int) -> None:
    script = after(gesture(0.0, 2.0, speed=0.9), HANDS)

    quick = measured(film(script, KNOWN + 3))
    slow = measured(film(script, KNOWN + 3, slower=slower), start=KNOWN * slower)

    assert quick.hand_movement is not None
    assert slow.hand_movement == pytest.approx(quick.hand_movement / slower, rel=0.01)


poses = st.sampled_from(
    [HANDS, replace(HANDS, left=(0.9, 0.2)), Body(lean=9, right=(0.0, 0.5)), UPRIGHT, None]
)


@given(st.lists(poses, min_size=5, max_size=40), st.floats(0.3, 2.0))
@settings(max_examples=30, deadline=None)
def test_windows_partition_what_is_counted(played: list[Body | None], length: float) -> None:
    def script(at: float) -> Body | None:
        return played[min(round(at * 5), len(played) - 1)]

    seen = list(film(after(script, HANDS), KNOWN + len(played) / 5))
    whole = measured(seen, start=0.0)
    meter, start, taken = BodyMeter(), 0.0, []
    for observation in seen:
        while observation.pts >= start + length:
            taken.append(meter.take(start, start + length))
            start += length
        meter.observe(observation)
    taken.append(meter.take(start, 10_000))

    for name in ("measured_s", "hands_s", "gestures", "gesture_s"):
        assert sum(getattr(part, name) for part in taken) == pytest.approx(getattr(whole, name))
    path = sum((part.hand_movement or 0.0) * part.hands_s for part in taken)
    assert path == pytest.approx((whole.hand_movement or 0.0) * whole.hands_s)
