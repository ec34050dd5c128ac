"""What is said on the keeper's socket: one request and one reply a connection (msgpack)."""

from __future__ import annotations

import struct
from datetime import datetime
from typing import TYPE_CHECKING

import msgspec

from hub.errors import KeeperError
from hub.storage.chain import Opened

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
    recording_id: str
    """Whose header it is from now on."""


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


class SealField(Said, frozen=True, kw_only=True):
    """Seal a text for one field of one subject."""

    purpose: str
    subject: str
    text: str


class OpenField(Said, frozen=True, kw_only=True):
    """Give a sealed text, for one committed audit entry that names its subject."""

    sealed: bytes
    purpose: str
    subject: str
    audit_entry_id: int


class Fingerprint(Said, frozen=True, kw_only=True):
    """Give the keyed hash of a text."""

    purpose: str
    text: str


class CheckCode(Said, frozen=True, kw_only=True):
    """Compare a typed code with a sealed second factor."""

    sealed: bytes
    subject: str
    code: str
    at: datetime


class AskRecipient(Said, frozen=True, kw_only=True):
    """Give the age recipient of the site."""


class AskReceipts(Said, frozen=True, kw_only=True):
    """List what was opened, after receipt `after`."""

    after: int


class ReceiptList(Said, frozen=True, kw_only=True):
    """The next receipts; none: there are no more."""

    receipts: tuple[Opened, ...]


class SealedField(Said, frozen=True, kw_only=True):
    """A sealed text: 12 bytes of nonce, ciphertext, 16 bytes of tag."""

    data: bytes


class Text(Said, frozen=True, kw_only=True):
    """An opened field, a fingerprint, or a recipient."""

    text: str


class Matched(Said, frozen=True, kw_only=True):
    """The counter of the time step that a code fits; none: it fits none."""

    counter: int | None


Closed = SealField | Fingerprint | CheckCode | AskRecipient | AskReceipts
"""What wants no audit entry: nothing that was sealed is given out."""
Request = Verify | Unwrap | OpenField | Closed
Reply = Verified | FileKey | SealedField | Text | Matched | ReceiptList | Refused


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
