from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from argon2 import extract_parameters
from argon2.low_level import Type
from sqlalchemy import select

from hub.people import accounts, sessions
from hub.people.errors import AccountError
from hub.people.passwords import Passwords
from hub.storage.database import reading
from hub.storage.tables.account import Account
from hub.storage.tables.audit_entry import AuditEntry
from tests.fakes.hub_site import PASSWORD, QUICK, HubSite

if TYPE_CHECKING:
    from collections.abc import Iterator

NOW = datetime.now(UTC)


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HubSite]:
    made = HubSite(tmp_path_factory.mktemp("people"))
    yield made
    made.close()


def stored(hub: HubSite, name: str) -> str:
    with reading(hub.engine) as session:
        found = session.scalar(select(Account.password_hash).where(Account.name == name))
    assert found is not None
    return found


def test_a_password_is_kept_as_argon2id_with_the_recommended_cost(hub: HubSite) -> None:
    accounts.add(hub.engine, "costly", "auditor", PASSWORD)
    used = extract_parameters(stored(hub, "costly"))
    assert (used.type, used.time_cost, used.memory_cost) == (Type.ID, 3, 65536)


def test_an_account_opens_with_its_password_only(hub: HubSite) -> None:
    accounts.add(hub.engine, "anna", "hr_staff", PASSWORD, passwords=QUICK)
    assert accounts.check(hub.engine, QUICK, "anna", PASSWORD) is not None
    assert accounts.check(hub.engine, QUICK, "anna", PASSWORD + " ") is None
    assert accounts.check(hub.engine, QUICK, "nobody", PASSWORD) is None


def test_a_name_composed_otherwise_is_the_same_name(hub: HubSite) -> None:
    accounts.add(hub.engine, "José", "hr_staff", PASSWORD, passwords=QUICK)
    assert accounts.check(hub.engine, QUICK, " Jose\u0301", PASSWORD) is not None
    with pytest.raises(AccountError):
        accounts.add(hub.engine, "Jose\u0301", "hr_staff", PASSWORD, passwords=QUICK)


def test_signing_in_brings_an_old_hash_up_to_date(hub: HubSite) -> None:
    accounts.add(hub.engine, "otto", "hr_staff", PASSWORD, passwords=QUICK)
    stronger = Passwords(time_cost=2, memory_kib=16, parallelism=1)
    before = stored(hub, "otto")
    assert accounts.check(hub.engine, stronger, "otto", "a wrong password") is None
    assert stored(hub, "otto") == before
    assert accounts.check(hub.engine, stronger, "otto", PASSWORD) is not None
    assert extract_parameters(stored(hub, "otto")).time_cost == 2
    assert accounts.check(hub.engine, stronger, "otto", PASSWORD) is not None


@pytest.mark.parametrize(
    ("name", "role", "password"),
    [
        ("", "auditor", PASSWORD),
        ("x" * 65, "auditor", PASSWORD),
        ("a\nb", "auditor", PASSWORD),
        ("carl", "emperor", PASSWORD),
        ("carl", "auditor", "too short"),
        ("carl", "auditor", "x" * 257),
    ],
)
def test_what_cannot_be_an_account_is_refused(
    name: str, role: str, password: str, hub: HubSite
) -> None:
    with pytest.raises(AccountError, match="H-ACCOUNT-001"):
        accounts.add(hub.engine, name, role, password, passwords=QUICK)


def test_a_hash_that_is_none_opens_nothing() -> None:
    assert not QUICK.verify("not a hash", PASSWORD)
    assert not QUICK.verify(None, PASSWORD)


def test_another_password_replaces_the_old_one_and_ends_the_sessions(hub: HubSite) -> None:
    account_id = accounts.add(hub.engine, "forgetful", "hr_staff", PASSWORD, passwords=QUICK)
    account = accounts.check(hub.engine, QUICK, "forgetful", PASSWORD)
    assert account is not None
    token = sessions.begin(hub.engine, account, None, NOW)
    accounts.set_password(hub.engine, "forgetful", "quite another one", passwords=QUICK)
    assert accounts.check(hub.engine, QUICK, "forgetful", PASSWORD) is None
    assert accounts.check(hub.engine, QUICK, "forgetful", "quite another one") is not None
    assert sessions.find(hub.engine, token, NOW) is None
    with reading(hub.engine) as session:
        entries = session.scalars(select(AuditEntry).where(AuditEntry.action == "set_password"))
        assert [one.subject for one in entries] == [str(account_id)]


@pytest.mark.parametrize(("name", "password"), [("nobody", PASSWORD), ("anna", "short")])
def test_a_password_that_cannot_be_set_changes_nothing(
    hub: HubSite, name: str, password: str
) -> None:
    with pytest.raises(AccountError):
        accounts.set_password(hub.engine, name, password, passwords=QUICK)
    assert accounts.check(hub.engine, QUICK, "anna", PASSWORD) is not None
