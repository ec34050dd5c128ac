from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from hub.errors import UnknownError
from hub.people import alarms
from hub.people.alarms import LIMITS, MOST_REMEMBERED, WINDOW, Kind, Repeated, Watch, is_told
from hub.people.rights import Role
from hub.storage.database import reading
from hub.storage.tables.alarm import Alarm
from tests.fakes.hub_site import HubSite

if TYPE_CHECKING:
    from collections.abc import Iterator

NOW = datetime(2026, 5, 4, 9, tzinfo=UTC)
LIMIT = LIMITS[Kind.REFUSED]


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HubSite]:
    made = HubSite(tmp_path_factory.mktemp("alarms"))
    yield made
    made.close()


def test_it_tells_at_the_limit_and_at_each_doubling() -> None:
    told = [count for count in range(1, 100) if is_told(count, 10)]
    assert told == [10, 20, 40, 80]


@settings(max_examples=50)
@given(st.lists(st.integers(1, 7200), max_size=60))
def test_fewer_than_the_limit_within_an_hour_never_tell(waits: list[int]) -> None:
    watch, now, times = Watch(), NOW, []
    for wait in waits:
        now += timedelta(seconds=wait)
        times.append(now)
        if watch.count(Kind.REFUSED, "account:1", now):
            assert len([one for one in times if one >= now - WINDOW]) >= LIMIT


def test_each_account_and_kind_is_counted_for_itself() -> None:
    watch = Watch()
    for _ in range(LIMIT - 1):
        assert watch.count(Kind.REFUSED, "account:1", NOW) is None
    assert watch.count(Kind.REFUSED, "account:2", NOW) is None
    assert watch.count(Kind.WRONG_LINKS, "account:1", NOW) is None
    assert watch.count(Kind.REFUSED, "account:1", NOW) == Repeated(LIMIT, NOW)


def test_many_addresses_do_not_fill_the_memory() -> None:
    watch = Watch()
    for number in range(MOST_REMEMBERED + 10):
        watch.count(Kind.WRONG_LINKS, f"address:{number}", NOW)
    assert len(watch._counted) == MOST_REMEMBERED


def test_an_alarm_grows_until_somebody_has_seen_it(hub: HubSite) -> None:
    hub.person(Role.AUDITOR)
    for times in (10, 20):
        alarms.tell(hub.engine, Kind.REFUSED, "account:9", Repeated(times, NOW), NOW)
    assert alarms.unseen(hub.engine) == 1
    with reading(hub.engine) as session:
        row = session.scalars(select(Alarm)).one()
    assert (row.count, row.first_at) == (20, NOW)
    alarms.seen(hub.engine, row.id, 1, NOW)
    assert alarms.unseen(hub.engine) == 0
    alarms.tell(hub.engine, Kind.REFUSED, "account:9", Repeated(40, NOW), NOW)
    assert alarms.unseen(hub.engine) == 1


def test_an_alarm_that_is_not_there_cannot_be_seen(hub: HubSite) -> None:
    with pytest.raises(UnknownError):
        alarms.seen(hub.engine, 999, 1, NOW)
