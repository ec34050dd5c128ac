"""What a tus request says, read strictly."""

from __future__ import annotations

import base64
import hashlib
import hmac
from typing import TYPE_CHECKING

from hub.recordings.uploads import UploadRefusedError
from wire.tus import CHECKSUM_MISMATCH, PIECE

if TYPE_CHECKING:
    from starlette.requests import Request

LONGEST_PIECE = 4 * PIECE


async def piece(request: Request) -> bytes:
    """Read the body; one that is too long is refused before it is whole."""
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > LONGEST_PIECE:
            raise UploadRefusedError(413, f"A piece has at most {LONGEST_PIECE} bytes.")
    return bytes(body)


def number(request: Request, name: str) -> int:
    """Read a header that is a number; raises UploadRefusedError."""
    text = request.headers.get(name, "")
    if not (text.isascii() and text.isdecimal() and len(text) <= 15):  # noqa: PLR2004 - below 2**53
        raise UploadRefusedError(400, f"{name} is not a number.")
    return int(text)


def check(piece: bytes, announced: str) -> None:
    """Compare a piece with its `Upload-Checksum`; raises UploadRefusedError."""
    algorithm, _, value = announced.partition(" ")
    if algorithm != "sha256":
        raise UploadRefusedError(400, "Upload-Checksum wants sha256.")
    try:
        wanted = base64.b64decode(value, validate=True)
    except ValueError as error:  # what is not ASCII is not a `binascii.Error`
        raise UploadRefusedError(400, "Upload-Checksum is not Base64.") from error
    if not hmac.compare_digest(hashlib.sha256(piece).digest(), wanted):
        raise UploadRefusedError(CHECKSUM_MISMATCH, "The piece was altered on its way.")
