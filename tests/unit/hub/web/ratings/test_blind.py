"""Nothing of the machine's scores or of colleagues' ratings before one's own card is in."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from starlette.testclient import TestClient

from hub.people.rights import Role
from hub.settings import ScorecardSettings
from hub.storage.database import reading
from hub.storage.tables.interview import Interview
from hub.web.site import PAGES, build
from tests.fakes.hub_site import JOB
from tests.fakes.raters import NOTE, fill, rate, rater
from tests.fakes.sample_messages import Sitting

if TYPE_CHECKING:
    from tests.fakes.hub_browser import HubBrowser
    from tests.fakes.hub_site import HubSite

MACHINE = (
    re.compile(r"Keyword groups heard: \d"),
    re.compile(r"keyword groups was heard"),
    re.compile(r'data-seek="22\.5"'),
    re.compile(r"of the weight could be scored"),
    re.compile(r"% of weight"),
    re.compile(r"Composure indicator"),
    re.compile(r"Gaze away"),
    re.compile(r"on topic"),
)
COLLEAGUES = (re.compile(NOTE), re.compile("Secret note of a colleague"), re.compile("r_wg 0"))
READ_ONLY = [page for page in PAGES if page.method == "GET"]


def addresses(hub: HubSite, interview_id: str) -> list[str]:
    """Fill every page's path with this interview and what belongs to it."""
    with reading(hub.engine) as session:
        candidate = session.get_one(Interview, interview_id).candidate_id
    parts = {
        "interview_id": interview_id,
        "recording_id": hub.recordings(interview_id, "media")[0].id,
        "candidate_id": candidate,
        "job_id": JOB,
        "version": "1",
        "place": "0",
    }
    paths = [
        re.sub(r"{(\w+)(?::\w+)?}", lambda one: parts.get(one[1], "1"), page.path)
        for page in READ_ONLY
    ]
    return [*paths, f"/compare?interview={interview_id}&interview={hub.held('Zed', Sitting())}"]


def leaks(browser: HubBrowser, paths: list[str], marks: tuple[re.Pattern[str], ...]) -> list[str]:
    found = []
    for path in paths:
        text = browser.get(path).content.decode(errors="replace")
        found += [f"{path}: {mark.pattern}" for mark in marks if mark.search(text)]
    return found


def rated_by_a_colleague(hub: HubSite, candidate: str) -> str:
    interview_id = hub.held(candidate, Sitting())
    colleague = rater(hub, f"Colleague of {candidate}", interview_id)
    rate(colleague, interview_id, "54321")
    note = {"at": "0:21", "text": "Secret note of a colleague"}
    assert colleague.post(f"/interviews/{interview_id}/notes", **note).status_code == 303
    return interview_id


@pytest.mark.parametrize("whose", ["an interviewer's", "an HR manager's"])
def test_no_page_shows_a_rater_scores_or_ratings_before_the_own_card_is_in(
    whose: str, hub: HubSite
) -> None:
    interview_id = rated_by_a_colleague(hub, f"Blind to {whose} eyes")
    is_manager = "manager" in whose
    own = () if is_manager else (interview_id,)
    role = Role.HR_MANAGER if is_manager else Role.INTERVIEWER
    blind = rater(hub, f"{whose} eyes", *own, role=role)
    paths = addresses(hub, interview_id)
    fill(blind, interview_id, "3 4  ")
    assert leaks(blind, paths, MACHINE + COLLEAGUES) == []
    for kind in ("html", "json"):
        exported = blind.post(f"/interviews/{interview_id}/report", kind=kind)
        assert exported.status_code == 200
        assert not any(mark.search(exported.text) for mark in MACHINE + COLLEAGUES)
    rate(blind, interview_id, "33333")
    page = blind.get(f"/interviews/{interview_id}").text + blind.get("/interviews").text
    assert [mark.pattern for mark in MACHINE + COLLEAGUES if not mark.search(page)] == []


def test_the_list_says_to_rate_first_and_shows_the_score_afterwards(hub: HubSite) -> None:
    interview_id = hub.held("Lia Listed", Sitting())
    browser = rater(hub, "Lister", interview_id)
    assert "Rate first" in browser.get("/interviews").text
    rate(browser, interview_id, "33333")
    page = browser.get("/interviews").text
    assert "Rate first" not in page
    assert "% of weight" in page


def test_hr_staff_who_do_not_rate_see_numbers_and_no_words_of_raters(
    hub: HubSite, staff: HubBrowser
) -> None:
    interview_id = rated_by_a_colleague(hub, "Stan Staffed")
    page = staff.get(f"/interviews/{interview_id}").text
    assert "looks at the figures" in page
    assert "Colleague of Stan Staffed" in page
    assert NOTE not in page
    assert "Secret note" not in page
    assert "Your scorecard" not in page
    with reading(hub.engine) as session:
        candidate = session.get_one(Interview, interview_id).candidate_id
    page = staff.get(f"/candidates/{candidate}").text
    assert "5 competencies rated" in page
    assert "Secret note" not in page


def test_hr_staff_see_that_a_score_was_overridden_and_not_in_whose_words(
    hub: HubSite, staff: HubBrowser
) -> None:
    one, other = hub.held("Olga Overridden", Sitting()), hub.held("Otto Other", Sitting())
    browser = rater(hub, "Overrider", one)
    rate(browser, one, "43343")
    word = {"competency": "risk-control", "choice": "2", "reason": "He said: I never check."}
    assert browser.post(f"/interviews/{one}/overrides", **word).status_code == 303
    assert word["reason"] in browser.get(f"/interviews/{one}").text
    for path in (f"/interviews/{one}", f"/compare?interview={one}&interview={other}"):
        page = staff.get(path).text
        assert "Overridden by a person" in page
        assert word["reason"] not in page


def test_a_manager_who_does_not_rate_may_look_and_then_no_longer_rates(
    hub: HubSite, manager: HubBrowser
) -> None:
    interview_id = rated_by_a_colleague(hub, "Lou Looked")
    assert manager.post(f"/interviews/{interview_id}/look").status_code == 303
    page = manager.get(f"/interviews/{interview_id}").text
    assert "looks at the figures" in page
    assert "Your scorecard" not in page
    fill(manager, interview_id, "33333")
    assert manager.post(f"/interviews/{interview_id}/scorecard/submit").status_code == 303
    assert "mean, n = 1" in manager.get(f"/interviews/{interview_id}").text


def test_whoever_has_begun_a_card_does_not_look_before_it_is_in(
    hub: HubSite, manager: HubBrowser
) -> None:
    interview_id = hub.held("Bea Begun", Sitting())
    fill(manager, interview_id, "3    ")
    page = manager.post(f"/interviews/{interview_id}/look").text
    assert "Something has changed in the meantime" in page
    assert "looks at the figures" not in page


def test_an_interviewer_cannot_look_instead_of_rating(hub: HubSite) -> None:
    interview_id = hub.held("Ivo Own", Sitting())
    browser = rater(hub, "Impatient", interview_id)
    assert browser.post(f"/interviews/{interview_id}/look").status_code == 404


def test_a_deployment_may_show_the_machine_live_and_never_colleagues(hub: HubSite) -> None:
    interview_id = rated_by_a_colleague(hub, "Live Coverage")
    browser = rater(hub, "Live", interview_id)
    site = replace(browser.site, scorecards=ScorecardSettings(show_machine_first=True))
    browser.client = TestClient(build(site), base_url="http://hub.test", follow_redirects=False)
    browser.sign_in("Live")
    page = browser.get(f"/interviews/{interview_id}").text
    assert "looks at the figures" in page
    assert not any(mark.search(page) for mark in COLLEAGUES)
    rate(browser, interview_id, "33333")
    assert "saw the machine's score" in browser.get(f"/interviews/{interview_id}").text
