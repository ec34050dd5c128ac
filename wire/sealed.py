"""Sealed recordings: age v1 files with X25519 recipients, written and read chunk by chunk.

Source: C2SP age.md (https://c2sp.org/age); the payload is STREAM with ChaCha20-Poly1305
(RFC 8439). Header and body are kept apart on disk; header + body is a stock age file.
`body` is 16 bytes of nonce, then the sealed chunks.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from wire import age_header, bech32
from wire.errors import SealedError

CHUNK = 65536
"""Plaintext bytes of every chunk but the last."""
TAG = 16
SEALED_CHUNK = CHUNK + TAG
NONCE = 16
_KEY_BYTES = 32
_IDENTITY = "AGE-SECRET-KEY-"
_RECIPIENT = "age"


def generate_identity() -> tuple[str, str]:
    """Make a private key and its public key ("AGE-SECRET-KEY-1...", "age1...")."""
    private = X25519PrivateKey.generate().private_bytes_raw()
    identity = bech32.encode(_IDENTITY.lower(), private).upper()
    return identity, recipient_of(identity)


def recipient_of(identity: str) -> str:
    """Give the public key of a private one; raises SealedError."""
    private = X25519PrivateKey.from_private_bytes(_raw(_IDENTITY, identity))
    return bech32.encode(_RECIPIENT, private.public_key().public_bytes_raw())


def _raw(prefix: str, text: str) -> bytes:
    raw = bech32.decode(prefix, text)
    if len(raw) != _KEY_BYTES:
        raise SealedError(f"A key has {len(raw)} bytes, {_KEY_BYTES} wanted.")
    return raw


def _payload_cipher(file_key: bytes, nonce: bytes) -> ChaCha20Poly1305:
    if len(file_key) != age_header.FILE_KEY_BYTES or len(nonce) != NONCE:
        raise SealedError("The file key or the nonce has a wrong length.")
    return ChaCha20Poly1305(age_header.derive(file_key, nonce, b"payload"))


def _counter(index: int, *, last: bool) -> bytes:
    """Give a chunk's nonce: 11 bytes of counter, one that marks the last chunk."""
    return index.to_bytes(11, "big") + bytes([last])


@dataclass
class Sealer:
    """Seals one file from its first chunk to its last: one file key, one counter, used once."""

    header: bytes
    """The age header up to and with the MAC line."""
    nonce: bytes
    """The first 16 bytes of the body."""
    _cipher: ChaCha20Poly1305 = field(repr=False)
    _next: int = 0
    _closed: bool = False

    @classmethod
    def for_recipients(cls, recipients: Sequence[str]) -> Sealer:
        """Begin a file that any of `recipients` can open; raises SealedError."""
        if not recipients:
            raise SealedError("A file wants at least one recipient.")
        keys = [_raw(_RECIPIENT, recipient) for recipient in recipients]
        file_key = secrets.token_bytes(age_header.FILE_KEY_BYTES)
        nonce = secrets.token_bytes(NONCE)
        return cls(age_header.write(file_key, keys), nonce, _payload_cipher(file_key, nonce))

    def chunk(self, plaintext: bytes, *, last: bool = False) -> bytes:
        """Seal the next chunk: exactly CHUNK bytes, or the last one's 1 to CHUNK bytes.

        Only the last chunk of an empty file may be empty. Raises SealedError.
        """
        if self._closed:
            raise SealedError("The file's last chunk is sealed already.")
        _check_length(self._next, len(plaintext), last=last)
        sealed = self._cipher.encrypt(_counter(self._next, last=last), plaintext, None)
        self._next, self._closed = self._next + 1, last
        return sealed


def _check_length(index: int, length: int, *, last: bool) -> None:
    """Refuse a plaintext length that no chunk of this place may have."""
    whole = length == CHUNK
    if not (whole or (last and length < CHUNK and (length > 0 or index == 0))):
        kind = "last chunk" if last else "chunk"
        raise SealedError(f"A {kind} at place {index} cannot hold {length} bytes.")


def seal(plaintext: bytes, recipients: Sequence[str]) -> tuple[bytes, bytes]:
    """Seal a whole small file; gives header and body."""
    sealer = Sealer.for_recipients(recipients)
    ends = range(CHUNK, max(len(plaintext), 1) + CHUNK, CHUNK)
    chunks = (sealer.chunk(plaintext[end - CHUNK : end], last=end == ends[-1]) for end in ends)
    return sealer.header, sealer.nonce + b"".join(chunks)


def split(sealed: bytes) -> tuple[bytes, bytes]:
    """Part a stock age file into header and body; raises SealedError."""
    length = age_header.parse(sealed).length
    return sealed[:length], sealed[length:]


def unwrap(header: bytes, identity: str) -> bytes:
    """Give the 16-byte file key; raises NotForUsError or SealedError."""
    parsed = age_header.parse(header)
    if parsed.length != len(header):
        raise SealedError("Something stands after the header.")
    return age_header.file_key_of(parsed, _raw(_IDENTITY, identity))


class Opener:
    """Opens any chunk of one file, in any order."""

    def __init__(self, file_key: bytes, nonce: bytes) -> None:
        self._cipher = _payload_cipher(file_key, nonce)

    def chunk(self, index: int, sealed: bytes, *, last: bool) -> bytes:
        """Give the plaintext of chunk `index`; raises SealedError when it was altered or moved."""
        _check_length(index, len(sealed) - TAG, last=last)
        try:
            return self._cipher.decrypt(_counter(index, last=last), sealed, None)
        except InvalidTag as error:
            raise SealedError(f"Chunk {index} was altered.") from error

    def either(self, index: int, sealed: bytes) -> tuple[bytes, bool]:
        """Give chunk `index` and whether it is the file's last; raises SealedError."""
        if len(sealed) == SEALED_CHUNK:
            try:
                return self.chunk(index, sealed, last=False), False
            except SealedError:
                pass
        return self.chunk(index, sealed, last=True), True


def plain_length(body_length: int) -> int:
    """Give the plaintext length of a complete body (nonce and chunks); raises SealedError."""
    whole, rest = divmod(body_length - NONCE, SEALED_CHUNK)
    if whole > 0 and rest == 0:
        return whole * CHUNK
    if whole < 0 or rest < TAG or (whole > 0 and rest == TAG):
        raise SealedError(f"No complete body has {body_length} bytes.")
    return whole * CHUNK + rest - TAG


def chunk_span(start: int, end: int) -> range:
    """Give the indices of the chunks that hold plaintext [start, end)."""
    return range(start // CHUNK, -(-end // CHUNK)) if start < end else range(0)


def closing_chunk(file_key: bytes, nonce: bytes, index: int, plaintext: bytes) -> bytes:
    """Seal the last chunk of a body that was cut after `index` whole chunks.

    A body of at least one whole chunk wants 1 to CHUNK bytes; an empty body may be closed empty.
    The mark of the last chunk is part of the nonce: no chunk sealed before had the same one.
    """
    _check_length(index, len(plaintext), last=True)
    return _payload_cipher(file_key, nonce).encrypt(_counter(index, last=True), plaintext, None)


def opened_chunks(file_key: bytes, body: bytes) -> Iterator[bytes]:
    """Give a body's plaintext chunk by chunk; raises SealedError where it stops being whole."""
    opener = Opener(file_key, body[:NONCE])
    last = False
    for index, start in enumerate(range(NONCE, len(body), SEALED_CHUNK)):
        if last:
            raise SealedError("Bytes follow the last chunk.")
        plaintext, last = opener.either(index, body[start : start + SEALED_CHUNK])
        yield plaintext
    if not last:
        raise SealedError("The body was cut: it has no last chunk.")


def open_sealed(header: bytes, body: bytes, identity: str) -> bytes:
    """Open a whole small file; raises SealedError."""
    return b"".join(opened_chunks(unwrap(header, identity), body))
