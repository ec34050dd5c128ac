"""Receipts as files, and the slip that a QR code holds: written, signed, verified.

`{"signed":P,"signature":S}`: P is canonical JSON (keys sorted, no space between, UTF-8), S the
Base64 of an ECDSA signature whose s is in the lower half. docs/receipt.md says it for strangers.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeVar

import msgspec
from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)
from cryptography.hazmat.primitives.serialization import Encoding

from wire import identity, signed
from wire.errors import IdentityError, ReceiptError, SignatureError
from wire.receipt import AnyReceipt, DeletionReceipt, Place, Receipt, Slip
from wire.topics import HUB

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric import ec

MAX_BYTES = 256 * 1024
_RECEIPT, _SLIP = b"interview kiosk receipt v1\n", b"interview kiosk receipt slip v1\n"
_SLIP_PREFIX = "KR1"
_SLIP_PARTS = 4
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""Of P-256's base point (FIPS 186-5): s and order - s sign the same; only the lower one counts."""
_HALF = 32
_UNREADABLE = (msgspec.DecodeError, UnicodeDecodeError, RecursionError, ValueError, binascii.Error)
_Read = TypeVar("_Read", bound=msgspec.Struct)
_RECEIPTS: msgspec.json.Decoder[AnyReceipt] = msgspec.json.Decoder(AnyReceipt)
_SLIPS = msgspec.json.Decoder(Slip)


def moment(at: datetime) -> str:
    """Write an aware instant as receipts do."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def chain(certificate: x509.Certificate, authority: x509.Certificate) -> tuple[bytes, bytes]:
    """Give what stands in a receipt as `certificates`."""
    return certificate.public_bytes(Encoding.DER), authority.public_bytes(Encoding.DER)


def sign(receipt: AnyReceipt, key: ec.EllipticCurvePrivateKey) -> bytes:
    """Write a receipt's file, signed with the key of its first certificate."""
    payload = msgspec.json.encode(receipt, order="sorted")
    signature = encode_dss_signature(*_low(signed.signature_of(_RECEIPT, payload, key)))
    return msgspec.json.encode(signed.Envelope(signed=msgspec.Raw(payload), signature=signature))


def verify(file: bytes, authority: x509.Certificate) -> AnyReceipt:
    """Give the receipt that a device of this authority signed; raises ReceiptError."""
    try:
        envelope = signed.read(file, signed.Envelope, MAX_BYTES)
        payload = bytes(envelope.signed)
        receipt = _read(payload, _RECEIPTS)
        leaf, root = map(identity.certificate_of, receipt.certificates)
        if root != authority:
            raise ReceiptError("It names another authority.")
        _check_signer(receipt, leaf, authority)
        if encode_dss_signature(*_low(envelope.signature)) != envelope.signature:
            raise ReceiptError("The signature is not spelt in the one way.")
        signed.check(_RECEIPT, payload, envelope.signature, leaf)
    except (SignatureError, IdentityError) as error:
        raise ReceiptError(error.args[0]) from error
    except UnsupportedAlgorithm as error:
        raise ReceiptError("The certificate's key is of no kind that we know.") from error
    return receipt


def slip(file: bytes, receipt: AnyReceipt, key: ec.EllipticCurvePrivateKey) -> str:
    """Write what the QR code of a receipt's file holds."""
    payload = msgspec.json.encode(
        Slip(
            interview_id=receipt.interview_id,
            made_at=receipt.made_at,
            signer=receipt.signer,
            of="interview" if isinstance(receipt, Receipt) else "deletion",
            sha256=hashlib.sha256(file).hexdigest(),
            delete_on=receipt.delete_on if isinstance(receipt, Receipt) else None,
        ),
        order="sorted",
    )
    halves = _low(signed.signature_of(_SLIP, payload, key))
    raw = b"".join(half.to_bytes(_HALF, "big") for half in halves)
    return ".".join((_SLIP_PREFIX, *map(_url64, (payload, raw, receipt.certificates[0]))))


def verify_slip(text: str, authority: x509.Certificate) -> Slip:
    """Give what a device of this authority wrote into a QR code; raises ReceiptError."""
    parts = text.split(".")
    if len(parts) != _SLIP_PARTS or parts[0] != _SLIP_PREFIX or len(text) > MAX_BYTES:
        raise ReceiptError("This is no slip of a receipt.")
    try:
        payload, raw, der = map(_from_url64, parts[1:])
        read = _read(payload, _SLIPS)
        leaf = identity.certificate_of(der)
        _check_signer(read, leaf, authority)
        halves = int.from_bytes(raw[:_HALF], "big"), int.from_bytes(raw[_HALF:], "big")
        signature = encode_dss_signature(*halves)
        if len(raw) != 2 * _HALF or _low(signature) != halves:
            raise ReceiptError("The signature is not spelt in the one way.")
        signed.check(_SLIP, payload, signature, leaf)
    except (SignatureError, IdentityError) as error:
        raise ReceiptError(error.args[0]) from error
    except UnsupportedAlgorithm as error:
        raise ReceiptError("The certificate's key is of no kind that we know.") from error
    return read


def _low(signature: bytes) -> tuple[int, int]:
    try:
        r, s = decode_dss_signature(signature)
    except ValueError as error:
        raise ReceiptError("The signature cannot be read.") from error
    return r, min(s, _ORDER - s)


def _read(payload: bytes, decoder: msgspec.json.Decoder[_Read]) -> _Read:
    try:
        read = decoder.decode(payload)
    except _UNREADABLE as error:
        raise ReceiptError(f"It cannot be read: {error}.") from error
    if msgspec.json.encode(read, order="sorted") != payload:
        raise ReceiptError("It is not spelt in the one way.")
    return read


def _check_signer(
    said: AnyReceipt | Slip, leaf: x509.Certificate, authority: x509.Certificate
) -> None:
    """Refuse a certificate of somebody else, of another site, or not good when it was signed."""
    try:
        leaf.verify_directly_issued_by(authority)
        made_at = datetime.fromisoformat(said.made_at)
    except (InvalidSignature, UnsupportedAlgorithm, ValueError, TypeError) as error:
        raise ReceiptError("The signer's certificate is not of this authority.") from error
    for one in (leaf, authority):
        if not one.not_valid_before_utc <= made_at <= one.not_valid_after_utc:
            raise ReceiptError("A certificate was not valid when it was made.")
    is_hub = isinstance(said, DeletionReceipt) and said.place is Place.HUB
    may_be_hub = is_hub or (isinstance(said, Slip) and said.signer == HUB)
    name = identity.common_name(leaf) if may_be_hub else identity.kiosk_id_of(leaf)
    if name != said.signer or (is_hub and name != HUB):
        raise ReceiptError("The certificate names another signer.")


def _url64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _from_url64(text: str) -> bytes:
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except binascii.Error as error:
        raise ReceiptError("A part is not Base64.") from error
    if _url64(raw) != text:
        raise ReceiptError("A part is not spelt in the one way.")
    return raw
