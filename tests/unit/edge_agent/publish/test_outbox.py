"""The outbox: numbers without gaps, order, watermark, and what stays how long."""

from __future__ import annotations

import sqlite3
import threading
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edge_agent.errors import OutboxError
from edge_agent.publish.outbox import KEEP_S, Outbox
from wire.errors import MessageError
from wire.messages.events import AnswerBegan, ConsentRecorded, Ending, InterviewEnded
from wire.policy import Purpose
from wire.topics import Channel

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from wire.messages.fields import Durable

STREAM = "a" * 32
OTHER = "b" * 32
AT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


@pytest.fixture
def outbox(tmp_path: Path) -> Iterator[Outbox]:
    opened = Outbox(tmp_path / "outbox.db")
    yield opened
    opened.close()


def began(stream_id: str, answer: int = 0) -> Callable[[int], Durable]:
    return lambda seq: AnswerBegan(
        stream_id=stream_id, seq=seq, pts=0.0, at=AT, answer=answer, stage=0
    )


def put(outbox: Outbox, stream_id: str = STREAM, times: int = 1) -> None:
    for number in range(times):
        outbox.append(Channel.EVENTS, began(stream_id, number), stream_id)


def numbers(outbox: Outbox, stream_id: str = STREAM) -> list[int]:
    return [row.seq for row in outbox.waiting(limit=1000) if row.stream_id == stream_id]


def test_each_stream_is_numbered_from_one_without_gaps(outbox: Outbox) -> None:
    for stream_id in (STREAM, OTHER, STREAM, OTHER, OTHER):
        put(outbox, stream_id)
    assert numbers(outbox) == [1, 2]
    assert numbers(outbox, OTHER) == [1, 2, 3]


def test_a_message_that_the_codec_refuses_uses_no_number(outbox: Outbox) -> None:
    def too_large(_seq: int) -> Durable:
        raise MessageError("too large")

    with pytest.raises(MessageError):
        outbox.append(Channel.EVENTS, too_large, STREAM)
    put(outbox)
    assert numbers(outbox) == [1]


def test_a_message_built_for_another_stream_is_refused(outbox: Outbox) -> None:
    with pytest.raises(OutboxError):
        outbox.append(Channel.EVENTS, began(OTHER), STREAM)
    assert outbox.count_waiting() == 0


def test_two_writers_on_one_file_share_one_numbering(tmp_path: Path) -> None:
    path = tmp_path / "outbox.db"
    writers = [Outbox(path), Outbox(path)]
    threads = [threading.Thread(target=put, args=(writer, STREAM, 25)) for writer in writers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert numbers(writers[0]) == list(range(1, 51))
    for writer in writers:
        writer.close()


def test_waiting_gives_the_oldest_first_over_all_streams(outbox: Outbox) -> None:
    for stream_id in (STREAM, OTHER, STREAM):
        put(outbox, stream_id)
    rows = outbox.waiting(limit=2)
    assert [(row.stream_id, row.seq) for row in rows] == [(STREAM, 1), (OTHER, 1)]
    assert [row.seq for row in outbox.waiting(after=rows[-1].position)] == [2]


@given(marks=st.lists(st.integers(min_value=1, max_value=12), max_size=8))
@settings(max_examples=20, deadline=None)
def test_what_waits_depends_only_on_the_highest_watermark(
    tmp_path_factory: pytest.TempPathFactory, marks: list[int]
) -> None:
    outbox = Outbox(tmp_path_factory.mktemp("outbox") / "outbox.db")
    put(outbox, times=8)
    told = sum(outbox.watermark(STREAM, mark) for mark in marks)
    durable = min(8, max(marks, default=0))
    assert numbers(outbox) == list(range(durable + 1, 9))
    assert told == durable
    outbox.close()


def test_a_watermark_beyond_the_last_message_does_not_cover_the_next(outbox: Outbox) -> None:
    put(outbox)
    outbox.watermark(STREAM, 40)
    put(outbox)
    assert numbers(outbox) == [2]


def test_send_again_lets_durable_messages_wait_again(outbox: Outbox) -> None:
    put(outbox, times=5)
    outbox.watermark(STREAM, 4)
    assert outbox.send_again(STREAM, 3) == 2
    assert numbers(outbox) == [3, 4, 5]


def test_a_durable_message_is_kept_seven_days_and_its_number_never_reused(outbox: Outbox) -> None:
    put(outbox, times=2)
    outbox.watermark(STREAM, 2)
    just_now = datetime.now(UTC).timestamp()
    assert outbox.prune(just_now + KEEP_S - 60) == 0
    assert outbox.prune(just_now + KEEP_S + 60) == 2
    put(outbox)
    assert numbers(outbox) == [3]


def test_a_waiting_message_is_never_pruned(outbox: Outbox) -> None:
    put(outbox)
    assert outbox.prune(datetime.now(UTC).timestamp() + 100 * KEEP_S) == 0


def test_everything_survives_a_reopening(tmp_path: Path) -> None:
    first = Outbox(tmp_path / "outbox.db")
    put(first, times=3)
    first.watermark(STREAM, 1)
    first.close()
    second = Outbox(tmp_path / "outbox.db")
    assert numbers(second) == [2, 3]
    assert [event.seq for event in second.events(STREAM)] == [1, 2, 3]
    second.close()


def test_an_interview_is_unfinished_from_its_first_consent_to_its_end(outbox: Outbox) -> None:
    assert outbox.unfinished() is None
    consent = ConsentRecorded(
        stream_id=STREAM, seq=1, pts=0.0, at=AT, purpose=Purpose.RECORDING, granted=True
    )
    outbox.append(Channel.EVENTS, lambda _seq: consent, STREAM)
    assert outbox.unfinished() == STREAM
    ended = InterviewEnded(stream_id=STREAM, seq=2, pts=1.0, at=AT, ending=Ending.FINISHED)
    outbox.append(Channel.EVENTS, lambda _seq: ended, STREAM)
    assert outbox.unfinished() is None


def test_every_commit_is_fsynced_before_append_returns(outbox: Outbox) -> None:
    assert outbox._database.execute("PRAGMA synchronous").fetchone() == (2,)
    assert outbox._database.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_a_file_that_is_no_database_is_named_by_a_code(tmp_path: Path) -> None:
    path = tmp_path / "outbox.db"
    path.write_bytes(b"not a database, surely not" * 100)
    with pytest.raises(OutboxError, match="K-OUTBOX-001"):
        Outbox(path)


def test_a_closed_outbox_says_so_in_our_terms(tmp_path: Path) -> None:
    outbox = Outbox(tmp_path / "outbox.db")
    outbox.close()
    outbox.close()
    with pytest.raises(OutboxError):
        outbox.waiting()
    assert isinstance(sqlite3.sqlite_version, str)
