"""What kiosk and hub agree on beyond tus 1.0: metadata fields, checksum, the word of storage."""

from __future__ import annotations

import base64
import binascii
import hashlib

import msgspec

from wire.errors import MessageError
from wire.upload import UploadMetadata

VERSION = "1.0.0"
UPLOADS = "/uploads"
STORED = "Interview-Kiosk-Stored"
"""Response header of the finishing PATCH, and of HEAD afterwards: the SHA-256 (hex) of the bytes
that the hub has verified and made durable. Only this lets the kiosk delete its copy."""
PIECE = 1024 * 1024
"""Bytes of one PATCH."""
CHECKSUM_MISMATCH = 460
NO_CONSENT = 451
"""The candidate refused what the upload holds: no later attempt is taken either (RFC 7725). Not
403, which a kiosk gets that is not known, or was revoked, and may be known again."""
WITHDRAWN = 410
"""The candidate took the interview back: whoever has any of it deletes it (RFC 9110, Gone)."""
MAX_METADATA = 8192


def encode_metadata(metadata: UploadMetadata) -> str:
    """Write `Upload-Metadata`: each field's text in Base64; an empty one has its name only."""
    pairs = {name: str(value) for name, value in msgspec.to_builtins(metadata).items()}
    return ",".join(
        f"{name} {base64.b64encode(text.encode()).decode()}".rstrip()
        for name, text in pairs.items()
    )


def decode_metadata(text: str) -> UploadMetadata:
    """Read `Upload-Metadata`; raises MessageError on unknown, missing, doubled or wrong fields."""
    if len(text) > MAX_METADATA:
        raise MessageError(f"Upload-Metadata has {len(text)} bytes, {MAX_METADATA} allowed.")
    fields: dict[str, str] = {}
    for pair in text.split(","):
        name, _, value = pair.strip().partition(" ")
        if name in fields:
            raise MessageError(f"Upload-Metadata names {name[:40]!r} twice.")
        fields[name] = _text(value)
    try:
        return msgspec.convert(fields, UploadMetadata, strict=False)
    except msgspec.ValidationError as error:
        raise MessageError(f"Upload-Metadata: {error}.") from error


def _text(value: str) -> str:
    try:
        return base64.b64decode(value, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError, ValueError) as error:
        raise MessageError("Upload-Metadata is not Base64 of text.") from error


def checksum(piece: bytes) -> str:
    """Write `Upload-Checksum` of a piece."""
    return f"sha256 {base64.b64encode(hashlib.sha256(piece).digest()).decode()}"
