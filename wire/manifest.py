"""The signed manifest of an answer's recording: age authenticates nobody, this does.

Signed as every signed document is (wire/signed.py), in an envelope of its own: the manifest's bytes
travel in Base64, for machines alone.
"""

from __future__ import annotations

import msgspec
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509 import Certificate

from wire import signed
from wire.errors import ManifestError, SignatureError
from wire.upload import Manifest

MAX_BYTES = 4 * 1024 * 1024
_PURPOSE = b"interview kiosk recording manifest v1\n"


class Envelope(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is uploaded (JSON; both fields in Base64)."""

    manifest: bytes
    """JSON of a `Manifest`, exactly as signed."""
    signature: bytes
    """DER."""


def sign(manifest: Manifest, key: ec.EllipticCurvePrivateKey) -> bytes:
    """Write a manifest's envelope, signed with the kiosk's key."""
    payload = msgspec.json.encode(manifest)
    signature = signed.signature_of(_PURPOSE, payload, key)
    return msgspec.json.encode(Envelope(manifest=payload, signature=signature))


def verify(envelope: bytes, certificate: Certificate) -> Manifest:
    """Give the manifest that the certificate's holder signed; raises ManifestError."""
    try:
        opened = signed.read(envelope, Envelope, MAX_BYTES)
        signed.check(_PURPOSE, opened.manifest, opened.signature, certificate)
        return msgspec.json.decode(opened.manifest, type=Manifest)
    except SignatureError as error:
        raise ManifestError(error.args[0]) from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ManifestError(f"{error}.") from error
