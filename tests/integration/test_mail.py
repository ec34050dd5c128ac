"""Letters through a real mail server on the loopback address, by the real processes."""

from __future__ import annotations

import os
import signal
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest
import tomli_w
from aiosmtpd.controller import Controller
from sqlalchemy import select

from hub import settings as hub_settings
from hub.people.rights import Role
from hub.storage.database import reading, writing
from hub.storage.tables.letter import Letter
from hub.storage.tables.mail import Mail
from tests.fakes.hub_site import HubSite
from tests.fakes.letter_box import LetterBox
from tests.integration.hub_process import HubPlace, hub_process, log_of, wait_for_log
from tests.integration.site import free_port

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from aiosmtpd.smtp import SMTP, Envelope, Session

pytestmark = pytest.mark.integration
PATIENCE_S = 60.0


@dataclass
class Sink:
    """Keeps what it takes; answers as it is told."""

    taken: list[bytes] = field(default_factory=list)
    answer: str = "250 OK"
    at_recipient: str = "250 OK"
    before_answer: Callable[[], None] = lambda: None

    async def handle_RCPT(  # noqa: N802 - the library's name and arguments
        self,
        _server: SMTP,
        _session: Session,
        envelope: Envelope,
        address: str,
        _options: list[str],
    ) -> str:
        """Take a recipient or refuse it."""
        if self.at_recipient.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.at_recipient

    async def handle_DATA(  # noqa: N802 - the library's name
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        """Keep the text, then answer."""
        assert isinstance(envelope.content, bytes)
        self.taken.append(envelope.content)
        self.before_answer()
        return self.answer


@dataclass
class Site:
    """A hub with one released letter, and the mail server it sends to."""

    place: HubPlace
    sink: Sink
    box: LetterBox
    interview_id: str

    def letter(self) -> Letter:
        """Give the letter."""
        with reading(self.box.hub.engine) as session:
            return session.scalars(select(Letter)).one()

    def mail(self) -> Mail:
        """Give its way so far."""
        with reading(self.box.hub.engine) as session:
            return session.scalars(select(Mail)).one()

    def until(self, fact: Callable[[], bool], process: str = "mail") -> None:
        """Wait for a fact."""
        deadline = time.monotonic() + PATIENCE_S
        while not fact():
            assert time.monotonic() < deadline, log_of(self.place, process)
            time.sleep(0.05)


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    sink, port = Sink(), free_port()
    hub = HubSite(tmp_path)
    for role in (Role.HR_MANAGER, Role.INTERVIEWER):
        hub.person(role)
    table = tomli_w.dumps(
        {"mail": {"host": "127.0.0.1", "port": port, "tls": "none", "sender": "hr@example.com"}}
    )
    with hub.settings_file.open("a", encoding="utf-8") as file:
        file.write(table)
    place = HubPlace(hub.settings_file, hub_settings.load(hub.settings_file), hub.engine)
    box = LetterBox(hub)
    mine = box.held("Ada Lin 林雅")
    box.tend()
    box.release(mine)
    with ExitStack() as stack:
        stack.callback(hub.close)
        controller = Controller(sink, hostname="127.0.0.1", port=port)
        controller.start()
        stack.callback(controller.stop)
        keeper = stack.enter_context(hub_process(place, "keeper"))
        wait_for_log(place, "keeper", "ready", keeper)
        yield Site(place, sink, box, mine)


def test_one_released_letter_is_one_mail_and_a_second_start_sends_none(site: Site) -> None:
    for _ in range(2):
        with hub_process(site.place, "mail") as mail:
            site.until(lambda: site.letter().sent_at is not None)
            wait_for_log(site.place, "mail", "ready", mail)
    assert len(site.sink.taken) == 1
    assert f"Message-ID: {site.letter().message_id}".encode() in site.sink.taken[0]
    assert b"candidate@example.org" in site.sink.taken[0]
    assert "candidate@example.org" not in log_of(site.place, "mail")
    assert "Ada" not in log_of(site.place, "mail")


def test_a_process_killed_between_sending_and_committing_sends_no_second_mail(site: Site) -> None:
    running: list[subprocess.Popen[bytes]] = []
    site.sink.before_answer = lambda: os.kill(running[0].pid, signal.SIGKILL)
    with hub_process(site.place, "mail") as mail:
        running.append(mail)
        assert mail.wait(PATIENCE_S) == -signal.SIGKILL
    assert len(site.sink.taken) == 1
    assert site.letter().sent_at is None
    with writing(site.box.hub.engine) as session:
        row = session.scalars(select(Mail)).one()
        assert row.handed_at is not None
        row.handed_at = row.handed_at.replace(year=row.handed_at.year - 1)
    with hub_process(site.place, "mail"):
        site.until(lambda: site.mail().said == "in_doubt")
        site.until(lambda: "H-MAIL-003" in log_of(site.place, "mail"))
    assert len(site.sink.taken) == 1


def test_a_server_that_is_busy_is_asked_again_and_the_link_is_one(site: Site) -> None:
    site.sink.at_recipient = "451 Try again later"
    with hub_process(site.place, "mail"):
        site.until(lambda: site.mail().attempts == 1 and site.mail().said != "")
    assert site.mail().said == "H-MAIL-001"
    site.sink.at_recipient = "250 OK"
    with writing(site.box.hub.engine) as session:
        row = session.scalars(select(Mail)).one()
        row.next_at = row.queued_at
    with hub_process(site.place, "mail"):
        site.until(lambda: site.letter().sent_at is not None)
    assert len(site.sink.taken) == 1


@pytest.mark.parametrize("where", ["at_recipient", "answer"])
def test_a_mailbox_that_does_not_exist_waits_for_a_person(site: Site, where: str) -> None:
    setattr(site.sink, where, "550 No such mailbox")
    with hub_process(site.place, "mail"):
        site.until(lambda: site.mail().said == "H-MAIL-002")
    assert site.mail().next_at is None
    assert site.mail().handed_at is None
