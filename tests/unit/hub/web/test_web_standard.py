"""What a web standard asks of every answer, whoever asks and whatever for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from sqlalchemy import func, select

from hub.people.rights import Role, may
from hub.storage.database import open_engine, reading
from hub.storage.migrate import upgrade
from hub.storage.tables.account import Account
from hub.web.by_link import ACTIONS as BY_LINK
from hub.web.site import PAGES
from tests.fakes.hub_browser import HubBrowser

if TYPE_CHECKING:
    from pathlib import Path

    from tests.unit.hub.web.conftest import Sample


def test_over_tls_browsers_are_told_to_stay_with_it_for_a_year(sample: Sample) -> None:
    browser = HubBrowser(sample.hub, is_tls=True)
    for path in ("/sign-in", "/nowhere", "/static/hr.css"):
        told = browser.get(path).headers["strict-transport-security"]
        assert told == "max-age=31536000; includeSubDomains"


def test_nothing_may_be_embedded_or_take_another_base(sample: Sample) -> None:
    policy = sample.browser().get("/sign-in").headers["content-security-policy"]
    wanted = {"object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "script-src 'self'"}
    assert wanted <= {one.strip() for one in policy.split(";")}


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/sign-in", "text/html; charset=utf-8"),
        ("/nowhere", "text/html; charset=utf-8"),
        ("/static/hr.css", "text/css; charset=utf-8"),
        ("/static/interview.js", "text/javascript; charset=utf-8"),
        ("/static/icon.svg", "image/svg+xml"),
    ],
)
def test_every_answer_says_what_it_is_and_how_it_is_spelt(
    path: str, kind: str, sample: Sample
) -> None:
    assert sample.browser().get(path).headers["content-type"] == kind


def test_no_answer_lets_another_origin_read_it(sample: Sample) -> None:
    headers = sample.browser(Role.HR_STAFF).get("/interviews", origin="https://evil.test").headers
    assert not any(name.startswith("access-control-") for name in headers)
    assert headers["cross-origin-resource-policy"] == "same-origin"


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_a_method_that_nothing_uses_is_refused(method: str, sample: Sample) -> None:
    answer = sample.browser(Role.HR_STAFF).client.request(method, "/interviews")
    assert answer.status_code == 405


def test_only_posts_change_anything_but_a_live_view_is_left_by_a_delete() -> None:
    assert {page.method for page in PAGES} == {"GET", "POST", "DELETE"}
    deleted = [page.path for page in PAGES if page.method == "DELETE"]
    assert deleted == ["/live/{interview_id}/{viewing_id}"]
    assert not [page.path for page in PAGES if page.method == "GET" and page.upload]


@pytest.mark.parametrize(
    "path",
    [
        "/static/",
        "/static",
        "/.git/config",
        "/static/../site.py",
        "/static/%2e%2e/site.py",
        "/static/..%2f..%2fsettings.py",
        "/templates/layout.html",
        "/docs",
        "/openapi.json",
        "/metrics",
        "/debug",
    ],
)
def test_no_folder_source_or_inner_document_is_served(path: str, sample: Sample) -> None:
    answer = sample.browser(Role.HR_MANAGER).client.get(path, follow_redirects=True)
    assert answer.status_code == 404
    assert "H-WEB-404" in answer.text


def test_an_address_that_a_header_claims_does_not_make_another_visitor(sample: Sample) -> None:
    browser = sample.browser()
    wrong = {"name": "hr_staff-zh", "password": "a wrong guess!"}
    for turn in range(4):
        claimed = {"X-Forwarded-For": f"192.0.2.{turn}", "Forwarded": f"for=192.0.2.{turn}"}
        assert browser.client.post("/sign-in", data=wrong, headers=claimed).status_code == 403
    claimed = {"X-Forwarded-For": "192.0.2.99"}
    assert browser.client.post("/sign-in", data=wrong, headers=claimed).status_code == 429


def test_what_a_query_says_is_no_field_of_a_form(sample: Sample) -> None:
    browser = sample.browser(Role.HR_STAFF)
    token = browser.csrf()
    answer = browser.client.post(f"/sign-out?csrf={token}", data={"csrf": "wrong"})
    assert answer.status_code == 403
    assert browser.get("/interviews").status_code == 200


def test_signing_out_clears_what_the_browser_keeps(sample: Sample) -> None:
    told = sample.browser(Role.HR_STAFF).post("/sign-out").headers["clear-site-data"]
    assert told == '"cache", "storage"'


def test_a_new_hub_has_no_account(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'new.db'}")
    upgrade(engine)
    with reading(engine) as session:
        assert session.scalar(select(func.count()).select_from(Account)) == 0
    engine.dispose()


@pytest.mark.parametrize(
    "odd", ["9" * 40, "\x00", "１", "'"], ids=["long", "null", "wide", "quote"]
)
def test_no_odd_query_and_no_odd_identifier_breaks_a_page(odd: str, sample: Sample) -> None:
    people = {role: sample.browser(role) for role in (Role.HR_MANAGER, Role.AUDITOR)}
    query = dict.fromkeys(("page", "before", "interview", "old", "new", "state", "job", "day"), odd)
    for page in (one for one in PAGES if one.method == "GET" and one.action not in BY_LINK):
        role = next((role for role in people if may(role, page.action)), Role.HR_MANAGER)
        path = re.sub(r"\{[^}]+\}", quote(odd), page.path)
        answer = people[role].client.get(path, params=query)
        assert answer.status_code < 500, path
        assert "Traceback" not in answer.text
