"""Every table of the main database, known to SQLAlchemy once this module is imported."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hub.storage.tables import (
    account,
    allowed_channel,
    answer,
    audit_entry,
    consent,
    interview,
    job,
    key_use,
    kiosk,
    manifest,
    message,
    recording,
    refusal,
    score,
    session,
    stream,
    upload,
)
from hub.storage.tables.table import Table

if TYPE_CHECKING:
    from types import ModuleType

TABLES: tuple[ModuleType, ...] = (
    account,
    allowed_channel,
    answer,
    audit_entry,
    consent,
    interview,
    job,
    key_use,
    kiosk,
    manifest,
    message,
    recording,
    refusal,
    score,
    session,
    stream,
    upload,
)

METADATA = Table.metadata
