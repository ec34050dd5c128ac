"""A hub with two interviews that are held now; one is the interviewer's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from hub.live import viewings
from hub.people.rights import ACCOUNT_ROLES, Role
from hub.storage.database import reading, writing
from hub.storage.tables.audit_entry import AuditEntry
from hub.storage.tables.viewing import Viewing
from tests.fakes.hub_browser import HubBrowser
from tests.fakes.hub_site import HubSite
from tests.fakes.sample_messages import Sitting
from wire.language import Language

if TYPE_CHECKING:
    from collections.abc import Iterator

    from httpx2 import Response

OFFER = b"v=0\r\ns=offer\r\n"
SDP = "application/sdp"


class Held:
    """A hub with an interview that is held now, in the interviewer's charge, and a colleague's."""

    def __init__(self, hub: HubSite) -> None:
        self.hub = hub
        self.mine = hub.held("Li Si", Sitting(), ended=False)
        self.others = hub.held("Wang Wu", Sitting(), ended=False)
        hub.put_in_charge("interviewer-en", self.mine)

    def browser(
        self, role: Role = Role.INTERVIEWER, language: Language = Language.EN
    ) -> HubBrowser:
        browser = HubBrowser(self.hub)
        browser.sign_in(f"{role.value}-{language.value}")
        return browser

    def log(self) -> list[tuple[str, str, str]]:
        """Give action, subject and detail of what is about viewings."""
        wanted = select(AuditEntry).where(AuditEntry.action.in_((viewings.WATCH, viewings.WATCHED)))
        with reading(self.hub.engine) as session:
            rows = session.scalars(wanted.order_by(AuditEntry.id)).all()
        return [(row.action, row.subject, row.detail) for row in rows]

    def rows(self) -> list[Viewing]:
        with reading(self.hub.engine) as session:
            return list(session.scalars(select(Viewing).order_by(Viewing.began_at)))

    def forget(self) -> None:
        """Let every viewing be over and long ago."""
        with writing(self.hub.engine) as session:
            for row in session.scalars(select(Viewing)):
                session.delete(row)


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HubSite]:
    made = HubSite(tmp_path_factory.mktemp("hub"))
    for role in ACCOUNT_ROLES:
        made.person(role)
    made.person(Role.AUDITOR, Language.ZH)
    yield made
    made.close()


@pytest.fixture(scope="module")
def module_held(hub: HubSite) -> Held:
    return Held(hub)


@pytest.fixture
def held(module_held: Held) -> Held:
    module_held.forget()
    return module_held


def offer(browser: HubBrowser, interview: str, body: bytes = OFFER, **headers: str) -> Response:
    sent = {"Content-Type": SDP, "X-CSRF-Token": browser.csrf(), "Sec-Fetch-Dest": "empty"}
    sent |= {name.replace("_", "-"): value for name, value in headers.items()}
    return browser.client.post(f"/live/{interview}", content=body, headers=sent)


def leave(browser: HubBrowser, location: str) -> Response:
    return browser.client.delete(location, headers={"X-CSRF-Token": browser.csrf()})
