"""What is said on the switchboard's socket: one packet each way (msgpack, SOCK_SEQPACKET)."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import msgspec

from hub.live.errors import LiveError
from wire.messages.fields import Hex32
from wire.messages.signal import NotNow, Sdp

if TYPE_CHECKING:
    import socket

T = TypeVar("T")
MAX_BYTES = 32 * 1024
"""The longest SDP, and room."""


class Said(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag=True):
    """Anything said to or by the switchboard."""


class Offer(Said, frozen=True, kw_only=True):
    """Take an offer to the kiosk of a viewing that is written down and was not asked for yet."""

    viewing_id: Hex32
    sdp: Sdp


class Leave(Said, frozen=True, kw_only=True):
    """Whoever watched hung up."""

    viewing_id: Hex32


class SayComing(Said, frozen=True, kw_only=True):
    """Have the candidate of an interview told that somebody is coming."""

    interview_id: Hex32


class Passed(Said, frozen=True, kw_only=True):
    """It is on its way to the kiosk."""


class Answered(Said, frozen=True, kw_only=True):
    """The kiosk's answer to an offer."""

    sdp: Sdp


class Left(Said, frozen=True, kw_only=True):
    """The viewing is over."""


class Refused(Said, frozen=True, kw_only=True):
    """The request was not carried out."""

    code: str
    reason: str
    why: NotNow | None = None
    """Of a kiosk that declined."""


Request = Offer | Leave | SayComing
Reply = Answered | Left | Passed | Refused
REQUESTS: msgspec.msgpack.Decoder[Request] = msgspec.msgpack.Decoder(Request)
REPLIES: msgspec.msgpack.Decoder[Reply] = msgspec.msgpack.Decoder(Reply)


def send(connection: socket.socket, said: Said) -> None:
    """Send one request or reply; raises OSError."""
    connection.sendall(msgspec.msgpack.encode(said))


def receive(connection: socket.socket, decoder: msgspec.msgpack.Decoder[T]) -> T:
    """Receive one packet; raises LiveError for anything else, OSError."""
    data = connection.recv(MAX_BYTES + 1)
    if not 0 < len(data) <= MAX_BYTES:
        raise LiveError(f"A packet of {len(data)} bytes was sent, {MAX_BYTES} are allowed.")
    try:
        return decoder.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise LiveError(f"The packet cannot be read: {type(error).__name__}.") from error
