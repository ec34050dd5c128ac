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
from hub.web import by_link
from hub.web.site import PAGES, build
from tests.fakes.judged import SECRETS, Judged, judge, rated_by_a_colleague
from tests.fakes.raters import NOTE, fill, rate, rater
from tests.fakes.sample_messages import Sitting

if TYPE_CHECKING:
    from tests.fakes.hub_browser import HubBrowser
    from tests.fakes.hub_site import HubSite

HEARD = re.compile("looks at the figures")
"""A group of keywords; the job's own pages name it too."""
MACHINE = (
    HEARD,
    re.compile(r"Keyword groups heard: \d"),
    re.compile(r"keyword groups was heard"),
    re.compile(r'data-seek="22\.5"'),
    re.compile(r"of the weight could be scored"),
    re.compile(r"% of weight"),
    re.compile(r"Composure indicator"),
    re.compile(r"Gaze away"),
    re.compile(r"on topic"),
)
COLLEAGUES = (
    re.compile(NOTE),
    re.compile(SECRETS["note"]),
    re.compile(SECRETS["override"]),
    re.compile(SECRETS["decision"]),
    re.compile(r"<strong>Reject"),
    re.compile("r_wg 0"),
)
OF_ANSWERS = (
    re.compile(SECRETS["appeal"]),
    re.compile("Partly upheld"),
    re.compile(SECRETS["promise"]),
    re.compile("Answer with feedback"),
)
"""What only HR managers have pages of, but for letters."""
READ_ONLY = [page for page in PAGES if page.method == "GET" and page.action not in by_link.ACTIONS]
"""Candidates' own pages open by a link that no page shows twice (docs/people.md)."""


def leaks(browser: HubBrowser, paths: list[str], marks: tuple[re.Pattern[str], ...]) -> list[str]:
    found = []
    for path in paths:
        text = browser.get(path).content.decode(errors="replace")
        wanted = [mark for mark in marks if mark is not HEARD or not path.startswith("/jobs")]
        found += [f"{path}: {mark.pattern}" for mark in wanted if mark.search(text)]
    return found


def forms(browser: HubBrowser, judged: Judged) -> str:
    """Give what pages show that a form opens: report, transcript, résumé, an appeal's words."""
    mine = f"/interviews/{judged.interview_id}"
    answers = [
        browser.post(f"{mine}/report", kind="html"),
        browser.post(f"{mine}/report", kind="json"),
        browser.post(f"{mine}/transcript"),
        browser.post(f"/resumes/{judged.parts['resume_id']}/text"),
        browser.post(f"/appeals/{judged.parts['appeal_id']}/text"),
        browser.post(f"/appeals/{judged.parts['appeal_id']}/own"),
    ]
    return "".join(one.text for one in answers)


def every_page(judged: Judged) -> list[str]:
    """Fill every page's path with this interview and what belongs to it."""
    paths = [
        re.sub(r"{(\w+)(?::\w+)?}", lambda one: judged.parts[one[1]], page.path)
        for page in READ_ONLY
    ]
    other = judged.other_interview_id
    lists = [
        "/appeals?state=answered",
        "/promises?state=kept",
        "/letters?state=sent",
        "/letters?state=way",
    ]
    return [*paths, *lists, f"/compare?interview={judged.interview_id}&interview={other}"]


@pytest.mark.parametrize("role", [Role.INTERVIEWER, Role.HR_MANAGER])
def test_no_page_shows_a_rater_scores_or_ratings_before_the_own_card_is_in(
    role: Role, hub: HubSite
) -> None:
    judged = judge(hub, f"Blind {role.value}")
    own = () if role is Role.HR_MANAGER else (judged.interview_id,)
    blind = rater(hub, f"Eyes of {role.value}", *own, role=role)
    paths = every_page(judged)
    fill(blind, judged.interview_id, "3 4  ")
    marks = MACHINE + COLLEAGUES + OF_ANSWERS
    assert leaks(blind, paths, marks) == []
    shown = forms(blind, judged)
    assert [mark.pattern for mark in marks if mark.search(shown)] == []
    rate(blind, judged.interview_id, "33333")
    seen = {one.partition(": ")[2] for one in leaks(blind, paths, marks)}
    wanted = MACHINE + COLLEAGUES + (OF_ANSWERS if role is Role.HR_MANAGER else OF_ANSWERS[-1:])
    assert [mark.pattern for mark in wanted if mark.pattern not in seen] == []


def test_the_pages_that_are_searched_are_there(hub: HubSite) -> None:
    judged = judge(hub, "Found Searched")
    manager = rater(hub, "Searcher", role=Role.HR_MANAGER)
    manager.post(f"/interviews/{judged.interview_id}/look")
    gone = {path for path in every_page(judged) if manager.get(path).status_code == 404}
    none_made = {f"/interviews/{judged.interview_id}/files/receipt", "/account/card/picture"}
    assert gone == {"/audit", *none_made}


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
