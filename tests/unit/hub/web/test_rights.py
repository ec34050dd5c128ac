from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from hub.people.rights import ACCOUNT_ROLES, PUBLIC, RIGHTS, Action, Role, may
from hub.storage.database import reading
from hub.storage.tables.audit_entry import AuditEntry
from hub.web.site import PAGES

if TYPE_CHECKING:
    from hub.web.page import Page
    from tests.unit.hub.web.conftest import Sample

ROUTES = [pytest.param(page, id=f"{page.method} {page.path}") for page in PAGES]


def path_of(page: Page, sample: Sample) -> str:
    recording = sample.hub.recordings(sample.interview_id, "media")[0].id
    return page.path.format(interview_id=sample.interview_id, recording_id=recording)


def test_only_signing_in_needs_no_account() -> None:
    public = {(page.method, page.path) for page in PAGES if page.action in PUBLIC}
    assert public == {("GET", "/sign-in"), ("POST", "/sign-in")}


def test_what_the_table_does_not_list_is_denied() -> None:
    for action in set(Action) - PUBLIC:
        assert not may(None, action)
    assert set(RIGHTS) == set(Role)
    assert not may(Role.HR_STAFF, Action.PLAY_RECORDINGS)
    assert not may(Role.HR_STAFF, Action.READ_TRANSCRIPTS)


@pytest.mark.parametrize("page", ROUTES)
def test_nobody_who_is_not_signed_in_sees_a_private_page(page: Page, sample: Sample) -> None:
    browser = sample.browser()
    answer = browser.client.request(page.method, path_of(page, sample), data={})
    if page.action in PUBLIC:
        return
    if page.method == "GET":
        assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")
    else:
        assert answer.status_code in {401, 415}
    assert "script" not in answer.text


@pytest.mark.parametrize("role", ACCOUNT_ROLES)
@pytest.mark.parametrize("page", ROUTES)
def test_a_role_opens_what_the_table_lists_and_nothing_else(
    page: Page, role: Role, sample: Sample
) -> None:
    browser = sample.browser(role)
    if page.method == "GET":
        answer = browser.get(path_of(page, sample))
    else:
        answer = browser.post(path_of(page, sample), language="en", name="x", password="y")
    if may(role, page.action):
        assert answer.status_code in {200, 206, 303, 403 if page.path == "/sign-in" else 200}
    else:
        assert answer.status_code == 404


def test_staff_read_scores_and_keywords_but_no_word_and_no_picture(sample: Sample) -> None:
    page = sample.browser(Role.HR_STAFF).get(f"/interviews/{sample.interview_id}").text
    assert "looks at the figures" in page
    assert "<video" not in page
    assert "Open the transcript" not in page
    assert "/video" not in page


@pytest.mark.parametrize("path", ["/interviews/{id}", "/interviews/{id}/transcript"])
def test_what_one_may_not_see_looks_like_what_does_not_exist(path: str, sample: Sample) -> None:
    technician = sample.browser(Role.TECHNICIAN)
    there = technician.get(path.format(id=sample.interview_id))
    nowhere = technician.get(path.format(id="0" * 32))
    assert there.status_code == nowhere.status_code == 404
    assert there.text == nowhere.text


def test_a_transcript_is_not_played_as_a_video(sample: Sample) -> None:
    transcript = sample.hub.recordings(sample.interview_id, "transcript")[0].id
    answer = sample.browser(Role.HR_MANAGER).get(f"/recordings/{transcript}/video")
    assert answer.status_code == 404


def test_a_refused_opening_leaves_no_audit_entry(sample: Sample) -> None:
    recording = sample.hub.recordings(sample.interview_id, "media")[0].id
    sample.browser(Role.HR_STAFF).get(f"/recordings/{recording}/video")
    wanted = select(func.count()).where(AuditEntry.actor == sample.actor(Role.HR_STAFF))
    with reading(sample.hub.engine) as session:
        opened = session.scalar(wanted.where(AuditEntry.action == "open_recording"))
    assert opened == 0
