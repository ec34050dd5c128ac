"""Asking the keeper."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import msgspec

from hub.errors import KeeperError, KeeperRefusedError
from hub.keeper.protocol import FileKey, Refused, Reply, Unwrap, Verified, Verify, receive, send
from wire.errors import SealedError

if TYPE_CHECKING:
    from pathlib import Path

    from hub.keeper.protocol import Said

_VERIFY_S = 120.0
"""A large body takes a while to verify."""
_UNWRAP_S = 10.0
"""Somebody waits before a page."""


class Keeper:
    """The process that holds the private key, as the others see it."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def verify(self, header: bytes, body: str) -> Verified:
        """Have every chunk of a body in the store opened.

        Raises SealedError for a file that is not ours or was altered, KeeperError otherwise.
        """
        reply = self._ask(Verify(header=header, body=body), _VERIFY_S)
        if not isinstance(reply, Verified):
            raise KeeperError("The keeper answered another question.")
        return reply

    def unwrap(self, recording_id: str, audit_entry_id: int) -> bytes:
        """Get one recording's file key; raises KeeperRefusedError without its audit entry."""
        asked = Unwrap(recording_id=recording_id, audit_entry_id=audit_entry_id)
        reply = self._ask(asked, _UNWRAP_S)
        if not isinstance(reply, FileKey):
            raise KeeperError("The keeper answered another question.")
        return reply.key

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


def _refusal(reply: Refused) -> KeeperRefusedError | SealedError:
    """Tell an altered or foreign file, which stays so, from what may pass."""
    if reply.code.startswith("W-"):
        return SealedError(reply.reason)
    return KeeperRefusedError(reply.reason)
