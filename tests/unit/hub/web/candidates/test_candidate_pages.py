from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from hub.storage.database import reading, writing
from hub.storage.tables.candidate import Candidate
from hub.storage.tables.candidate_detail import CandidateDetail
from hub.storage.tables.interview import Interview
from hub.storage.tables.letter import Letter
from hub.workflow import candidates, scores
from tests.fakes.candidate_desk import RESUME, added, candidate_of, entries, signed_in, upload
from tests.fakes.sample_messages import Sitting
from wire.messages.events import Ending
from wire.policy import Purpose

if TYPE_CHECKING:
    from tests.fakes.hub_browser import HubBrowser
    from tests.fakes.hub_site import HubSite

NUMBER = "11010519491231002X"


def test_an_empty_list_tells_what_to_do_next(browser: HubBrowser) -> None:
    assert "Add the first one here" in browser.get("/candidates").text


def test_the_list_is_narrowed_by_name_state_and_job(hub: HubSite, browser: HubBrowser) -> None:
    added(browser, "陳大文")
    hub.held("Ada Narrow", Sitting())
    assert "陳大文" in browser.get("/candidates?name=陈大").text
    assert "Ada Narrow" not in browser.get("/candidates?name=陈大").text
    ended = browser.get("/candidates?state=ended&job=bank-account-manager").text
    assert "Ada Narrow" in ended
    assert "陳大文" not in ended
    assert "No candidate matches" in browser.get("/candidates?job=another").text
    assert "Ada Narrow" in browser.get("/candidates?state=nonsense&page=nonsense").text


def test_a_sample_is_marked_in_the_list_and_on_its_page(hub: HubSite, browser: HubBrowser) -> None:
    mark = '<span class="badge warn">Sample</span>'
    path = f"/candidates/{candidates.add(hub.engine, 'Sally Sample', is_sample=True)}"
    assert mark in browser.get("/candidates?name=sally").text
    assert mark in browser.get(path).text
    assert mark not in browser.get(added(browser, "Real Person")).text


def test_a_sample_is_marked_wherever_a_candidate_is_chosen_or_comes_by_a_link(
    hub: HubSite, browser: HubBrowser
) -> None:
    mark = '<span class="badge warn">Sample</span>'
    sample = f"/candidates/{candidates.add(hub.engine, 'Sila Chosen', is_sample=True)}"
    browser.post(f"{sample}/edit", name="Sila Chosen", phone="13911112222")
    alike = browser.get(added(browser, "Rita Chosen", phone="13911112222")).text
    assert mark in alike[alike.index("May be the same person") :].partition("</li>")[0]
    sought = browser.post("/interviews/new", do="find", find="Sila Chosen").text
    assert mark in sought
    link = browser.post(f"{sample}/link").text
    assert mark in link
    own = re.search(r"/my/[^\"]+", link)
    assert own is not None
    assert mark in browser.get(own[0]).text


def test_details_are_sealed_and_masked_until_asked_for(hub: HubSite, browser: HubBrowser) -> None:
    path = added(browser, "Mia Mask", identity_number=NUMBER, email="zhang@company.com")
    page = browser.get(path).text
    assert "1****************X" in page
    assert "z•••@•••.com" in page
    assert NUMBER not in page
    with reading(hub.engine) as session:
        rows = session.scalars(select(CandidateDetail)).all()
    assert not any(NUMBER.encode() in row.sealed for row in rows)
    before = entries(hub, "open_field")
    opened = browser.post(f"{path}/reveal", kind="identity_number").text
    assert NUMBER in opened
    assert "zhang@company.com" not in opened
    assert entries(hub, "open_field") == before + 1
    assert NUMBER not in browser.get(path).text


def test_staff_see_no_button_that_unmasks(hub: HubSite, browser: HubBrowser) -> None:
    path = added(browser, "Max Mask", phone="13800138000")
    staff = signed_in(hub, "hr_staff-en")
    page = staff.get(path).text
    assert "+86 ••• 00" in page
    assert "/reveal" not in page
    assert staff.post(f"{path}/reveal", kind="phone").status_code == 404


def test_unmasking_wants_a_fresh_password(browser: HubBrowser) -> None:
    path = added(browser, "Fred Fresh", phone="13800138000")
    form = {"csrf": browser.csrf(), "kind": "phone"}
    browser.wait(16 * 60)
    answer = browser.client.post(f"{path}/reveal", data=form)
    assert answer.headers["location"].startswith("/step-up")


def test_what_cannot_be_is_said_beside_its_field_and_nothing_is_stored(
    hub: HubSite, browser: HubBrowser
) -> None:
    with reading(hub.engine) as session:
        before = session.scalar(select(func.count()).select_from(Candidate))
    answer = browser.post(
        "/candidates/new", name="Wendy Wrong", email="wendy@company.com", phone="12"
    )
    assert "This is no telephone number." in answer.text
    assert 'value="Wendy Wrong"' in answer.text
    assert 'value="wendy@company.com"' in answer.text
    assert "This is no e-mail address." not in answer.text
    with reading(hub.engine) as session:
        assert session.scalar(select(func.count()).select_from(Candidate)) == before


def test_a_candidate_is_renamed_and_a_detail_replaced_or_deleted(browser: HubBrowser) -> None:
    path = added(browser, "Old Name", email="a@company.com", phone="13800138000")
    browser.post(f"{path}/edit", name="New Name", phone="13800138011", remove_email="yes")
    page = browser.get(path).text
    assert "New Name" in page
    assert "+86 ••• 11" in page
    assert page.count("Not stored") == 2


def test_the_file_is_in_step_the_moment_the_interview_ends(
    hub: HubSite,
) -> None:
    staff = signed_in(hub, "hr_staff-en")
    interview_id = hub.held("Stella Step", Sitting(), ended=False)
    path = candidate_of(hub, interview_id)
    assert "Running now" in staff.get(path).text
    with writing(hub.engine) as session:
        row = session.get_one(Interview, interview_id)
        row.state, row.ending, row.ended_at = "ended", Ending.FINISHED.value, datetime.now(UTC)
        session.flush()
        scores.refresh(session, interview_id, datetime.now(UTC))
    page = staff.get(path).text
    assert "Ended" in page
    assert re.search(r'<strong class="number">\d\.\d</strong>', page)
    assert "Running now" not in page


def test_a_score_is_hidden_from_whoever_still_may_rate(hub: HubSite, browser: HubBrowser) -> None:
    page = browser.get(candidate_of(hub, hub.held("Bianca Blind", Sitting()))).text
    assert "After your own rating" in page
    assert '<strong class="number">' not in page


def test_the_newest_word_on_a_purpose_counts_over_all_interviews(
    hub: HubSite, browser: HubBrowser
) -> None:
    first = hub.held("Nora Newest", Sitting())
    refused = Sitting(consents={**dict.fromkeys(Purpose, True), Purpose.ANALYSIS: False})
    second = hub.held("Nora Newest Two", refused)
    with writing(hub.engine) as session:
        session.get_one(Interview, second).candidate_id = session.get_one(
            Interview, first
        ).candidate_id
    page = browser.get(candidate_of(hub, first)).text
    consents = page[page.index('id="consents"') :]
    analysis = consents[consents.index("Analysis of speech") :]
    assert "not given" in analysis[: analysis.index("</div>")]


def test_an_interviewer_sees_own_candidates_and_of_them_own_interviews(
    hub: HubSite,
) -> None:
    own, other = hub.held("Olga Own", Sitting()), hub.held("Otto Other", Sitting())
    hub.put_in_charge("interviewer-en", own)
    interviewer = signed_in(hub, "interviewer-en")
    listed = interviewer.get("/candidates").text
    assert "Olga Own" in listed
    assert "Otto Other" not in listed
    unseen, nowhere = interviewer.get(candidate_of(hub, other)), interviewer.get("/candidates/0")
    assert unseen.status_code == nowhere.status_code == 404
    assert unseen.text == nowhere.text
    with writing(hub.engine) as session:
        mine = session.get_one(Interview, own).candidate_id
        session.get_one(Interview, other).candidate_id = mine
    assert f"/interviews/{other}" not in interviewer.get(candidate_of(hub, own)).text


def test_a_page_opened_by_a_form_leads_back_to_the_candidate(browser: HubBrowser) -> None:
    path = added(browser, "Bea Back")
    for under in ("reveal", "resumes"):
        assert browser.get(f"{path}/{under}").headers["location"] == path


def test_the_pages_speak_chinese_to_whom_reads_chinese(hub: HubSite) -> None:
    browser = signed_in(hub, "hr_manager-zh")
    path = added(browser, "李娜", email="lina@company.com")
    upload(browser, path, RESUME.encode())
    page = browser.get(path).text
    for said in ("身份证号", "简历", "工作年限", "本科", "授权"):
        assert said in page
    assert "新增候选人" in browser.get("/candidates").text


def test_each_view_of_a_file_is_an_entry(hub: HubSite, browser: HubBrowser) -> None:
    path = added(browser, "Vera Viewed")
    before = entries(hub, "view_candidate")
    browser.get(path)
    assert entries(hub, "view_candidate") == before + 1


def test_letters_are_listed_with_the_file_but_not_to_whoever_still_may_rate(
    hub: HubSite, browser: HubBrowser
) -> None:
    interview_id = hub.held("Lea Letter", Sitting())
    letter = Letter(
        letter_id="f" * 32,
        interview_id=interview_id,
        kind="summary",
        language="en",
        content="{}",
        message_id="<1@hub.test>",
        composed_at=datetime.now(UTC),
    )
    with writing(hub.engine) as session:
        session.add(letter)
    path = candidate_of(hub, interview_id)
    assert f"/letters/{'f' * 32}" in signed_in(hub, "hr_staff-en").get(path).text
    assert f"/letters/{'f' * 32}" not in browser.get(path).text
