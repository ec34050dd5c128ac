"""When the kiosk plays a voice is known to the moment; a mark told twice changes nothing."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge_agent.inference.far_end import TAIL_S, FarEnd

edges = st.lists(st.floats(0.0, 100.0), min_size=1, max_size=10, unique=True).map(sorted)


def played(*marks: tuple[float, bool]) -> FarEnd:
    far_end = FarEnd()
    for pts, playing in marks:
        far_end.mark(pts, playing=playing)
    return far_end


def test_nothing_was_played_at_first() -> None:
    assert FarEnd().seconds(0.0, 100.0) == 0.0
    assert not FarEnd().covers(0.0, 100.0)


def test_what_still_plays_covers_everything_after_it() -> None:
    far_end = played((2.0, True))
    assert far_end.seconds(0.0, 10.0) == 8.0
    assert far_end.covers(1.0, 2.1)
    assert not far_end.covers(1.0, 2.0)


def test_its_echo_is_covered_but_not_counted() -> None:
    far_end = played((2.0, True), (3.0, False))
    assert far_end.covers(3.0 + TAIL_S / 2, 4.0)
    assert not far_end.covers(3.0 + TAIL_S, 4.0)
    assert far_end.seconds(0.0, 10.0) == 1.0


def test_a_mark_that_is_told_twice_changes_nothing() -> None:
    far_end = played((0.5, False), (2.0, True), (2.5, True), (3.0, False), (9.0, False))
    assert far_end.seconds(0.0, 10.0) == 1.0


@given(edges, st.lists(st.floats(0.0, 100.0), max_size=5))
def test_seconds_of_parts_add_up(marks: list[float], cuts: list[float]) -> None:
    far_end = played(*((pts, index % 2 == 0) for index, pts in enumerate(marks)))
    bounds = sorted([0.0, 120.0, *cuts])
    parts = [far_end.seconds(*pair) for pair in itertools.pairwise(bounds)]
    assert sum(parts) == pytest.approx(far_end.seconds(0.0, 120.0))
