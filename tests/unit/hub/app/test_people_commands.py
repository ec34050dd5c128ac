from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from hub.__main__ import main
from hub.people import accounts
from hub.people.rights import Role
from hub.storage.database import reading, writing
from tests.fakes.hub_site import PASSWORD, QUICK, HubSite

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HubSite]:
    made = HubSite(tmp_path_factory.mktemp("commands"))
    yield made
    made.close()


def run(hub: HubSite, *words: str) -> int:
    return main(["--settings", str(hub.settings_file), "user", *words])


def test_accounts_are_listed_disabled_and_enabled(
    hub: HubSite, capsys: pytest.CaptureFixture[str]
) -> None:
    for role in (Role.HR_MANAGER, Role.AUDITOR):
        hub.person(role)
    assert run(hub, "disable", "auditor-en") == 0
    assert run(hub, "list") == 0
    said = capsys.readouterr().out
    assert "auditor-en\tauditor\tdisabled\tno second factor" in said
    assert "hr_manager-en\thr_manager\tactive\tno second factor" in said
    assert accounts.check(hub.engine, QUICK, "auditor-en", PASSWORD) is None
    assert run(hub, "enable", "auditor-en") == 0
    assert accounts.check(hub.engine, QUICK, "auditor-en", PASSWORD) is not None


def test_a_lost_second_factor_is_taken_away(hub: HubSite) -> None:
    name = hub.person(Role.HR_STAFF)
    with writing(hub.engine) as session:
        accounts.named(session, name).totp = b"sealed"
    assert run(hub, "reset-second-factor", name) == 0
    with reading(hub.engine) as session:
        assert accounts.named(session, name).totp is None


def test_the_last_hr_manager_and_an_unknown_name_are_refused(
    hub: HubSite, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(hub, "disable", "hr_manager-en") == 2
    assert run(hub, "enable", "nobody") == 2
    said = capsys.readouterr().err
    assert "last HR manager" in said
    assert "H-ACCOUNT-001" in said
