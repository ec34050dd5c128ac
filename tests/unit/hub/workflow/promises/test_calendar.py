"""Working days: weekends and holidays do not count, and a promise is due on one."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.settings_candidates import PromiseSettings
from hub.workflow.promises.calendar import BEGINS, ENDS, WorkingDays

CHINA = WorkingDays.of(PromiseSettings(country="CN"))
WEEKENDS = WorkingDays.of(PromiseSettings())
SHANGHAI = ZoneInfo("Asia/Shanghai")
instants = st.datetimes(datetime(2024, 1, 1), datetime(2026, 9, 1)).map(  # noqa: DTZ001 - made aware
    lambda at: at.replace(tzinfo=UTC)
)


@settings(max_examples=50)
@given(instants, st.integers(1, 20), st.sampled_from([CHINA, WEEKENDS]))
def test_a_promise_is_due_at_the_end_of_a_working_day_after_exactly_so_many(
    made_at: datetime, days: int, calendar: WorkingDays
) -> None:
    due = calendar.due(made_at, days, SHANGHAI)
    first, last = made_at.astimezone(SHANGHAI).date(), due.at.astimezone(SHANGHAI)
    between = (first + timedelta(days=n) for n in range(1, (last.date() - first).days + 1))
    assert sum(calendar.counts(day) for day in between) == days
    assert calendar.counts(last.date())
    assert last.time() == ENDS


@settings(max_examples=50)
@given(instants, st.integers(1, 20))
def test_somebody_is_told_half_a_working_day_before(made_at: datetime, days: int) -> None:
    due = CHINA.due(made_at, days, SHANGHAI)
    length = datetime.combine(date.min, ENDS) - datetime.combine(date.min, BEGINS)
    assert due.at - due.warn_at == length / 2
    assert due.warn_at > made_at


@settings(max_examples=30)
@given(instants, st.integers(1, 19))
def test_a_day_more_is_never_due_earlier(made_at: datetime, days: int) -> None:
    assert WEEKENDS.due(made_at, days + 1, SHANGHAI).at > WEEKENDS.due(made_at, days, SHANGHAI).at


@pytest.mark.parametrize(
    ("day", "counts"),
    [
        (date(2026, 10, 1), False),  # National Day, a Thursday
        (date(2026, 10, 9), True),
        (date(2026, 10, 10), True),  # a Saturday declared a working day to make up for it
        (date(2026, 10, 17), False),
    ],
)
def test_chinas_holidays_and_the_days_that_make_up_for_them(day: date, counts: bool) -> None:  # noqa: FBT001 - a table's column
    assert CHINA.counts(day) is counts


def test_a_promise_over_a_weekend() -> None:
    friday = datetime(2026, 11, 20, 16, tzinfo=SHANGHAI)
    assert WEEKENDS.due(friday, 3, SHANGHAI).at == datetime(2026, 11, 25, 18, tzinfo=SHANGHAI)
