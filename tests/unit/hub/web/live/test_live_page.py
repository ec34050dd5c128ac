from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from starlette.testclient import TestClient

from hub.people.rights import Role
from hub.settings import ScorecardSettings
from hub.storage.database import reading, writing
from hub.storage.tables.interview import Interview
from hub.web.site import build
from hub.workflow.resumes.intake import Place, take_in
from tests.fakes.hub_browser import HubBrowser
from tests.fakes.hub_site import HubSite
from tests.fakes.raters import rate, rater
from tests.fakes.sample_messages import Sitting
from wire.language import Language
from wire.messages.answer_features import SoundVerdict

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HubSite]:
    made = HubSite(tmp_path_factory.mktemp("live"))
    for role in (Role.HR_MANAGER, Role.HR_STAFF, Role.INTERVIEWER):
        made.person(role)
    made.person(Role.INTERVIEWER, Language.ZH)
    yield made
    made.close()


def browser(hub: HubSite, name: str) -> HubBrowser:
    made = HubBrowser(hub)
    made.sign_in(name)
    return made


def running(hub: HubSite, name: str, **more: object) -> str:
    made = hub.held(name, Sitting(**more), ended=False)  # type: ignore[arg-type]
    for of in ("interviewer-en", "interviewer-zh"):
        hub.put_in_charge(of, made)
    return made


def again(hub: HubSite, interview_id: str, sitting: Sitting) -> str:
    """Let the candidate of an interview have had another."""
    other = hub.held("Somebody", sitting)
    with reading(hub.engine) as session:
        mine = session.get_one(Interview, interview_id).candidate_id
    with hub.engine.begin() as connection:
        connection.execute(
            Interview.__table__.update()  # type: ignore[attr-defined]
            .where(Interview.interview_id == other)
            .values(candidate_id=mine)
        )
    return other


def test_an_interviewer_watches_only_interviews_of_his_or_her_own(hub: HubSite) -> None:
    mine, others = running(hub, "Own One"), hub.held("Other One", Sitting(), ended=False)
    me = browser(hub, "interviewer-en")
    page = me.get(f"/interviews/{mine}/live")
    assert page.status_code == 200
    assert f'data-call="/live/{mine}"' in page.text
    for path in (f"/interviews/{others}/live", f"/interviews/{others}/live/state"):
        assert me.get(path).status_code == 404
    assert browser(hub, "hr_manager-en").get(f"/interviews/{others}/live").status_code == 200
    assert browser(hub, "hr_staff-en").get(f"/interviews/{mine}/live").status_code == 404


def test_what_is_under_way_is_entered_from_the_list_and_from_its_page(hub: HubSite) -> None:
    mine, over = running(hub, "Enter One"), hub.held("Over One", Sitting())
    me, staff = browser(hub, "hr_manager-en"), browser(hub, "hr_staff-en")
    assert f'href="/interviews/{mine}/live"' in me.get("/interviews").text
    assert f'href="/interviews/{mine}/live"' in me.get(f"/interviews/{mine}").text
    assert f"/interviews/{over}/live" not in me.get("/interviews").text
    assert f"/interviews/{over}/live" not in me.get(f"/interviews/{over}").text
    for path in ("/interviews", f"/interviews/{mine}"):
        assert "/live" not in staff.get(path).text


def test_only_this_page_may_ask_for_the_microphone(hub: HubSite) -> None:
    mine = running(hub, "Mike One")
    me = browser(hub, "interviewer-en")
    policy = me.get(f"/interviews/{mine}/live").headers["permissions-policy"]
    assert policy == "camera=(), microphone=(self), geolocation=()"
    assert "microphone=()" in me.get(f"/interviews/{mine}").headers["permissions-policy"]
    assert "microphone=()" in me.get("/interviews/x/live").headers["permissions-policy"]


def test_before_and_after_the_interview_it_is_said_what_to_do(hub: HubSite) -> None:
    soon, over = hub.scheduled("Soon One"), hub.held("Done One", Sitting())
    me = browser(hub, "hr_manager-en")
    page = me.get(f"/interviews/{soon}/live").text
    assert "The interview has not begun" in page
    assert "data-call" not in page
    assert me.get(f"/interviews/{soon}/live/state").json() == {"state": "scheduled"}
    page = me.get(f"/interviews/{over}/live").text
    assert "The interview has ended" in page
    assert "data-call" not in page
    assert "Prepare the live view" in me.get(f"/interviews/{soon}").text


def test_who_watched_a_candidate_withdraw_is_told_so_and_led_to_the_interviews_page(
    hub: HubSite,
) -> None:
    mine = running(hub, "Wendy One")
    with writing(hub.engine) as session:
        session.get_one(Interview, mine).ending = "withdrawn"
    me, others = browser(hub, "interviewer-en"), browser(hub, "hr_staff-en")
    assert me.get(f"/interviews/{mine}/live/state").json() == {"state": "withdrawn"}
    led = me.get(f"/interviews/{mine}/live")
    assert (led.status_code, led.headers["location"]) == (303, f"/interviews/{mine}")
    assert others.get(f"/interviews/{mine}/live/state").status_code == 404


def test_questions_come_with_anchors_and_follow_ups(hub: HubSite) -> None:
    mine = running(hub, "Quest One", language=Language.ZH)
    page = browser(hub, "interviewer-en").get(f"/interviews/{mine}/live").text
    assert page.count('<li data-stage="') == 5
    assert "No risk is named" in page
    assert "What exactly was the first thing that did not fit?" in page
    assert 'lang="zh-CN">请' in page


def under(me: HubBrowser, scorecards: ScorecardSettings, address: str) -> str:
    """Give a page as a deployment with other settings shows it."""
    site = replace(me.site, scorecards=scorecards)
    shown = TestClient(build(site), base_url="http://hub.test", cookies=dict(me.client.cookies))
    return shown.get(address).text


def test_who_rates_blind_sees_coverage_but_no_score_while_the_interview_is_held(
    hub: HubSite,
) -> None:
    mine = running(hub, "Held One")
    page = browser(hub, "interviewer-en").get(f"/interviews/{mine}/live").text
    assert "evidence at 0:24" in page
    assert "none yet" in page
    interview = browser(hub, "interviewer-en").get(f"/interviews/{mine}").text
    assert 'class="competency"' not in interview


def test_coverage_is_hidden_from_who_has_to_rate_once_the_interview_has_ended(
    hub: HubSite,
) -> None:
    mine = hub.held("Over One", Sitting())
    hub.put_in_charge("interviewer-en", mine)
    page = browser(hub, "interviewer-en").get(f"/interviews/{mine}/live").text
    assert 'id="coverage"' not in page
    assert "only after your own rating" in page


def test_a_deployment_may_have_coverage_wait_for_whoever_rates(hub: HubSite) -> None:
    mine = running(hub, "Cover One")
    me, address = browser(hub, "hr_manager-en"), f"/interviews/{mine}/live"
    waits = ScorecardSettings(coverage_while_held=False)
    page = under(me, waits, address)
    assert 'id="coverage"' not in page
    assert "data-keywords" not in page
    assert "only after your own rating" in page
    hub.look("hr_manager-en", mine)
    page = under(me, waits, address)
    assert re.search(r'data-keywords="\d+( \d+)*" data-at="24', page)
    assert "evidence at 0:24" in page
    assert "none yet" in page


def test_a_deployment_that_shows_the_machine_first_shows_coverage_after_the_end_as_well(
    hub: HubSite,
) -> None:
    mine = hub.held("Early One", Sitting())
    hub.put_in_charge("interviewer-en", mine)
    me, first = browser(hub, "interviewer-en"), ScorecardSettings(show_machine_first=True)
    assert "evidence at 0:24" in under(me, first, f"/interviews/{mine}/live")


def test_what_earlier_interviews_left_open_is_worth_asking(hub: HubSite) -> None:
    mine = running(hub, "Hist One")
    quiet = Sitting(verdicts=dict.fromkeys(range(4), SoundVerdict.TOO_QUIET))
    before = again(hub, mine, quiet)
    me = browser(hub, "interviewer-en")
    assert "Worth asking" not in me.get(f"/interviews/{mine}/live").text
    hub.put_in_charge("interviewer-en", before)
    assert "Worth asking" not in me.get(f"/interviews/{mine}/live").text
    hub.look("interviewer-en", before)
    page = me.get(f"/interviews/{mine}/live").text
    assert "Could not be scored on" in page
    assert "the speech was too quiet" in page


def test_ratings_of_colleagues_count_only_where_they_are_in_sight(hub: HubSite) -> None:
    mine = running(hub, "Rated One")
    before = again(hub, mine, Sitting())
    hub.put_in_charge("interviewer-en", before)
    for name, values in (("Anne", "3333-"), ("Bert", "1333-")):
        rate(rater(hub, name, before), before, values)
    me = browser(hub, "interviewer-en")
    assert "points apart" not in me.get(f"/interviews/{mine}/live").text
    rate(me, before, "33333")
    page = me.get(f"/interviews/{mine}/live").text
    assert "lie 2 points apart" in page


def test_the_resume_is_worth_asking_about(hub: HubSite) -> None:
    mine = running(hub, "Résumé One")
    with reading(hub.engine) as session:
        candidate = session.get_one(Interview, mine).candidate_id
    place = Place(hub.engine, hub.headers, hub.vault, hub.settings.store_dir)
    take_in(place, candidate, b"Jo\n\nSkills\nExcel, SQL\n", "command")
    page = browser(hub, "interviewer-en").get(f"/interviews/{mine}/live").text
    assert 'data-listen-for="Excel"' in page


def test_the_page_speaks_chinese(hub: HubSite) -> None:
    page = browser(hub, "interviewer-zh").get(f"/interviews/{running(hub, '李娜')}/live").text
    for said in ("与候选人通话", "下一题", "软件链路延迟（不含摄像头和显示器）", "仅面试官可见"):
        assert said in page


def test_without_a_script_the_page_says_what_is_left(hub: HubSite) -> None:
    mine = running(hub, "Bare One")
    me = browser(hub, "interviewer-en")
    page = me.get(f"/interviews/{mine}/live").text
    assert "need a browser with script" in page
    me.post(f"/interviews/{mine}/notes", at="0:30", text="Kept without a script")
    assert "Kept without a script" in me.get(f"/interviews/{mine}/live").text
    assert "Kept without a script" not in (
        browser(hub, "hr_manager-en").get(f"/interviews/{mine}/live").text
    )
