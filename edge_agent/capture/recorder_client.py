"""Asking the recorder for something."""

from __future__ import annotations

from multiprocessing.connection import Client
from typing import TYPE_CHECKING

from edge_agent.capture.bus import Refused, pack, unpack_reply
from edge_agent.errors import ProcessError

if TYPE_CHECKING:
    from pathlib import Path

    from edge_agent.capture.bus import Done, Request

_LONGEST_REPLY = 64 * 1024


class RecorderClient:
    """One connection per request: a recorder that was restarted meanwhile is no special case."""

    def __init__(self, path: Path, patience_s: float = 30.0) -> None:
        self._path = path
        self._patience_s = patience_s

    def ask(self, request: Request) -> Done:
        """Have the request carried out; raises ProcessError when it was not."""
        try:
            with Client(str(self._path), family="AF_UNIX") as connection:
                connection.send_bytes(pack(request))
                if not connection.poll(self._patience_s):
                    raise ProcessError(f"The recorder was silent for {self._patience_s:g} s.")
                reply = unpack_reply(connection.recv_bytes(_LONGEST_REPLY))
        except (OSError, EOFError) as error:
            raise ProcessError(f"The recorder is away: {error}.") from error
        if isinstance(reply, Refused):
            raise ProcessError(f"The recorder refused: {reply.code}: {reply.reason}")
        return reply
