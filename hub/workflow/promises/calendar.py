"""Working days, and when a promise in working days is due. Pure but for the calendar's data.

Weekends and the public holidays of the deployment's country do not count; the days that China
declares working days to make up for a holiday do (library `holidays`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, NamedTuple

from holidays import country_holidays

if TYPE_CHECKING:
    from datetime import date, tzinfo

    from holidays import HolidayBase

    from hub.settings_candidates import PromiseSettings

BEGINS, ENDS = time(9), time(18)
"""Of a working day, at the hub's place."""
_SATURDAY = 5


class Due(NamedTuple):
    """When an answer is due, and when somebody should be told that it soon is."""

    at: datetime
    warn_at: datetime
    """Half a working day before: the middle of the day on which it is due."""


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """The calendar of one deployment."""

    holidays: HolidayBase | None

    @classmethod
    def of(cls, settings: PromiseSettings) -> WorkingDays:
        """Give the calendar that the settings name."""
        if not settings.country:
            return cls(None)
        subdivision = settings.subdivision or None
        return cls(country_holidays(settings.country, subdiv=subdivision))

    def counts(self, day: date) -> bool:
        """Say whether a day is a working day."""
        if self.holidays is None:
            return day.weekday() < _SATURDAY
        return self.holidays.is_working_day(day)

    def due(self, made_at: datetime, days: int, zone: tzinfo | None = None) -> Due:
        """Give the end of the last of so many working days after the day of the promise."""
        day, left = made_at.astimezone(zone).date(), days
        while left > 0:
            day += timedelta(days=1)
            left -= self.counts(day)
        begins, ends = _at(day, BEGINS, zone), _at(day, ENDS, zone)
        return Due(ends, begins + (ends - begins) / 2)


def _at(day: date, hour: time, zone: tzinfo | None) -> datetime:
    """Give an instant of a day; without a zone the machine's own, its summer time included."""
    naive = datetime.combine(day, hour)
    return naive.astimezone() if zone is None else naive.replace(tzinfo=zone)
