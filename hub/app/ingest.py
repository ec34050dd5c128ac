"""The ingest process: broker → one transaction a batch → acknowledgements and watermarks."""

from __future__ import annotations

import signal
from datetime import UTC, datetime
from threading import Event
from typing import TYPE_CHECKING

import structlog

from hub.app.erasing import Erasing, eraser_of
from hub.app.switchboard import switched
from hub.ingest.arrival import Told, read
from hub.ingest.mqtt import Broker
from hub.ingest.rules import OTHER_PROFILE
from hub.ingest.storing import Outcome, mark_committed, store
from hub.storage.database import open_main, writing
from hub.workflow import scores
from wire.messages.status import Status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Engine

    from hub.ingest.arrival import Letter, Refused
    from hub.ingest.mqtt import Delivery
    from hub.ingest.storing import Place
    from hub.settings import Settings
    from wire.messages.status import KioskState
    from wire.policy import Profile

_BATCH = 500
_WAIT_S = 0.25
_log = structlog.get_logger()


class Ingest:
    """Takes what the broker has, stores it, and says so."""

    def __init__(self, engine: Engine, broker: Broker, profile: Profile) -> None:
        self._engine = engine
        self._profile = profile
        self._broker = broker
        self._unmarked: list[Place] = []
        self._committed_at = datetime.now(UTC)
        self._states: dict[str, KioskState] = {}

    def step(self) -> None:
        """Store what has come; raises StorageError, and then nothing was acknowledged."""
        deliveries = self._broker.take(_BATCH, _WAIT_S)
        if deliveries:
            self._store(deliveries)
        elif self._unmarked:
            with writing(self._engine) as session:
                mark_committed(session, self._unmarked, self._committed_at)
            self._unmarked = []

    def _store(self, deliveries: Sequence[Delivery]) -> None:
        batch = self._durable(deliveries)
        outcome = Outcome()
        if batch:
            with writing(self._engine) as session:
                mark_committed(session, self._unmarked, self._committed_at)
                outcome = store(session, batch)
            self._unmarked, self._committed_at = outcome.stored, datetime.now(UTC)
        for delivery in deliveries:
            self._broker.acknowledge(delivery)
        for kiosk_id, watermark in outcome.watermarks:
            self._broker.publish(kiosk_id, watermark)
        self._tell(outcome, len(batch))
        self._score(outcome)

    def _durable(self, deliveries: Sequence[Delivery]) -> list[Letter | Refused]:
        batch: list[Letter | Refused] = []
        for delivery in deliveries:
            item = read(delivery.arrival, self._profile)
            if isinstance(item, Told):
                self._hear(item)
            else:
                batch.append(item)
        return batch

    def _hear(self, told: Told) -> None:
        """Log a kiosk's state when it is another one than before."""
        if not isinstance(told.message, Status):
            return
        if told.message.profile is not self._profile:
            _log.warning("kiosk_under_other_profile", code=OTHER_PROFILE, kiosk=told.kiosk_id)
        state = told.message.state
        if self._states.get(told.kiosk_id) is not state:
            self._states[told.kiosk_id] = state
            _log.info("kiosk_state", kiosk=told.kiosk_id, state=state.value)

    def _score(self, outcome: Outcome) -> None:
        if not outcome.to_score:
            return
        with writing(self._engine) as session:
            for interview_id in outcome.to_score:
                scores.refresh(session, interview_id, datetime.now(UTC))

    def _tell(self, outcome: Outcome, came: int) -> None:
        for refused in outcome.refused:
            _log.warning(
                "message_refused",
                code=refused.code,
                kiosk=refused.kiosk_id,
                channel=refused.channel,
            )
        if came:
            _log.info("batch_stored", came=came, stored=len(outcome.stored))


def run(settings: Settings) -> None:
    """Take messages until SIGTERM; raises BrokerError, StorageError."""
    leave = Event()
    signal.signal(signal.SIGTERM, lambda *_: leave.set())
    engine = open_main(settings)
    broker = Broker(settings.broker, settings.identity)
    ingest = Ingest(engine, broker, settings.profile)
    erasing = Erasing(eraser_of(settings, engine, broker.call), broker.order)
    broker.start()
    erasing.start()
    try:
        with switched(engine, broker, settings, leave):
            _log.info("ready")
            while not leave.is_set():
                ingest.step()
    finally:
        erasing.stop()
        broker.stop()
        engine.dispose()
