"""The recorder's end of `recorder.sock`: one request per connection."""

from __future__ import annotations

import contextlib
import threading
from multiprocessing.connection import Client, Listener
from typing import TYPE_CHECKING

import structlog

from edge_agent.capture.bus import Refused, pack, unpack_request
from edge_agent.errors import EdgeError

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection
    from pathlib import Path

    from edge_agent.capture.bus import Done, Reply, Request

_LOG = structlog.get_logger()
_FIRST_WORD_S = 5.0
_LONGEST_REQUEST = 2 * 1024 * 1024


class RequestServer:
    """Answers every request with what `handle` gives or raises; nonsense is refused."""

    def __init__(self, path: Path, handle: Callable[[Request], Done]) -> None:
        self._path = path
        self._handle = handle
        self._is_closed = False
        path.unlink(missing_ok=True)
        self._listener = Listener(str(path), family="AF_UNIX", backlog=8)
        self._thread = threading.Thread(target=self._accept, name="requests", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Take no more requests."""
        self._is_closed = True
        with contextlib.suppress(OSError):
            Client(str(self._path), family="AF_UNIX").close()
        self._thread.join()
        self._listener.close()

    def _accept(self) -> None:
        while not self._is_closed:
            with contextlib.suppress(OSError, EOFError):
                connection = self._listener.accept()
                threading.Thread(target=self._answer, args=[connection], daemon=True).start()

    def _answer(self, connection: Connection) -> None:
        with contextlib.suppress(OSError, EOFError), connection:
            if not self._is_closed and connection.poll(_FIRST_WORD_S):
                payload = connection.recv_bytes(_LONGEST_REQUEST)
                connection.send_bytes(pack(self._reply(payload)))

    def _reply(self, payload: bytes) -> Reply:
        try:
            return self._handle(unpack_request(payload))
        except EdgeError as error:
            _LOG.warning("request_refused", code=error.code, error=str(error))
            return Refused(code=error.code, reason=str(error.args[0]))
