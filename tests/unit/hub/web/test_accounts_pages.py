"""Accounts, alarms, who is in charge, and a new interview, as pages."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from hub.people import alarms
from hub.people.alarms import Kind, Repeated
from hub.people.rights import ACCOUNT_ROLES, Role
from hub.storage.database import reading
from hub.storage.tables.account import Account
from hub.storage.tables.assignment import Assignment
from hub.storage.tables.interview import Interview
from tests.fakes.hub_browser import HubBrowser
from tests.fakes.hub_site import JOB, KIOSK, HubSite
from tests.fakes.sample_messages import Sitting

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HubSite]:
    made = HubSite(tmp_path_factory.mktemp("accounts"))
    for role in ACCOUNT_ROLES:
        made.person(role)
    made.held("陈嘉怡", Sitting())
    yield made
    made.close()


def browser(hub: HubSite, role: Role) -> HubBrowser:
    made = HubBrowser(hub)
    made.sign_in(f"{role.value}-en")
    return made


def account(hub: HubSite, name: str) -> Account:
    with reading(hub.engine) as session:
        return session.scalars(select(Account).where(Account.name == name)).one()


def first_password(page: str) -> str:
    found = re.search(r'class="one-time"[^>]*>([0-9a-z-]{19,})<', page)
    assert found is not None
    return found[1]


def test_a_new_account_opens_with_the_password_shown_once(hub: HubSite) -> None:
    manager = browser(hub, Role.HR_MANAGER)
    page = manager.post("/accounts", name="Li Na", role="hr_staff", language="en").text
    password = first_password(page)
    assert password not in manager.get("/accounts").text
    came = HubBrowser(hub).sign_in("Li Na", password)
    assert came.headers["location"].startswith("/sign-in/password")


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"name": "hr_staff-en", "role": "hr_staff"}, "There is an account of that name."),
        ({"name": " ", "role": "hr_staff"}, "A name has 1 to 64 printable characters."),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_kept(
    fields: dict[str, str], said: str, hub: HubSite
) -> None:
    answer = browser(hub, Role.HR_MANAGER).post("/accounts", language="en", **fields)
    assert answer.status_code == 422
    assert said in answer.text
    assert f'value="{fields["name"]}"' in answer.text


def test_a_technicians_content_account_waits_for_an_hr_manager(hub: HubSite) -> None:
    technician, manager = browser(hub, Role.TECHNICIAN), browser(hub, Role.HR_MANAGER)
    made = technician.post("/accounts", name="Wang Min", role="interviewer", language="zh").text
    password = first_password(made)
    assert HubBrowser(hub).sign_in("Wang Min", password).status_code == 403
    path = f"/accounts/{account(hub, 'Wang Min').id}"
    assert technician.post(f"{path}/confirm").status_code == 422
    assert manager.post(f"{path}/confirm").status_code == 303
    assert HubBrowser(hub).sign_in("Wang Min", password).status_code == 303


def test_an_alarm_stands_in_the_head_until_it_is_seen(hub: HubSite) -> None:
    now, auditor = datetime.now(UTC), browser(hub, Role.AUDITOR)
    who = f"account:{account(hub, 'interviewer-en').id}"
    alarms.tell(hub.engine, Kind.REFUSED, who, Repeated(10, now), now)
    page = auditor.get("/alarms").text
    assert "interviewer-en" in page
    assert "Alarms that nobody has seen" in page
    assert "Alarms that nobody has seen" not in browser(hub, Role.HR_STAFF).get("/interviews").text
    number = re.search(r"/alarms/(\d+)/seen", page)
    assert number is not None
    assert auditor.post(number[0]).status_code == 303
    assert "Alarms that nobody has seen" not in auditor.get("/alarms").text


def test_refusals_that_repeat_raise_an_alarm(hub: HubSite) -> None:
    staff = browser(hub, Role.HR_STAFF)
    for _ in range(10):
        assert staff.get("/accounts").status_code == 404
    assert "hr_staff-en" in browser(hub, Role.HR_MANAGER).get("/alarms").text


def test_whoever_is_put_in_charge_sees_the_interview_until_taken_off(hub: HubSite) -> None:
    interview_id = hub.scheduled("Zhao Lei")
    staff, interviewer = browser(hub, Role.HR_STAFF), browser(hub, Role.INTERVIEWER)
    path, person = f"/interviews/{interview_id}", str(account(hub, "interviewer-en").id)
    assert interviewer.get(path).status_code == 404
    assert staff.post(f"{path}/in-charge", account=person).status_code == 303
    assert interviewer.get(path).status_code == 200
    assert staff.post(f"{path}/in-charge", account=person).status_code == 303
    assert interviewer.get(path).status_code == 404


@pytest.mark.parametrize("name", ["hr_manager-en", "auditor-en"])
def test_only_interviewers_are_put_in_charge(name: str, hub: HubSite) -> None:
    path = f"/interviews/{hub.scheduled('Zhao Lei')}/in-charge"
    wrong = str(account(hub, name).id)
    assert browser(hub, Role.HR_MANAGER).post(path, account=wrong).status_code == 400


def test_a_new_interview_is_scheduled_for_somebody_new(hub: HubSite) -> None:
    person = account(hub, "interviewer-en").id
    form = {"candidate": "new", "name": "Sun Yue", "job": JOB, "kiosk": KIOSK}
    staff = browser(hub, Role.HR_STAFF)
    answer = staff.post("/interviews/new", do="schedule", interviewer=str(person), **form)
    interview_id = answer.headers["location"].rpartition("/")[2]
    with reading(hub.engine) as session:
        assert session.get_one(Interview, interview_id).candidate.name == "Sun Yue"
        assert session.get(Assignment, (interview_id, person)) is not None


def test_somebody_who_has_a_file_is_found_and_keeps_it(hub: HubSite) -> None:
    staff = browser(hub, Role.HR_STAFF)
    page = staff.post("/interviews/new", do="find", find="陳嘉", kiosk=KIOSK).text
    found = re.search(r'name="candidate" value="([0-9a-f]{32})"', page)
    assert found is not None
    answer = staff.post("/interviews/new", candidate=found[1], job=JOB, kiosk=KIOSK)
    with reading(hub.engine) as session:
        row = session.get_one(Interview, answer.headers["location"].rpartition("/")[2])
    assert row.candidate_id == found[1]


def test_what_is_missing_is_said_beside_its_field(hub: HubSite) -> None:
    form = {"candidate": "new", "name": "", "job": "no-job", "kiosk": "nowhere"}
    answer = browser(hub, Role.HR_STAFF).post("/interviews/new", interviewer="999", **form)
    assert answer.status_code == 422
    for field in ("name", "job", "kiosk", "interviewer"):
        assert f'aria-describedby="{field}-problem"' in answer.text
