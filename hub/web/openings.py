"""Opening sealed recordings for a person: one audit entry each, then the keeper's file key."""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING

from hub.errors import KeeperError
from hub.keeper.vault import OPEN_RECORDING
from hub.people import audit
from hub.storage.database import writing

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Engine

    from hub.keeper.port import FileKeys
    from hub.people.sessions import Visitor
    from hub.web.playable import Stretch

PLAY_RECORDING = "play_recording"
"""The action of an entry for the seconds that were given out."""
UNKNOWN_SECONDS = "seconds not known yet"
"""Until the kiosk's signed manifest tells which bytes are which seconds."""
IDLE_S = 300.0
"""A file key that no range asked for is forgotten after so many seconds."""
LONGEST_S = 3600.0
"""Watching longer than this is another opening."""
PATIENCE_S = 10.0
"""For a request on the same recording that waits for the keeper."""


@dataclass(slots=True)
class _Held:
    key: bytes
    opened: float
    used: float
    played: set[str] = field(default_factory=set)
    """Seconds that the log says were given out."""

    def is_over(self, now: float) -> bool:
        return now - self.used > IDLE_S or now - self.opened > LONGEST_S


class Openings:
    """The file keys in use, each bound to one session and one recording; in memory only."""

    def __init__(self, engine: Engine, keeper: FileKeys, monotonic: Callable[[], float]) -> None:
        self._engine = engine
        self._keeper = keeper
        self._monotonic = monotonic
        self._tell: Callable[[Visitor], None] = lambda _: None
        self._held: dict[tuple[str, str], _Held] = {}
        self._turns: dict[tuple[str, str], Lock] = {}
        self._lock = Lock()
        """Of the two tables; never held while the keeper is asked."""

    def holds(self, visitor: Visitor, recording_id: str) -> bool:
        """Say whether this session has the recording open."""
        with self._lock:
            self._forget_old(self._monotonic())
            return (visitor.session, recording_id) in self._held

    def key_for(self, visitor: Visitor, recording_id: str, why: str) -> bytes:
        """Give the file key; opens the recording when this session has not yet.

        Raises KeeperError.
        """
        place = (visitor.session, recording_id)
        with self._lock:
            self._forget_old(self._monotonic())
            turn = self._turns.setdefault(place, Lock())
        if not turn.acquire(timeout=PATIENCE_S):
            raise KeeperError("Another request still waits for this recording's key.")
        try:
            return self._used(place) or self._opened(visitor, recording_id, why, turn)
        finally:
            turn.release()

    def _used(self, place: tuple[str, str]) -> bytes | None:
        with self._lock:
            held = self._held.get(place)
            if held is None:
                return None
            held.used = self._monotonic()
            return held.key

    def _opened(self, visitor: Visitor, recording_id: str, why: str, turn: Lock) -> bytes:
        """Ask the keeper while nothing but this recording waits; keep the key."""
        key, place = self.open(visitor, recording_id, why), (visitor.session, recording_id)
        with self._lock:
            now = self._monotonic()
            if self._turns.get(place) is turn:  # else the session ended in the meantime
                self._held[place] = _Held(key, now, now)
        return key

    def open(self, visitor: Visitor, recording_id: str, why: str) -> bytes:
        """Commit an audit entry and give the file key it is good for, once; raises KeeperError."""
        with writing(self._engine) as session:
            entry = audit.record(session, visitor.actor, OPEN_RECORDING, recording_id, why)
        self._tell(visitor)
        return self._keeper.unwrap(recording_id, entry)

    def played(self, visitor: Visitor, recording_id: str, stretch: Stretch | None) -> None:
        """Commit an entry of the seconds that are given out next, once in each opening.

        Raises StorageError, and then nothing may be given out.
        """
        seconds = str(stretch) if stretch else UNKNOWN_SECONDS
        with self._lock:
            held = self._held.get((visitor.session, recording_id))
            if held is not None and seconds in held.played:
                return
        with writing(self._engine) as session:
            audit.record(session, visitor.actor, PLAY_RECORDING, recording_id, seconds)
        if held is not None:
            held.played.add(seconds)

    def watched_by(self, tell: Callable[[Visitor], None]) -> None:
        """Let `tell` hear of each opening, before the keeper gives the key."""
        self._tell = tell

    def forget(self, visitor: Visitor) -> None:
        """Forget the keys of a session that ends."""
        with self._lock:
            for place in [place for place in self._turns if place[0] == visitor.session]:
                self._held.pop(place, None)
                del self._turns[place]

    def _forget_old(self, now: float) -> None:
        for place, turn in list(self._turns.items()):
            held = self._held.get(place)
            if held is not None and held.is_over(now):
                del self._held[place]
            if place not in self._held and not turn.locked():
                del self._turns[place]
