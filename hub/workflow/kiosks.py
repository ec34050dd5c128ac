"""Kiosks that the hub listens to."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from hub.errors import UnknownError
from hub.storage.database import writing
from hub.storage.tables.kiosk import Kiosk
from wire.topics import is_kiosk_id

if TYPE_CHECKING:
    from sqlalchemy import Engine


def add(engine: Engine, kiosk_id: str) -> None:
    """Listen to a kiosk from now on; one that is known already stays as it is."""
    if not is_kiosk_id(kiosk_id):
        raise UnknownError(f"{kiosk_id[:40]!r} is not a kiosk's name.")
    with writing(engine) as session:
        if session.get(Kiosk, kiosk_id) is None:
            session.add(Kiosk(kiosk_id=kiosk_id, enrolled_at=datetime.now(UTC)))
