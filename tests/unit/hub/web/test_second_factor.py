"""The steps of the way in, where a second factor is required."""

from __future__ import annotations

import re
from itertools import count
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from hub.people import accounts
from hub.people.lockout import FREE_TRIES
from hub.people.rights import Role
from hub.people.sessions import HALF
from hub.storage.database import reading, writing
from hub.storage.tables.account import Account
from hub.storage.tables.alarm import Alarm
from hub.storage.tables.audit_entry import AuditEntry
from tests.fakes.authenticator import Authenticator, recovery_codes
from tests.fakes.hub_browser import HubBrowser
from tests.fakes.hub_site import PASSWORD, QUICK

if TYPE_CHECKING:
    from httpx2 import Response

    from tests.unit.hub.web.conftest import Sample

_numbers = count()
STEP_S = 30


class Newcomer(HubBrowser):
    """A person whose account was just made, where a second factor is required."""

    def __init__(self, sample: Sample) -> None:
        super().__init__(sample.hub, second_factor="required")
        self.name = f"newcomer-{next(_numbers)}"
        self.hub = sample.hub
        role = Role.HR_STAFF.value
        self.account_id = accounts.add(
            sample.hub.engine, self.name, role, PASSWORD, passwords=QUICK
        )
        self.codes: list[str] = []
        self.shown = ""

    def step(self, path: str, **fields: str) -> Response:
        """Send a step's form with the token of its page."""
        csrf = re.search(r'name="csrf" value="([^"]+)"', self.shown)
        assert csrf is not None
        answer = self.client.post(path, data={"csrf": csrf[1], **fields})
        self.shown = answer.text if answer.status_code != 303 else self.follow(answer)
        return answer

    def follow(self, answer: Response) -> str:
        """Go where an answer leads."""
        return self.client.get(answer.headers["location"]).text

    def enrolled(self) -> Authenticator:
        """Sign in for the first time and set the second factor up."""
        self.shown = self.follow(self.sign_in(self.name))
        phone = Authenticator(self.shown)
        self.step("/sign-in/second-factor", code=phone.code(self.now))
        self.codes = recovery_codes(self.shown)
        assert self.step("/sign-in/go-on").headers["location"] == "/"
        return phone

    def password_given(self) -> None:
        """Come as far as the code."""
        self.client.cookies.clear()
        answer = self.sign_in(self.name)
        assert answer.headers["location"].startswith("/sign-in/code")
        self.shown = self.follow(answer)


@pytest.fixture
def newcomer(sample: Sample) -> Newcomer:
    return Newcomer(sample)


def test_the_first_sign_in_sets_a_second_factor_up(newcomer: Newcomer) -> None:
    newcomer.shown = newcomer.follow(newcomer.sign_in(newcomer.name))
    assert newcomer.get("/interviews").headers["location"] == "/sign-in"
    phone = Authenticator(newcomer.shown)
    assert newcomer.step("/sign-in/second-factor", code="000000").status_code == 422
    assert Authenticator(newcomer.shown).secret == phone.secret
    newcomer.step("/sign-in/second-factor", code=phone.code(newcomer.now))
    assert len(set(recovery_codes(newcomer.shown))) == 10
    assert newcomer.get("/interviews").headers["location"] == "/sign-in"
    newcomer.step("/sign-in/go-on")
    assert newcomer.get("/interviews").status_code == 200


def test_the_picture_needs_no_inline_style_and_says_what_the_text_says(newcomer: Newcomer) -> None:
    page = newcomer.follow(newcomer.sign_in(newcomer.name))
    picture = re.search(r"<svg.*?</svg>", page, re.DOTALL)
    assert picture is not None
    assert "style" not in picture[0]
    assert "<script" not in picture[0]


def test_a_password_alone_opens_nothing_afterwards(newcomer: Newcomer) -> None:
    phone = newcomer.enrolled()
    newcomer.wait(STEP_S)
    newcomer.password_given()
    for path in ("/", "/interviews", "/account"):
        assert newcomer.get(path).headers["location"] == "/sign-in"
    assert newcomer.step("/sign-in/code", code=phone.code(newcomer.now)).status_code == 303
    assert newcomer.get("/interviews").status_code == 200


def test_a_code_is_good_once(newcomer: Newcomer) -> None:
    phone = newcomer.enrolled()
    newcomer.password_given()
    assert newcomer.step("/sign-in/code", code=phone.code(newcomer.now)).status_code == 403
    newcomer.wait(STEP_S)
    assert newcomer.step("/sign-in/code", code=phone.code(newcomer.now)).status_code == 303
    newcomer.password_given()
    assert newcomer.step("/sign-in/code", code=phone.code(newcomer.now)).status_code == 403


def test_a_recovery_code_is_good_once_however_it_is_typed(newcomer: Newcomer) -> None:
    newcomer.enrolled()
    code = newcomer.codes[3]
    newcomer.password_given()
    typed = code.replace("-", " ").upper()
    assert newcomer.step("/sign-in/code", code=typed).status_code == 303
    assert newcomer.get("/interviews").status_code == 200
    newcomer.password_given()
    assert newcomer.step("/sign-in/code", code=code).status_code == 403


def test_wrong_codes_are_slowed_down_and_the_right_password_forgives_none(
    newcomer: Newcomer,
) -> None:
    newcomer.enrolled()
    newcomer.password_given()
    tries = range(FREE_TRIES + 1)
    said = [newcomer.step("/sign-in/code", code="111111").status_code for _ in tries]
    assert said == [403] * FREE_TRIES + [429]
    assert newcomer.sign_in(newcomer.name).status_code == 429


def test_wrong_codes_from_many_addresses_are_slowed_down_for_the_account(
    newcomer: Newcomer,
) -> None:
    lockout = newcomer.site.lockout
    waits = [lockout.take_code(1, "anna", f"10.0.0.{n}", 0.0) for n in range(10)]
    assert waits == [0.0] * 8 + [1.0, 1.0]


def test_wrong_codes_raise_an_alarm(newcomer: Newcomer) -> None:
    newcomer.enrolled()
    for _ in range(5):
        newcomer.wait(60)
        newcomer.password_given()
        newcomer.step("/sign-in/code", code="111111")
    wanted = select(Alarm.count).where(Alarm.who == f"account:{newcomer.account_id}")
    with reading(newcomer.hub.engine) as session:
        assert session.scalars(wanted.where(Alarm.kind == "wrong_codes")).all() == [5]


def test_a_wrong_code_is_an_entry_of_the_account(newcomer: Newcomer) -> None:
    newcomer.enrolled()
    newcomer.password_given()
    newcomer.step("/sign-in/code", code="111111")
    wanted = select(AuditEntry.detail).where(AuditEntry.actor == f"account:{newcomer.account_id}")
    with reading(newcomer.hub.engine) as session:
        told = session.scalars(wanted.where(AuditEntry.action == "refused")).all()
    assert told == ["POST /sign-in/code sign_in 403"]


def test_half_a_sign_in_is_over_after_ten_minutes(newcomer: Newcomer) -> None:
    phone = newcomer.enrolled()
    newcomer.password_given()
    newcomer.wait(HALF.total_seconds())
    answer = newcomer.step("/sign-in/code", code=phone.code(newcomer.now))
    assert answer.status_code == 401


def test_no_step_can_be_left_out(newcomer: Newcomer) -> None:
    newcomer.enrolled()
    newcomer.password_given()
    for path in ("/sign-in/second-factor", "/sign-in/password"):
        assert newcomer.get(path).headers["location"] == "/sign-in"
        assert newcomer.step(path, code="1", new="x" * 20, again="x" * 20).status_code == 401
        newcomer.password_given()
    newcomer.step("/sign-in/go-on")
    assert newcomer.get("/interviews").headers["location"] == "/sign-in"


def test_a_step_without_the_token_of_its_page_is_refused(newcomer: Newcomer) -> None:
    newcomer.enrolled()
    newcomer.password_given()
    code = newcomer.client.post("/sign-in/code", data={"csrf": "x", "code": "000000"})
    assert code.status_code == 403
    assert "H-WEB-403" in code.text


def test_a_first_password_opens_nothing_but_the_choice_of_ones_own(newcomer: Newcomer) -> None:
    with writing(newcomer.hub.engine) as session:
        session.get_one(Account, newcomer.account_id).is_password_once = True
    newcomer.shown = newcomer.follow(newcomer.sign_in(newcomer.name))
    phone = Authenticator(newcomer.shown)
    newcomer.step("/sign-in/second-factor", code=phone.code(newcomer.now))
    newcomer.step("/sign-in/go-on")
    assert newcomer.get("/interviews").headers["location"] == "/sign-in"
    weak, other = "password1234", ("x" * 20, "y" * 20)
    for new, again in ((PASSWORD, PASSWORD), ("short", "short"), (weak, weak), other):
        assert newcomer.step("/sign-in/password", new=new, again=again).status_code == 422
    own = "a sentence of my own"
    assert newcomer.step("/sign-in/password", new=own, again=own).headers["location"] == "/"
    assert newcomer.get("/interviews").status_code == 200
    assert accounts.check(newcomer.hub.engine, QUICK, newcomer.name, PASSWORD) is None


@pytest.mark.parametrize("column", ["disabled_at", "is_waiting"])
def test_a_closed_account_is_answered_like_a_wrong_password(
    column: str, newcomer: Newcomer
) -> None:
    newcomer.enrolled()
    token = newcomer.client.cookies["hr"]
    newcomer.client.cookies.clear()
    wrong = newcomer.sign_in(newcomer.name, "not the password")
    with writing(newcomer.hub.engine) as session:
        value = newcomer.now if column == "disabled_at" else True
        setattr(session.get_one(Account, newcomer.account_id), column, value)
    newcomer.client.cookies.set("hr", token, domain="hub.test")
    assert newcomer.get("/interviews").headers["location"] == "/sign-in"
    closed = newcomer.sign_in(newcomer.name)
    assert (closed.status_code, closed.text) == (wrong.status_code, wrong.text)


def test_the_secret_is_stored_sealed_only(newcomer: Newcomer) -> None:
    phone = newcomer.enrolled()
    with reading(newcomer.hub.engine) as session:
        stored = session.get_one(Account, newcomer.account_id).totp
    assert stored is not None
    assert phone.secret.encode() not in stored
