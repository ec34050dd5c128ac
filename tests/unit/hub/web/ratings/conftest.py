"""One hub for the pages of ratings; each test has its own interviews and raters."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from hub.people.rights import Role
from tests.fakes.hub_browser import HubBrowser
from tests.fakes.hub_site import HubSite

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="package")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HubSite]:
    made = HubSite(tmp_path_factory.mktemp("ratings"))
    made.person(Role.HR_MANAGER)
    made.person(Role.HR_STAFF)
    yield made
    made.close()


@pytest.fixture
def manager(hub: HubSite) -> HubBrowser:
    made = HubBrowser(hub)
    made.sign_in("hr_manager-en")
    return made


@pytest.fixture
def staff(hub: HubSite) -> HubBrowser:
    made = HubBrowser(hub)
    made.sign_in("hr_staff-en")
    return made
