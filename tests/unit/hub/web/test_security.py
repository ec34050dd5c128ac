from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import hub.web
from hub.people.rights import Role
from tests.unit.hub.web.conftest import HOSTILE

if TYPE_CHECKING:
    from tests.unit.hub.web.conftest import Sample

FOLDER = Path(hub.web.__path__[0]) / "templates"
TO_SEND = FOLDER / "reports" / "report.html"
"""A file that is kept and sent, never served as a page: it has its style with it."""
TEMPLATES = sorted(set(FOLDER.rglob("*.html")) - {TO_SEND})


class Elements(HTMLParser):
    """Collects the elements of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def test_a_hostile_name_is_shown_and_nothing_of_it_runs(sample: Sample) -> None:
    browser = sample.browser(Role.HR_MANAGER)
    for path in ("/interviews", f"/interviews/{sample.interview_id}"):
        page = Elements(browser.get(path).text)
        assert any(text.strip() == HOSTILE for text in page.texts)
        scripts = [attrs for tag, attrs in page.seen if tag == "script"]
        assert all(attrs.get("src", "").startswith("/static/") for attrs in scripts)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "sought", ["<script>alert(1)</script>", '" autofocus onfocus="x', "%", "_"]
)
def test_what_is_searched_for_is_escaped_in_page_and_query(sought: str, sample: Sample) -> None:
    answer = sample.browser(Role.HR_STAFF).client.get("/interviews", params={"candidate": sought})
    assert answer.status_code == 200
    fields = [attrs for tag, attrs in Elements(answer.text).seen if attrs.get("id") == "candidate"]
    assert fields[0]["value"] == sought
    assert "onfocus" not in fields[0]
    assert f"/interviews/{sample.interview_id}" not in answer.text


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(FOLDER)))
def test_no_template_has_an_inline_style_script_or_handler(path: Path) -> None:
    for tag, attrs in Elements(path.read_text(encoding="utf-8")).seen:
        assert tag != "style"
        assert "style" not in attrs
        assert not any(re.fullmatch("on[a-z]+", name) for name in attrs.keys() - {"one"})
        assert tag != "script" or attrs.get("src")


@pytest.mark.parametrize("path", ["/sign-in", "/interviews", "/nowhere", "/static/hr.css"])
def test_every_answer_carries_the_headers(path: str, sample: Sample) -> None:
    headers = sample.browser(Role.HR_STAFF).get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cache-control"] == ("no-cache" if "static" in path else "no-store")


@pytest.mark.parametrize("csrf", ["", "wrong", "ümläut"])
def test_a_form_without_the_sessions_token_is_refused(csrf: str, sample: Sample) -> None:
    browser = sample.browser(Role.HR_STAFF)
    answer = browser.client.post("/language", data={"csrf": csrf, "language": "zh"})
    assert answer.status_code == 403
    assert "H-WEB-403" in answer.text


def test_another_sessions_token_is_refused(sample: Sample) -> None:
    token = sample.browser(Role.HR_MANAGER).csrf()
    browser = sample.browser(Role.HR_STAFF)
    assert browser.client.post("/sign-out", data={"csrf": token}).status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Origin": "https://evil.test"},
        {"Origin": "null"},
        {"Origin": "http://[x"},
    ],
)
def test_a_form_from_elsewhere_is_refused(headers: dict[str, str], sample: Sample) -> None:
    browser = sample.browser(Role.HR_STAFF)
    data = {"csrf": browser.csrf(), "language": "en"}
    assert browser.client.post("/language", data=data, headers=headers).status_code == 403
    signing = {"name": "hr_staff-en", "password": "whatever it is"}
    assert browser.client.post("/sign-in", data=signing, headers=headers).status_code == 403


def test_a_form_that_is_too_large_or_of_another_kind_is_refused(sample: Sample) -> None:
    client = sample.browser().client
    assert client.post("/sign-in", data={"name": "x" * 20_000}).status_code == 413
    assert client.post("/sign-in", json={"name": "x"}).status_code == 415
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    assert client.post("/sign-in", content=b"\xff\xfe", headers=form).status_code == 400


def test_an_unknown_page_is_an_error_page_in_both_languages(sample: Sample) -> None:
    browser = sample.browser()
    english = browser.get("/nowhere", accept_language="en-GB")
    chinese = browser.get("/nowhere", accept_language="zh-CN")
    assert english.status_code == chinese.status_code == 404
    assert "H-WEB-404" in english.text
    assert "There is nothing here for you" in english.text
    assert "H-WEB-404" in chinese.text
    assert "没有您可以查看的内容" in chinese.text


def test_a_method_that_a_page_does_not_have_is_refused(sample: Sample) -> None:
    assert sample.browser(Role.HR_STAFF).client.delete("/interviews").status_code == 405


def test_what_comes_from_npm_is_served_from_here(sample: Sample) -> None:
    page = sample.browser(Role.HR_STAFF).get("/interviews").text
    assert '<script src="/static/htmx.js" defer></script>' in page
    script = sample.browser().get("/static/htmx.js")
    assert script.headers["content-type"].startswith("text/javascript")
    assert "htmx" in script.text
