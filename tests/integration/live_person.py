"""Somebody who may watch an interview live, with a script that fetches as a browser's does."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import httpx

from hub.people import accounts, sessions
from hub.people.rights import Role
from hub.storage.database import reading
from hub.storage.tables.account import Account
from hub.workflow import interviews
from tests.fakes.hub_site import PASSWORD, QUICK
from tests.fakes.viewers import ANSWER

if TYPE_CHECKING:
    from hub.people.sessions import Visitor
    from tests.integration.hub_process import HubPlace

OFFER = "v=0\r\ns=offer\r\n"
PATIENCE_S = 60.0


class Person:
    """In charge of the interview, and signed in."""

    def __init__(self, place: HubPlace, interview_id: str) -> None:
        engine, now = place.engine, datetime.now(UTC)
        self._interview_id = interview_id
        name = f"anna-{interview_id[:8]}"
        number = accounts.add(engine, name, Role.INTERVIEWER, PASSWORD, passwords=QUICK)
        interviews.assign(engine, interview_id, number)
        with reading(engine) as session:
            account = session.get_one(Account, number)
        token = sessions.begin(engine, account, None, now)
        found = sessions.find(engine, token, now)
        assert found is not None
        self.visitor: Visitor = found
        self._client = httpx.Client(
            base_url=address_of(place),
            headers={"X-CSRF-Token": found.csrf, "Content-Type": "application/sdp"},
            cookies={"hr": token},
            timeout=30,
        )

    def offer(self) -> httpx.Response:
        return self._client.post(f"/live/{self._interview_id}", content=OFFER)

    def watch(self) -> str:
        """Begin a viewing and give its number."""
        answer = self.offer()
        assert answer.status_code == 201, answer.text
        assert answer.text == ANSWER
        return answer.headers["location"].rpartition("/")[2]

    def leave(self, viewing_id: str) -> httpx.Response:
        return self._client.delete(f"/live/{self._interview_id}/{viewing_id}")

    def close(self) -> None:
        self._client.close()


def address_of(place: HubPlace) -> str:
    """Give where the pages are."""
    return f"http://{place.settings.web.host}:{place.settings.web.port}"


def wait_until_served(place: HubPlace) -> None:
    """Wait until the web process answers."""
    deadline = time.monotonic() + PATIENCE_S
    while True:
        try:
            httpx.get(f"{address_of(place)}/sign-in")
        except httpx.TransportError:
            assert time.monotonic() < deadline, "the pages are not served"
            time.sleep(0.1)
        else:
            return
