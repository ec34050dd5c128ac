"""A candidate's link opens that candidate's own pages, and nothing else does."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select
from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient
from structlog.testing import capture_logs

from hub.errors import KeeperError, UnknownError
from hub.people import links
from hub.people.links import FREE_TRIES, LASTS
from hub.people.rights import Action, Role
from hub.storage.database import reading, writing
from hub.storage.tables.audit_entry import AuditEntry
from hub.storage.tables.candidate_link import CandidateLink
from hub.storage.tables.interview import Interview
from hub.web.page import Asked, Page
from hub.web.site import PAGES, build
from tests.fakes.hub_browser import HubBrowser

if TYPE_CHECKING:
    from starlette.responses import Response

    from tests.unit.hub.web.conftest import Sample


def own_file(asked: Asked) -> Response:
    return PlainTextResponse(f"{asked.candidate_id} {asked.actor} {asked.visitor}")


def broken(_asked: Asked) -> Response:
    raise KeeperError("The keeper is away.")


BY_LINK = (
    Page("GET", "/test/{token}/file", Action.SEE_OWN_FILE, own_file, "see_own_file"),
    Page("POST", "/test/{token}/appeal", Action.APPEAL, own_file),
    Page("GET", "/test/{token}/broken", Action.SEE_OWN_FILE, broken),
)


class LinkBrowser(HubBrowser):
    """Comes by a link to pages that only show who was let in."""

    def __init__(self, sample: Sample) -> None:
        super().__init__(sample.hub)
        self.sample = sample
        self.client = TestClient(
            build(self.site, (*PAGES, *BY_LINK)),
            base_url="http://hub.test",
            follow_redirects=False,
        )

    @property
    def candidate_id(self) -> str:
        """The sample's candidate."""
        with reading(self.sample.hub.engine) as session:
            return session.get_one(Interview, self.sample.interview_id).candidate_id

    def link(self) -> str:
        """Make a link to the sample's candidate."""
        with writing(self.sample.hub.engine) as session:
            return links.give(session, self.candidate_id, "account:1", self.now)


@pytest.fixture
def browser(sample: Sample) -> LinkBrowser:
    return LinkBrowser(sample)


def test_a_link_opens_its_own_candidates_file_without_an_account(browser: LinkBrowser) -> None:
    answer = browser.get(f"/test/{browser.link()}/file")
    candidate = browser.candidate_id
    assert (answer.status_code, answer.text) == (200, f"{candidate} candidate:{candidate} None")


def test_whoever_is_signed_in_is_only_the_candidate_there(browser: LinkBrowser) -> None:
    browser.sign_in("hr_manager-en")
    assert browser.get(f"/test/{browser.link()}/file").text.endswith(" None")
    assert browser.get("/test/no-such-link/file").status_code == 404


def test_a_view_by_link_is_an_entry_of_the_candidate(browser: LinkBrowser) -> None:
    since, token = browser.now, browser.link()
    browser.get(f"/test/{token}/file")
    wanted = select(AuditEntry).where(
        AuditEntry.action == "see_own_file", AuditEntry.at >= since - timedelta(seconds=1)
    )
    with reading(browser.sample.hub.engine) as session:
        entries = session.scalars(wanted).all()
    assert {one.subject for one in entries} == {browser.candidate_id}
    assert {one.actor for one in entries} == {f"candidate:{browser.candidate_id}"}


def test_unknown_over_and_revoked_are_answered_alike(browser: LinkBrowser) -> None:
    revoked = browser.link()
    with writing(browser.sample.hub.engine) as session:
        links.revoke(session, browser.candidate_id, "account:1", browser.now)
    over = browser.link()
    browser.wait(LASTS.total_seconds())
    answers = [browser.get(f"/test/{one}/file") for one in ("x" * 43, revoked, over)]
    assert {one.status_code for one in answers} == {404}
    assert len({one.text for one in answers}) == 1


def test_a_link_is_good_until_its_last_second(browser: LinkBrowser) -> None:
    token = browser.link()
    browser.wait(LASTS.total_seconds() - 1)
    assert browser.get(f"/test/{token}/file").status_code == 200


def test_wrong_links_are_slowed_down_by_address_and_right_ones_then_wait_too(
    browser: LinkBrowser,
) -> None:
    token = browser.link()
    said = [browser.get(f"/test/{n:043}/file").status_code for n in range(FREE_TRIES + 1)]
    assert said == [404] * FREE_TRIES + [429]
    waiting = browser.get(f"/test/{token}/file")
    assert (waiting.status_code, waiting.headers["retry-after"]) == (429, "1")
    browser.wait(1.1)
    assert browser.get(f"/test/{token}/file").status_code == 200


def test_a_form_by_link_comes_from_this_site(browser: LinkBrowser) -> None:
    path = f"/test/{browser.link()}/appeal"
    assert browser.client.post(path, data={"text": "x"}).status_code == 200
    elsewhere = {"Origin": "https://evil.test"}
    assert browser.client.post(path, data={"text": "x"}, headers=elsewhere).status_code == 403


def test_the_token_is_stored_and_written_down_nowhere(browser: LinkBrowser) -> None:
    token = browser.link()
    with capture_logs() as logged:
        assert browser.get(f"/test/{token}/broken").status_code == 503
        browser.get(f"/test/{token[::-1]}/file")
    with reading(browser.sample.hub.engine) as session:
        hashes = set(session.scalars(select(CandidateLink.token_hash)))
        subjects = set(session.scalars(select(AuditEntry.subject)))
        details = " ".join(session.scalars(select(AuditEntry.detail)))
    assert "/test/…/broken" in str(logged)
    for one in (token, token[::-1]):
        assert one not in hashes | subjects
        assert one not in details + str(logged)


def test_no_role_with_an_account_opens_a_candidates_page(browser: LinkBrowser) -> None:
    for role in (Role.HR_MANAGER, Role.AUDITOR):
        browser.sign_in(f"{role.value}-en")
        assert browser.get(f"/test/{'y' * 43}/file").status_code == 404


def test_nobody_gets_a_link_to_a_candidate_who_is_not_there(browser: LinkBrowser) -> None:
    with pytest.raises(UnknownError), writing(browser.sample.hub.engine) as session:
        links.give(session, "0" * 32, "account:1", browser.now)
