"""The lag between picture and sound is the difference of what their devices add."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edge_agent.features.sync import SyncMeter

WALL = 1_700_000_000.0


def played(lag_s: float, late: int = 0) -> SyncMeter:
    meter = SyncMeter()
    for number in range(45):
        at = number / 15
        meter.see(at, WALL + at + lag_s + (1.0 if number < late else 0.0))
    for number in range(150):
        at = number / 50
        meter.hear(at, WALL + at + 0.01)
    return meter


@given(st.floats(-2.0, 2.0))
@settings(max_examples=30)
def test_pictures_that_leave_later_are_told_by_how_much(lag_s: float) -> None:
    assert played(lag_s).take(0.0, 1.0) == pytest.approx(lag_s - 0.01, abs=1e-6)


def test_one_late_delivery_does_not_count() -> None:
    assert played(0.0, late=3).take(0.0, 1.0) == pytest.approx(-0.01, abs=1e-6)


def test_each_window_tells_its_own_and_none_without_both() -> None:
    meter = played(0.2)
    assert meter.take(0.0, 1.0) == pytest.approx(0.19, abs=1e-6)
    meter.see(3.5, WALL)
    assert meter.take(1.0, 3.0) is not None
    assert meter.take(3.0, 4.0) is None
    assert SyncMeter().take(0.0, 1.0) is None


def test_what_no_message_takes_is_cut() -> None:
    assert played(3600.0).take(0.0, 1.0) == 10.0
