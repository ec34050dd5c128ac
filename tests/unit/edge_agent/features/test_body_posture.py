from math import pi, sin, sqrt

import pytest

from edge_agent.features.body_behaviour import BodyMeter
from tests.fakes.bodies import (
    KNOWN,
    UPRIGHT,
    Body,
    after,
    film,
    measured,
    steady,
)


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
