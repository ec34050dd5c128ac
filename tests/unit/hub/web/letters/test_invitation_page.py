"""`/interviews/{id}/invitation`: shown, printed, and sent by a click only."""

from __future__ import annotations

from datetime import UTC, datetime
from html import unescape
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from hub.people.rights import Role
from hub.storage.database import reading, writing
from hub.storage.tables.candidate_detail import Detail
from hub.storage.tables.interview import Interview, InterviewState
from hub.storage.tables.letter import Letter
from hub.workflow import candidate_file, interviews
from hub.workflow.details import checked
from tests.fakes.hub_browser import HubBrowser
from tests.fakes.hub_site import HubSite
from wire import check_in
from wire.language import Language

if TYPE_CHECKING:
    from collections.abc import Iterator

PLACE = "Monday, 30 November, 10:00, room 204"


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HubSite]:
    made = HubSite(tmp_path_factory.mktemp("invitation"))
    for role in (Role.HR_STAFF, Role.INTERVIEWER):
        made.person(role)
    made.person(Role.HR_STAFF, Language.ZH)
    yield made
    made.close()


def browser(hub: HubSite, name: str = "hr_staff-en") -> HubBrowser:
    made = HubBrowser(hub)
    made.sign_in(name)
    return made


def scheduled(hub: HubSite, *, email: bool = True) -> str:
    mine = hub.scheduled("Ivo Invited")
    if email:
        with reading(hub.engine) as session:
            candidate = session.get_one(Interview, mine).candidate_id
        found = checked(Detail.EMAIL, "ivo@example.org", datetime.now(UTC).date())
        entered = candidate_file.Entered("Ivo Invited", (found,))
        candidate_file.edit(hub.engine, hub.vault, candidate, entered, "command")
    return mine


def letters(hub: HubSite, interview_id: str) -> list[Letter]:
    with reading(hub.engine) as session:
        return list(session.scalars(select(Letter).where(Letter.interview_id == interview_id)))


def test_the_sheet_has_the_code_as_text_and_picture_and_nothing_is_sent(hub: HubSite) -> None:
    mine = scheduled(hub)
    code = interviews.code_of(hub.engine, mine)
    assert code is not None
    shown = unescape(browser(hub).get(f"/interviews/{mine}/invitation").text)
    assert check_in.grouped(code) in shown
    assert 'class="qr"' in shown
    assert f'href="/interviews/{mine}/invitation"' in browser(hub).get(f"/interviews/{mine}").text
    assert letters(hub, mine) == []


def test_what_is_typed_stands_on_the_sheet_and_is_sent_by_the_second_button_only(
    hub: HubSite,
) -> None:
    mine, staff = scheduled(hub), browser(hub)
    address = f"/interviews/{mine}/invitation"
    shown = staff.post(address, place=PLACE, letter_language="zh", do="show")
    assert PLACE in shown.text
    assert "面试邀请" in shown.text
    assert letters(hub, mine) == []
    sent = staff.post(address, place=PLACE, letter_language="zh", do="send")
    assert "Waits to be sent" in sent.text
    (letter,) = letters(hub, mine)
    assert (letter.kind, letter.language) == ("invitation", "zh")
    assert PLACE in staff.get(address).text
    again = staff.post(address, place=PLACE, letter_language="zh", do="send")
    assert again.status_code == 422
    assert "on its way already" in again.text


def test_without_an_address_the_sheet_is_for_printing(hub: HubSite) -> None:
    mine = scheduled(hub, email=False)
    shown = browser(hub).get(f"/interviews/{mine}/invitation").text
    assert 'value="send"' not in shown
    assert "print the sheet" in unescape(shown)


def test_no_day_and_place_no_invitation(hub: HubSite) -> None:
    mine = scheduled(hub)
    answer = browser(hub).post(f"/interviews/{mine}/invitation", place=" ", do="send")
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert letters(hub, mine) == []


def test_only_who_schedules_invites_and_only_to_what_has_not_begun(hub: HubSite) -> None:
    mine = scheduled(hub)
    hub.put_in_charge("interviewer-en", mine)
    assert browser(hub, "interviewer-en").get(f"/interviews/{mine}/invitation").status_code == 404
    with writing(hub.engine) as session:
        session.get_one(Interview, mine).state = InterviewState.RUNNING.value
    answer = browser(hub).get(f"/interviews/{mine}/invitation")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/interviews/{mine}")


def test_it_is_there_in_chinese(hub: HubSite) -> None:
    mine = scheduled(hub)
    shown = browser(hub, "hr_staff-zh").get(f"/interviews/{mine}/invitation").text
    assert "系统不会自动发出邀请" in shown
