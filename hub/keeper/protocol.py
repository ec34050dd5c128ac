"""What is said on the keeper's socket: one request and one reply a connection (msgpack)."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import msgspec

from hub.errors import KeeperError

if TYPE_CHECKING:
    import socket

MAX_BYTES = 256 * 1024
_LENGTH = struct.Struct(">I")


class Said(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag=True):
    """Anything said to or by the keeper."""


class Verify(Said, frozen=True, kw_only=True):
    """Open every chunk of a body in the store, give nothing of it away."""

    header: bytes
    body: str
    """Path relative to the store."""


class Unwrap(Said, frozen=True, kw_only=True):
    """Give the file key of one recording, for one committed audit entry that names it."""

    recording_id: str
    audit_entry_id: int


class Verified(Said, frozen=True, kw_only=True):
    """The header is ours and every chunk is what was sealed."""

    plain_bytes: int
    """Of the body once it is complete."""
    closing: bytes
    """What completes a body that was cut at a chunk's end; empty for a complete one."""


class FileKey(Said, frozen=True, kw_only=True):
    """The 16 bytes that open one recording's chunks."""

    key: bytes


class Refused(Said, frozen=True, kw_only=True):
    """The request was not carried out."""

    code: str
    reason: str


Request = Verify | Unwrap
Reply = Verified | FileKey | Refused


def send(connection: socket.socket, said: Said) -> None:
    """Send one request or reply; raises OSError."""
    data = msgspec.msgpack.encode(said)
    connection.sendall(_LENGTH.pack(len(data)) + data)


def receive(connection: socket.socket) -> bytes:
    """Receive what `send` sent; raises KeeperError when it is cut off or too long."""
    (length,) = _LENGTH.unpack(_exactly(connection, _LENGTH.size))
    if length > MAX_BYTES:
        raise KeeperError(f"{length} bytes were announced, {MAX_BYTES} are allowed.")
    return _exactly(connection, length)


def _exactly(connection: socket.socket, count: int) -> bytes:
    data = bytearray()
    while len(data) < count:
        piece = connection.recv(count - len(data))
        if not piece:
            raise KeeperError("The connection ended in the middle of a sentence.")
        data += piece
    return bytes(data)
