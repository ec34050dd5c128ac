"""One transaction a batch: messages, what follows from them, refusals, watermarks.

A message that is refused for good settles its place when its (stream_id, seq) can be read and the
stream is the kiosk's own: were it not so, one bad message would hold back its stream for ever.
Refusals of another kiosk's stream settle nothing there.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, update

from hub.ingest.arrival import Letter, Refused
from hub.ingest.derived import write_facts
from hub.ingest.stream_book import StreamBook, open_book
from hub.storage.tables.kiosk import Kiosk
from hub.storage.tables.message import MessageRow
from hub.storage.tables.refusal import Refusal
from wire.messages.orders import Watermark

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

UNKNOWN_KIOSK = "H-INGEST-001"
NOT_ITS_STREAM = "H-INGEST-002"
_EVENTS = frozenset(
    {
        "consent_recorded",
        "answer_began",
        "answer_ended",
        "answer_kept",
        "take_chosen",
        "help_called",
        "help_coming",
        "resumed",
        "interview_began",
        "interview_ended",
        "withdrawn",
    },
)
_SCORED = _EVENTS | {"answer_features", "utterance_features"}

Place = tuple[str, int]
"""stream_id, seq."""


@dataclass(slots=True)
class Outcome:
    """What a batch came to; to be acted upon once its transaction is committed."""

    stored: list[Place] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    watermarks: list[tuple[str, Watermark]] = field(default_factory=list)
    """Each with its kiosk."""
    to_score: list[str] = field(default_factory=list)
    """Interviews of which something came that a score depends on."""


def store(session: Session, batch: Sequence[Letter | Refused]) -> Outcome:
    """Store a batch; the order in which its messages came does not matter."""
    outcome = Outcome()
    books: dict[tuple[str, str], StreamBook | None] = {}
    for item in sorted(batch, key=_place):
        kiosk = session.get(Kiosk, item.kiosk_id)
        if kiosk is None or kiosk.revoked_at is not None:
            reason = "The kiosk is not known, or was revoked."
            outcome.refused.append(_refusal(item, UNKNOWN_KIOSK, reason))
            continue
        key = (item.kiosk_id, _place(item)[0])
        if key not in books:
            books[key] = open_book(session, *key) if key[1] else None
        _take(outcome, books[key], item)
    for book in books.values():
        if book is not None:
            _close(outcome, book)
    session.add_all(_row(refused) for refused in outcome.refused)
    return outcome


def _place(item: Letter | Refused) -> Place:
    if isinstance(item, Letter):
        return item.message.stream_id, item.message.seq
    return item.stream_id or "", item.seq or 0


def _take(outcome: Outcome, book: StreamBook | None, item: Letter | Refused) -> None:
    if book is None:
        if isinstance(item, Refused):
            outcome.refused.append(_refusal(item))
        else:
            reason = "The stream is no interview of this kiosk."
            outcome.refused.append(_refusal(item, NOT_ITS_STREAM, reason))
        return
    seq = _place(item)[1]
    if isinstance(item, Refused):
        book.settle(seq)
        outcome.refused.append(item)
    elif (against := book.take(item)) is not None:
        book.settle(seq)
        stream_id = book.row.stream_id
        outcome.refused.append(replace(_refusal(item, *against), stream_id=stream_id, seq=seq))


def _refusal(item: Letter | Refused, code: str = "", reason: str = "") -> Refused:
    """Give a refusal that settles no place."""
    if isinstance(item, Refused):
        return replace(item, code=code or item.code, stream_id=None, seq=None)
    return Refused(item.kiosk_id, item.channel.value, code, reason, item.at)


def _close(outcome: Outcome, book: StreamBook) -> None:
    book.close()
    stream_id, watermark = book.row.stream_id, book.row.watermark
    outcome.stored += [(stream_id, seq) for seq in book.stored]
    if watermark:
        told = Watermark(stream_id=stream_id, seq=watermark)
        outcome.watermarks.append((book.row.kiosk_id, told))
    if book.kinds & _EVENTS:
        write_facts(book.session, book.interview, book.facts)
    if book.kinds & _SCORED:
        outcome.to_score.append(stream_id)


def _row(refused: Refused) -> Refusal:
    return Refusal(
        kiosk_id=refused.kiosk_id[:32],
        channel=refused.channel,
        code=refused.code,
        reason=refused.reason,
        stream_id=refused.stream_id,
        seq=refused.seq,
        at=refused.at,
    )


def mark_committed(session: Session, places: Iterable[Place], at: datetime) -> None:
    """Note when earlier messages became durable; only a later transaction can know it."""
    rows = [{"of_stream": stream_id, "at_seq": seq} for stream_id, seq in places]
    if rows:
        table = MessageRow.metadata.tables[MessageRow.__tablename__]
        columns = table.c
        mine = (columns.stream_id == bindparam("of_stream"), columns.seq == bindparam("at_seq"))
        marked = update(table).where(*mine).values(committed_at=at)
        session.connection().execute(marked, rows)
