"""A viewing ends when the right to it does, and is bounded while it lasts."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import delete, update

from hub.errors import StorageError
from hub.live import viewings
from hub.live.errors import TooManyError
from hub.people import sessions
from hub.people.rights import Role
from hub.storage.database import writing
from hub.storage.tables.account import Account
from hub.storage.tables.assignment import Assignment
from hub.storage.tables.audit_entry import AuditEntry
from hub.storage.tables.session import SessionRow
from hub.storage.tables.viewing import Ending, Viewing
from wire.messages.signal import MOST_VIEWINGS

if TYPE_CHECKING:
    from collections.abc import Callable

    from hub.people.sessions import Visitor
    from tests.unit.hub.live.conftest import LiveHub

BOUND_S = 10.0
"""A right that is gone is looked for within so many seconds."""


def sign_out(hub: LiveHub, person: Visitor) -> None:
    sessions.end(hub.engine, person)


def end_elsewhere(hub: LiveHub, person: Visitor) -> None:
    with writing(hub.engine) as session:
        sessions.end_all(session, person.account_id)


def lock(hub: LiveHub, person: Visitor) -> None:
    with writing(hub.engine) as session:
        session.get_one(Account, person.account_id).disabled_at = hub.now


def wait_for_confirmation(hub: LiveHub, person: Visitor) -> None:
    with writing(hub.engine) as session:
        session.get_one(Account, person.account_id).is_waiting = True


def take_off(hub: LiveHub, person: Visitor) -> None:
    with writing(hub.engine) as session:
        session.execute(delete(Assignment).where(Assignment.account_id == person.account_id))


def make_technician(hub: LiveHub, person: Visitor) -> None:
    with writing(hub.engine) as session:
        session.get_one(Account, person.account_id).role = Role.TECHNICIAN.value


def end_interview(hub: LiveHub, _person: Visitor) -> None:
    hub.let("ended")


def let_expire(hub: LiveHub, person: Visitor) -> None:
    with writing(hub.engine) as session:
        mine = update(SessionRow).where(SessionRow.token_hash == person.session)
        session.execute(mine.values(expires_at=hub.now))


LOSSES = [
    sign_out,
    end_elsewhere,
    lock,
    wait_for_confirmation,
    take_off,
    make_technician,
    end_interview,
    let_expire,
]


@pytest.mark.parametrize("lose", LOSSES, ids=lambda lose: lose.__name__)
def test_whoever_may_not_watch_any_more_is_hung_up_within_ten_seconds(
    lose: Callable[[LiveHub, Visitor], None], hub: LiveHub
) -> None:
    anna = hub.person()
    viewing = hub.watching(anna)
    hub.later(BOUND_S)
    assert hub.hung_up() == []
    lose(hub, anna)
    hub.later(BOUND_S)
    assert hub.hung_up() == [viewing]
    assert hub.ending(viewing) == Ending.NO_RIGHT
    assert hub.log()[-1] == (anna.actor, "stop_watching", "20 s, no_right")


def test_an_hr_manager_watches_without_being_in_charge(hub: LiveHub) -> None:
    boss = hub.person(Role.HR_MANAGER)
    take_off(hub, boss)
    viewing = hub.watching(boss)
    hub.later(BOUND_S)
    assert hub.ending(viewing) is None


def test_who_watches_stays_signed_in_but_not_longer_than_a_days_work(hub: LiveHub) -> None:
    viewing = hub.watching(hub.person())
    watched = timedelta()
    while hub.ending(viewing) is None:
        hub.watched_on(viewing, 600)
        watched += timedelta(seconds=600)
    assert sessions.LONGEST <= watched <= sessions.LONGEST + timedelta(minutes=20)


def test_an_offer_that_nobody_answered_keeps_no_session(hub: LiveHub) -> None:
    anna = hub.person()
    hub.begun(anna)
    hub.later(20)
    hub.later(sessions.IDLE.total_seconds())
    with writing(hub.engine) as session:
        row = session.get_one(SessionRow, anna.session)
        assert row.expires_at <= hub.now


def test_one_person_has_a_few_viewings_at_once(hub: LiveHub) -> None:
    anna = hub.person()
    for _ in range(viewings.MOST_OF_ONE):
        hub.begun(anna)
    before = hub.log()
    with pytest.raises(TooManyError):
        hub.begun(anna)
    assert hub.log() == before
    viewings.end(hub.engine, before[0][2], Ending.LEFT, hub.now)
    hub.begun(anna)


def test_one_kiosk_has_a_few_viewers_at_once(hub: LiveHub) -> None:
    people = [hub.person(name=f"person-{n}") for n in range(3)]
    for n in range(MOST_VIEWINGS):
        hub.begun(people[n % 2])
    with pytest.raises(TooManyError, match="One kiosk"):
        hub.begun(people[2])


def test_one_person_does_not_begin_anew_without_end(hub: LiveHub) -> None:
    anna = hub.person()
    with writing(hub.engine) as session:
        session.add_all(old_viewing(hub, anna, n) for n in range(viewings.MOST_AN_HOUR))
    with pytest.raises(TooManyError, match="an hour"):
        hub.begun(anna)
    hub.now += timedelta(hours=1)
    hub.begun(anna)


def old_viewing(hub: LiveHub, person: Visitor, n: int) -> Viewing:
    return Viewing(
        viewing_id=f"{n:032x}",
        interview_id=hub.interview_id,
        account_id=person.account_id,
        session=person.session,
        may_speak=False,
        began_at=hub.now,
        ended_at=hub.now,
        ending=Ending.LEFT.value,
    )


def test_a_viewing_is_closed_once(hub: LiveHub) -> None:
    viewing = hub.watching(hub.person())
    assert viewings.end(hub.engine, viewing, Ending.LEFT, hub.now)
    assert not viewings.end(hub.engine, viewing, Ending.KIOSK, hub.now)
    assert hub.ending(viewing) == Ending.LEFT
    assert len(hub.log()) == 2


def test_a_log_that_cannot_be_written_leaves_no_viewing(hub: LiveHub) -> None:
    anna = hub.person()
    AuditEntry.__table__.drop(hub.engine)  # type: ignore[attr-defined] # a Table, as declared
    with pytest.raises(StorageError):
        hub.begun(anna)
    assert viewings.open_ones(hub.engine) == []
