"""The mail process: promises, letters, alarms, and what is to be sent."""

from __future__ import annotations

import signal
from contextlib import suppress
from datetime import UTC, datetime
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING

import structlog

from hub.keeper.client import Keeper
from hub.storage.database import open_main
from hub.workflow.letters.outbox import NO_ADDRESS
from hub.workflow.letters.sending import Sender, send_next
from hub.workflow.letters.smtp import Post
from hub.workflow.letters.tending import Tender

if TYPE_CHECKING:
    from hub.settings import Settings

_EVERY_S = 5.0
_log = structlog.get_logger()


class Leave:
    """That the process was asked to leave; a signal may ask at any line, an Event's wait not."""

    def __init__(self) -> None:
        self.is_asked = False
        self._bell: SimpleQueue[None] = SimpleQueue()

    def ask(self) -> None:
        """Ask, and end a wait."""
        self.is_asked = True
        self._bell.put(None)

    def wait(self, seconds: float) -> None:
        """Return after so many seconds, or when asked to leave."""
        with suppress(Empty):
            self._bell.get(timeout=seconds)


def run(settings: Settings) -> None:
    """Tend letters until SIGTERM; raises SettingsError, StorageError."""
    leave = Leave()
    signal.signal(signal.SIGTERM, lambda *_: leave.ask())
    engine = open_main(settings)
    tender = Tender.of(settings, engine)
    sender = Sender(
        engine,
        Keeper(settings.keeper.socket),
        Post(settings.mail),
        settings.mail,
        lambda: datetime.now(UTC),
    )
    has_server = bool(settings.mail.host)
    _log.info("ready", mail_server=has_server)
    try:
        while not leave.is_asked:
            _round(tender)
            if has_server:
                _send(sender, leave)
            leave.wait(_EVERY_S)
    finally:
        engine.dispose()


def _round(tender: Tender) -> None:
    done = tender.round(datetime.now(UTC))
    if done.did_something():
        _log.info(
            "letters_tended",
            promised=done.promised,
            composed=done.composed,
            released=done.released,
            alarms=done.alarms,
        )


def _send(sender: Sender, leave: Leave) -> None:
    """Try every letter that is due, one after the other."""
    while not leave.is_asked and (said := send_next(sender)) is not None:
        if said == "250":
            _log.info("letter_sent")
        elif said != NO_ADDRESS:  # the pages say so; the log would every minute
            _log.warning("letter_not_sent", code=said)
