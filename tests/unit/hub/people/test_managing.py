"""Whoever manages accounts never gains content by it alone."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from hub.people import accounts, managing, sessions
from hub.people.errors import AccountError
from hub.people.managing import Leave, leave
from hub.people.rights import ACCOUNT_ROLES, Action, Role, may, sees_content
from hub.storage.database import reading
from hub.storage.tables.account import Account
from tests.fakes.hub_site import PASSWORD, QUICK, HubSite
from wire.language import Language

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hub.people.sessions import Visitor

NOW = datetime.now(UTC)


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HubSite]:
    made = HubSite(tmp_path_factory.mktemp("managing"))
    for role in ACCOUNT_ROLES:
        made.person(role)
    yield made
    made.close()


def person(hub: HubSite, role: Role) -> Visitor:
    with reading(hub.engine) as session:
        account = accounts.named(session, f"{role.value}-en")
    token = sessions.begin(hub.engine, account, None, NOW)
    visitor = sessions.find(hub.engine, token, NOW)
    assert visitor is not None
    return visitor


def stored(hub: HubSite, account_id: int) -> Account:
    with reading(hub.engine) as session:
        return session.get_one(Account, account_id)


def new(hub: HubSite, by: Role, name: str, role: Role) -> tuple[int, str]:
    return managing.add(hub.engine, person(hub, by), name, role, Language.EN, QUICK)


@pytest.mark.parametrize("of", ACCOUNT_ROLES)
@pytest.mark.parametrize("by", Role)
def test_nobody_gives_content_who_does_not_see_it_without_a_second_person(
    by: Role, of: Role
) -> None:
    how = leave(by, of)
    if not may(by, Action.MANAGE_ACCOUNTS):
        assert how is Leave.NO
    elif sees_content(of):
        assert how is (Leave.FREELY if sees_content(by) else Leave.CONFIRMED)
    else:
        assert how is (Leave.NO if sees_content(by) else Leave.FREELY)


def test_the_first_password_opens_the_account_once_it_is_confirmed(hub: HubSite) -> None:
    account_id, password = new(hub, Role.TECHNICIAN, "waiting", Role.HR_STAFF)
    assert accounts.check(hub.engine, QUICK, "waiting", password) is None
    with pytest.raises(AccountError):
        managing.confirm(hub.engine, person(hub, Role.TECHNICIAN), account_id)
    managing.confirm(hub.engine, person(hub, Role.HR_MANAGER), account_id)
    account = accounts.check(hub.engine, QUICK, "waiting", password)
    assert account is not None
    assert account.is_password_once


@pytest.mark.parametrize("act", ["reset_password", "reset_second_factor", "enable"])
def test_what_a_technician_gives_to_a_content_account_waits(act: str, hub: HubSite) -> None:
    account_id, _ = new(hub, Role.HR_MANAGER, f"given-{act}", Role.INTERVIEWER)
    assert not stored(hub, account_id).is_waiting
    technician = person(hub, Role.TECHNICIAN)
    extra = (QUICK,) if act == "reset_password" else ()
    getattr(managing, act)(hub.engine, technician, account_id, *extra)
    assert stored(hub, account_id).is_waiting


def test_an_hr_manager_neither_makes_nor_changes_technicians_and_auditors(hub: HubSite) -> None:
    for role in (Role.TECHNICIAN, Role.AUDITOR):
        with pytest.raises(AccountError):
            new(hub, Role.HR_MANAGER, "another", role)
        other = person(hub, role)
        with pytest.raises(AccountError):
            managing.disable(hub.engine, person(hub, Role.HR_MANAGER), other.account_id, NOW)


def test_disabling_ends_the_sessions_and_enabling_brings_none_back(hub: HubSite) -> None:
    account_id, _ = new(hub, Role.HR_MANAGER, "leaver", Role.HR_STAFF)
    token = sessions.begin(hub.engine, stored(hub, account_id), None, NOW)
    manager = person(hub, Role.HR_MANAGER)
    managing.disable(hub.engine, manager, account_id, NOW)
    assert sessions.find(hub.engine, token, NOW) is None
    managing.enable(hub.engine, manager, account_id)
    assert sessions.find(hub.engine, token, NOW) is None
    assert not stored(hub, account_id).is_waiting


def test_nobody_changes_the_own_account_there(hub: HubSite) -> None:
    manager = person(hub, Role.HR_MANAGER)
    with pytest.raises(AccountError, match="own page"):
        managing.disable(hub.engine, manager, manager.account_id, NOW)


def test_the_last_hr_manager_stays(hub: HubSite) -> None:
    last = person(hub, Role.HR_MANAGER)
    with pytest.raises(AccountError, match="last HR manager"):
        managing.disable(hub.engine, person(hub, Role.TECHNICIAN), last.account_id, NOW)
    assert accounts.check(hub.engine, QUICK, last.name, PASSWORD) is not None


def test_first_passwords_are_long_and_never_the_same() -> None:
    made = {managing.one_time_password() for _ in range(50)}
    assert len(made) == 50
    assert {len(one) for one in made} == {19}
