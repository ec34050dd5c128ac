"""The check-in code, the card and the survey in HR's view."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from hub.people.rights import Role
from hub.storage.database import reading
from hub.storage.tables.interview import Interview
from hub.workflow import interviews
from hub.workflow.briefings import briefing_of
from tests.fakes.candidate_desk import signed_in
from tests.fakes.hub_site import HubSite
from wire import check_in
from wire import plan as plans

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PNG = b"\x89PNG\r\n\x1a\n" + b"picture"
CARD = {"name": "Wang Min", "role_en": "Head of branch", "about_zh": "在银行工作十年。"}


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[HubSite]:
    made = HubSite(tmp_path)
    yield made
    made.close()


def test_hr_hands_out_the_code_whose_hash_the_plan_carries(hub: HubSite) -> None:
    interview_id = hub.scheduled("Ada Example")
    page = signed_in(hub, hub.person(Role.HR_STAFF)).get(f"/interviews/{interview_id}").text
    shown = re.search(r'<strong class="code" translate="no">([0-9A-Z]{4} [0-9A-Z]{4})<', page)
    assert shown is not None
    with reading(hub.engine) as session:
        plan = plans.decode(session.get_one(Interview, interview_id).plan)
    assert plan.check_in is not None
    assert check_in.fits(shown[1], plan.check_in)
    assert shown[1].replace(" ", "").encode() not in plans.encode(plan)
    assert '<svg class="qr"' in page or 'class="qr"' in page


def test_an_interviewer_does_not_see_the_code(hub: HubSite) -> None:
    interview_id = hub.scheduled("Ada Example")
    name = hub.person(Role.INTERVIEWER)
    hub.put_in_charge(name, interview_id)
    page = signed_in(hub, name).get(f"/interviews/{interview_id}")
    assert page.status_code == 200
    assert "Check-in code" not in page.text


def write_card(hub: HubSite, who: str, picture: bytes = PNG, **fields: str) -> tuple[int, str]:
    browser = signed_in(hub, who)
    form = {"csrf": browser.csrf(), **CARD, **fields}
    files = {"picture": ("own.png", picture)} if picture else {}
    if files:
        answer = browser.client.post("/account/card", data=form, files=files)
    else:
        answer = browser.client.post("/account/card", data=form)
    return answer.status_code, answer.text


def test_a_card_goes_to_the_kiosk_of_an_interview_in_charge_of_and_is_taken_back(
    hub: HubSite,
) -> None:
    interview_id = hub.scheduled("Ada Example")
    name = hub.person(Role.INTERVIEWER)
    with reading(hub.engine) as session:
        kiosk_id = session.get_one(Interview, interview_id).kiosk_id
    assert write_card(hub, name)[0] == 303
    before = briefing_of(hub.engine, hub.settings, kiosk_id, interview_id)
    assert before is not None
    assert before.interviewers == ()
    hub.put_in_charge(name, interview_id)
    told = briefing_of(hub.engine, hub.settings, kiosk_id, interview_id)
    assert told is not None
    (card,) = told.interviewers
    assert (card.name, card.picture) == ("Wang Min", PNG)
    assert card.role is not None
    assert card.role.zh == "Head of branch"
    assert told.answer_working_days == 3
    assert signed_in(hub, name).post("/account/card/take-back").status_code == 303
    after = briefing_of(hub.engine, hub.settings, kiosk_id, interview_id)
    assert after is not None
    assert after.interviewers == ()


def test_another_kiosk_gets_no_briefing(hub: HubSite) -> None:
    interview_id = hub.scheduled("Ada Example")
    assert briefing_of(hub.engine, hub.settings, "elsewhere", interview_id) is None


def test_a_card_that_cannot_be_shown_is_refused_and_says_why(hub: HubSite) -> None:
    name = hub.person(Role.INTERVIEWER)
    status, page = write_card(hub, name, b"GIF89a")
    assert status == 422
    assert "JPEG or PNG" in page
    status, page = write_card(hub, name, b"", name="  ")
    assert (status, "A card wants a name." in page) == (422, True)
    assert signed_in(hub, name).get("/account/card/picture").status_code == 404


def test_the_survey_page_says_nothing_of_few(hub: HubSite) -> None:
    page = signed_in(hub, hub.person(Role.HR_STAFF)).get("/survey").text
    assert "Not enough answers yet." in page
    assert signed_in(hub, hub.person(Role.INTERVIEWER)).get("/survey").status_code == 404


def test_a_code_for_an_interview_of_before_is_none(hub: HubSite) -> None:
    assert interviews.code_of(hub.engine, "0" * 32) is None
