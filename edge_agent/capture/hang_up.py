"""Ending a connection so that a thread waiting on it wakes up."""

from __future__ import annotations

import contextlib
import os
import socket
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from multiprocessing.connection import Connection


def hang_up(connection: Connection) -> None:
    """Shut the connection's socket for both sides; its owner closes it when it notices."""
    with contextlib.suppress(OSError), socket.socket(fileno=os.dup(connection.fileno())) as line:
        line.shutdown(socket.SHUT_RDWR)
