"""The keeper as pages and commands need it: over its socket, or in a test's own process."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import datetime

    from hub.storage.chain import Opened


class FileKeys(Protocol):
    """Opens recordings."""

    def unwrap(self, recording_id: str, audit_entry_id: int) -> bytes:
        """Give a file key for a committed, unused audit entry; raises KeeperError."""
        ...


class FieldKeeper(Protocol):
    """Seals and opens columns; see `hub.keeper.client.Keeper`."""

    def seal_field(self, purpose: str, subject: str, text: str) -> bytes:
        """Seal a text for one field of one subject; raises KeeperError."""
        ...

    def open_field(self, sealed: bytes, purpose: str, subject: str, audit_entry_id: int) -> str:
        """Open a field for its own committed, unused audit entry; raises KeeperError."""
        ...

    def fingerprint(self, purpose: str, text: str) -> str:
        """Give a keyed hash (hex), equal for equal texts of one purpose; raises KeeperError."""
        ...

    def check_code(self, sealed: bytes, subject: str, code: str, at: datetime) -> int | None:
        """Give the TOTP counter that a typed code fits; raises KeeperError."""
        ...

    def recipient(self) -> str:
        """Give the age recipient of the site, to seal files for; raises KeeperError."""
        ...


class ReceiptBook(Protocol):
    """Tells what was opened."""

    def receipts(self, after: int) -> list[Opened]:
        """List what was opened, a batch after receipt `after`; raises KeeperError."""
        ...


class KeeperPort(FileKeys, FieldKeeper, ReceiptBook, Protocol):
    """All of it."""
