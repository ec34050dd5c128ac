"""Checkpoints: number and hash of the newest entry, signed, in a folder that is not the hub's."""

from __future__ import annotations

import os
from datetime import datetime
from typing import TYPE_CHECKING

import msgspec
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding

from hub.people.audit_check import Pin
from hub.people.errors import CheckpointError
from wire import signed
from wire.errors import IdentityError, SignatureError
from wire.identity import certificate_of, common_name
from wire.topics import HUB

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from cryptography.x509 import Certificate

    from hub.people.site_key import SiteKey

PURPOSE = b"interview-hub audit checkpoint 1\n"
_NAME = "checkpoint-{:010d}.json"
_CODE_DIGITS = 20
_UNREADABLE = (msgspec.DecodeError, UnsupportedAlgorithm, KeyError, TypeError, ValueError)
"""What bytes that are no checkpoint make the libraries say."""


class Checkpoint(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the hub said of its log at one time."""

    seq: int
    hash: str
    at: datetime
    receipts: int
    """Number of the keeper's newest receipt; 0 when the keeper was away."""
    receipts_hash: str
    certificate: str
    """The hub's, in PEM, of the key that signed."""

    def pin(self) -> Pin:
        """Give what it remembers of the log."""
        return Pin(self.seq, self.hash, f"the checkpoint of entry {self.seq}")


def code_of(seq: int, digest: str) -> str:
    """Give the short form that an auditor notes on paper: number and 80 bits of the hash."""
    digits = digest[:_CODE_DIGITS]
    groups = " ".join(digits[at : at + 5] for at in range(0, _CODE_DIGITS, 5))
    return f"{seq}: {groups}"


def pin_of(code: str) -> tuple[int, str]:
    """Read the short form back: number and beginning of the hash; raises CheckpointError."""
    seq, _, digits = code.partition(":")
    digits = digits.replace(" ", "").lower()
    if not seq.strip().isdecimal() or len(digits) != _CODE_DIGITS:
        raise CheckpointError(f"{code[:60]!r} is not a checkpoint's code.")
    return int(seq), digits


def write(folder: Path, checkpoint: Checkpoint, key: SiteKey) -> Path:
    """Put a signed checkpoint into the folder, durably; raises CheckpointError."""
    path = folder / _NAME.format(checkpoint.seq)
    arriving = path.with_suffix(".arriving")
    try:
        with arriving.open("wb") as file:
            file.write(signed.sign(PURPOSE, checkpoint, key.private))
            file.flush()
            os.fsync(file.fileno())
        arriving.rename(path)
        _sync(folder)
    except OSError as error:
        raise CheckpointError(f"{path} cannot be written: {error.strerror}.") from error
    return path


def _sync(folder: Path) -> None:
    place = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(place)
    finally:
        os.close(place)


def read(folder: Path, authority: Certificate) -> Iterator[Checkpoint]:
    """Give the folder's checkpoints in their order; raises CheckpointError at the first bad one."""
    try:
        for path in _files(folder):
            yield opened(path.read_bytes(), authority, path.name)
    except OSError as error:
        raise CheckpointError(f"{folder} cannot be read: {error.strerror}.") from error


def newest(folder: Path, authority: Certificate) -> Checkpoint | None:
    """Give the folder's last checkpoint; raises CheckpointError when it is not good."""
    try:
        paths = _files(folder)
        return opened(paths[-1].read_bytes(), authority, paths[-1].name) if paths else None
    except OSError as error:
        raise CheckpointError(f"{folder} cannot be read: {error.strerror}.") from error


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob("checkpoint-*.json"))


def opened(envelope: bytes, authority: Certificate, name: str) -> Checkpoint:
    """Give what the hub signed; raises CheckpointError naming the file."""
    try:
        claimed = msgspec.json.decode(msgspec.json.decode(envelope, type=signed.Envelope).signed)
        certificate = certificate_of(str(claimed["certificate"]).encode())
        document = signed.verify(PURPOSE, envelope, certificate)
        checkpoint = msgspec.json.decode(document, type=Checkpoint)
        check_certificate(certificate, authority, checkpoint.at)
    except (*_UNREADABLE, SignatureError, IdentityError) as error:
        raise CheckpointError(f"{name} was not signed by this site's hub.") from error
    return checkpoint


def check_certificate(certificate: Certificate, authority: Certificate, at: datetime) -> None:
    """Refuse what the authority did not issue to its hub for that time; raises IdentityError."""
    try:
        certificate.verify_directly_issued_by(authority)
    except (InvalidSignature, ValueError, TypeError) as error:
        raise IdentityError("The certificate is not of this site's authority.") from error
    is_valid = certificate.not_valid_before_utc <= at <= certificate.not_valid_after_utc
    if common_name(certificate) != HUB or not is_valid:
        raise IdentityError("The certificate is not the hub's, or not of that time.")


def pem(certificate: Certificate) -> str:
    """Write a certificate."""
    return certificate.public_bytes(Encoding.PEM).decode("ascii")
