"""A hub with a running interview, and a switchboard before a fake line."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from hub.live import viewings
from hub.live.switchboard import Switchboard
from hub.people import accounts, sessions
from hub.people.rights import Role
from hub.storage.database import open_engine, reading, writing
from hub.storage.tables.account import Account
from hub.storage.tables.audit_entry import AuditEntry
from hub.storage.tables.interview import Interview
from hub.storage.tables.viewing import Viewing
from hub.workflow import interviews
from tests.fakes import hub_database
from tests.fakes.hub_database import KIOSK
from tests.fakes.hub_site import PASSWORD, QUICK
from tests.fakes.kiosk_line import FakeLine
from wire.messages.signal import Accepted, HangUp, Watching

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hub.people.sessions import Visitor
    from wire.messages.signal import Call

ANSWER = "v=0\r\ns=answer\r\n"
OFFER = "v=0\r\ns=offer\r\n"


class LiveHub:
    """Its clocks are set by the test."""

    def __init__(self, database: Path, interview_id: str) -> None:
        self.engine, self.interview_id = open_engine(f"sqlite:///{database}"), interview_id
        self.now, self.monotonic = datetime.now(UTC), 0.0
        self.line = FakeLine()
        self.switchboard = self.another()
        self.let("running")

    def another(self) -> Switchboard:
        """Give the switchboard as a process that has just begun has it."""
        return Switchboard(
            self.engine, self.line, lambda: self.now, lambda: self.monotonic, answer_s=0.2
        )

    def person(self, role: Role = Role.INTERVIEWER, name: str = "anna") -> Visitor:
        """Make an account, in charge of the interview, and sign it in."""
        number = accounts.add(self.engine, name, role, PASSWORD, passwords=QUICK)
        interviews.assign(self.engine, self.interview_id, number)
        return self.sign_in(number)

    def sign_in(self, number: int) -> Visitor:
        with reading(self.engine) as session:
            account = session.get_one(Account, number)
        token = sessions.begin(self.engine, account, None, self.now)
        visitor = sessions.find(self.engine, token, self.now)
        assert visitor is not None
        return visitor

    def let(self, state: str) -> None:
        """Let the interview be so far."""
        with writing(self.engine) as session:
            session.get_one(Interview, self.interview_id).state = state

    def kiosk_answers(self) -> None:
        """Let the kiosk accept every call at once."""

        def accept(kiosk_id: str, call: Call) -> None:
            self.switchboard.heard(kiosk_id, Accepted(viewing_id=call.viewing_id, sdp=ANSWER))

        self.line.answer = accept

    def begun(self, person: Visitor, *, may_speak: bool = True) -> str:
        """Write a viewing down."""
        mine = self.interview_id
        return viewings.begin(self.engine, person, mine, self.now, may_speak=may_speak)

    def watching(self, person: Visitor) -> str:
        """Begin a viewing that the kiosk accepts."""
        self.kiosk_answers()
        viewing_id = self.begun(person)
        assert self.switchboard.offer(viewing_id, OFFER) == ANSWER
        self.line.sent.clear()
        return viewing_id

    def later(self, seconds: float) -> None:
        """Let time pass and have the rights looked at again."""
        self.now += timedelta(seconds=seconds)
        self.monotonic += seconds
        self.switchboard.step(0.0)

    def ending(self, viewing_id: str) -> str | None:
        with reading(self.engine) as session:
            return session.get_one(Viewing, viewing_id).ending

    def hung_up(self) -> list[str]:
        """Name the viewings that the kiosk was told to end."""
        assert {kiosk for kiosk, _ in self.line.sent} <= {KIOSK}
        return [one.viewing_id for _, one in self.line.sent if isinstance(one, HangUp)]

    def log(self) -> list[tuple[str, str, str]]:
        """Give actor, action and detail of the entries about viewings."""
        wanted = select(AuditEntry).where(
            AuditEntry.action.in_((viewings.WATCH, viewings.WATCHED)),
            AuditEntry.subject == self.interview_id,
        )
        with reading(self.engine) as session:
            rows = session.scalars(wanted.order_by(AuditEntry.id)).all()
        return [(row.actor, row.action, row.detail) for row in rows]

    def watched_on(self, viewing_id: str, seconds: float) -> None:
        """Let time pass while the kiosk says that it shows this viewing."""
        self.now += timedelta(seconds=seconds)
        self.monotonic += seconds
        self.switchboard.heard(KIOSK, Watching(viewing_ids=(viewing_id,)))
        self.switchboard.step(0.0)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    folder = tmp_path_factory.mktemp("made")
    database = hub_database.make(folder)
    database.close()
    return folder / "hub.db", database.interview_id


@pytest.fixture
def hub(tmp_path: Path, made: tuple[Path, str]) -> Iterator[LiveHub]:
    database, interview_id = made
    hub = LiveHub(Path(shutil.copy(database, tmp_path)), interview_id)
    yield hub
    hub.engine.dispose()
