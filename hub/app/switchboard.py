"""The live view's threads in the ingest process: the socket that takes offers, and the sweep."""

from __future__ import annotations

import time
from contextlib import contextmanager
from datetime import UTC, datetime
from threading import Event, Thread
from typing import TYPE_CHECKING

import structlog

from hub.errors import StorageError
from hub.ingest.arrival import Refused, Told, read
from hub.live.server import Server
from hub.live.switchboard import Switchboard
from wire.messages.signal import Accepted, Declined, ViewingEnded, Watching

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Engine

    from hub.ingest.arrival import Arrival
    from hub.ingest.mqtt import Broker
    from hub.settings import Settings
    from wire.policy import Profile

_STEP_S = 0.5
_AGAIN_S = 2.0
_STOP_S = 10.0
_log = structlog.get_logger()


@contextmanager
def switched(engine: Engine, broker: Broker, settings: Settings, leave: Event) -> Iterator[None]:
    """Take offers and watch over viewings; raises LiveError when the socket cannot be made.

    `leave` is set when the sweep ends by itself: rights that nobody looks at again do not stand.
    """
    switchboard = Switchboard(engine, broker, lambda: datetime.now(UTC), time.monotonic)
    broker.signalled_to(listener(switchboard, settings.profile))
    stop = Event()
    with Server(settings.switchboard_socket, switchboard) as server:
        serving = Thread(target=server.serve_forever, name="switchboard", daemon=True)
        sweeping = Thread(target=_sweep, args=(switchboard, stop, leave), name="sweep", daemon=True)
        serving.start()
        sweeping.start()
        try:
            yield
        finally:
            stop.set()
            server.shutdown()
            sweeping.join(_STOP_S)
            serving.join(_STOP_S)


def listener(switchboard: Switchboard, profile: Profile) -> Callable[[Arrival], None]:
    """Give what reads a kiosk's word strictly and hands it to the switchboard."""

    def hear(arrival: Arrival) -> None:
        match read(arrival, profile):
            case Told(kiosk_id, Accepted() | Declined() | ViewingEnded() | Watching() as called):
                switchboard.heard(kiosk_id, called)
            case Refused(kiosk_id, _, code):
                _log.warning("signal_refused", code=code, kiosk=kiosk_id)
            case _:
                pass

    return hear


def _sweep(switchboard: Switchboard, stop: Event, leave: Event) -> None:
    try:
        while not stop.is_set():
            try:
                switchboard.step(_STEP_S)
            except StorageError as error:
                _log.warning("viewings_not_swept", code=error.code, why=str(error))
                stop.wait(_AGAIN_S)
    finally:
        leave.set()
