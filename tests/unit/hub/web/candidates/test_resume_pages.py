from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.fakes.candidate_desk import (
    RESUME,
    added,
    candidate_of,
    entries,
    signed_in,
    upload,
)
from tests.fakes.sample_messages import Sitting

if TYPE_CHECKING:
    from tests.fakes.hub_browser import HubBrowser
    from tests.fakes.hub_site import HubSite


def test_a_resume_is_read_shown_and_given_back(hub: HubSite, browser: HubBrowser) -> None:
    path = added(browser, "Rita Résumé")
    assert upload(browser, path, RESUME.encode("gb18030")) == f"{path}#resumes"
    page = browser.get(path).text
    for said in ("江城大学", "Bachelor", "金融学", "2012-2016", "4.0", "Excel"):
        assert said in page
    resume = re.search(r"/resumes/(\w+)/text", page)
    assert resume is not None
    before = entries(hub, "open_field"), entries(hub, "open_recording")
    text = browser.post(f"/resumes/{resume[1]}/text").text
    assert '<li id="line-4" class="source">2012-2016 江城大学 金融学 本科</li>' in text
    given = browser.post(f"/resumes/{resume[1]}/file")
    assert given.content == RESUME.encode("gb18030")
    assert given.headers["content-disposition"].startswith("attachment")
    assert (entries(hub, "open_field"), entries(hub, "open_recording")) == (
        before[0] + 1,
        before[1] + 1,
    )
    stored = [file for file in hub.settings.store_dir.glob("resumes/*") if file.is_file()]
    assert stored
    assert not any("江城".encode("gb18030") in file.read_bytes() for file in stored)


def test_a_resume_says_what_it_says_and_no_more(browser: HubBrowser) -> None:
    path = added(browser, "Hal Hostile")
    upload(browser, path, b"Skills\n<script>alert(1)</script>, {{7*7}}")
    page = browser.get(path).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page
    assert "{{7*7}}" in page


@pytest.mark.parametrize(
    ("data", "said"),
    [(b"", "Choose a file first."), (b"PK\x03\x04 no", "The file cannot be read")],
)
def test_a_file_that_is_not_taken_in_is_a_plain_message(
    browser: HubBrowser, data: bytes, said: str
) -> None:
    path = added(browser, "Paul Plain")
    assert said in upload(browser, path, data)
    assert "None yet." in browser.get(path).text


def test_the_same_file_is_taken_in_once(browser: HubBrowser) -> None:
    path = added(browser, "Toni Twice")
    upload(browser, path, RESUME.encode())
    assert "Exactly this file was taken in" in upload(browser, path, RESUME.encode())


def test_a_correction_stands_beside_what_the_machine_read(browser: HubBrowser) -> None:
    path = added(browser, "Cora Correct")
    upload(browser, path, RESUME.encode())
    form = re.search(r"/resumes/\w+/fields", browser.get(path).text)
    assert form is not None
    page = browser.get(form[0]).text
    years = re.search(r'name="(field_\d+)" value="4\.0"', page)
    assert years is not None
    wrong = browser.post(form[0], **{years[1]: "many"}).text
    assert "Years of work are a number" in wrong
    browser.post(form[0], **{years[1]: "3.5"}, new_name="skill", new_value="Negotiation")
    page = browser.get(path).text
    assert "The machine read: 4.0" in page
    assert "3.5" in page
    assert "Negotiation" in page
    browser.post(form[0], **{years[1]: "4.0"})
    assert "The machine read: 4.0" not in browser.get(path).text


def test_who_may_not_read_resumes_is_given_neither_text_nor_file(
    hub: HubSite, browser: HubBrowser
) -> None:
    path = added(browser, "Ron Refused")
    upload(browser, path, RESUME.encode())
    resume = re.search(r"/resumes/(\w+)/text", browser.get(path).text)
    assert resume is not None
    staff = signed_in(hub, "hr_staff-en")
    assert "Read the text" not in staff.get(path).text
    assert staff.post(f"/resumes/{resume[1]}/text").status_code == 404
    assert staff.post(f"/resumes/{resume[1]}/file").status_code == 404


def test_the_newest_resume_stands_beside_the_questions_for_who_may_read_it(
    hub: HubSite, browser: HubBrowser
) -> None:
    interview_id = hub.held("Bob Beside", Sitting())
    assert "No résumé was taken in" in browser.get(f"/interviews/{interview_id}").text
    upload(browser, candidate_of(hub, interview_id), RESUME.encode())
    hub.put_in_charge("interviewer-en", interview_id)
    for name, is_there in (("hr_manager", True), ("interviewer", True), ("hr_staff", False)):
        page = signed_in(hub, f"{name}-en").get(f"/interviews/{interview_id}").text
        assert ('id="resume-panel"' in page) is is_there
        assert ("江城大学" in page) is is_there
