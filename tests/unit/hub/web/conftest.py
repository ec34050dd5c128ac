"""One hub with a sample interview for all page tests; each test signs in anew."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from hub.people.audit import actor_of
from hub.people.rights import ACCOUNT_ROLES, Role
from hub.storage.database import reading
from hub.storage.tables.account import Account
from tests.fakes.hub_browser import HubBrowser
from tests.fakes.hub_site import HubSite
from tests.fakes.sample_messages import Sitting

if TYPE_CHECKING:
    from collections.abc import Iterator

HOSTILE = "<script>alert('x')</script> \"O'Neil\" & {{ 7 * 7 }}"


@dataclass(frozen=True)
class Sample:
    """A hub, and the interview it holds."""

    hub: HubSite
    interview_id: str

    def browser(self, role: Role | None = None) -> HubBrowser:
        """Give a browser, signed in if there is a role."""
        browser = HubBrowser(self.hub)
        if role is not None:
            browser.sign_in(f"{role.value}-en")
        return browser

    def actor(self, role: Role) -> str:
        """Give the pseudonym of the account that signs in as a role."""
        wanted = select(Account.id).where(Account.name == f"{role.value}-en")
        with reading(self.hub.engine) as session:
            return actor_of(session.scalars(wanted).one())


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sample]:
    hub = HubSite(tmp_path_factory.mktemp("hub"))
    for role in ACCOUNT_ROLES:
        hub.person(role)
    hub.looking = ("hr_manager-en",)
    interview_id = hub.held(HOSTILE, Sitting())
    hub.put_in_charge("interviewer-en", interview_id)
    yield Sample(hub, interview_id)
    hub.close()
