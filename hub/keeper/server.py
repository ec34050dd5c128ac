"""The keeper's process: answers on a Unix socket that its own user can reach, and one group."""

from __future__ import annotations

import grp
import os
import socket
import socketserver
import struct
from typing import TYPE_CHECKING

import msgspec
import structlog

from hub.errors import HubError, KeeperError, SettingsError
from hub.keeper.protocol import (
    AskReceipts,
    AskRecipient,
    CheckCode,
    Closed,
    FileKey,
    Fingerprint,
    Matched,
    OpenField,
    ReceiptList,
    Refused,
    Request,
    SealedField,
    SealField,
    Text,
    Unwrap,
    Verify,
    receive,
    send,
)
from wire.errors import WireError

if TYPE_CHECKING:
    from pathlib import Path

    from hub.keeper.protocol import Reply
    from hub.keeper.vault import Vault

_CREDENTIALS = struct.Struct("3i")
_PATIENCE_S = 30.0
_log = structlog.get_logger()


class Server(socketserver.ThreadingUnixStreamServer):
    """Serves one request a connection, to processes of the keeper's own user or of `group`."""

    daemon_threads = True
    request_queue_size = 128
    """Connections that wait to be taken; the library's own 5 turn away a page of small requests."""

    def __init__(self, path: Path, vault: Vault, group: str = "") -> None:
        self.vault = vault
        self.group_id = _group_id(group) if group else None
        path.unlink(missing_ok=True)
        before = os.umask(0o177)
        try:
            super().__init__(str(path), _Conversation)
        finally:
            os.umask(before)
        if self.group_id is not None:
            os.chown(path, -1, self.group_id)
            path.chmod(0o660)


class _Conversation(socketserver.BaseRequestHandler):
    request: socket.socket
    server: Server

    def handle(self) -> None:
        self.request.settimeout(_PATIENCE_S)
        try:
            self._check_peer()
            asked: Request = msgspec.msgpack.decode(receive(self.request), type=Request)
            reply = self._answer(asked)
        except (HubError, WireError) as error:
            _log.warning("keeper_refused", code=error.code)
            reply = Refused(code=error.code, reason=str(error))
        except (msgspec.DecodeError, UnicodeDecodeError, OSError) as error:
            refusal = KeeperError(f"The request cannot be read: {type(error).__name__}.")
            _log.warning("keeper_refused", code=refusal.code)
            reply = Refused(code=refusal.code, reason=str(refusal))
        self._say(reply)

    def _say(self, reply: Reply) -> None:
        try:
            send(self.request, reply)
        except OSError:
            _log.info("keeper_unheard")

    def _check_peer(self) -> None:
        raw = self.request.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _CREDENTIALS.size)
        _, user, group = _CREDENTIALS.unpack(raw)
        if user != os.geteuid() and group != self.server.group_id:
            raise KeeperError(f"User {user} of group {group} is not the hub's.")

    def _answer(self, asked: Request) -> Reply:
        vault = self.server.vault
        match asked:
            case Verify():
                return vault.verify(asked.header, asked.body, asked.recording_id)
            case Unwrap():
                key = vault.unwrap(asked.recording_id, asked.audit_entry_id)
                _log.info(
                    "file_key_given", recording=asked.recording_id, entry=asked.audit_entry_id
                )
                return FileKey(key=key)
            case OpenField():
                text = vault.open_field(
                    asked.sealed, asked.purpose, asked.subject, asked.audit_entry_id
                )
                _log.info("field_opened", purpose=asked.purpose, entry=asked.audit_entry_id)
                return Text(text=text)
            case _:
                return _without_an_entry(vault, asked)


def _without_an_entry(vault: Vault, asked: Closed) -> Reply:
    """Answer what gives nothing of a person away."""
    match asked:
        case SealField():
            return SealedField(data=vault.seal_field(asked.purpose, asked.subject, asked.text))
        case Fingerprint():
            return Text(text=vault.fingerprint(asked.purpose, asked.text))
        case CheckCode():
            counter = vault.check_code(asked.sealed, asked.subject, asked.code, asked.at)
            return Matched(counter=counter)
        case AskRecipient():
            return Text(text=vault.recipient())
        case AskReceipts():
            return ReceiptList(receipts=tuple(vault.receipts(asked.after)))


def _group_id(name: str) -> int:
    try:
        return grp.getgrnam(name).gr_gid
    except KeyError as error:
        raise SettingsError(f"keeper.group: there is no group {name!r}.") from error
