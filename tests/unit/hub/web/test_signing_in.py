from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from http.cookies import SimpleCookie
from typing import TYPE_CHECKING

from sqlalchemy import select

from hub.people.rights import Role
from hub.people.sessions import IDLE, LONGEST
from hub.storage.database import reading
from hub.storage.tables.session import SessionRow
from tests.fakes.hub_browser import HubBrowser
from tests.fakes.hub_site import PASSWORD, QUICK

if TYPE_CHECKING:
    from tests.unit.hub.web.conftest import Sample


def test_the_right_password_opens_the_list(sample: Sample) -> None:
    browser = sample.browser()
    answer = browser.sign_in("hr_manager-en")
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert browser.get("/").headers["location"] == "/interviews"
    assert browser.get("/interviews").status_code == 200


def test_a_wrong_password_and_an_unknown_name_get_the_same_words(sample: Sample) -> None:
    wrong = sample.browser().sign_in("hr_manager-en", "not the password")
    unknown = sample.browser().sign_in("nobody-at-all", "not the password")
    assert wrong.status_code == unknown.status_code == 403
    assert "Name or password is wrong." in wrong.text or "用户名或密码错误" in wrong.text
    assert wrong.text.replace("hr_manager-en", "") == unknown.text.replace("nobody-at-all", "")
    assert "set-cookie" not in wrong.headers


def test_guessing_is_slowed_down_whether_the_name_exists_or_not(sample: Sample) -> None:
    for name in ("hr_staff-en", "nobody-at-all"):
        browser = sample.browser()
        for _ in range(4):
            assert browser.sign_in(name, "a wrong guess!").status_code == 403
        assert browser.sign_in(name, "a wrong guess!").status_code == 429


def test_whoever_waited_may_try_again(sample: Sample) -> None:
    browser = sample.browser()
    for _ in range(4):
        browser.sign_in("hr_staff-en", "a wrong guess!")
    assert browser.sign_in("hr_staff-en").status_code == 429
    browser.wait(1.1)
    assert browser.sign_in("hr_staff-en").status_code == 303


def test_the_cookie_is_out_of_reach_of_scripts_and_of_other_sites(sample: Sample) -> None:
    cookie = SimpleCookie(sample.browser().sign_in("hr_staff-en").headers["set-cookie"])["hr"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "strict"
    assert not cookie["secure"]
    tls = HubBrowser(sample.hub, is_tls=True).sign_in("hr_staff-en").headers["set-cookie"]
    assert SimpleCookie(tls)["__Host-hr"]["secure"]


def test_the_token_itself_is_not_stored(sample: Sample) -> None:
    token = SimpleCookie(sample.browser().sign_in("hr_staff-en").headers["set-cookie"])["hr"].value
    with reading(sample.hub.engine) as session:
        hashes = set(session.scalars(select(SessionRow.token_hash)))
    assert token not in hashes
    assert all(re.fullmatch("[0-9a-f]{64}", one) for one in hashes)


def test_signing_in_again_ends_the_session_before(sample: Sample) -> None:
    browser = sample.browser(Role.HR_STAFF)
    old = browser.client.cookies["hr"]
    browser.sign_in("hr_staff-en")
    assert browser.client.cookies["hr"] != old
    stale = sample.browser()
    stale.client.cookies.set("hr", old)
    assert stale.get("/interviews").status_code == 303


def test_a_planted_token_is_never_adopted(sample: Sample) -> None:
    browser = sample.browser()
    browser.client.cookies.set("hr", "planted-by-someone-else", domain="hub.test")
    answer = browser.sign_in("hr_staff-en")
    assert SimpleCookie(answer.headers["set-cookie"])["hr"].value != "planted-by-someone-else"


def test_an_idle_session_is_over(sample: Sample) -> None:
    browser = sample.browser(Role.HR_STAFF)
    browser.wait(IDLE.total_seconds() - 1)
    assert browser.get("/interviews").status_code == 200
    browser.wait(IDLE.total_seconds() - 1)
    assert browser.get("/interviews").status_code == 200
    browser.wait(IDLE.total_seconds() + 1)
    assert browser.get("/interviews").headers["location"] == "/sign-in"


def test_a_session_ends_after_a_days_work_however_busy(sample: Sample) -> None:
    browser = sample.browser(Role.HR_STAFF)
    step = IDLE.total_seconds() / 2
    for _ in range(int(LONGEST.total_seconds() / step) - 1):
        browser.wait(step)
        assert browser.get("/").status_code == 303
    assert browser.get("/interviews").status_code == 200
    browser.wait(step + 1)
    assert browser.get("/interviews").headers["location"] == "/sign-in"


def test_signing_out_ends_the_session_for_good(sample: Sample) -> None:
    browser = sample.browser(Role.HR_STAFF)
    token = browser.client.cookies["hr"]
    assert browser.post("/sign-out").status_code == 303
    browser.client.cookies.set("hr", token, domain="hub.test")
    assert browser.get("/interviews").headers["location"] == "/sign-in"


def test_the_language_chosen_stays_with_the_account(sample: Sample) -> None:
    sample.browser(Role.AUDITOR).post("/language", language="zh", back="/")
    again = sample.browser(Role.AUDITOR)
    assert "我的账号" in again.get("/account").text
    again.post("/language", language="en")


def test_the_way_back_stays_on_the_site(sample: Sample) -> None:
    browser = sample.browser(Role.HR_STAFF)
    for elsewhere in ("//evil.test/", "https://evil.test/", "/\\evil.test", "javascript:1"):
        answer = browser.post("/language", language="en", back=elsewhere)
        assert answer.headers["location"] == "/"
    assert (
        browser.post("/language", language="en", back="/interviews?page=2")
        .headers["location"]
        .endswith("/interviews?page=2")
    )


def test_only_a_few_passwords_are_checked_at_once_and_who_comes_then_loses_no_try(
    sample: Sample,
) -> None:
    browser = sample.browser()
    with ExitStack() as stack:
        for _ in range(2):
            stack.enter_context(QUICK._turn())
        with ThreadPoolExecutor(20) as threads:
            sent = threads.map(lambda _: browser.sign_in("hr_staff-en"), range(20))
            assert {answer.status_code for answer in sent} <= {429, 503}
    assert browser.sign_in("hr_staff-en").status_code == 303


def test_the_language_of_the_page_on_which_one_signs_in_stays(sample: Sample) -> None:
    browser = sample.browser()
    page = browser.get("/sign-in?language=zh").text
    assert 'name="chosen" value="zh"' in page
    form = {"name": "auditor-en", "password": PASSWORD, "chosen": "zh"}
    assert browser.client.post("/sign-in", data=form).status_code == 303
    assert "我的账号" in browser.get("/account").text
    browser.post("/language", language="en")
    assert 'value="en"' in sample.browser().get("/sign-in", accept_language="en-GB").text
