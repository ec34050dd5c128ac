from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from hub.people.rights import Role
from tests.fakes.hub_browser import HubBrowser
from tests.fakes.hub_site import JOB, HubSite
from wire.language import Language

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HubSite]:
    made = HubSite(tmp_path_factory.mktemp("jobs"))
    for role in (Role.HR_MANAGER, Role.HR_STAFF):
        made.person(role)
    made.person(Role.HR_MANAGER, Language.ZH)
    yield made
    made.close()


@pytest.fixture
def browser(hub: HubSite) -> HubBrowser:
    made = HubBrowser(hub)
    made.sign_in("hr_manager-en")
    return made


@pytest.fixture
def draft(browser: HubBrowser) -> Iterator[str]:
    address = f"/jobs/{JOB}/draft"
    browser.post(address)
    yield address
    browser.post(f"{address}/discard", sure="on")
