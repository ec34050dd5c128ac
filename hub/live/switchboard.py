"""Calls to kiosks and what they answer; what nobody waits for, or may see any more, is hung up.

The book of viewings (`viewings`) is the truth: a restarted process goes on from it.
"""

from __future__ import annotations

import queue
from dataclasses import dataclass, field
from datetime import timedelta
from threading import Event, Lock
from typing import TYPE_CHECKING, Protocol

import structlog

from hub.errors import BrokerError
from hub.live import viewings
from hub.live.errors import DeclinedError, LiveError, NoAnswerError
from hub.live.helping import waits_at
from hub.live.standing import stands
from hub.storage.tables.viewing import Ending
from wire.messages.signal import (
    Accepted,
    Call,
    Coming,
    Declined,
    HangUp,
    NotNow,
    ViewingEnded,
    Watching,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy import Engine

    from hub.storage.tables.viewing import Viewing
    from wire.messages.signal import Called, Calling

ANSWER_S = 5.0
"""So long a kiosk has to answer."""
SWEEP_S = 2.0
"""So often every right is looked at again."""
SILENT_S = 60.0
"""A kiosk that says nothing of its viewings for so long has none."""
MOST_WAITING = 64
"""Offers that wait for an answer at once."""
_SETTLING = timedelta(seconds=10)
"""A viewing this young may be missing in what the kiosk said before it began."""
_LEFT_OVER = timedelta(seconds=30)
"""An offer this old, still unanswered, was left over by a process that ended."""
_NEWS = 1024
_log = structlog.get_logger()


class Line(Protocol):
    """The way to the kiosks."""

    def call(self, kiosk_id: str, calling: Calling) -> None:
        """Send a call or a word, now or never, or a hang-up, surely; raises BrokerError."""
        ...


@dataclass(slots=True)
class _Wait:
    kiosk_id: str
    answered: Event = field(default_factory=Event)
    answer: Accepted | Declined | None = None


class Switchboard:
    """Offers come on threads of their own, `heard` on the broker's, `step` on one of its own."""

    def __init__(
        self,
        engine: Engine,
        line: Line,
        clock: Callable[[], datetime],
        monotonic: Callable[[], float],
        answer_s: float = ANSWER_S,
    ) -> None:
        self._engine = engine
        self._line = line
        self._clock = clock
        self._monotonic = monotonic
        self._answer_s = answer_s
        self._waits: dict[str, _Wait] = {}
        self._lock = Lock()
        self._news: queue.Queue[tuple[str, ViewingEnded | Watching]] = queue.Queue(_NEWS)
        self._heard_at: dict[str, float] = {}
        self._began = monotonic()
        self._sweep_at = self._began

    def offer(self, viewing_id: str, sdp: str) -> str:
        """Call the kiosk of a viewing that is written down, and give its answer.

        Raises DeclinedError, NoAnswerError, LiveError, BrokerError, StorageError; but for the
        last, the viewing is then over.
        """
        found = viewings.waiting(self._engine, viewing_id)
        if found is None:
            raise LiveError("No such viewing waits for its kiosk.")
        viewing, kiosk_id = found
        wait = self._begin_waiting(viewing_id, kiosk_id)
        try:
            call = Call(
                viewing_id=viewing_id,
                interview_id=viewing.interview_id,
                sdp=sdp,
                may_speak=viewing.may_speak,
            )
            self._line.call(kiosk_id, call)
            wait.answered.wait(self._answer_s)
        except BrokerError:
            self._close(viewing_id, Ending.UNANSWERED)
            raise
        finally:
            with self._lock:
                del self._waits[viewing_id]
        return self._conclude(wait, viewing_id)

    def leave(self, viewing_id: str) -> None:
        """End a viewing for whoever watched; one that is over already is no error."""
        for viewing, kiosk_id in viewings.open_ones(self._engine):
            if viewing.viewing_id == viewing_id:
                self._hang_up(viewing_id, kiosk_id, Ending.LEFT)

    def say_coming(self, interview_id: str) -> None:
        """Tell a candidate who waits for help that somebody is coming.

        Raises LiveError where nobody waits, BrokerError, StorageError.
        """
        kiosk_id = waits_at(self._engine, interview_id)
        if kiosk_id is None:
            raise LiveError("Nobody waits for help there.")
        self._line.call(kiosk_id, Coming(interview_id=interview_id))
        _log.info("help_promised", kiosk=kiosk_id, interview=interview_id)

    def heard(self, kiosk_id: str, called: Called) -> None:
        """Take what a kiosk says; quick, and never raises."""
        self._heard_at[kiosk_id] = self._monotonic()
        if isinstance(called, ViewingEnded | Watching):
            try:
                self._news.put_nowait((kiosk_id, called))
            except queue.Full:  # it says again what it shows, and to whom
                _log.warning("signal_dropped", code=LiveError.code, kiosk=kiosk_id)
            return
        with self._lock:
            wait = self._waits.get(called.viewing_id)
            is_waited_for = wait is not None and wait.kiosk_id == kiosk_id and not wait.answer
            if wait is not None and is_waited_for:
                wait.answer = called
                wait.answered.set()
        if not is_waited_for:
            _log.warning("answer_unasked", code=LiveError.code, kiosk=kiosk_id)
            if isinstance(called, Accepted):
                self._tell(kiosk_id, called.viewing_id)

    def step(self, wait_s: float) -> None:
        """Take what kiosks said of their viewings, and look at every right when that is due.

        Raises StorageError.
        """
        try:
            kiosk_id, called = self._news.get(timeout=wait_s)
        except queue.Empty:
            pass
        else:
            self._take(kiosk_id, called)
        if self._monotonic() >= self._sweep_at:
            self._sweep_at = self._monotonic() + SWEEP_S
            self._sweep(self._clock())

    def _begin_waiting(self, viewing_id: str, kiosk_id: str) -> _Wait:
        with self._lock:
            if viewing_id in self._waits or len(self._waits) >= MOST_WAITING:
                raise LiveError("The kiosk is being asked, or too many are.")
            wait = self._waits[viewing_id] = _Wait(kiosk_id)
        return wait

    def _conclude(self, wait: _Wait, viewing_id: str) -> str:
        now, answer = self._clock(), wait.answer
        if isinstance(answer, Declined):
            viewings.end(self._engine, viewing_id, Ending.DECLINED, now)
            raise DeclinedError(answer.why)
        if answer is None:
            self._hang_up(viewing_id, wait.kiosk_id, Ending.UNANSWERED)
            raise NoAnswerError("The kiosk did not answer.")
        if not viewings.accept(self._engine, viewing_id, now):
            self._tell(wait.kiosk_id, viewing_id)
            raise DeclinedError(NotNow.NO_INTERVIEW)
        _log.info("viewing_began", kiosk=wait.kiosk_id, viewing=viewing_id)
        return answer.sdp

    def _take(self, kiosk_id: str, called: ViewingEnded | Watching) -> None:
        now = self._clock()
        known = {viewing.viewing_id: viewing for viewing, _ in self._at(kiosk_id)}
        if isinstance(called, ViewingEnded):
            gone, unknown = {called.viewing_id} & known.keys(), set[str]()
        else:
            said = set(called.viewing_ids)
            gone = {one for one in known.keys() - said if _is_settled(known[one], now)}
            unknown = said - known.keys() - self._waits.keys()
        for viewing_id in sorted(gone):
            self._close(viewing_id, Ending.KIOSK)
        for viewing_id in sorted(unknown):
            self._tell(kiosk_id, viewing_id)

    def _at(self, kiosk_id: str) -> list[tuple[Viewing, str]]:
        return viewings.open_ones(self._engine, kiosk_id)

    def _sweep(self, now: datetime) -> None:
        for viewing, kiosk_id in viewings.open_ones(self._engine):
            ending = self._over(viewing, kiosk_id, now)
            if ending is not None:
                self._hang_up(viewing.viewing_id, kiosk_id, ending)

    def _over(self, viewing: Viewing, kiosk_id: str, now: datetime) -> Ending | None:
        """Say why a viewing must end; None: it goes on."""
        if viewing.accepted_at is None and now - viewing.began_at > _LEFT_OVER:
            return Ending.UNANSWERED
        if not stands(self._engine, viewing, now):
            return Ending.NO_RIGHT
        silent_s = self._monotonic() - self._heard_at.get(kiosk_id, self._began)
        is_young = viewing.accepted_at is None or not _is_settled(viewing, now)
        return None if is_young or silent_s <= SILENT_S else Ending.LOST

    def _hang_up(self, viewing_id: str, kiosk_id: str, ending: Ending) -> None:
        """Tell the kiosk first: what the log cannot take must not go on being shown."""
        self._tell(kiosk_id, viewing_id)
        self._close(viewing_id, ending)

    def _tell(self, kiosk_id: str, viewing_id: str) -> None:
        self._line.call(kiosk_id, HangUp(viewing_id=viewing_id))

    def _close(self, viewing_id: str, ending: Ending) -> None:
        if viewings.end(self._engine, viewing_id, ending, self._clock()):
            _log.info("viewing_ended", viewing=viewing_id, ending=ending.value)


def _is_settled(viewing: Viewing, now: datetime) -> bool:
    return viewing.accepted_at is not None and now - viewing.accepted_at > _SETTLING
