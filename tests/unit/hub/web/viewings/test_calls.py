"""Offering, being answered and leaving by HTTP, as WHEP has it."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from hub.errors import StorageError
from hub.live import viewings
from hub.live.errors import LiveError
from hub.people import audit
from hub.people.alarms import LIMITS, Kind
from hub.people.looked import looked
from hub.people.rights import ACCOUNT_ROLES, Role
from hub.storage.database import reading, writing
from hub.storage.tables.account import Account
from hub.storage.tables.alarm import Alarm
from hub.storage.tables.interview import Interview
from hub.storage.tables.viewing import Ending
from tests.fakes.switchboard import ANSWER
from tests.unit.hub.web.viewings.conftest import OFFER, SDP, Held, leave, offer
from wire.language import Language

if TYPE_CHECKING:
    from tests.fakes.hub_site import HubSite


def test_an_offer_is_answered_with_where_to_leave(held: Held) -> None:
    browser = held.browser()
    answer = offer(browser, held.mine)
    assert (answer.status_code, answer.headers["content-type"]) == (201, SDP)
    assert answer.text == ANSWER
    location = re.fullmatch(rf"/live/{held.mine}/([0-9a-f]{{32}})", answer.headers["location"])
    assert location is not None
    assert browser.switchboard.offers == [(location[1], OFFER.decode())]
    left = leave(browser, location[0])
    assert (left.status_code, browser.switchboard.left) == (200, [location[1]])


def test_the_log_knows_of_it_before_the_kiosk_does(held: Held) -> None:
    browser = held.browser()
    seen: list[list[tuple[str, str, str]]] = []
    browser.switchboard.before = lambda: seen.append(held.log()[-1:])
    offer(browser, held.mine)
    assert seen == [[("watch_live", held.mine, browser.switchboard.offers[0][0])]]


def test_when_the_log_cannot_be_written_nothing_is_forwarded(held: Held) -> None:
    browser = held.browser()
    with writing(held.hub.engine) as session:
        session.connection().exec_driver_sql(
            "CREATE TRIGGER full BEFORE INSERT ON audit_entry "
            "BEGIN SELECT RAISE(ABORT, 'full'); END"
        )
    try:
        answer = offer(browser, held.mine)
    finally:
        with writing(held.hub.engine) as session:
            session.connection().exec_driver_sql("DROP TRIGGER full")
    assert (answer.status_code, StorageError.code in answer.text) == (503, True)
    assert (browser.switchboard.offers, held.rows()) == ([], [])


@pytest.mark.parametrize("role", ACCOUNT_ROLES)
def test_only_who_may_watch_is_answered_and_who_may_rate_may_speak(held: Held, role: Role) -> None:
    answers = {one: offer(held.browser(role), one).status_code for one in (held.mine, held.others)}
    allowed = {
        Role.HR_MANAGER: {held.mine: 201, held.others: 201},
        Role.INTERVIEWER: {held.mine: 201, held.others: 404},
    }
    assert answers == allowed.get(role, {held.mine: 404, held.others: 404})
    assert all(row.may_speak for row in held.rows())


def test_what_does_not_exist_looks_like_what_one_may_not_see(held: Held) -> None:
    browser = held.browser()
    nowhere, others = offer(browser, "0" * 32), offer(browser, held.others)
    assert nowhere.status_code == others.status_code == 404
    assert nowhere.text == others.text


def test_one_leaves_ones_own_viewings_only(held: Held) -> None:
    mine = offer(held.browser(), held.mine).headers["location"]
    boss = held.browser(Role.HR_MANAGER)
    assert leave(boss, mine).status_code == 404
    assert leave(held.browser(), mine.replace(held.mine, held.others)).status_code == 404
    assert leave(held.browser(), f"/live/{held.mine}/{'0' * 32}").status_code == 404


def test_leaving_while_the_switchboard_is_away_says_so(held: Held) -> None:
    browser = held.browser()
    location = offer(browser, held.mine).headers["location"]
    browser.switchboard.raises = LiveError("Away.")
    assert leave(browser, location).status_code == 503


def test_an_old_password_is_asked_for_but_not_of_whose_connection_was_lost(held: Held) -> None:
    browser = held.browser()
    viewing = offer(browser, held.mine).headers["location"].rpartition("/")[2]
    viewings.accept(held.hub.engine, viewing, browser.now)
    browser.wait(16 * 60)
    assert offer(browser, held.mine).status_code == 201
    for row in held.rows():
        viewings.end(held.hub.engine, row.viewing_id, Ending.KIOSK, browser.now)
    browser.wait(60)
    assert offer(browser, held.mine).status_code == 201
    held.forget()
    answer = offer(browser, held.mine)
    assert (answer.status_code, answer.json()) == (401, {"step_up": "/step-up"})


def test_a_new_viewing_counts_as_an_opening_and_a_reconnect_does_not(held: Held) -> None:
    browser, kind = held.browser(Role.HR_MANAGER), Kind.MANY_OPENINGS
    actor = audit.actor_of(account_of(held.hub, "hr_manager-en"))
    for _ in range(LIMITS[kind] - 2):
        browser.site.watch.count(kind, actor, browser.now)
    viewing = offer(browser, held.mine).headers["location"].rpartition("/")[2]
    viewings.accept(held.hub.engine, viewing, browser.now)
    assert (offer(browser, held.mine).status_code, alarms(held.hub)) == (201, [])
    assert offer(browser, held.others).status_code == 201
    assert alarms(held.hub) == [kind.value]


def account_of(hub: HubSite, name: str) -> int:
    with reading(hub.engine) as session:
        return session.scalars(select(Account.id).where(Account.name == name)).one()


def alarms(hub: HubSite) -> list[str]:
    with reading(hub.engine) as session:
        return list(session.scalars(select(Alarm.kind)))


def test_the_candidate_and_the_auditor_read_of_it(held: Held) -> None:
    offer(held.browser(), held.mine)
    with reading(held.hub.engine) as session:
        candidate = session.get_one(Interview, held.mine).candidate_id
    look = looked(held.hub.engine, candidate)[0]
    assert (look.action, look.role) == ("watch_live", Role.INTERVIEWER)
    page = held.browser(Role.AUDITOR).get("/audit").text
    assert "watched the interview of candidate Li Si live" in page
    viewings.end(held.hub.engine, held.rows()[0].viewing_id, Ending.LEFT, datetime.now(UTC))
    page = held.browser(Role.AUDITOR, Language.ZH).get("/audit").text
    assert "实时观看候选人Li Si的面试" in page
    assert "结束实时观看候选人Li Si的面试，时长0:00" in page
