from __future__ import annotations

import threading

from edge_agent.capture.frames import AudioChunk, Frame
from edge_agent.record.backlog import MOST_CHUNKS, MOST_PICTURE_BYTES, Backlog
from tests.fakes.media_files import grey, noise

BOUND_S = 20.0
PICTURE = grey(7, (640, 480))
FITTING = MOST_PICTURE_BYTES // PICTURE.nbytes
SAMPLES = noise(16)


def _frame(number: int) -> Frame:
    return Frame(float(number), 0.0, PICTURE)


def _chunk(number: int) -> AudioChunk:
    return AudioChunk(float(number), 0.0, 48_000, SAMPLES)


def test_a_live_source_loses_pictures_beyond_the_bound_and_no_sound() -> None:
    backlog = Backlog(source_waits=False)
    taken = [backlog.put(_frame(number)) for number in range(FITTING + 5)]
    assert taken == [True] * FITTING + [False] * 5
    assert all(backlog.put(_chunk(number)) for number in range(MOST_CHUNKS))
    assert not backlog.put(_chunk(MOST_CHUNKS))


def test_a_source_that_can_wait_is_made_to_wait_and_loses_nothing() -> None:
    backlog = Backlog(source_waits=True)
    count = 3 * FITTING
    refused: list[int] = []

    def put_all() -> None:
        refused.extend(number for number in range(count) if not backlog.put(_frame(number)))
        backlog.close()

    thread = threading.Thread(target=put_all)
    thread.start()
    got = []
    while (item := backlog.get()) is not None:
        got.append(item.pts)
    thread.join(BOUND_S)
    assert refused == []
    assert got == [float(number) for number in range(count)]


def test_closing_frees_who_waits_and_keeps_what_is_there() -> None:
    backlog = Backlog(source_waits=True)
    taken: list[bool] = []

    def put_too_many() -> None:
        taken.extend(backlog.put(_frame(number)) for number in range(FITTING + 1))

    thread = threading.Thread(target=put_too_many)
    thread.start()
    assert isinstance(backlog.get(), Frame)
    backlog.close()
    thread.join(BOUND_S)
    assert not thread.is_alive()
    left = 0
    while backlog.get() is not None:
        left += 1
    assert left == sum(taken) - 1
