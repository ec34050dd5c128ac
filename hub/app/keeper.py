"""The keeper's process: the only one that reads the private key."""

from __future__ import annotations

import signal
import sys
from typing import TYPE_CHECKING

import structlog

from hub.errors import StoreError
from hub.keeper.server import Server
from hub.keeper.vault import Places, Vault, read_identity
from hub.storage.database import open_engine, open_headers, open_main

if TYPE_CHECKING:
    from types import FrameType

    from sqlalchemy import Engine

    from hub.settings import Settings

_log = structlog.get_logger()


def run(settings: Settings) -> None:
    """Serve until SIGTERM; raises IdentityFileError."""
    identity = read_identity(settings.keeper.identity_file)
    own = _own(settings)
    places = Places(open_main(settings), open_headers(settings), own, settings.store_dir)
    vault = Vault(identity, places)
    signal.signal(signal.SIGTERM, _leave)
    with Server(settings.keeper.socket, vault, settings.keeper.group) as server:
        _log.info("ready")
        server.serve_forever()


def _own(settings: Settings) -> Engine:
    """Open the list that no other user can reach, though the keeper shares what else it makes."""
    file = settings.receipts_file
    try:
        file.touch(mode=0o600)
        file.chmod(0o600)
    except OSError as error:
        raise StoreError(f"{file} cannot be written: {error.strerror}.") from error
    return open_engine(settings.receipts_url)


def _leave(_signal: int, _frame: FrameType | None) -> None:
    sys.exit(0)
