"""Opening sealed recordings for a person: one audit entry each, then the keeper's file key."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Protocol

from hub.keeper.vault import OPEN_RECORDING
from hub.people import audit
from hub.storage.database import writing

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Engine

    from hub.people.sessions import Visitor

IDLE_S = 300.0
"""A file key that no range asked for is forgotten after so many seconds."""
LONGEST_S = 3600.0
"""Watching longer than this is another opening."""


class FileKeys(Protocol):
    """The keeper, as far as a page needs it."""

    def unwrap(self, recording_id: str, audit_entry_id: int) -> bytes:
        """Give a file key for a committed, unused audit entry; raises KeeperError."""
        ...


@dataclass(slots=True)
class _Held:
    key: bytes
    opened: float
    used: float

    def is_over(self, now: float) -> bool:
        return now - self.used > IDLE_S or now - self.opened > LONGEST_S


class Openings:
    """The file keys in use, each bound to one session and one recording; in memory only."""

    def __init__(self, engine: Engine, keeper: FileKeys, monotonic: Callable[[], float]) -> None:
        self._engine = engine
        self._keeper = keeper
        self._monotonic = monotonic
        self._held: dict[tuple[str, str], _Held] = {}
        self._lock = Lock()

    def key_for(self, visitor: Visitor, recording_id: str, why: str) -> bytes:
        """Give the file key; opens the recording when this session has not yet.

        Raises KeeperError.
        """
        now = self._monotonic()
        with self._lock:
            self._forget_old(now)
            held = self._held.get((visitor.session, recording_id))
            if held is None:
                held = _Held(self.open(visitor, recording_id, why), now, now)
                self._held[visitor.session, recording_id] = held
            held.used = now
            return held.key

    def open(self, visitor: Visitor, recording_id: str, why: str) -> bytes:
        """Commit an audit entry and give the file key it is good for, once; raises KeeperError."""
        with writing(self._engine) as session:
            entry = audit.record(session, visitor.name, OPEN_RECORDING, recording_id, why)
        return self._keeper.unwrap(recording_id, entry)

    def forget(self, visitor: Visitor) -> None:
        """Forget the keys of a session that ends."""
        with self._lock:
            for place in [place for place in self._held if place[0] == visitor.session]:
                del self._held[place]

    def _forget_old(self, now: float) -> None:
        for place in [place for place, held in self._held.items() if held.is_over(now)]:
            del self._held[place]
