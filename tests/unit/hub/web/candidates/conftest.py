"""One hub for all tests of the candidates' pages; each test signs in anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from hub.people.rights import Role
from tests.fakes.candidate_desk import signed_in
from tests.fakes.hub_site import HubSite
from wire.language import Language

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.fakes.hub_browser import HubBrowser


@pytest.fixture(scope="package")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HubSite]:
    made = HubSite(tmp_path_factory.mktemp("candidates"))
    for role in (Role.HR_MANAGER, Role.HR_STAFF, Role.INTERVIEWER):
        made.person(role)
    made.person(Role.HR_MANAGER, Language.ZH)
    yield made
    made.close()


@pytest.fixture
def browser(hub: HubSite) -> HubBrowser:
    return signed_in(hub, "hr_manager-en")
