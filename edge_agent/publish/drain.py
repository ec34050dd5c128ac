"""Which waiting messages go to the broker next: oldest first, again until the watermark.

Sans-I/O: rows and times come in; the courier does the reading and sending.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from edge_agent.publish.outbox import Waiting

IN_FLIGHT = 64
"""Messages handed to the broker and not yet acknowledged by it, at most."""
UNANSWERED_S = 10.0
"""A broker that acknowledges nothing for so long is taken for gone."""
UNHEARD_S = 15.0
"""Without a watermark for so long everything waiting is sent again; doubles each time."""
UNHEARD_MAX_S = 300.0


class Drain:
    """The state of one sender; `now` is monotonic seconds."""

    def __init__(self) -> None:
        self.cursor = 0
        """Outbox position up to which everything was sent on this connection."""
        self._tickets: set[int] = set()
        self._answered_at = 0.0
        self._heard_at = 0.0
        self._patience_s = UNHEARD_S

    def connected(self, now: float) -> None:
        """Begin again from the watermark: what an old connection took may be lost."""
        self._tickets.clear()
        self._answered_at = now
        self.rewind(now)

    def rewind(self, now: float) -> None:
        """Send everything that waits again, oldest first."""
        self.cursor = 0
        self._heard_at = now

    def room(self) -> int:
        """Say how many messages may be handed over now."""
        return IN_FLIGHT - len(self._tickets)

    def next(self, waiting: Iterable[Waiting]) -> Iterator[Waiting]:
        """Give the rows to hand over now; each counts as sent once the next is asked for."""
        for row in waiting:
            if row.position > self.cursor and self.room() > 0:
                yield row
                self.cursor = row.position

    def sent(self, ticket: int, now: float) -> None:
        """Note that the broker was handed a message."""
        if not self._tickets:
            self._answered_at = now
        self._tickets.add(ticket)

    def acknowledged(self, ticket: int, now: float) -> None:
        """Note that the broker has it; unknown tickets (of a status) are passed over."""
        if ticket in self._tickets:
            self._tickets.remove(ticket)
            self._answered_at = now

    def heard(self, now: float, new: int) -> None:
        """Note a watermark that made `new` messages durable."""
        if new:
            self._heard_at = now
            self._patience_s = UNHEARD_S

    def is_unanswered(self, now: float) -> bool:
        """Say whether the broker has stopped acknowledging."""
        return bool(self._tickets) and now - self._answered_at > UNANSWERED_S

    def tick(self, now: float, waiting: int) -> bool:
        """Start over when `waiting` messages are not becoming durable; says whether it did."""
        if not waiting:
            self._heard_at = now
            self._patience_s = UNHEARD_S
        if now - self._heard_at <= self._patience_s or self._tickets:
            return False
        self._patience_s = min(UNHEARD_MAX_S, 2 * self._patience_s)
        self.rewind(now)
        return True
