"""The link that a kiosk's last page shows: of its own, present interviews only, and bounded."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from hub.people import links, withdrawals
from hub.storage.database import reading, writing
from hub.storage.tables.audit_entry import AuditEntry
from hub.storage.tables.interview import Interview
from hub.workflow.briefings import own_page_of
from tests.fakes.hub_site import KIOSK, HubSite
from tests.fakes.sample_messages import Sitting
from wire.receipt import AskedBy

if TYPE_CHECKING:
    from collections.abc import Iterator

SITE = "https://hr.example/"
NOW = datetime.now(UTC)


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HubSite]:
    made = HubSite(tmp_path_factory.mktemp("own"))
    yield made
    made.close()


def held(hub: HubSite, minutes: float = 2.0) -> str:
    return hub.held("Olga Own", Sitting(at=NOW - timedelta(minutes=minutes)))


def address(hub: HubSite, interview_id: str, kiosk_id: str = KIOSK) -> str | None:
    made = own_page_of(hub.engine, SITE, kiosk_id, interview_id, NOW)
    return None if made is None else made.address


def test_the_link_opens_the_candidates_file_and_the_log_says_for_which_kiosk(hub: HubSite) -> None:
    mine = held(hub)
    made = address(hub, mine)
    assert made is not None
    assert made.startswith("https://hr.example/my/")
    with reading(hub.engine) as session:
        candidate = session.get_one(Interview, mine).candidate_id
        wanted = select(AuditEntry.actor).where(
            AuditEntry.action == "give_link", AuditEntry.subject == candidate
        )
        assert session.scalars(wanted).all() == [f"kiosk:{KIOSK}"]
    assert links.find(hub.engine, made.rsplit("/", 1)[1], NOW) == candidate


def test_no_link_for_another_kiosk_or_before_the_interview_or_long_after(hub: HubSite) -> None:
    assert address(hub, held(hub), "elsewhere") is None
    assert address(hub, hub.scheduled("Olga Own")) is None
    assert address(hub, "0" * 32) is None
    refused = held(hub)
    with writing(hub.engine) as session:
        session.get_one(Interview, refused).began_at = None
    assert address(hub, refused) is None
    old = held(hub)
    with writing(hub.engine) as session:
        session.get_one(Interview, old).ended_at = NOW - timedelta(minutes=61)
    assert address(hub, old) is None


def test_no_link_to_what_was_withdrawn(hub: HubSite) -> None:
    mine = held(hub)
    with writing(hub.engine) as session:
        withdrawals.mark(session, mine, AskedBy.CANDIDATE_BY_LINK, "candidate:x", NOW)
    assert address(hub, mine) is None


def test_no_link_where_the_site_has_no_address(hub: HubSite) -> None:
    assert own_page_of(hub.engine, "", KIOSK, held(hub), NOW) is None


def test_a_kiosk_that_asks_again_and_again_gets_a_few(hub: HubSite) -> None:
    mine = held(hub)
    made = [address(hub, mine) for _ in range(7)]
    assert [one is not None for one in made] == [True] * 5 + [False] * 2
