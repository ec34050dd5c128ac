"""The private key, and what is done with it."""

from __future__ import annotations

import stat
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy.exc import IntegrityError

from hub.errors import IdentityFileError, KeeperRefusedError, StoreError
from hub.keeper.fields import Fields
from hub.keeper.protocol import Verified
from hub.storage.database import reading, writing
from hub.storage.tables.audit_entry import AuditEntry
from hub.storage.tables.header import Header
from hub.storage.tables.key_use import KeyUse
from wire import sealed
from wire.errors import SealedError
from wire.fragments import free_box

if TYPE_CHECKING:
    from pathlib import Path
    from typing import BinaryIO

    from sqlalchemy import Engine

OPEN_RECORDING = "open_recording"
"""The audit entry's action that lets a file key out."""
OPEN_FIELD = "open_field"
"""The audit entry's action that lets a sealed column out."""
_OPEN_TO_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_CLOSING_BOX = free_box(8)
"""A media body that was cut is closed by an empty MP4 box, which players pass over."""


def read_identity(path: Path) -> str:
    """Read the identity file; raises IdentityFileError when others can read it too."""
    try:
        mode = path.stat().st_mode
        text = path.read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError) as error:
        raise IdentityFileError(f"{path} cannot be read: {error}.") from error
    if mode & _OPEN_TO_OTHERS:
        raise IdentityFileError(f"{path} has mode {stat.S_IMODE(mode):04o}.")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    if len(lines) != 1:
        raise IdentityFileError(f"{path} holds {len(lines)} identities, one is wanted.")
    try:
        sealed.recipient_of(lines[0])
    except SealedError as error:
        raise IdentityFileError(f"{path} holds no age identity.") from error
    return lines[0]


class Vault:
    """Opens file keys; the private key is nowhere else."""

    def __init__(self, identity: str, main: Engine, headers: Engine, store: Path) -> None:
        self._identity = identity
        self._fields = Fields(identity)
        self._main = main
        self._headers = headers
        self._store = store.resolve()

    def verify(self, header: bytes, body: str) -> Verified:
        """Open every chunk of a body; raises SealedError at the first that was altered."""
        path = (self._store / body).resolve()
        if not path.is_relative_to(self._store):
            raise StoreError("A body outside of the store was named.")
        key = sealed.unwrap(header, self._identity)
        try:
            with path.open("rb") as file:
                return _verify(key, file)
        except OSError as error:
            raise StoreError(f"A body cannot be read: {error}.") from error

    def unwrap(self, recording_id: str, audit_entry_id: int) -> bytes:
        """Give a file key for a committed audit entry that names the recording, once.

        Raises KeeperRefusedError.
        """
        self._use(audit_entry_id, OPEN_RECORDING, recording_id)
        with reading(self._headers) as session:
            row = session.get(Header, recording_id)
        if row is None:
            raise KeeperRefusedError("This recording's header was shredded.")
        return sealed.unwrap(row.header, self._identity)

    def seal_field(self, purpose: str, subject: str, text: str) -> bytes:
        """Seal a text for one field of one subject; raises FieldError."""
        return self._fields.seal(purpose, subject, text)

    def open_field(self, sealed: bytes, purpose: str, subject: str, audit_entry_id: int) -> str:
        """Open a field for a committed audit entry that names its subject, once.

        Raises KeeperRefusedError, FieldError.
        """
        text = self._fields.open(sealed, purpose, subject)
        self._use(audit_entry_id, OPEN_FIELD, subject)
        return text

    def fingerprint(self, purpose: str, text: str) -> str:
        """Give a keyed hash of a text (hex); raises FieldError."""
        return self._fields.fingerprint(purpose, text)

    def check_code(self, sealed: bytes, subject: str, code: str, at: datetime) -> int | None:
        """Give the TOTP counter that a typed code fits; raises FieldError."""
        return self._fields.matched_counter(sealed, subject, code, at)

    def recipient(self) -> str:
        """Give the age recipient that files are sealed for."""
        return sealed.recipient_of(self._identity)

    def _use(self, audit_entry_id: int, action: str, subject: str) -> None:
        with writing(self._main) as session:
            entry = session.get(AuditEntry, audit_entry_id)
            if entry is None or (entry.action, entry.subject) != (action, subject):
                raise KeeperRefusedError("No audit entry names this.")
            if session.get(KeyUse, audit_entry_id) is not None:
                raise KeeperRefusedError("This audit entry was used already.")
            now = datetime.now(UTC)
            session.add(KeyUse(audit_entry_id=audit_entry_id, recording_id=subject, at=now))
            try:
                session.flush()
            except IntegrityError as error:
                raise KeeperRefusedError("This audit entry was used already.") from error


def _verify(key: bytes, file: BinaryIO) -> Verified:
    nonce = file.read(sealed.NONCE)
    opener = sealed.Opener(key, nonce)
    count = index = 0
    last = False
    while piece := file.read(sealed.SEALED_CHUNK):
        if last:
            raise SealedError("Bytes follow the last chunk.")
        plaintext, last = opener.either(index, piece)
        count += len(plaintext)
        index += 1
    if last:
        return Verified(plain_bytes=count, closing=b"")
    closing = sealed.closing_chunk(key, nonce, index, _CLOSING_BOX if index else b"")
    return Verified(plain_bytes=count + (len(_CLOSING_BOX) if index else 0), closing=closing)
