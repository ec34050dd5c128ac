"""One stream while a batch of it is stored: what is settled, what the interview's facts are."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import select

from hub.ingest.folding import Facts, fold
from hub.ingest.rules import NO_CONSENT, objection
from hub.people.withdrawals import mark
from hub.storage.tables.interview import Interview
from hub.storage.tables.message import MessageRow
from hub.storage.tables.refusal import Refusal
from hub.storage.tables.stream import Stream
from hub.storage.withdrawn import is_withdrawn
from wire import codec
from wire.messages.events import Withdrawn
from wire.receipt import AskedBy
from wire.topics import Channel

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from hub.ingest.arrival import Letter
    from wire.messages.fields import Durable

CONFLICT = "H-INGEST-006"
WITHDRAWN = "H-INGEST-008"
_WITHDRAWN_REASON = "The interview was withdrawn: nothing more of it is stored."
_CONFLICT_REASON = "This place of the stream holds another message."


@dataclass(slots=True)
class StreamBook:
    """A stream that is known to belong to the kiosk that sends it."""

    session: Session
    interview: Interview
    row: Stream
    settled: dict[int, str]
    """Places above the watermark, and the hash of the message there; empty for a refusal."""
    events: list[Durable]
    facts: Facts
    stored: list[int] = field(default_factory=list)
    kinds: set[str] = field(default_factory=set)
    """Of what was stored now."""
    is_withdrawn: bool = False

    @property
    def contiguous(self) -> int:
        """Give the place up to which everything is settled."""
        place = self.row.watermark
        while place + 1 in self.settled:
            place += 1
        return place

    def take(self, letter: Letter) -> tuple[str, str] | None:
        """Store a message, or count it again; gives code and reason when it is refused."""
        if self.is_withdrawn:
            self.row.duplicates += 1
            return WITHDRAWN, _WITHDRAWN_REASON
        known = self._known(letter.message.seq)
        if known == letter.sha256:
            self.row.duplicates += 1
            return None
        if known:
            return CONFLICT, _CONFLICT_REASON
        against = objection(letter.message, self.interview, self.facts)
        if against is None:
            self._store(letter)
            return None
        if against[0] == NO_CONSENT and self.contiguous < letter.message.seq - 1:
            return None  # The consent may still be on its way; the kiosk sends this again.
        return against

    def settle(self, seq: int) -> None:
        """Note a place whose message was refused for good: nothing waits for it."""
        if seq > self.row.watermark:
            self.settled.setdefault(seq, "")

    def close(self) -> None:
        """Move the watermark, and count what is missing below the highest place seen.

        Of a withdrawn interview nothing is missing: the kiosk has deleted what stood below.
        """
        if self.is_withdrawn:
            self.row.watermark = max(self.row.watermark, *self.settled, 0)
        self.row.watermark, settled = self.contiguous, self.settled
        above = [place for place in settled if place > self.row.watermark]
        highest = max(above, default=self.row.watermark)
        self.row.gaps = highest - self.row.watermark - len(above)

    def _known(self, seq: int) -> str:
        """Give the hash of the message stored at a place; empty when there is none."""
        if seq > self.row.watermark:
            return self.settled.get(seq, "")
        row = self.session.get(MessageRow, (self.row.stream_id, seq))
        return "" if row is None else row.sha256

    def _store(self, letter: Letter) -> None:
        seq = letter.message.seq
        kind = str(letter.message.__struct_config__.tag)
        self.session.add(
            MessageRow(
                stream_id=self.row.stream_id,
                seq=seq,
                channel=letter.channel.value,
                kind=kind,
                payload=letter.payload,
                sha256=letter.sha256,
                received_at=letter.at,
            ),
        )
        self.settled[seq] = letter.sha256
        self.stored.append(seq)
        self.kinds.add(kind)
        if isinstance(letter.message, Withdrawn):
            actor = f"kiosk:{letter.kiosk_id}"
            asked_by, at = AskedBy.CANDIDATE_AT_KIOSK, letter.message.at
            mark(self.session, self.row.stream_id, asked_by, actor, at)
            self.is_withdrawn = True
        if letter.channel is Channel.EVENTS:
            self.events.append(letter.message)
            self.facts = fold(self.events)


def open_book(session: Session, kiosk_id: str, stream_id: str) -> StreamBook | None:
    """Open the book of a stream; none when it is not an interview of this kiosk."""
    interview = session.get(Interview, stream_id)
    if interview is None or interview.kiosk_id != kiosk_id:
        return None
    row = session.get(Stream, stream_id)
    if row is None:
        row = Stream(stream_id=stream_id, kiosk_id=kiosk_id, watermark=0, duplicates=0, gaps=0)
        session.add(row)
        session.flush()
    events = _events(session, stream_id)
    book = StreamBook(session, interview, row, _settled(session, row), events, fold(events))
    book.is_withdrawn = is_withdrawn(session, stream_id)
    return book


def _settled(session: Session, row: Stream) -> dict[int, str]:
    refused = select(Refusal.seq).where(
        Refusal.stream_id == row.stream_id,
        Refusal.seq > row.watermark,
    )
    stored = select(MessageRow.seq, MessageRow.sha256).where(
        MessageRow.stream_id == row.stream_id,
        MessageRow.seq > row.watermark,
    )
    settled = {seq: "" for seq in session.scalars(refused) if seq is not None}
    settled.update((row.seq, row.sha256) for row in session.execute(stored))
    return settled


def _events(session: Session, stream_id: str) -> list[Durable]:
    query = select(MessageRow.payload).where(
        MessageRow.stream_id == stream_id,
        MessageRow.channel == Channel.EVENTS.value,
    )
    return [codec.decode_durable(Channel.EVENTS, payload) for payload in session.scalars(query)]
