"""Where the kiosk knows that it cannot see, it measures no behaviour."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from edge_agent.features.behaviour import BehaviourMeter
from tests.fakes.bodies import HANDS
from tests.fakes.faces import Face

if TYPE_CHECKING:
    from collections.abc import Iterator

    from edge_agent.features.behaviour import Behaviour
    from edge_agent.inference.observation import PictureObservation

NEUTRAL, BLINK, SMILE = Face(), Face(eye=0.03), Face(mouth_width=62, lift=3)
ON_ITS_SIDE = replace(NEUTRAL, roll=90.0)
CHANGED_BY_AN_ENCODER = 4e-8


def film(start: float, seconds: float, **spoilt: Any) -> Iterator[PictureObservation]:
    """Give a man who blinks and smiles and shows his hands, 15 pictures a second."""
    for number in range(round(seconds * 15)):
        face = BLINK if number % 30 in (0, 1, 2) else SMILE if number % 30 > 15 else NEUTRAL
        seen = face.seen(start + number / 15)
        yield replace(seen, body=HANDS.pose() if number % 3 == 0 else None, **spoilt)


def measured(spoilt: Iterator[PictureObservation], start: float, end: float) -> Behaviour:
    """Give what is measured in [start, end), after ten good seconds."""
    meter = BehaviourMeter()
    for number in range(150):
        meter.observe(replace(NEUTRAL.seen(number / 15), body=HANDS.pose()))
    meter.take(0.0, 10.0)
    for one in spoilt:
        meter.observe(one)
    meter.take(10.0, start)
    return meter.take(start, end)


def test_in_good_light_all_of_it_is_measured() -> None:
    found = measured(film(10.0, 8.0), 10.0, 18.0)

    assert found.face.measured_s == pytest.approx(8.0, abs=0.1)
    assert found.body.measured_s == pytest.approx(8.0, abs=0.3)
    assert (found.face.blinks, found.face.smiles) == (4, 4)


@pytest.mark.parametrize(
    "spoilt",
    [
        {"brightness": 0.019},
        {"brightness": 0.0599},
        {"faces": 2},
        {"mesh": ON_ITS_SIDE.seen(0.0).mesh},
    ],
    ids=["a dark film", "hardly dark", "two people", "a camera on its side"],
)
def test_where_it_cannot_see_nothing_is_measured(spoilt: dict[str, Any]) -> None:
    found = measured(film(10.0, 8.0, **spoilt), 10.0, 18.0)

    assert found.face.measured_s == found.body.measured_s == 0.0
    assert (found.face.blinks, found.face.smiles, found.body.gestures) == (0, 0, 0)
    assert found.face.head_yaw is found.body.lean is found.body.hand_movement is None


@pytest.mark.parametrize("change", [0.0, CHANGED_BY_AN_ENCODER, 1.9e-5])
def test_a_picture_that_stands_still_shows_nobody_after_a_second(change: float) -> None:
    found = measured(film(10.0, 8.0, change=change), 11.5, 18.0)

    assert found.face.measured_s == found.body.measured_s == 0.0


def test_a_still_scene_before_a_faint_noise_is_measured() -> None:
    found = measured(film(10.0, 8.0, change=3.5e-5), 11.5, 18.0)

    assert found.face.measured_s == pytest.approx(6.5, abs=0.1)


def test_what_it_did_not_see_makes_no_neutral_face() -> None:
    meter = BehaviourMeter()
    for one in film(0.0, 8.0, brightness=0.019):
        meter.observe(one)
    for one in film(8.0, 2.0):
        meter.observe(one)

    assert meter.take(0.0, 10.0).face.measured_s == 0.0


def test_a_smile_is_interrupted_by_the_dark() -> None:
    meter = BehaviourMeter()
    for number in range(150):
        meter.observe(NEUTRAL.seen(number / 15))
    for number in range(12):
        smile = SMILE.seen(10.0 + number / 15)
        meter.observe(replace(smile, brightness=0.02) if number in (5, 6) else smile)

    assert meter.take(0.0, 12.0).face.smiles == 0
