"""One round: promises made, letters made and, where policy says so, released; alarms raised."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hub.storage.database import writing
from hub.workflow.letters import composing, due
from hub.workflow.letters.composing import REACH, SYSTEM, House, house_of
from hub.workflow.letters.releasing import release_by_policy
from hub.workflow.promises import register
from hub.workflow.promises.calendar import WorkingDays

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Engine

    from hub.settings import Settings


@dataclass(frozen=True, slots=True)
class Round:
    """What a round did, in numbers."""

    promised: int
    composed: int
    released: int
    alarms: int

    def did_something(self) -> bool:
        """Say whether there is anything to log."""
        return any((self.promised, self.composed, self.released, self.alarms))


@dataclass(frozen=True, slots=True)
class Tender:
    """What every round needs; made once, so that wrong settings stop the start."""

    engine: Engine
    house: House
    calendar: WorkingDays
    working_days: int
    by_policy: bool

    @classmethod
    def of(cls, settings: Settings, engine: Engine) -> Tender:
        """Make it of the settings; raises SettingsError."""
        return cls(
            engine,
            house_of(settings.mail),
            WorkingDays.of(settings.promises),
            settings.promises.answer_working_days,
            settings.mail.release == "policy",
        )

    def round(self, now: datetime) -> Round:
        """Do what is due; a round without work only reads."""
        promised = self._promise(now)
        composed = self._compose(now) + self._tell_decisions(now)
        released = self._release(now) if self.by_policy else 0
        return Round(promised, composed, released, due.tell_all(self.engine, now))

    def _promise(self, now: datetime) -> int:
        since, days = now - REACH, self.working_days
        with writing(self.engine) as session:
            return len(register.make_due(session, self.calendar, days, since, SYSTEM))

    def _compose(self, now: datetime) -> int:
        with writing(self.engine) as session:
            fresh = composing.without_summary(session, now)
            for interview in fresh:
                composing.compose(session, interview, self.house, now)
            again = composing.outdated(session)
            for letter, interview in again:
                composing.compose_again(session, letter, interview, now)
        return len(fresh) + len(again)

    def _tell_decisions(self, now: datetime) -> int:
        with writing(self.engine) as session:
            composing.withdraw_replaced(session, now)
            waiting = composing.undelivered_decisions(session, now)
            for decision in waiting:
                composing.tell(session, decision, self.house, now)
        return len(waiting)

    def _release(self, now: datetime) -> int:
        with writing(self.engine) as session:
            return len(release_by_policy(session, now))
