"""The switchboard's socket: processes of the hub's own user ask, one request a connection."""

from __future__ import annotations

import os
import socket
import socketserver
import struct
from typing import TYPE_CHECKING

import structlog

from hub.errors import HubError
from hub.live.errors import DeclinedError, LiveError
from hub.live.protocol import (
    REQUESTS,
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

    from hub.live.port import SwitchboardPort
    from hub.live.protocol import Reply, Request

_CREDENTIALS = struct.Struct("3i")
_PATIENCE_S = 10.0
_log = structlog.get_logger()


class Server(socketserver.ThreadingUnixStreamServer):
    """Serves one request a connection; the switchboard bounds how many wait."""

    daemon_threads = True
    socket_type = socket.SOCK_SEQPACKET
    request_queue_size = 64
    """Connections that wait to be taken: on a Unix socket one more is refused at once."""

    def __init__(self, path: Path, switchboard: SwitchboardPort) -> None:
        """Listen at `path`, in place of whoever did before; raises LiveError."""
        self.switchboard = switchboard
        before = os.umask(0o177)
        try:
            path.unlink(missing_ok=True)
            super().__init__(str(path), _Conversation)
        except OSError as error:
            raise LiveError(f"{path} cannot be listened at: {error}.") from error
        finally:
            os.umask(before)


class _Conversation(socketserver.BaseRequestHandler):
    request: socket.socket
    server: Server

    def handle(self) -> None:
        self.request.settimeout(_PATIENCE_S)
        try:
            self._check_peer()
            reply = self._answer(receive(self.request, REQUESTS))
        except DeclinedError as error:
            reply = Refused(code=error.code, reason=str(error), why=error.why)
        except HubError as error:
            _log.warning("offer_refused", code=error.code)
            reply = Refused(code=error.code, reason=str(error))
        except OSError as error:
            _log.info("asker_gone", why=type(error).__name__)
            return
        self._say(reply)

    def _say(self, reply: Reply) -> None:
        try:
            send(self.request, reply)
        except OSError:
            _log.info("answer_unheard")

    def _check_peer(self) -> None:
        raw = self.request.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _CREDENTIALS.size)
        _, user, _ = _CREDENTIALS.unpack(raw)
        if user != os.geteuid():
            raise LiveError(f"User {user} is not the hub's.")

    def _answer(self, asked: Request) -> Reply:
        match asked:
            case Offer():
                return Answered(sdp=self.server.switchboard.offer(asked.viewing_id, asked.sdp))
            case Leave():
                self.server.switchboard.leave(asked.viewing_id)
                return Left()
            case SayComing():
                self.server.switchboard.say_coming(asked.interview_id)
                return Passed()
