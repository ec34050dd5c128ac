from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edge_agent.features.body_behaviour import BodyMeter
from tests.fakes.bodies import (
    HANDS,
    KNOWN,
    UPRIGHT,
    Body,
    after,
    bare,
    film,
    gesture,
    measured,
    mirrored,
)
from wire.messages.behaviour_window import BodyBehaviour


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
