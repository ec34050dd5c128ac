from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.fakes.bodies import (
    HANDS,
    KNOWN,
    UPRIGHT,
    Body,
    after,
    film,
    gesture,
    measured,
    steady,
)

Script = Callable[[float], Body | None]


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
