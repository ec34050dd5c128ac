"""The thread that deletes: what is marked as withdrawn, or has been kept for long enough."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import structlog

from hub.errors import HubError
from hub.people import site_key
from hub.recordings.store import Store
from hub.storage.database import open_headers
from hub.workflow.erasing import Eraser
from hub.workflow.erasing_rounds import round_of, sweep_all, to_order
from wire.messages.orders import Erase
from wire.messages.signal import HangUp

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Engine

    from hub.settings import Settings
    from wire.messages.orders import Order
    from wire.messages.signal import Calling

_EVERY_S = 2.0
_ORDER_EVERY_S = 60.0
_log = structlog.get_logger()


def eraser_of(settings: Settings, engine: Engine, call: Callable[[str, Calling], None]) -> Eraser:
    """Make it of the settings; `call` ends viewings. Raises SettingsError, IdentityError."""
    key = site_key.load(settings.identity)
    store = Store(settings.store_dir)

    def hang_up(kiosk_id: str, viewing_id: str) -> None:
        call(kiosk_id, HangUp(viewing_id=viewing_id))

    return Eraser(engine, open_headers(settings), store, key, settings.retention, hang_up)


class Erasing:
    """Runs beside the ingest, which owns the way to the kiosks."""

    def __init__(self, eraser: Eraser, order: Callable[[str, Order], None]) -> None:
        self._eraser = eraser
        self._order = order
        self._leave = threading.Event()
        self._ordered_at = -_ORDER_EVERY_S
        self._thread = threading.Thread(target=self._run, name="erasing", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """Let the deletion that is going on end, and return."""
        self._leave.set()
        self._thread.join()

    def _run(self) -> None:
        has_swept = False
        while not self._leave.wait(_EVERY_S):
            try:
                if not has_swept:
                    sweep_all(self._eraser)
                    has_swept = True
                self.turn(time.monotonic())
            except HubError as error:
                _log.error("not_deleted_yet", code=error.code, error=str(error))

    def turn(self, now: float) -> None:
        """Delete what is due, and tell kiosks that have not deleted their part; raises HubError."""
        for interview_id in round_of(self._eraser, datetime.now(UTC)):
            _log.info("interview_deleted", interview=interview_id)
        if now - self._ordered_at >= _ORDER_EVERY_S:
            self._ordered_at = now
            for kiosk_id, interview_id in to_order(self._eraser.engine):
                self._order(kiosk_id, Erase(interview_id=interview_id))
