"""When the kiosk plays a voice is known to the moment; a mark told twice changes nothing."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge_agent.inference.played_voice import TAIL_S, PlayedVoice

edges = st.lists(st.floats(0.0, 100.0), min_size=1, max_size=10, unique=True).map(sorted)


def played(*marks: tuple[float, bool]) -> PlayedVoice:
    voice = PlayedVoice()
    for pts, playing in marks:
        voice.mark(pts, playing=playing)
    return voice


def test_nothing_was_played_at_first() -> None:
    assert PlayedVoice().seconds(0.0, 100.0) == 0.0
    assert not PlayedVoice().covers(0.0, 100.0)


def test_what_still_plays_covers_everything_after_it() -> None:
    voice = played((2.0, True))
    assert voice.seconds(0.0, 10.0) == 8.0
    assert voice.covers(1.0, 2.1)
    assert not voice.covers(1.0, 2.0)


def test_its_echo_is_covered_but_not_counted() -> None:
    voice = played((2.0, True), (3.0, False))
    assert voice.covers(3.0 + TAIL_S / 2, 4.0)
    assert not voice.covers(3.0 + TAIL_S, 4.0)
    assert voice.seconds(0.0, 10.0) == 1.0


def test_what_plays_while_media_time_stands_still_covers_nothing() -> None:
    voice = played((2.0, True), (2.0, False))
    assert not voice.covers(0.0, 10.0)


def test_a_mark_that_is_told_twice_changes_nothing() -> None:
    voice = played((0.5, False), (2.0, True), (2.5, True), (3.0, False), (9.0, False))
    assert voice.seconds(0.0, 10.0) == 1.0


@given(edges, st.lists(st.floats(0.0, 100.0), max_size=5))
def test_seconds_of_parts_add_up(marks: list[float], cuts: list[float]) -> None:
    voice = played(*((pts, index % 2 == 0) for index, pts in enumerate(marks)))
    bounds = sorted([0.0, 120.0, *cuts])
    parts = [voice.seconds(*pair) for pair in itertools.pairwise(bounds)]
    assert sum(parts) == pytest.approx(voice.seconds(0.0, 120.0))


@pytest.mark.parametrize("is_over", [True, False])
def test_in_a_new_media_time_only_what_still_plays_goes_on(is_over: bool) -> None:  # noqa: FBT001 - a case
    voice = played((2.0, True), *([(3.0, False)] if is_over else []))
    further = voice.in_new_time()
    assert further.seconds(0.0, 10.0) == (0.0 if is_over else 10.0)
    further.mark(4.0, playing=False)
    assert further.seconds(0.0, 10.0) == (0.0 if is_over else 4.0)
    assert voice.seconds(0.0, 10.0) == (1.0 if is_over else 8.0)
