"""A second verifier of receipts, written from docs/receipt.md alone: reads nothing of `wire`."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import re
from datetime import UTC, datetime
from typing import Any

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from tests.independent.receipt_form import DELETION, INTERVIEW, SLIP, check

LARGEST = 262_144
N = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
LINE = b"interview kiosk receipt v1\n"
SLIP_LINE = b"interview kiosk receipt slip v1\n"
KIOSK = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?")
_BAD = (
    ValueError,
    TypeError,
    KeyError,
    RecursionError,
    InvalidSignature,
    UnsupportedAlgorithm,
    x509.ExtensionNotFound,
    x509.DuplicateExtension,
    x509.InvalidVersion,
)
"""What reading and checking raise of something that is not genuine."""
_HEAD, _MIDDLE, _TAIL = b'{"signed":', b',"signature":"', b'"}'


class Invalid(Exception):  # noqa: N818 - what it is
    """The receipt is not genuine."""


def verify(file: bytes, authority: x509.Certificate) -> dict[str, Any]:
    """Give the document of a genuine receipt; raises Invalid for anything else."""
    try:
        return _verified(file, authority)
    except _BAD as error:
        raise Invalid(str(error)) from error


def _verified(file: bytes, authority: x509.Certificate) -> dict[str, Any]:
    middle = file.rfind(_MIDDLE)
    if len(file) > LARGEST or not file.startswith(_HEAD) or not file.endswith(_TAIL) or middle < 0:
        raise Invalid("not the form of a receipt's file")
    payload = file[len(_HEAD) : middle]
    signature = _base64(file[middle + len(_MIDDLE) : -len(_TAIL)].decode("ascii"))
    document = _document(payload)
    check(document, {"interview-receipt/1": INTERVIEW, "deletion-receipt/1": DELETION})
    leaf_der, root_der = (_base64(one) for one in document["certificates"])
    if root_der != authority.public_bytes(Encoding.DER):
        raise Invalid("another authority")
    leaf = x509.load_der_x509_certificate(leaf_der)
    _signer(document, leaf, authority, is_hub=document.get("place") == "hub")
    r, s = utils.decode_dss_signature(signature)
    if utils.encode_dss_signature(r, s) != signature:
        raise Invalid("the signature is spelt otherwise")
    _signature(leaf, r, s, LINE + payload)
    return document


def verify_slip(text: str, authority: x509.Certificate) -> dict[str, Any]:
    """Give the document of a genuine slip; raises Invalid for anything else."""
    try:
        prefix, *parts = text.split(".")
        payload, raw, der = map(_base64url, parts)
        if prefix != "KR1" or len(raw) != 64:
            raise Invalid("not the form of a slip")
        document = _document(payload)
        check(document, {"receipt-slip/1": SLIP})
        leaf = x509.load_der_x509_certificate(der)
        _signer(document, leaf, authority, is_hub=document["signer"] == "hub")
        r, s = int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big")
        _signature(leaf, r, s, SLIP_LINE + payload)
    except _BAD as error:
        raise Invalid(str(error)) from error
    return document


def belongs(slip: dict[str, Any], file: bytes, document: dict[str, Any]) -> bool:
    """Say whether a slip is that of a receipt's file."""
    same = all(slip[name] == document[name] for name in ("interview_id", "made_at", "signer"))
    return same and slip["sha256"] == hashlib.sha256(file).hexdigest()


def _document(payload: bytes) -> dict[str, Any]:
    read = json.loads(payload.decode("utf-8"))
    spelt = json.dumps(
        read, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")
    )
    if not isinstance(read, dict) or spelt.encode("utf-8") != payload:
        raise Invalid("not canonical")
    return read


def _signer(
    document: dict[str, Any],
    leaf: x509.Certificate,
    authority: x509.Certificate,
    *,
    is_hub: bool,
) -> None:
    root_key, made_at = authority.public_key(), _moment(document["made_at"])
    if leaf.issuer != authority.subject or not isinstance(root_key, ec.EllipticCurvePublicKey):
        raise Invalid("not of this authority")
    how = leaf.signature_hash_algorithm
    if how is None:
        raise Invalid("an unknown way to sign certificates")
    root_key.verify(leaf.signature, leaf.tbs_certificate_bytes, ec.ECDSA(how))
    for one in (leaf, authority):
        if not one.not_valid_before_utc <= made_at <= one.not_valid_after_utc:
            raise Invalid("a certificate was not valid then")
    _name(leaf, document["signer"], is_hub=is_hub)


def _name(leaf: x509.Certificate, signer: str, *, is_hub: bool) -> None:
    names = leaf.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    if [one.value for one in names] != [signer]:
        raise Invalid("the certificate names another signer")
    if is_hub:
        if signer != "hub":
            raise Invalid("not the hub")
        return
    usage = leaf.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    if list(usage) != [ExtendedKeyUsageOID.CLIENT_AUTH]:
        raise Invalid("not a kiosk")
    if signer == "hub" or KIOSK.fullmatch(signer) is None:
        raise Invalid("not a kiosk's name")


def _signature(leaf: x509.Certificate, r: int, s: int, signed: bytes) -> None:
    key = leaf.public_key()
    if not isinstance(key, ec.EllipticCurvePublicKey) or not isinstance(key.curve, ec.SECP256R1):
        raise Invalid("not a key on P-256")
    if not (1 <= r < N and 1 <= s <= N // 2):
        raise Invalid("the signature's numbers are out of bounds")
    key.verify(utils.encode_dss_signature(r, s), signed, ec.ECDSA(hashes.SHA256()))


def _moment(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)


def _base64(text: str) -> bytes:
    raw = base64.b64decode(text, validate=True)
    if base64.b64encode(raw).decode() != text:
        raise Invalid("Base64 in another spelling")
    return raw


def _base64url(text: str) -> bytes:
    try:
        raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except binascii.Error as error:
        raise Invalid("not Base64url") from error
    if base64.urlsafe_b64encode(raw).decode().rstrip("=") != text:
        raise Invalid("Base64url in another spelling")
    return raw
