"""How audit entries and receipts are hashed; docs/audit.md says it again for a verifier's author.

SHA-256 over netstrings (https://cr.yp.to/proto/netstrings.txt): the format's name, the fields in
their order, and last the hash of the entry before.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

FORMAT = "interview-hub audit entry 1"
RECEIPT_FORMAT = "interview-hub keeper receipt 1"
ORIGIN = "0" * 64
"""Stands before the first entry."""


@dataclass(frozen=True, slots=True)
class Linked:
    """What of an entry its hash is of."""

    seq: int
    at: datetime
    actor: str
    action: str
    subject: str
    detail: str
    previous: str
    """Hash of the entry before, in hex."""

    def hash(self) -> str:
        """Give the entry's hash in hex."""
        fields = (
            FORMAT,
            str(self.seq),
            instant(self.at),
            self.actor,
            self.action,
            self.subject,
            self.detail,
            self.previous,
        )
        return sha256(netstrings(*fields)).hexdigest()


def instant(at: datetime) -> str:
    """Write an instant as the chain does: UTC, six digits of a second (RFC 3339)."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def netstrings(*texts: str) -> bytes:
    """Write texts so that no two lists of them are the same bytes."""
    return b"".join(b"%d:%b," % (len(data), data) for data in (text.encode() for text in texts))


@dataclass(frozen=True, slots=True)
class Opened:
    """One receipt of the keeper: what it opened, and for which entry."""

    seq: int
    at: datetime
    entry: int
    """Number of the audit entry."""
    entry_hash: str
    what: str
    subject: str
    digest: str
    """SHA-256 of what was opened, as it lies sealed; empty for the list's beginning."""
    previous: str
    hash: str
    """As it is kept; right when it equals `link()`."""

    def link(self) -> str:
        """Give the hash that the receipt should have, in hex."""
        numbers = str(self.seq), instant(self.at), str(self.entry)
        texts = self.entry_hash, self.what, self.subject, self.digest, self.previous
        return sha256(netstrings(RECEIPT_FORMAT, *numbers, *texts)).hexdigest()
