"""The header of an age v1 file: stanzas, their MAC, and the X25519 recipient type.

Source: C2SP age.md (https://c2sp.org/age), RFC 7748 (X25519), RFC 5869 (HKDF), RFC 8439
(ChaCha20-Poly1305). What the specification leaves open is refused.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from wire.errors import NotForUsError, SealedError

FILE_KEY_BYTES = 16
_VERSION = b"age-encryption.org/v1\n"
_X25519 = "X25519"
_X25519_INFO = b"age-encryption.org/v1/X25519"
_KEY_BYTES = 32
_COLUMNS = 64
_ARGUMENTS = re.compile(rb"-> ([!-~]+(?: [!-~]+)*)")
_BODY_LINE = re.compile(rb"[A-Za-z0-9+/]{0,64}")
_MAC_LINE = re.compile(rb"--- ([A-Za-z0-9+/]{43})")
_ZERO_NONCE = bytes(12)


@dataclass(frozen=True, slots=True)
class Stanza:
    """The file key, wrapped for one recipient."""

    arguments: tuple[str, ...]
    body: bytes

    def encode(self) -> bytes:
        """Write the stanza's lines; the last one is always shorter than 64 columns."""
        text = _encode64(self.body)
        lines = [text[at : at + _COLUMNS] for at in range(0, len(text) + 1, _COLUMNS)]
        return f"-> {' '.join(self.arguments)}\n".encode() + b"\n".join(lines) + b"\n"


@dataclass(frozen=True, slots=True)
class Header:
    """A parsed header."""

    stanzas: tuple[Stanza, ...]
    authenticated: bytes
    """What the MAC covers: up to and with the three hyphens."""
    mac: bytes
    length: int
    """Bytes of the whole header, the line break after the MAC included."""


def derive(key: bytes, salt: bytes, info: bytes) -> bytes:
    """Derive 32 bytes by HKDF-SHA-256."""
    return HKDF(algorithm=hashes.SHA256(), length=_KEY_BYTES, salt=salt, info=info).derive(key)


def _encode64(data: bytes) -> bytes:
    return base64.b64encode(data).rstrip(b"=")


def _decode64(text: bytes) -> bytes:
    """Decode unpadded standard Base64; raises SealedError unless it is the one way to write it."""
    if len(text) % 4 == 1:
        raise SealedError("A header's Base64 has a wrong length.")
    data = base64.b64decode(text + b"=" * (-len(text) % 4), validate=True)
    if _encode64(data) != text:
        raise SealedError("A header's Base64 is not canonical.")
    return data


def parse(sealed: bytes) -> Header:
    """Read the header that `sealed` begins with; raises SealedError."""
    if not sealed.startswith(_VERSION):
        raise SealedError("Not an age v1 file.")
    at = len(_VERSION)
    stanzas: list[Stanza] = []
    while sealed.startswith(b"-> ", at):
        stanza, at = _parse_stanza(sealed, at)
        stanzas.append(stanza)
    line, end = _line(sealed, at)
    found = _MAC_LINE.fullmatch(line)
    if found is None or not stanzas:
        raise SealedError("A header's line is neither a stanza nor its end.")
    return Header(tuple(stanzas), sealed[: at + 3], _decode64(found[1]), end)


def _line(sealed: bytes, at: int) -> tuple[bytes, int]:
    """Give the line that begins at `at`, and where the next one begins."""
    end = sealed.find(b"\n", at)
    if end < 0:
        raise SealedError("A header ends in the middle of a line.")
    return sealed[at:end], end + 1


def _parse_stanza(sealed: bytes, at: int) -> tuple[Stanza, int]:
    line, at = _line(sealed, at)
    found = _ARGUMENTS.fullmatch(line)
    if found is None:
        raise SealedError("A stanza's arguments are wrong.")
    text = b""
    while True:
        line, at = _line(sealed, at)
        if _BODY_LINE.fullmatch(line) is None:
            raise SealedError("A stanza's body is wrong.")
        text += line
        if len(line) < _COLUMNS:
            return Stanza(tuple(found[1].decode("ascii").split(" ")), _decode64(text)), at


def write(file_key: bytes, recipients: list[bytes]) -> bytes:
    """Write the header that wraps `file_key` for raw X25519 public keys."""
    stanzas = (_wrap(file_key, recipient).encode() for recipient in recipients)
    authenticated = _VERSION + b"".join(stanzas) + b"---"
    return authenticated + b" " + _encode64(_mac(file_key, authenticated)) + b"\n"


def _mac(file_key: bytes, authenticated: bytes) -> bytes:
    return hmac.digest(derive(file_key, b"", b"header"), authenticated, hashlib.sha256)


def _wrap(file_key: bytes, recipient: bytes) -> Stanza:
    ephemeral = X25519PrivateKey.generate()
    share = ephemeral.public_key().public_bytes_raw()
    shared = _exchange(ephemeral, recipient)
    key = derive(shared, share + recipient, _X25519_INFO)
    body = ChaCha20Poly1305(key).encrypt(_ZERO_NONCE, file_key, None)
    return Stanza((_X25519, _encode64(share).decode("ascii")), body)


def _exchange(private: X25519PrivateKey, public: bytes) -> bytes:
    """Agree on a secret; raises SealedError for a point of low order (RFC 7748, 6.1)."""
    try:
        return private.exchange(X25519PublicKey.from_public_bytes(public))
    except ValueError as error:
        raise SealedError("A share is a point of low order.") from error


def file_key_of(header: Header, secret: bytes) -> bytes:
    """Unwrap the file key with a raw X25519 private key and check the header's MAC.

    Raises NotForUsError when no stanza is for this key, SealedError when the header is wrong.
    """
    if len(header.stanzas) > 1 and any(s.arguments[0] == "scrypt" for s in header.stanzas):
        raise SealedError("A passphrase stands beside other recipients.")
    ours = [_share_of(s) for s in header.stanzas if s.arguments[0] == _X25519]
    private = X25519PrivateKey.from_private_bytes(secret)
    for share, body in ours:
        file_key = _unwrap(private, share, body)
        if file_key is not None:
            if not hmac.compare_digest(_mac(file_key, header.authenticated), header.mac):
                raise SealedError("The header's MAC is wrong.")
            return file_key
    raise NotForUsError("No recipient of the file is ours.")


def _share_of(stanza: Stanza) -> tuple[bytes, bytes]:
    """Give an X25519 stanza's share and body, both of exactly the length they must have."""
    if len(stanza.arguments) != 2:  # noqa: PLR2004 - the type and the share
        raise SealedError("An X25519 stanza wants one argument.")
    share = _decode64_argument(stanza.arguments[1])
    if len(share) != _KEY_BYTES or len(stanza.body) != FILE_KEY_BYTES + 16:
        raise SealedError("An X25519 stanza has a wrong length.")
    return share, stanza.body


def _decode64_argument(text: str) -> bytes:
    if re.fullmatch(r"[A-Za-z0-9+/]*", text) is None:
        raise SealedError("An X25519 share is not Base64.")
    return _decode64(text.encode("ascii"))


def _unwrap(private: X25519PrivateKey, share: bytes, body: bytes) -> bytes | None:
    """Give the file key, or None when the stanza is for somebody else."""
    shared = _exchange(private, share)
    key = derive(shared, share + private.public_key().public_bytes_raw(), _X25519_INFO)
    try:
        return ChaCha20Poly1305(key).decrypt(_ZERO_NONCE, body, None)
    except InvalidTag:
        return None
