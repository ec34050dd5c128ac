"""The table of rights holds on every route: role by action by own or other's candidate."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select, update

from hub.people import sessions
from hub.people.rights import ACCOUNT_ROLES, PUBLIC, RIGHTS, Action, Reach, Role, may, reach
from hub.storage.database import reading, writing
from hub.storage.tables.audit_entry import AuditEntry
from hub.storage.tables.session import SessionRow
from hub.web.by_link import ACTIONS as BY_LINK
from hub.web.site import PAGES
from tests.fakes.hub_browser import HubBrowser
from tests.unit.hub.web.route_samples import (
    FORMS,
    MOST_PRIVATE,
    NOBODYS,
    REFUSES_ITSELF,
    SHOWS_NOTHING,
    VALUES,
    Whose,
    parts_of,
    path_of,
    routes_in,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from httpx2 import Response

    from hub.web.page import Page
    from tests.unit.hub.web.conftest import Sample
    from tests.unit.hub.web.route_samples import Routes

PRIVATE = [page for page in PAGES if page.action not in PUBLIC | BY_LINK]
LET_IN = {200, 206, 303, 400, 409, 413, 415, 416, 422}
"""Shown, done, or refused for what the form says: the right was there."""


def named(page: Page) -> str:
    return f"{page.method} {page.path}"


@pytest.fixture(scope="module")
def routes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Routes]:
    made = routes_in(tmp_path_factory.mktemp("rights"))
    yield made
    made.hub.close()


class RightsBrowser(HubBrowser):
    """Asks as any role, each in a session that is kept until a page ends it."""

    def __init__(self, routes: Routes) -> None:
        super().__init__(routes.hub)
        self.routes = routes
        self.tokens: dict[Role, str] = {}

    def session(self, role: Role) -> tuple[dict[str, str], str]:
        """Give the cookie of a role's session, and its CSRF token."""
        engine, token = self.routes.hub.engine, self.tokens.get(role, "")
        visitor = sessions.find(engine, token, self.now)
        if visitor is None:
            account = self.routes.account(f"{role.value}-en")
            token = self.tokens[role] = sessions.begin(engine, account, None, self.now)
            visitor = sessions.find(engine, token, self.now)
        assert visitor is not None
        return {"Cookie": f"hr={token}"}, visitor.csrf

    def ask(self, page: Page, role: Role, whose: Whose, **headers: str) -> Response:
        """Ask for a page as a role."""
        cookie, csrf = self.session(role)
        path = path_of(page, self.routes, whose)
        form = {"csrf": csrf, **FORMS.get(page.path, {})} if page.method == "POST" else None
        sent = {name.replace("_", "-"): value for name, value in headers.items()} | cookie
        if page.is_for_scripts:
            sent |= {"X-CSRF-Token": csrf, "Content-Type": page.body}
            return self.client.request(page.method, path, content=b"v=0\r\n", headers=sent)
        return self.client.request(page.method, path, data=form, headers=sent)


@pytest.fixture(scope="module")
def browser(routes: Routes) -> RightsBrowser:
    return RightsBrowser(routes)


CASES = [
    pytest.param(page, role, whose, id=f"{named(page)}-{role.value}-{whose.value}")
    for page in PRIVATE
    for role in ACCOUNT_ROLES
    for whose in Whose
    if whose is Whose.OWN or parts_of(page) - NOBODYS
]
"""Others' candidates are asked for wherever a path names a candidate's."""


def is_let_in(role: Role, page: Page, whose: Whose) -> bool:
    """Say what the table means for a route: a path that names a candidate's is within a reach."""
    how_far = reach(role, page.action)
    if how_far is None:
        return False
    names_a_candidates = bool(parts_of(page) - NOBODYS)
    return how_far is Reach.SITE or whose is Whose.OWN or not names_a_candidates


def test_only_signing_in_needs_no_account() -> None:
    public = {page.path for page in PAGES if page.action in PUBLIC}
    assert all(path == "/sign-in" or path.startswith("/sign-in/") for path in public)


def test_what_the_table_does_not_list_is_denied() -> None:
    for action in set(Action) - PUBLIC:
        assert not may(None, action)
    assert set(RIGHTS) == set(Role)
    assert not may(Role.HR_STAFF, Action.PLAY_RECORDINGS)
    assert not may(Role.HR_STAFF, Action.READ_TRANSCRIPTS)
    assert not may(Role.HR_STAFF, Action.SEE_IDENTITY)
    assert not any(may(Role.AUDITOR, action) for action in MOST_PRIVATE - {Action.EXPORT_AUDIT})


def test_every_part_of_a_path_has_a_sample() -> None:
    assert {part for page in PAGES for part in parts_of(page)} - set(VALUES) == set()


@pytest.mark.parametrize(("page", "role", "whose"), CASES)
def test_a_role_is_let_in_where_the_table_reaches_and_nowhere_else(
    page: Page, role: Role, whose: Whose, browser: RightsBrowser
) -> None:
    answer = browser.ask(page, role, whose)
    if is_let_in(role, page, whose):
        assert answer.status_code in LET_IN | {REFUSES_ITSELF.get(page.path)}
    else:
        assert answer.status_code == 404
        assert "H-WEB-404" in answer.text


@pytest.mark.parametrize("page", PRIVATE, ids=named)
def test_nobody_who_is_not_signed_in_sees_a_private_page(
    page: Page, routes: Routes, browser: RightsBrowser
) -> None:
    browser.client.cookies.clear()
    answer = browser.client.request(page.method, path_of(page, routes, Whose.OWN), data={})
    if page.method == "GET":
        assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")
    else:
        assert answer.status_code in {401, 415}
    assert "Candidate</h1>" not in answer.text


@pytest.mark.parametrize("page", [one for one in PRIVATE if one.needs_step_up], ids=named)
def test_what_is_most_private_wants_a_fresh_password_or_code(
    page: Page, browser: RightsBrowser
) -> None:
    role = next(role for role in ACCOUNT_ROLES if may(role, page.action))
    browser.tokens.clear()  # a new session has no recording open
    browser.session(role)
    long_ago = browser.now - timedelta(minutes=15, seconds=1)
    with writing(browser.routes.hub.engine) as session:
        session.execute(update(SessionRow).values(stepped_up_at=long_ago))
    answer = browser.ask(page, role, Whose.OWN)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/step-up?to=%2F")
    answer = browser.ask(page, role, Whose.OWN, sec_fetch_dest="empty")
    assert (answer.status_code, answer.json()) == (401, {"step_up": "/step-up"})


def test_every_page_of_what_is_most_private_wants_it() -> None:
    pages = [page for page in PAGES if page.action in MOST_PRIVATE]
    without = {(page.method, page.path) for page in pages if not page.needs_step_up}
    assert without == SHOWS_NOTHING


@pytest.mark.parametrize("page", PRIVATE, ids=named)
def test_nobody_is_named_on_a_page_that_the_log_does_not_know_of(
    page: Page, routes: Routes, browser: RightsBrowser
) -> None:
    role = next(role for role in ACCOUNT_ROLES if may(role, page.action))
    browser.session(role)
    newest = select(func.max(AuditEntry.id))
    with reading(routes.hub.engine) as session:
        before = session.scalar(newest)
    answer = browser.ask(page, role, Whose.OWN)
    with reading(routes.hub.engine) as session:
        is_written = session.scalar(newest) != before
    assert is_written or answer.status_code >= 300 or "Own Candidate" not in answer.text


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


def test_a_refused_opening_opens_nothing(sample: Sample) -> None:
    recording = sample.hub.recordings(sample.interview_id, "media")[0].id
    browser = sample.browser(Role.HR_STAFF)
    since = datetime.now(UTC)
    browser.get(f"/recordings/{recording}/video")
    opened = (AuditEntry.action == "open_recording", AuditEntry.at >= since)
    with reading(sample.hub.engine) as session:
        assert session.scalar(select(func.count()).select_from(AuditEntry).where(*opened)) == 0
