"""Asking the keeper."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING, TypeVar

import msgspec

from hub.errors import FieldError, KeeperError, KeeperRefusedError
from hub.keeper.protocol import (
    AskReceipts,
    AskRecipient,
    CheckCode,
    FileKey,
    Fingerprint,
    Matched,
    OpenField,
    ReceiptList,
    Refused,
    Reply,
    Said,
    SealedField,
    SealField,
    Text,
    Unwrap,
    Verified,
    Verify,
    receive,
    send,
)
from wire.errors import SealedError

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from hub.storage.chain import Opened

T = TypeVar("T", bound=Said)

_VERIFY_S = 120.0
"""A large body takes a while to verify."""
_UNWRAP_S = 10.0
"""Somebody waits before a page."""


class Keeper:
    """The process that holds the private key, as the others see it."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def verify(self, header: bytes, body: str, recording_id: str) -> Verified:
        """Have every chunk of a body in the store opened.

        Raises SealedError for a file that is not ours or was altered, KeeperError otherwise.
        """
        asked = Verify(header=header, body=body, recording_id=recording_id)
        return self._asked(asked, Verified, _VERIFY_S)

    def unwrap(self, recording_id: str, audit_entry_id: int) -> bytes:
        """Get one recording's file key; raises KeeperRefusedError without its audit entry."""
        asked = Unwrap(recording_id=recording_id, audit_entry_id=audit_entry_id)
        return self._asked(asked, FileKey).key

    def seal_field(self, purpose: str, subject: str, text: str) -> bytes:
        """Seal a text for one field of one subject; raises FieldError, KeeperError."""
        asked = SealField(purpose=purpose, subject=subject, text=text)
        return self._asked(asked, SealedField).data

    def open_field(self, sealed: bytes, purpose: str, subject: str, audit_entry_id: int) -> str:
        """Open a field for one committed, unused audit entry of it (`audit.to_open`).

        Raises KeeperRefusedError without it, FieldError for what was altered or moved.
        """
        asked = OpenField(
            sealed=sealed, purpose=purpose, subject=subject, audit_entry_id=audit_entry_id
        )
        return self._asked(asked, Text).text

    def fingerprint(self, purpose: str, text: str) -> str:
        """Give a keyed hash (hex), equal for equal texts of one purpose; raises KeeperError."""
        return self._asked(Fingerprint(purpose=purpose, text=text), Text).text

    def check_code(self, sealed: bytes, subject: str, code: str, at: datetime) -> int | None:
        """Give the TOTP counter that a code fits; `sealed` is `seal_field("totp", subject, …)`.

        The secret is Base32, as authenticators read it. Raises KeeperError.
        """
        asked = CheckCode(sealed=sealed, subject=subject, code=code, at=at)
        return self._asked(asked, Matched).counter

    def recipient(self) -> str:
        """Give the age recipient of the site, to seal files for; raises KeeperError."""
        return self._asked(AskRecipient(), Text).text

    def receipts(self, after: int) -> list[Opened]:
        """List what was opened, a batch after receipt `after`; raises KeeperError."""
        return list(self._asked(AskReceipts(after=after), ReceiptList).receipts)

    def _asked(self, request: Said, wanted: type[T], patience_s: float = _UNWRAP_S) -> T:
        reply = self._ask(request, patience_s)
        if not isinstance(reply, wanted):
            raise KeeperError("The keeper answered another question.")
        return reply

    def _ask(self, request: Said, patience_s: float) -> Said:
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
                connection.settimeout(patience_s)
                connection.connect(str(self._path))
                send(connection, request)
                reply: Reply = msgspec.msgpack.decode(receive(connection), type=Reply)
        except (OSError, msgspec.DecodeError, UnicodeDecodeError) as error:
            raise KeeperError(f"The keeper cannot be reached: {error}.") from error
        if isinstance(reply, Refused):
            raise _refusal(reply)
        return reply


def _refusal(reply: Refused) -> KeeperError | SealedError:
    """Tell an altered or foreign file, which stays so, from what may pass."""
    if reply.code.startswith("W-"):
        return SealedError(reply.reason)
    if reply.code == FieldError.code:
        return FieldError(reply.reason)
    return KeeperRefusedError(reply.reason)
