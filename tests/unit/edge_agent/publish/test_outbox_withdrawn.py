"""The outbox after a withdrawal: only that is left, also in the bytes of its files."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from edge_agent.publish.outbox import Outbox
from wire.messages.events import AnswerBegan, ConsentRecorded, Withdrawn
from wire.policy import Purpose
from wire.topics import Channel

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from wire.messages.fields import Durable

STREAM, OTHER = "a" * 32, "b" * 32
AT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
MARKER = 54_321.0625
"""A media time that stands nowhere else."""


@pytest.fixture
def outbox(tmp_path: Path) -> Iterator[Outbox]:
    opened = Outbox(tmp_path / "outbox.db")
    yield opened
    opened.close()


def put(outbox: Outbox, stream_id: str = STREAM, times: int = 1, pts: float = MARKER) -> None:
    def build(seq: int) -> Durable:
        return AnswerBegan(stream_id=stream_id, seq=seq, pts=pts, at=AT, answer=0, stage=0)

    for _ in range(times):
        outbox.append(Channel.EVENTS, build, stream_id)


def withdraw(outbox: Outbox, stream_id: str = STREAM) -> None:
    def build(seq: int) -> Durable:
        return Withdrawn(stream_id=stream_id, seq=seq, pts=1.0, at=AT)

    outbox.append(Channel.EVENTS, build, stream_id)


def on_disk(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.glob("outbox.db*")))


def test_what_is_deleted_stands_in_no_byte_of_the_files(tmp_path: Path, outbox: Outbox) -> None:
    put(outbox, times=400)
    put(outbox, OTHER, pts=2.0)
    withdraw(outbox)
    assert str(MARKER).encode() in on_disk(tmp_path)
    assert outbox.erase(STREAM) == 400
    assert outbox.flush()
    assert str(MARKER).encode() not in on_disk(tmp_path)
    assert [type(one) for one in outbox.events(STREAM)] == [Withdrawn]
    assert len(outbox.events(OTHER)) == 1


def test_the_withdrawal_itself_goes_to_the_hub_with_its_own_number(outbox: Outbox) -> None:
    put(outbox, times=3)
    withdraw(outbox)
    outbox.erase(STREAM)
    assert [(row.stream_id, row.seq) for row in outbox.waiting()] == [(STREAM, 4)]


def test_nobody_adds_to_a_withdrawn_stream(tmp_path: Path, outbox: Outbox) -> None:
    put(outbox, times=2)
    withdraw(outbox)
    senses = Outbox(tmp_path / "outbox.db")
    put(senses, times=5)
    senses.close()
    withdraw(outbox)
    assert len(outbox.waiting(limit=100)) == 3
    assert outbox.erase(STREAM) == 2


def test_a_withdrawal_is_remembered_until_all_is_deleted(tmp_path: Path) -> None:
    outbox = Outbox(tmp_path / "outbox.db")
    put(outbox)
    withdraw(outbox)
    outbox.close()
    again = Outbox(tmp_path / "outbox.db")
    assert again.to_erase() == [STREAM]
    again.note_erased(STREAM, AT.timestamp())
    assert again.to_erase() == []
    put(again)
    assert len(again.events(STREAM)) == 2
    again.close()


def test_an_interview_withdrawn_at_the_hub_is_deleted_here_too(outbox: Outbox) -> None:
    put(outbox, times=3)
    outbox.withdraw(STREAM)
    outbox.withdraw(STREAM)
    assert outbox.to_erase() == [STREAM]
    assert outbox.erase(STREAM) == 3
    assert outbox.waiting() == []


def test_a_withdrawn_interview_is_not_gone_on_with(outbox: Outbox) -> None:
    outbox.append(
        Channel.EVENTS,
        lambda seq: ConsentRecorded(
            stream_id=STREAM, seq=seq, pts=0.0, at=AT, purpose=Purpose.RECORDING, granted=True
        ),
        STREAM,
    )
    assert outbox.unfinished() == STREAM
    withdraw(outbox)
    assert outbox.unfinished() is None
