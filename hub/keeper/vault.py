"""The private key, and what is done with it."""

from __future__ import annotations

import stat
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from hub.errors import IdentityFileError, KeeperRefusedError, StoreError
from hub.keeper.field_entry import OPEN_FIELD, purpose_of
from hub.keeper.fields import Fields
from hub.keeper.protocol import Verified
from hub.keeper.receipts import Receipts
from hub.storage.chain import ORIGIN
from hub.storage.database import reading
from hub.storage.tables.audit_entry import AuditEntry
from hub.storage.tables.header import Header
from wire import sealed
from wire.errors import SealedError
from wire.fragments import free_box

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path
    from typing import BinaryIO

    from sqlalchemy import Engine

    from hub.storage.chain import Opened

OPEN_RECORDING = "open_recording"
"""The audit entry's action that lets a file key out."""
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


@dataclass(frozen=True, slots=True)
class Places:
    """Where the keeper reads and writes."""

    main: Engine
    """The hub's database; read only."""
    headers: Engine
    """Wrapped file keys; read only."""
    own: Engine
    """The keeper's list of what it opened; no other user can reach it."""
    store: Path
    """Sealed bodies."""


class Vault:
    """Opens file keys; the private key is nowhere else."""

    def __init__(self, identity: str, places: Places) -> None:
        self._identity = identity
        self._fields = Fields(identity)
        self._main = places.main
        self._headers = places.headers
        self._store = places.store.resolve()
        self._receipts = Receipts(places.own, places.main)

    def verify(self, header: bytes, body: str, recording_id: str) -> Verified:
        """Open every chunk of a body; raises SealedError at the first that was altered.

        From then on the header is this recording's and no other's.
        """
        path = (self._store / body).resolve()
        if not path.is_relative_to(self._store):
            raise StoreError("A body outside of the store was named.")
        key = sealed.unwrap(header, self._identity)
        try:
            with path.open("rb") as file:
                verified = _verify(key, file)
        except OSError as error:
            raise StoreError(f"A body cannot be read: {error}.") from error
        self._receipts.bind(recording_id, sha256(header).hexdigest())
        return verified

    def unwrap(self, recording_id: str, audit_entry_id: int) -> bytes:
        """Give a file key for a committed audit entry that names the recording, once.

        Raises KeeperRefusedError.
        """
        entry = self._entry(audit_entry_id, OPEN_RECORDING, recording_id)
        with reading(self._headers) as session:
            row = session.get(Header, recording_id)
        if row is None:
            raise KeeperRefusedError("This recording's header was shredded.")
        digest = sha256(row.header).hexdigest()
        self._receipts.bind(recording_id, digest)
        key = sealed.unwrap(row.header, self._identity)
        self._receipts.append(entry, OPEN_RECORDING, digest)
        return key

    def seal_field(self, purpose: str, subject: str, text: str) -> bytes:
        """Seal a text for one field of one subject; raises FieldError."""
        return self._fields.seal(purpose, subject, text)

    def open_field(self, sealed: bytes, purpose: str, subject: str, audit_entry_id: int) -> str:
        """Open a field for a committed audit entry that names its subject and purpose, once.

        Raises KeeperRefusedError, FieldError.
        """
        entry = self._entry(audit_entry_id, OPEN_FIELD, subject)
        if purpose_of(entry.detail) != purpose:
            raise KeeperRefusedError("The audit entry names another field of this subject.")
        text = self._fields.open(sealed, purpose, subject)
        self._receipts.append(entry, f"field:{purpose}"[:32], sha256(sealed).hexdigest())
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

    def receipts(self, after: int) -> list[Opened]:
        """List what was opened, a batch after receipt `after`."""
        return list(self._receipts.after(after))

    def _entry(self, audit_entry_id: int, action: str, subject: str) -> AuditEntry:
        """Give a committed entry that stands in the chain; raises KeeperRefusedError."""
        with reading(self._main) as session:
            entry = session.get(AuditEntry, audit_entry_id)
            before = session.get(AuditEntry, audit_entry_id - 1)
        if entry is None or (entry.action, entry.subject) != (action, subject):
            raise KeeperRefusedError("No audit entry names this.")
        previous = before.hash if before else ORIGIN
        if (entry.previous, entry.hash) != (previous, entry.linked().hash()):
            raise KeeperRefusedError("This audit entry does not stand in the chain.")
        return entry


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
