"""One site with an HR manager and an interviewer; no interview is left to the next test."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import delete

from hub.people.rights import Role
from hub.storage.database import writing
from hub.storage.schema import METADATA
from tests.fakes.hub_site import HubSite
from tests.fakes.letter_box import LetterBox

if TYPE_CHECKING:
    from collections.abc import Iterator

KEPT = {"account", "allowed_channel", "audit_entry", "job", "kiosk"}


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HubSite]:
    made = HubSite(tmp_path_factory.mktemp("letters"))
    for role in (Role.HR_MANAGER, Role.INTERVIEWER):
        made.person(role)
    yield made
    made.close()


@pytest.fixture
def box(hub: HubSite) -> Iterator[LetterBox]:
    yield LetterBox(hub)
    with writing(hub.engine) as session:
        for table in reversed(METADATA.sorted_tables):
            if table.name not in KEPT:
                session.execute(delete(table))
