from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from threading import Barrier
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from hub.errors import RatingError
from hub.people.rights import Role
from hub.settings_candidates import PromiseSettings
from hub.storage.database import reading, writing
from hub.storage.tables.appeal import Appeal
from hub.storage.tables.audit_entry import AuditEntry
from hub.storage.tables.interview import Interview
from hub.web.site import build
from hub.workflow.appeals import open_appeal
from hub.workflow.promises.calendar import WorkingDays
from tests.fakes.raters import rate, rater
from tests.fakes.sample_messages import Sitting

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tests.fakes.hub_browser import HubBrowser
    from tests.fakes.hub_site import HubSite

TEXT = "The camera failed in my last answer."
REASON = "The recording shows the gap; the answer is asked again."


def appealed(hub: HubSite, candidate: str, *looking: HubBrowser) -> tuple[str, str]:
    interview_id = hub.held(candidate, Sitting())
    for one in looking:
        one.post(f"/interviews/{interview_id}/look")
    with writing(hub.engine) as session:
        return interview_id, by_link(hub, session, interview_id, TEXT)


def by_link(hub: HubSite, session: Session, interview_id: str, text: str) -> str:
    due = datetime.now(UTC) + timedelta(days=7)
    return open_appeal(session, hub.vault, interview_id, text, entered_by=None, due_at=due)


def kept(hub: HubSite, appeal_id: str) -> Appeal:
    with reading(hub.engine) as session:
        return session.get_one(Appeal, appeal_id)


def test_the_candidates_words_are_sealed_and_opened_for_one_audit_entry(
    hub: HubSite, manager: HubBrowser
) -> None:
    _, appeal_id = appealed(hub, "Sue Sealed", manager)
    assert TEXT.encode() not in kept(hub, appeal_id).sealed_text
    assert TEXT not in manager.get(f"/appeals/{appeal_id}").text
    assert TEXT in manager.post(f"/appeals/{appeal_id}/text").text
    wanted = select(AuditEntry.action).where(AuditEntry.subject == appeal_id)
    with reading(hub.engine) as session:
        assert list(session.scalars(wanted)).count("open_field") == 1


def test_the_log_of_an_appeal_names_nobody(hub: HubSite, manager: HubBrowser) -> None:
    interview_id, by_link = appealed(hub, "Nora Nameless")
    entered = manager.post(f"/interviews/{interview_id}/appeals", text=TEXT).headers["location"]
    wanted = select(AuditEntry).where(AuditEntry.action == "open_appeal")
    with reading(hub.engine) as session:
        actors = {one.subject: one.actor for one in session.scalars(wanted)}
        candidate = session.get_one(Interview, interview_id).candidate_id
    assert actors[by_link] == f"candidate:{candidate}"
    assert actors[entered.rpartition("/")[2]].startswith("account:")


def test_whoever_decided_does_not_own_the_appeal_and_a_colleague_does(
    hub: HubSite, manager: HubBrowser
) -> None:
    interview_id, appeal_id = appealed(hub, "Ned Decided")
    rate(manager, interview_id, "33333")
    decision = {"outcome": "reject", "reason": "Not what the job needs now."}
    manager.post(f"/interviews/{interview_id}/decision", **decision)
    assert "somebody else handles the appeal" in manager.post(f"/appeals/{appeal_id}/own").text
    assert kept(hub, appeal_id).owner is None
    other = rater(hub, "Second manager", role=Role.HR_MANAGER)
    other.post(f"/interviews/{interview_id}/look")
    other.post(f"/appeals/{appeal_id}/own")
    answer = {"outcome": "upheld", "reason": REASON}
    assert other.post(f"/appeals/{appeal_id}/answer", **answer).status_code == 303
    assert kept(hub, appeal_id).outcome == "upheld"
    assert REASON in other.get(f"/appeals/{appeal_id}").text


def test_an_answer_wants_an_owner_a_choice_and_a_reason_and_is_given_once(
    hub: HubSite, manager: HubBrowser
) -> None:
    _, appeal_id = appealed(hub, "Ola Once", manager)
    path = f"/appeals/{appeal_id}/answer"
    manager.post(path, outcome="dismissed", reason=REASON)
    assert kept(hub, appeal_id).outcome is None
    manager.post(f"/appeals/{appeal_id}/own")
    assert "Choose how the appeal ends." in manager.post(path, reason=REASON).text
    assert "at least 10 characters" in manager.post(path, outcome="dismissed", reason="no").text
    manager.post(path, outcome="dismissed", reason=REASON)
    manager.post(path, outcome="upheld", reason=REASON)
    assert kept(hub, appeal_id).outcome == "dismissed"


def test_hr_enters_what_reached_it_by_another_way(hub: HubSite, manager: HubBrowser) -> None:
    interview_id = hub.held("Eli Entered", Sitting())
    answer = manager.post(f"/interviews/{interview_id}/appeals", text=TEXT)
    assert "entered by HR" in manager.get(answer.headers["location"]).text
    problem = manager.post(f"/interviews/{interview_id}/appeals", text="  ")
    assert problem.status_code == 200


def test_the_queue_marks_what_is_overdue_and_lists_what_is_answered(
    hub: HubSite, manager: HubBrowser
) -> None:
    _, appeal_id = appealed(hub, "Olga Overdue")
    assert "Olga Overdue" in manager.get("/appeals").text
    with writing(hub.engine) as session:
        session.get_one(Appeal, appeal_id).due_at = datetime.now(UTC) - timedelta(days=1)
    page = manager.get("/appeals").text
    assert "Overdue" in page
    assert page.index("Olga Overdue") < page.index("</tr>", page.index("<tbody>"))
    assert "Olga Overdue" not in manager.get("/appeals?state=answered&page=x").text


def test_whoever_may_still_rate_is_not_told_how_colleagues_judged(
    hub: HubSite, manager: HubBrowser
) -> None:
    _, appeal_id = appealed(hub, "Bo Blind", manager)
    manager.post(f"/appeals/{appeal_id}/own")
    late = rater(hub, "Manager who may still rate", role=Role.HR_MANAGER)
    words = {"outcome": "upheld", "reason": REASON}
    for form in ("text", "own", "answer"):
        page = late.post(f"/appeals/{appeal_id}/{form}", **words).text
        assert "Submit your scorecard first, or choose to see the scores." in page
        assert TEXT not in page
    manager.post(f"/appeals/{appeal_id}/answer", **words)
    for path in (f"/appeals/{appeal_id}", "/appeals?state=answered"):
        assert "Upheld" in manager.get(path).text
        page = late.get(path).text
        assert "Rate first" in page
        assert "Upheld" not in page
        assert REASON not in page


def test_staff_do_not_handle_appeals(hub: HubSite, staff: HubBrowser) -> None:
    _, appeal_id = appealed(hub, "Sam Staff")
    assert staff.get("/appeals").status_code == 404
    assert staff.get(f"/appeals/{appeal_id}").status_code == 404


def test_an_appeal_is_due_by_the_calendar_of_promises(hub: HubSite) -> None:
    """Of the 1st to the 7th of October none counts in China, and the Saturday after does."""
    interview_id = hub.held("Gus Golden Week", Sitting())
    browser = rater(hub, "Manager in Golden Week", role=Role.HR_MANAGER)
    china = WorkingDays.of(PromiseSettings(country="CN"))
    site = replace(browser.site, calendar=china)
    browser.client = TestClient(build(site), base_url="http://hub.test", follow_redirects=False)
    browser.now = datetime(2026, 9, 30, 4, tzinfo=UTC)
    browser.sign_in("Manager in Golden Week")
    browser.post(f"/interviews/{interview_id}/appeals", text=TEXT)
    with reading(hub.engine) as session:
        row = session.scalars(select(Appeal).where(Appeal.interview_id == interview_id)).one()
    assert row.due_at == china.due(browser.now, 5).at
    assert row.due_at.astimezone().date() == date(2026, 10, 13)


def test_of_two_appeals_by_link_at_once_one_is_kept_and_the_other_is_told(hub: HubSite) -> None:
    interview_id = hub.held("Tess Twice", Sitting())
    together = Barrier(2)

    def appeal(text: str) -> str:
        together.wait(30)
        try:
            with writing(hub.engine) as session:
                return by_link(hub, session, interview_id, text)
        except RatingError as error:
            return error.what

    with ThreadPoolExecutor(2) as writers:
        said = list(writers.map(appeal, ("One.", "Two.")))
    wanted = select(Appeal.appeal_id).where(Appeal.interview_id == interview_id)
    with reading(hub.engine) as session:
        kept_one = session.scalars(wanted).one()
    assert sorted(said) == sorted([kept_one, "waits"])


def test_the_database_refuses_a_second_open_appeal_by_link_and_no_other(hub: HubSite) -> None:
    interview_id, first = appealed(hub, "Dora Database")
    entered = Appeal(
        appeal_id="e" * 32,
        interview_id=interview_id,
        sealed_text=b"",
        entered_by=1,
        opened_at=datetime.now(UTC),
        due_at=datetime.now(UTC),
    )
    with writing(hub.engine) as session:
        session.add(entered)
    with pytest.raises(RatingError, match="not answered yet"), writing(hub.engine) as session:
        by_link(hub, session, interview_id, TEXT)
    with writing(hub.engine) as session:
        session.get_one(Appeal, first).outcome = "dismissed"
    with writing(hub.engine) as session:
        by_link(hub, session, interview_id, TEXT)
