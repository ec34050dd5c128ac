from __future__ import annotations

import threading

import pytest

from edge_agent.errors import RecordingError, SpoolError
from edge_agent.record.part_writer import Tally
from edge_agent.record.writer_behind import MOST_WAITING, WriterBehind
from wire.upload import Gap

TALLY = Tally(1, 0)


class SlowWriter:
    """Notes what it did once it may go on; fails at the fragment named."""

    def __init__(self, fails_at: bytes = b"") -> None:
        self.may_go_on = threading.Event()
        self.done: list[object] = []
        self.fails_at = fails_at

    def fragment(self, plaintext: bytes, start: float, duration: float, tally: Tally) -> None:
        assert self.may_go_on.wait(30)
        if plaintext == self.fails_at:
            raise SpoolError("A test's disk is full.")
        self.done.append((plaintext, start, duration, tally))

    def gap(self, gap: Gap) -> None:
        self.done.append(gap)

    def close(self, tally: Tally) -> None:
        self.done.append(tally)

    def abandon(self) -> None:
        self.done.append("abandoned")


def test_nobody_waits_for_a_slow_disk_and_all_is_written_in_order() -> None:
    slow = SlowWriter()
    behind = WriterBehind(slow)
    behind.fragment(b"1", 0.0, 1.0, TALLY)
    behind.gap(Gap(start=1.0, end=2.0))
    behind.fragment(b"2", 1.0, 1.0, TALLY)
    assert slow.done == []
    slow.may_go_on.set()
    behind.close(TALLY)
    behind.abandon()
    one, two = (b"1", 0.0, 1.0, TALLY), (b"2", 1.0, 1.0, TALLY)
    assert slow.done == [one, Gap(start=1.0, end=2.0), two, TALLY, "abandoned"]


def test_only_so_much_waits() -> None:
    slow = SlowWriter()
    behind = WriterBehind(slow)
    told: list[int] = []

    def tell() -> None:
        for number in range(MOST_WAITING + 2):
            behind.fragment(b"%d" % number, float(number), 1.0, TALLY)
            told.append(number)

    teller = threading.Thread(target=tell)
    teller.start()
    teller.join(0.5)
    assert teller.is_alive()
    assert len(told) <= MOST_WAITING + 1
    slow.may_go_on.set()
    teller.join()
    behind.abandon()
    assert len(slow.done) == MOST_WAITING + 3


def test_what_failed_is_raised_and_nothing_is_written_after_it() -> None:
    slow = SlowWriter(fails_at=b"2")
    slow.may_go_on.set()
    behind = WriterBehind(slow)
    for fragment in (b"1", b"2"):
        behind.fragment(fragment, 0.0, 1.0, TALLY)
    with pytest.raises(SpoolError):
        behind.close(TALLY)
    with pytest.raises(SpoolError):
        behind.check()
    behind.abandon()
    assert slow.done == [(b"1", 0.0, 1.0, TALLY), "abandoned"]


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_thread_that_failed_unforeseen_leaves_nobody_waiting() -> None:
    slow = SlowWriter()
    behind = WriterBehind(slow)
    behind.fragment(b"1", 0.0, 1.0, None)  # type: ignore[arg-type]
    slow.done = None  # type: ignore[assignment]
    slow.may_go_on.set()
    with pytest.raises(RecordingError):
        fill(behind)
    with pytest.raises(RecordingError):
        behind.close(TALLY)
    with pytest.raises(AttributeError):
        behind.abandon()  # joins the thread, then asks the spoilt writer


def fill(behind: WriterBehind) -> None:
    for _ in range(MOST_WAITING * 1000):
        behind.fragment(b"2", 0.0, 1.0, TALLY)
