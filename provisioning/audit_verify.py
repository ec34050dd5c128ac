"""`audit-verify`: whether an exported audit log is the one that was written; needs no hub."""

from __future__ import annotations

import base64
import hashlib
import json
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from cryptography.hazmat.primitives.hashes import SHA256

from provisioning.audit_chain import Finding, Known, bad_entry, bad_receipt
from provisioning.errors import AuditError
from wire import identity, signed
from wire.errors import IdentityError, SignatureError
from wire.topics import HUB

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from cryptography import x509

_EXPORT = "interview-hub audit export 1"
_UNREADABLE = (OSError, ValueError, KeyError, TypeError, IndexError, UnsupportedAlgorithm)
_CHECKPOINT = b"interview-hub audit checkpoint 1\n"


class Export(NamedTuple):
    """What an export says."""

    whole: bool
    made_at: datetime
    authority: x509.Certificate
    entries: list[dict[str, Any]]
    receipts: list[dict[str, Any]]


class Verified(NamedTuple):
    """A log that holds."""

    entries: int
    newest: dict[str, Any] | None
    receipts: int
    checkpoints: int
    authority: str
    """SHA-256 of the certificate that all rests on."""


def verify(path: Path, authority: Path | None, checkpoints: Path | None) -> Verified:
    """Check signature, chain, receipts and checkpoints.

    Raises AuditError naming the first bad entry. Without `authority`, the export's own root counts;
    its fingerprint is given for a person to compare.
    """
    export = read(path, _certificate(authority.read_bytes()) if authority else None)
    left = list(_checkpoints(checkpoints, export.authority)) if checkpoints else []
    _refuse(bad_receipt(export.receipts, _heads(left)), "receipt")
    known = [Known(one["seq"], one["hash"], f"checkpoint {one['seq']}") for one in left]
    known += [
        Known(one["entry"], one["entry_hash"], f"the keeper's receipt {one['seq']}")
        for one in export.receipts
        if one["entry_hash"]
    ]
    _refuse(bad_entry(export.entries, known, whole=export.whole), "entry")
    newest = export.entries[-1] if export.entries else None
    root = identity.fingerprint(export.authority)
    return Verified(len(export.entries), newest, len(export.receipts), len(left), root)


def read(path: Path, authority: x509.Certificate | None) -> Export:
    """Read an export whose signature holds; raises AuditError."""
    try:
        with path.open("rb") as file:
            lines = file.readlines()
        head, content = json.loads(lines[0]), [json.loads(line) for line in lines[1:-1]]
        made_at = datetime.fromisoformat(head["made_at"])
        hub, root = (_certificate(pem.encode()) for pem in head["certificates"])
        signature = base64.b64decode(json.loads(lines[-1])["signature"], validate=True)
    except _UNREADABLE as error:
        raise AuditError(f"{path} is not an export of an audit log: {error}.") from error
    if head["format"] != _EXPORT:
        raise AuditError(f"{path} has the format {str(head['format'])[:60]!r}.")
    _check_issued(hub, authority or root, made_at)
    _check_signature(hub, signature, lines[:-1])
    entries = [line["entry"] for line in content if "entry" in line]
    receipts = [line["receipt"] for line in content if "receipt" in line]
    return Export(bool(head["whole"]), made_at, authority or root, entries, receipts)


def _check_signature(hub: x509.Certificate, signature: bytes, lines: list[bytes]) -> None:
    digest = hashlib.sha256(f"{_EXPORT}\n".encode())
    for line in lines:
        digest.update(line)
    key = hub.public_key()
    try:
        if not isinstance(key, ec.EllipticCurvePublicKey):
            raise AuditError("The export's certificate has no key on an elliptic curve.")
        key.verify(signature, digest.digest(), ec.ECDSA(Prehashed(SHA256())))
    except InvalidSignature as error:
        raise AuditError("The export's signature does not fit its lines.") from error


def _check_issued(hub: x509.Certificate, authority: x509.Certificate, at: datetime) -> None:
    try:
        hub.verify_directly_issued_by(authority)
    except (InvalidSignature, ValueError, TypeError) as error:
        raise AuditError("The signer's certificate is not of this site's authority.") from error
    if identity.common_name(hub) != HUB or not (
        hub.not_valid_before_utc <= at <= hub.not_valid_after_utc
    ):
        raise AuditError("The signer's certificate is not the hub's, or not of that time.")


def _checkpoints(folder: Path, authority: x509.Certificate) -> Iterator[dict[str, Any]]:
    for path in sorted(folder.glob("checkpoint-*.json")):
        try:
            envelope = path.read_bytes()
            hub = _certificate(json.loads(envelope)["signed"]["certificate"].encode())
            claimed = json.loads(signed.verify(_CHECKPOINT, envelope, hub))
            _check_issued(hub, authority, datetime.fromisoformat(claimed["at"]))
        except (*_UNREADABLE, SignatureError) as error:
            raise AuditError(f"{path.name} is not a checkpoint of this site.") from error
        yield claimed


def _heads(checkpoints: list[dict[str, Any]]) -> list[Known]:
    return [
        Known(one["receipts"], one["receipts_hash"], f"checkpoint {one['seq']}")
        for one in checkpoints
        if one["receipts"]
    ]


def _refuse(found: Finding | None, what: str) -> None:
    if found is not None:
        one = found.first == found.last
        place = f"{found.last}" if one else f"{found.first} to {found.last}"
        raise AuditError(f"The first bad {what} is {'' if one else 'one of '}{place}: {found.why}.")


def _certificate(pem: bytes) -> x509.Certificate:
    try:
        return identity.certificate_of(pem)
    except IdentityError as error:
        raise AuditError("A certificate cannot be read.") from error
