"""Live viewers are encoded for while no answer is recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from edge_agent.capture.frames import Frame
from edge_agent.record.live_only import LiveOnly
from edge_agent.record.part_recorder import Shape
from tests.fakes.watched_stream import WatchedStream

if TYPE_CHECKING:
    from collections.abc import Iterator

SIZE = (64, 48)


def frame(pts: float) -> Frame:
    return Frame(pts, 0.0, np.zeros((SIZE[1], SIZE[0], 3), np.uint8))


@pytest.fixture
def live() -> Iterator[LiveOnly]:
    shape = Shape(size=SIZE, sound_rate=48_000, bit_rate=100_000, source_waits=False)
    made = LiveOnly(shape, WatchedStream())
    yield made
    made.stop()


@pytest.mark.parametrize("again_at", [0.0, 3.5, 3.6, 90.0])
def test_who_watches_sees_the_candidate_again_as_soon_as_an_answer_is_over(
    live: LiveOnly, again_at: float
) -> None:
    live.add(frame(3.5))
    assert live.is_running
    live.stop()  # an answer begins; the next interview's media time may be the same again
    live.add(frame(again_at))
    assert live.is_running
