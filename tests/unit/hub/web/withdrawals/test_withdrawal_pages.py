"""Withdrawing by link, deleting on request, and what HR is shown afterwards."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from hub.people import links, site_key
from hub.people.rights import Role
from hub.recordings.store import Store
from hub.settings_candidates import RetentionSettings
from hub.storage.database import reading, writing
from hub.storage.tables.audit_entry import AuditEntry
from hub.storage.tables.interview import Interview
from hub.storage.tables.withdrawal import Withdrawal
from hub.workflow import erasing_rounds
from hub.workflow.erasing import Eraser
from hub.workflow.letters.tending import Tender
from tests.fakes.hub_browser import HubBrowser
from tests.fakes.hub_site import HubSite
from tests.fakes.raters import fill, rater
from tests.fakes.sample_messages import Sitting
from wire import receipt_file
from wire.receipt import AskedBy

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SURE = {"sure": "yes"}
"""A form that is not empty, for the test's client names no type of an empty one."""
REASON = "By letter of 23 November, filed with HR under 2026-118"


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[HubSite]:
    made = HubSite(tmp_path / "hub")
    yield made
    made.close()


def link(hub: HubSite, interview_id: str) -> str:
    with writing(hub.engine) as session:
        candidate = session.get_one(Interview, interview_id).candidate_id
        return links.give(session, candidate, "command", datetime.now(UTC))


def delete(hub: HubSite) -> None:
    key, store = site_key.load(hub.settings.identity), Store(hub.settings.store_dir)
    eraser = Eraser(hub.engine, hub.headers, store, key, RetentionSettings())
    erasing_rounds.round_of(eraser, datetime.now(UTC))


def mark(hub: HubSite, interview_id: str) -> Withdrawal | None:
    with reading(hub.engine) as session:
        return session.get(Withdrawal, interview_id)


def test_a_candidate_withdraws_by_the_link_after_being_asked_once(hub: HubSite) -> None:
    interview_id = hub.held("Mei Lin", Sitting())
    browser, at = HubBrowser(hub), f"/my/{link(hub, interview_id)}"
    own = browser.get(f"{at}?language=en")
    assert "Withdraw and have everything deleted…" in own.text
    with reading(hub.engine) as session:
        day = session.get_one(Interview, interview_id).delete_on
    assert day is not None
    assert day.isoformat() in own.text
    asked = browser.get(f"{at}/interviews/{interview_id}/withdraw?language=en")
    assert "Withdraw, and have everything deleted?" in asked.text
    assert mark(hub, interview_id) is None
    done = browser.client.post(f"{at}/interviews/{interview_id}/withdraw", data=SURE)
    assert done.status_code == 303
    row = mark(hub, interview_id)
    assert row is not None
    assert row.asked_by == AskedBy.CANDIDATE_BY_LINK.value
    delete(hub)
    shown = browser.get(f"{at}?language=en").text
    assert "You have withdrawn from this interview." in shown
    assert "What we keep of this interview" not in shown
    file = browser.get(f"{at}/interviews/{interview_id}/files/hub-deletion")
    root = site_key.authority(hub.settings.identity)
    assert receipt_file.verify(file.content, root).interview_id == interview_id


def test_nobody_withdraws_somebody_elses_interview(hub: HubSite) -> None:
    mine, others = hub.held("Mei Lin", Sitting()), hub.held("Ana Ruiz", Sitting())
    browser, at = HubBrowser(hub), f"/my/{link(hub, mine)}/interviews/{others}"
    assert browser.get(f"{at}/withdraw").status_code == 404
    assert browser.client.post(f"{at}/withdraw", data=SURE).status_code == 404
    assert browser.get(f"{at}/files/hub-deletion").status_code == 404
    assert mark(hub, others) is None


def test_a_manager_deletes_on_a_written_request_and_says_where_it_is(hub: HubSite) -> None:
    interview_id = hub.held("Mei Lin", Sitting())
    browser = HubBrowser(hub)
    browser.sign_in(hub.person(Role.HR_MANAGER))
    at = f"/interviews/{interview_id}"
    assert f"{at}/erase" in browser.get(at).text
    assert browser.post(f"{at}/erase", reason="please").status_code == 422
    assert mark(hub, interview_id) is None
    assert browser.post(f"{at}/erase", reason=REASON).status_code == 303
    row = mark(hub, interview_id)
    assert row is not None
    assert (row.asked_by, row.reason) == (AskedBy.HR_FOR_CANDIDATE.value, REASON)
    with reading(hub.engine) as session:
        entries = session.scalars(select(AuditEntry).where(AuditEntry.action == "withdraw")).all()
    assert [one.subject for one in entries] == [interview_id]
    assert REASON not in " ".join(one.detail for one in entries)


@pytest.mark.parametrize("role", [Role.HR_STAFF, Role.INTERVIEWER])
def test_nobody_else_deletes(hub: HubSite, role: Role) -> None:
    interview_id = hub.held("Mei Lin", Sitting())
    browser, name = HubBrowser(hub), hub.person(role)
    hub.put_in_charge(name, interview_id)
    browser.sign_in(name)
    assert "/erase" not in browser.get(f"/interviews/{interview_id}").text
    assert browser.get(f"/interviews/{interview_id}/erase").status_code == 404
    assert browser.post(f"/interviews/{interview_id}/erase", reason=REASON).status_code == 404
    assert mark(hub, interview_id) is None


def test_the_page_of_a_withdrawn_interview_says_so_and_takes_nothing_more(hub: HubSite) -> None:
    interview_id = hub.held("Mei Lin", Sitting())
    browser = rater(hub, "one", interview_id)
    HubBrowser(hub).client.post(
        f"/my/{link(hub, interview_id)}/interviews/{interview_id}/withdraw", data=SURE
    )
    for is_deleted in (False, True):
        if is_deleted:
            delete(hub)
        shown = browser.get(f"/interviews/{interview_id}").text
        assert "This interview was withdrawn." in shown
        assert "scorecard" not in shown
        assert "player" not in shown
        assert fill(browser, interview_id, "34512").status_code == 404
    assert "Withdrawn and deleted" in browser.get("/interviews").text


def test_no_letter_is_written_for_a_withdrawn_interview(hub: HubSite) -> None:
    interview_id = hub.held("Mei Lin", Sitting())
    manager = HubBrowser(hub)
    manager.sign_in(hub.person(Role.HR_MANAGER))
    manager.post(f"/interviews/{interview_id}/erase", reason=REASON)
    delete(hub)
    done = Tender.of(hub.settings, hub.engine).round(datetime.now(UTC))
    assert (done.composed, done.promised) == (0, 0)
