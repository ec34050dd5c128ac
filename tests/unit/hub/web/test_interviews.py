from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from hub.people.rights import Role
from tests.fakes.hub_browser import HubBrowser
from tests.fakes.hub_site import HubSite
from tests.fakes.sample_messages import Sitting
from wire.language import Language
from wire.messages.answer_features import SoundVerdict
from wire.policy import Profile, Purpose

if TYPE_CHECKING:
    from collections.abc import Iterator

EVERYTHING = dict.fromkeys(Purpose, True)


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HubSite]:
    made = HubSite(tmp_path_factory.mktemp("interviews"))
    made.person(Role.HR_MANAGER)
    made.person(Role.HR_MANAGER, Language.ZH)
    made.looking = ("hr_manager-en", "hr_manager-zh")
    yield made
    made.close()


@pytest.fixture
def browser(hub: HubSite) -> HubBrowser:
    made = HubBrowser(hub)
    made.sign_in("hr_manager-en")
    return made


def test_an_empty_list_tells_what_to_do_next(browser: HubBrowser) -> None:
    page = browser.get("/interviews").text
    assert "No interviews yet" in page
    assert 'href="/interviews/new">Schedule the first interview' in page


def test_the_list_is_narrowed_by_name_state_and_job(hub: HubSite, browser: HubBrowser) -> None:
    hub.held("Ada Narrow", Sitting())
    hub.scheduled("Bob Narrow")
    one = browser.get("/interviews?candidate=ada").text
    assert "Ada Narrow" in one
    assert "Bob Narrow" not in one
    assert "Bob Narrow" in browser.get("/interviews?state=scheduled&candidate=narrow").text
    assert "No interview matches" in browser.get("/interviews?job=another").text
    assert "Ada Narrow" in browser.get("/interviews?state=nonsense&page=nonsense").text


def test_a_running_interview_is_marked(hub: HubSite, browser: HubBrowser) -> None:
    running = hub.held("Rita Running", Sitting(), ended=False)
    assert "running now" in browser.get("/interviews").text
    assert "The interview is running." in browser.get(f"/interviews/{running}").text


def test_a_scheduled_interview_has_a_page(hub: HubSite, browser: HubBrowser) -> None:
    page = browser.get(f"/interviews/{hub.scheduled('Sam Soon')}").text
    assert "The interview has not begun." in page
    assert "Not asked yet" in page
    assert "Timeline" not in page


def test_evidence_leads_to_the_second_it_rests_on(hub: HubSite, browser: HubBrowser) -> None:
    page = browser.get(f"/interviews/{hub.held('Eve Evidence', Sitting())}").text
    assert 'data-seek="22.5"' in page
    assert "looks at the figures" in page
    assert "A person decides." in page
    assert "Behaviour has no weight" in page


def test_what_cannot_be_scored_says_why(hub: HubSite, browser: HubBrowser) -> None:
    quiet = Sitting(verdicts=dict.fromkeys(range(4), SoundVerdict.TOO_QUIET))
    page = browser.get(f"/interviews/{hub.held('Quentin Quiet', quiet)}").text
    assert "The sound does not allow it: the speech was too quiet." in page
    assert "Nothing could be scored; the reason stands at each competency." in page
    assert "Only 0%" not in page


def test_a_refusal_is_shown_and_respected(hub: HubSite, browser: HubBrowser) -> None:
    refused = Sitting(consents={**EVERYTHING, Purpose.ANALYSIS: False})
    page = browser.get(f"/interviews/{hub.held('Rex Refused', refused)}").text
    assert '<li class="badge">Analysis of speech · not given</li>' in page
    assert "The candidate refused the analysis of speech." in page


def test_no_lane_of_behaviour_where_the_profile_forbids_it(
    hub: HubSite, browser: HubBrowser
) -> None:
    allowed = browser.get(f"/interviews/{hub.held('Carl', Sitting())}").text
    forbidden = browser.get(f"/interviews/{hub.held('Emil', Sitting(profile=Profile.EU))}").text
    assert "Gaze away" in allowed
    assert "Gaze away" not in forbidden
    assert "face and posture" not in forbidden


def test_the_page_speaks_chinese_to_whom_reads_chinese(hub: HubSite) -> None:
    browser = HubBrowser(hub)
    browser.sign_in("hr_manager-zh")
    page = browser.get(f"/interviews/{hub.held('李娜', Sitting(language=Language.ZH))}").text
    for said in ("风险控制", "核对财务数据", "由人作出决定", "银行客户经理", "时间线"):
        assert said in page
    opened = browser.post(f"/interviews/{page.split('/interviews/')[2][:32]}/transcript").text
    assert ">现</span><span" in opened


def test_the_transcript_has_no_page_of_its_own(hub: HubSite, browser: HubBrowser) -> None:
    interview_id = hub.scheduled("Tina")
    answer = browser.get(f"/interviews/{interview_id}/transcript")
    assert answer.headers["location"] == f"/interviews/{interview_id}"


def test_the_list_tells_how_much_of_the_weight_a_total_rests_on(
    hub: HubSite, browser: HubBrowser
) -> None:
    hub.held("Wanda Weight", Sitting())
    page = browser.get("/interviews?candidate=Wanda").text
    assert re.search(r">\d+% of weight</span>", page)
