"""The password or a code once more, and on to where the person was."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from hub.people import sessions
from hub.people.alarms import LIMITS, Kind
from hub.people.rights import Role
from hub.storage.database import reading
from hub.storage.tables.alarm import Alarm
from hub.web.repeated import opened
from hub.web.way_back import came_from, within_site
from tests.fakes.hub_site import PASSWORD

if TYPE_CHECKING:
    from tests.fakes.hub_browser import HubBrowser
    from tests.unit.hub.web.conftest import Sample

LATER_S = 15 * 60 + 1


@pytest.fixture
def browser(sample: Sample) -> HubBrowser:
    return sample.browser(Role.HR_MANAGER)


@pytest.fixture
def transcript(sample: Sample) -> str:
    return f"/interviews/{sample.interview_id}/transcript"


def test_within_fifteen_minutes_of_signing_in_nothing_is_asked(
    browser: HubBrowser, transcript: str
) -> None:
    browser.wait(LATER_S - 2)
    assert browser.post(transcript).status_code == 200


def test_later_it_is_asked_and_the_way_leads_back(
    browser: HubBrowser, sample: Sample, transcript: str
) -> None:
    page = f"/interviews/{sample.interview_id}"
    browser.wait(LATER_S)
    sent = {"Referer": f"http://hub.test{page}"}
    form = {"csrf": browser.csrf()}
    asked = browser.client.post(transcript, data=form, headers=sent)
    to = asked.headers["location"]
    assert (asked.status_code, to) == (303, f"/step-up?to=%2Finterviews%2F{sample.interview_id}")
    assert f'name="to" value="{page}"' in browser.get(to).text
    done = browser.post("/step-up", proof=PASSWORD, to=page)
    assert (done.status_code, done.headers["location"]) == (303, page)
    assert browser.post(transcript).status_code == 200


def test_a_wrong_password_opens_nothing_and_is_slowed_down(
    browser: HubBrowser, transcript: str
) -> None:
    browser.wait(LATER_S)
    said = [browser.post("/step-up", proof="not the password") for _ in range(5)]
    assert {one.status_code for one in said} == {422}
    assert "neither your password nor a code" in said[3].text
    assert "Too many tries" in said[4].text
    assert browser.post(transcript).status_code == 303


@pytest.mark.parametrize("elsewhere", ["//evil.test/", "https://evil.test/", "/\\evil.test"])
def test_the_way_back_is_on_this_site(elsewhere: str, browser: HubBrowser) -> None:
    done = browser.post("/step-up", proof=PASSWORD, to=elsewhere)
    assert done.headers["location"] == "/"
    assert within_site(elsewhere) == "/"


def test_only_a_page_of_this_site_is_where_somebody_came_from() -> None:
    assert came_from("http://hub.test/interviews?page=2", "hub.test") == "/interviews?page=2"
    for referer in ("http://evil.test/x", "http://[x", "", "http://hub.test//evil.test/"):
        assert came_from(referer, "hub.test") == "/"


def test_a_session_that_opens_very_many_recordings_must_prove_itself_and_raises_an_alarm(
    browser: HubBrowser, sample: Sample, transcript: str
) -> None:
    visitor = sessions.find(sample.hub.engine, browser.client.cookies["hr"], browser.now)
    assert visitor is not None
    for _ in range(LIMITS[Kind.MANY_OPENINGS]):
        opened(browser.site, visitor)
    with reading(sample.hub.engine) as session:
        kinds = session.scalars(select(Alarm.kind).where(Alarm.who == visitor.actor)).all()
    assert Kind.MANY_OPENINGS.value in kinds
    assert browser.post(transcript).status_code == 303


def test_the_password_is_changed_with_the_old_one_and_other_sessions_end(sample: Sample) -> None:
    here, there = sample.browser(Role.INTERVIEWER), sample.browser(Role.INTERVIEWER)
    new = "a sentence of my own"
    wrong = here.post("/account/password", old="wrong", new=new, again=new)
    assert wrong.status_code == 422
    assert here.post("/account/password", old=PASSWORD, new=new, again=new).status_code == 303
    assert here.get("/account").status_code == 200
    assert there.get("/account").headers["location"] == "/sign-in"
    back = here.post("/account/password", old=new, new=PASSWORD, again=PASSWORD)
    assert back.status_code == 303


def test_sessions_elsewhere_are_listed_and_ended(sample: Sample) -> None:
    here, there = sample.browser(Role.AUDITOR), sample.browser(Role.AUDITOR)
    assert "Sign out everywhere else" in here.get("/account").text
    assert here.post("/account/sessions").status_code == 303
    assert there.get("/account").headers["location"] == "/sign-in"
    assert "Sign out everywhere else" not in here.get("/account").text
