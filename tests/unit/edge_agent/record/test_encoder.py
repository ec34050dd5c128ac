"""What pictures cost: constant quality, and never more than allowed."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from edge_agent.record.encoder import Encoder
from wire.fragments import FragmentSplitter, fragment_time, video_track

SIZE = (320, 240)
MOST = 1_000_000
SECONDS, RATE = 4, 15
ONE_FRAME_S = 1 / RATE

Picture = NDArray[np.uint8]


def quiet() -> list[Picture]:
    return [np.full((SIZE[1], SIZE[0], 3), 128, np.uint8)] * (SECONDS * RATE)


def wild() -> list[Picture]:
    chance = np.random.default_rng(5)
    shape = (SIZE[1], SIZE[0], 3)
    return [chance.integers(0, 255, shape, np.uint8) for _ in range(SECONDS * RATE)]


def encoded(pictures: list[Picture]) -> bytes:
    written: list[bytes] = []
    encoder = Encoder(written.append, SIZE, 48_000, MOST)
    for number, picture in enumerate(pictures):
        encoder.picture(number / RATE, picture)
    encoder.close()
    return b"".join(written)


def bits_per_second(content: bytes) -> float:
    return len(content) * 8 / SECONDS


def test_a_quiet_picture_costs_a_small_part_of_what_it_may() -> None:
    assert bits_per_second(encoded(quiet())) < MOST / 20


def test_the_wildest_picture_costs_no_more_than_it_may() -> None:
    assert MOST / 2 < bits_per_second(encoded(wild())) < 1.3 * MOST


@pytest.mark.parametrize("pictures", [quiet(), wild()], ids=["quiet", "wild"])
def test_no_fragment_holds_more_than_a_second(pictures: list[Picture]) -> None:
    first, *fragments = FragmentSplitter().feed(encoded(pictures))
    number, scale = video_track(first)
    lengths = [fragment_time(fragment, number)[1] / scale for fragment in fragments]
    assert max(lengths) <= 1.0 + ONE_FRAME_S
    assert sum(lengths) == pytest.approx(SECONDS, abs=ONE_FRAME_S)
