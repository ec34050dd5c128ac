"""Asking the switchboard."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

from hub.live.errors import BadOfferError, DeclinedError, LiveError, NoAnswerError
from hub.live.protocol import (
    REPLIES,
    Answered,
    Leave,
    Left,
    Offer,
    Passed,
    Refused,
    SayComing,
    receive,
    send,
)

if TYPE_CHECKING:
    from pathlib import Path

    from hub.live.protocol import Said

_PATIENCE_S = 10.0
"""Twice what a kiosk has for its answer."""
_BY_CODE = {one.code: one for one in (NoAnswerError, BadOfferError)}


class Switchboard:
    """The process that owns the hub's connection to the broker, as the web process sees it."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def offer(self, viewing_id: str, sdp: str) -> str:
        """Give the kiosk's answer to an offer; raises LiveError and its kinds."""
        reply = self._ask(Offer(viewing_id=viewing_id, sdp=sdp))
        if not isinstance(reply, Answered):
            raise LiveError("The switchboard answered another question.")
        return reply.sdp

    def leave(self, viewing_id: str) -> None:
        """End a viewing; one that is over already is no error. Raises LiveError."""
        if not isinstance(self._ask(Leave(viewing_id=viewing_id)), Left):
            raise LiveError("The switchboard answered another question.")

    def say_coming(self, interview_id: str) -> None:
        """Have the candidate told that somebody is coming; raises LiveError."""
        if not isinstance(self._ask(SayComing(interview_id=interview_id)), Passed):
            raise LiveError("The switchboard answered another question.")

    def _ask(self, asked: Said) -> Said:
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as connection:
                connection.settimeout(_PATIENCE_S)
                connection.connect(str(self._path))
                send(connection, asked)
                reply: Said = receive(connection, REPLIES)
        except OSError as error:
            raise LiveError(f"The switchboard cannot be reached: {error}.") from error
        if isinstance(reply, Refused):
            raise _refusal(reply)
        return reply


def _refusal(reply: Refused) -> LiveError:
    if reply.why is not None:
        return DeclinedError(reply.why)
    return _BY_CODE.get(reply.code, LiveError)("The switchboard refused.")
