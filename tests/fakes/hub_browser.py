"""A browser without scripts: follows forms, keeps the cookie, finds the CSRF token in the page."""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Literal

from starlette.testclient import TestClient

from hub.people.audit_place import AuditPlace
from hub.people.lockout import Lockout
from hub.people.second_factor import SecondFactor
from hub.settings import SignInSettings
from hub.web.openings import Openings
from hub.web.page import Site
from hub.web.site import build
from tests.fakes.hub_site import PASSWORD, QUICK
from tests.fakes.switchboard import FakeSwitchboard

if TYPE_CHECKING:
    from httpx2 import Response  # what Starlette's TestClient gives

    from tests.fakes.hub_site import HubSite


class HubBrowser:
    """Talks to HR's view in this process; the clocks are set by the test."""

    def __init__(
        self,
        hub: HubSite,
        *,
        is_tls: bool = False,
        second_factor: Literal["required", "offered"] = "offered",
    ) -> None:
        self.now = datetime.now(UTC)
        self.monotonic = time.monotonic()
        self.switchboard = FakeSwitchboard()
        self.site = Site(
            engine=hub.engine,
            headers=hub.headers,
            store_dir=hub.settings.store_dir,
            keeper=hub.vault,
            audit=AuditPlace(hub.settings.identity, hub.settings.audit.checkpoint_dir),
            openings=Openings(hub.engine, hub.vault, lambda: self.monotonic),
            passwords=QUICK,
            lockout=Lockout(),
            clock=lambda: self.now,
            monotonic=lambda: self.monotonic,
            is_tls=is_tls,
            profile=hub.settings.profile,
            second_factor=SecondFactor(
                hub.engine, hub.vault, SignInSettings(second_factor=second_factor)
            ),
            switchboard=self.switchboard,
            step_up=timedelta(minutes=15),
        )
        scheme = "https" if is_tls else "http"
        self.client = TestClient(
            build(self.site),
            base_url=f"{scheme}://hub.test",
            follow_redirects=False,
            raise_server_exceptions=False,
        )

    def wait(self, seconds: float) -> None:
        """Let time pass."""
        self.now += timedelta(seconds=seconds)
        self.monotonic += seconds

    def sign_in(self, name: str, password: str = PASSWORD) -> Response:
        """Send the sign-in form."""
        return self.client.post("/sign-in", data={"name": name, "password": password})

    def get(self, path: str, **headers: str) -> Response:
        """Get a page."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.get(path, headers=sent)

    def post(self, path: str, **fields: str) -> Response:
        """Send a form with the session's CSRF token."""
        return self.client.post(path, data={"csrf": self.csrf(), **fields})

    def csrf(self) -> str:
        """Find the token in a page of this session."""
        page = self.client.get("/", follow_redirects=True).text
        found = re.search(r'name="csrf" value="([^"]+)"', page)
        assert found is not None
        return found[1]
