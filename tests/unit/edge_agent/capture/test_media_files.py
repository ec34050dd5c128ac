"""Media files as one stream, in order and once through."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edge_agent.capture.frames import AudioChunk, Frame
from edge_agent.capture.media_files import together
from edge_agent.capture.pictures import Pace, narrowed


def frame(pts: float) -> Frame:
    return Frame(pts, pts, np.zeros((2, 2, 3), np.uint8))


def chunk(pts: float) -> AudioChunk:
    return AudioChunk(pts, pts + 0.02, 1000, np.zeros(20, np.int16))


@given(st.integers(0, 40), st.integers(0, 40))
@settings(max_examples=30)
def test_pictures_and_sound_come_in_order_and_none_is_lost(seen: int, heard: int) -> None:
    pictures = [frame(number / 15) for number in range(seen)]
    chunks = [chunk(number / 50) for number in range(heard)]

    items = list(together(iter(pictures), iter(chunks)))

    assert len(items) == seen + heard
    assert all(one.captured_at <= after.captured_at for one, after in pairwise(items))


def test_either_may_be_missing() -> None:
    assert list(together(None, None)) == []
    assert len(list(together(iter([frame(0.0)]), None))) == 1


@pytest.mark.parametrize("source_rate", [15.0, 24.0, 25.0, 29.97, 30.0, 60.0])
def test_a_faster_camera_gives_one_picture_in_each_slot(source_rate: float) -> None:
    pace = Pace(15.0)
    due = [pace.is_due(frame(number / source_rate)) for number in range(round(10 * source_rate))]
    assert sum(due) == 150


def test_a_wide_picture_is_scaled_and_a_narrow_one_is_left() -> None:
    wide, narrow = np.zeros((720, 1280, 3), np.uint8), np.zeros((144, 176, 3), np.uint8)
    assert narrowed(wide, 640).shape == (360, 640, 3)
    assert narrowed(narrow, 640) is narrow
