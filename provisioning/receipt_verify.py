"""`receipt-verify`: whether a receipt is one that a device of the site made; needs no network."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from provisioning.errors import ReceiptFileError
from wire import identity, receipt_file
from wire.errors import ReceiptError
from wire.receipt import DeletionReceipt

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from cryptography import x509

    from wire.receipt import Receipt


def verify(file: Path | None, authority: Path, slip: str | None) -> list[str]:
    """Give what a genuine receipt, or its slip alone, says in lines.

    Raises ReceiptFileError, ReceiptError.
    """
    root = identity.certificate_of(_read(authority))
    if file is None:
        return _slip(slip, root)
    content = _read(file)
    receipt = receipt_file.verify(content, root)
    if slip is not None:
        _check_slip(receipt_file.verify_slip(slip.strip(), root).sha256, content)
    told = _deletion(receipt) if isinstance(receipt, DeletionReceipt) else _interview(receipt)
    return [
        f"Genuine: signed by {receipt.signer} at {receipt.made_at}.",
        f"The site's authority: {identity.fingerprint(root)} (compare it with the site's).",
        f"Interview: {receipt.interview_id}",
        *told,
    ]


def _slip(text: str | None, root: x509.Certificate) -> list[str]:
    if text is None:
        raise ReceiptFileError("Name the receipt's file, or --slip, or both.")
    slip = receipt_file.verify_slip(text.strip(), root)
    return [
        f"Genuine slip: signed by {slip.signer} at {slip.made_at}.",
        f"The site's authority: {identity.fingerprint(root)} (compare it with the site's).",
        f"Interview: {slip.interview_id}",
        f"The receipt ({slip.of}) has the SHA-256 {slip.sha256}.",
        f"Deleted on: {slip.delete_on or 'no day is named'}",
    ]


def _check_slip(sha256: str, content: bytes) -> None:
    if sha256 != hashlib.sha256(content).hexdigest():
        raise ReceiptError("The slip is of another receipt.")


def _interview(receipt: Receipt) -> Iterator[str]:
    yield f"Job: {receipt.job_title.of(receipt.language)}"
    yield f"From {receipt.began_at or '-'} to {receipt.ended_at}: {receipt.ending.value}"
    for consent in receipt.consents:
        yield f"Consent: {consent.purpose.value}: {'yes' if consent.granted else 'no'}"
    for question in receipt.questions:
        spans = ", ".join(f"{one.began_ms / 1000:.1f} s" for one in question.answers)
        yield f"Asked: {question.text} (answered at {spans or 'no time'})"
        for more in question.follow_ups:
            yield f"Asked also: {more.text} (at {more.asked_ms / 1000:.1f} s)"
    for measure in receipt.measures:
        yield f"Measure: {measure.measure.value}: {measure.why.value}"
    for part in receipt.recordings:
        yield f"Recording: {part.answer}-{part.part} {part.sha256}"
    for reader in receipt.readers:
        yield f"Reader: {reader}"
    for name in receipt.interviewers:
        yield f"In charge: {name}"
    yield f"Deleted on: {receipt.delete_on or 'no day is named'}"


def _deletion(receipt: DeletionReceipt) -> Iterator[str]:
    yield f"Deleted by the {receipt.place.value} at {receipt.deleted_at}: {receipt.asked_by.value}"
    for one in receipt.deleted:
        yield f"Deleted: {one.count} {one.what}"
    for kept in receipt.kept:
        yield f"Kept: {kept}"
    if receipt.backups_until is not None:
        yield f"The last backup of keys is gone on {receipt.backups_until}."


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ReceiptFileError(f"{path} cannot be read: {error.strerror}.") from error
