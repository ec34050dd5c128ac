"""Messages waiting for the hub's word: one SQLite file that senses and agent share.

A broker's acknowledgement is not durability: a message stays until the hub's watermark has passed
it, and seven days longer, because a hub restored from backup asks again.
"""

from __future__ import annotations

import hashlib
import sqlite3
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from edge_agent.errors import ForbiddenChannelError, OutboxError
from edge_agent.publish import outbox_tables as tables
from wire import codec
from wire.errors import MessageError
from wire.messages.events import Withdrawn
from wire.topics import Channel

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterator
    from pathlib import Path
    from typing import Self

    from wire.messages.fields import Durable
    from wire.policy import Profile

KEEP_S = 7 * 86_400.0
"""Seconds a message is kept after the hub made it durable."""
_LOCK_WAIT_S = 10.0


@dataclass(frozen=True, slots=True)
class Waiting:
    """A message the hub has not yet made durable."""

    position: int
    """Order of appending over all streams."""
    stream_id: str
    seq: int
    channel: Channel
    payload: bytes


class Outbox:
    """The file; may be used by several threads and processes at once.

    Every method raises OutboxError when the file cannot be read or written.
    """

    def __init__(self, path: Path, has: Container[Channel] = frozenset(Channel)) -> None:
        """Open the file; a message of a channel that is not in `has` is refused."""
        self._has = has
        self._lock = threading.Lock()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._database = sqlite3.connect(
                path, timeout=_LOCK_WAIT_S, isolation_level=None, check_same_thread=False
            )
            self._database.execute("PRAGMA journal_mode = WAL")
            self._database.execute("PRAGMA synchronous = FULL")
            self._database.execute("PRAGMA secure_delete = ON")
        except (OSError, sqlite3.Error) as error:
            raise OutboxError(f"The outbox cannot be opened: {error}.") from error
        with self._transaction() as database:
            for statement in tables.SCHEMA:
                database.execute(statement)

    @classmethod
    def of_kiosk(cls, state_dir: Path, profile: Profile) -> Self:
        """Open the kiosk's outbox, which senses and agent share, for the profile's channels."""
        return cls(state_dir / "outbox.db", codec.channels(profile))

    def append(self, channel: Channel, build: Callable[[int], Durable], stream_id: str) -> Durable:
        """Keep the message that `build` makes of the stream's next number, and return it.

        Number and message are one transaction: nothing `build` or the codec refuses leaves a gap.
        Once a `Withdrawn` stands in a stream, nothing more of it is kept: what another process
        was still working on is built, given back, and forgotten.
        """
        if channel not in self._has:
            raise ForbiddenChannelError(f"There is no channel {channel.value} here.")
        with self._transaction() as database:
            if tables.is_withdrawn(database, stream_id):
                return build(tables.last_seq(database, stream_id) + 1)
            (seq,) = database.execute(tables.NEXT_SEQ, (stream_id,)).fetchone()
            message = build(seq)
            if (message.stream_id, message.seq) != (stream_id, seq):
                raise OutboxError("A message was built for another place in its stream.")
            payload = codec.encode(message)
            kind = str(message.__struct_config__.tag)
            digest = hashlib.sha256(payload).hexdigest()
            row = (stream_id, seq, channel.value, kind, payload, digest, time.time())
            database.execute(tables.INSERT, row)
            if isinstance(message, Withdrawn):
                database.execute("INSERT INTO withdrawn VALUES (?, NULL)", (stream_id,))
        return message

    def waiting(self, after: int = 0, limit: int = 64) -> list[Waiting]:
        """Give what the hub has not made durable, oldest first, beyond position `after`."""
        query = (
            "SELECT position, stream_id, seq, channel, payload FROM message"
            " WHERE durable_at IS NULL AND position > ? ORDER BY position LIMIT ?"
        )
        rows = self._rows(query, (after, limit))
        return [Waiting(row[0], row[1], row[2], Channel(row[3]), row[4]) for row in rows]

    def watermark(self, stream_id: str, seq: int) -> int:
        """Note that the hub holds the stream up to and with `seq`; gives how many are new to it.

        Repeating it, or telling an older one, changes nothing.
        """
        query = (
            "UPDATE message SET durable_at = ?"
            " WHERE stream_id = ? AND seq <= ? AND durable_at IS NULL"
        )
        with self._transaction() as database:
            return database.execute(query, (time.time(), stream_id, seq)).rowcount

    def send_again(self, stream_id: str, seq: int) -> int:
        """Let the stream wait again from `seq` on; gives how many messages do."""
        query = (
            "UPDATE message SET durable_at = NULL"
            " WHERE stream_id = ? AND seq >= ? AND durable_at IS NOT NULL"
        )
        with self._transaction() as database:
            return database.execute(query, (stream_id, seq)).rowcount

    def events(self, stream_id: str) -> list[Durable]:
        """Give the stream's events, oldest first."""
        return self.messages(stream_id, Channel.EVENTS)

    def messages(self, stream_id: str, channel: Channel) -> list[Durable]:
        """Give all of the stream's messages of one channel that are kept, oldest first."""
        query = "SELECT payload FROM message WHERE stream_id = ? AND channel = ? ORDER BY seq"
        rows = self._rows(query, (stream_id, channel.value))
        try:
            return [codec.decode_durable(channel, row[0]) for row in rows]
        except MessageError as error:
            raise OutboxError(f"A message in the outbox cannot be read: {error}") from error

    def since(self, stream_id: str, seq: int) -> list[Durable]:
        """Give the stream's messages of every channel after number `seq`, oldest first."""
        query = "SELECT channel, payload FROM message WHERE stream_id = ? AND seq > ? ORDER BY seq"
        rows = self._rows(query, (stream_id, seq))
        try:
            return [codec.decode_durable(Channel(row[0]), row[1]) for row in rows]
        except MessageError as error:
            raise OutboxError(f"A message in the outbox cannot be read: {error}") from error

    def unfinished(self) -> str | None:
        """Name the newest interview that has begun and has not ended, if there is one."""
        rows = self._rows(tables.UNFINISHED, ())
        return str(rows[0][0]) if rows else None

    def count_waiting(self) -> int:
        """Count the messages the hub has not made durable."""
        rows = self._rows("SELECT count(*) FROM message WHERE durable_at IS NULL", ())
        return int(rows[0][0])

    def prune(self, now: float) -> int:
        """Forget what has been durable for seven days at wall time `now` (POSIX seconds)."""
        with self._transaction() as database:
            query = "DELETE FROM message WHERE durable_at < ?"
            return database.execute(query, (now - KEEP_S,)).rowcount

    def withdraw(self, stream_id: str) -> None:
        """Keep nothing more of a stream that the hub says is withdrawn."""
        with self._transaction() as database:
            database.execute("INSERT OR IGNORE INTO withdrawn VALUES (?, NULL)", (stream_id,))

    def to_erase(self) -> list[str]:
        """Name the withdrawn streams that were not wholly deleted yet."""
        rows = self._rows("SELECT stream_id FROM withdrawn WHERE erased_at IS NULL", ())
        return [str(row[0]) for row in rows]

    def erase(self, stream_id: str) -> int:
        """Delete every message of a stream but the withdrawal itself; gives how many there were.

        What they took in the file is overwritten with zeros (secure_delete).
        """
        with self._transaction() as database:
            query = "DELETE FROM message WHERE stream_id = ? AND kind <> 'withdrawn'"
            return database.execute(query, (stream_id,)).rowcount

    def flush(self) -> bool:
        """Let the write-ahead log forget what was deleted; says whether nobody was in the way."""
        with self._lock:
            try:
                row = self._database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            except sqlite3.Error as error:
                raise OutboxError(f"The outbox failed: {error}.") from error
        return bool(row[0] == 0)

    def note_erased(self, stream_id: str, now: float) -> None:
        """Note that nothing of a withdrawn stream is left on this kiosk (POSIX seconds)."""
        with self._transaction() as database:
            query = "UPDATE withdrawn SET erased_at = ? WHERE stream_id = ?"
            database.execute(query, (now, stream_id))

    def close(self) -> None:
        """Close the file; safe to call twice."""
        with self._lock:
            self._database.close()

    def _rows(self, query: str, values: tuple[object, ...]) -> list[tuple[Any, ...]]:
        with self._transaction(kind="DEFERRED") as database:
            return database.execute(query, values).fetchall()

    @contextmanager
    def _transaction(self, kind: str = "IMMEDIATE") -> Iterator[sqlite3.Connection]:
        """Hold the write lock from before the first read until the commit has been fsynced."""
        with self._lock:
            try:
                self._database.execute(f"BEGIN {kind}")
                try:
                    yield self._database
                    self._database.execute("COMMIT")
                finally:
                    if self._database.in_transaction:
                        self._database.execute("ROLLBACK")
            except sqlite3.Error as error:
                raise OutboxError(f"The outbox failed: {error}.") from error
