"""Moonshine's tokenizer file: the bytes of each token, each with its length in front."""

from __future__ import annotations

from typing import TYPE_CHECKING

from edge_agent.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_SPACE = "\u2581"
"""How the tokenizer (SentencePiece) writes a space."""
_ONE_BYTE = 128
"""Lengths below stand in one byte; others in two, low seven bits first."""


def read_tokens(blob: bytes) -> tuple[bytes, ...]:
    """Read the file's tokens in the order of their numbers; raises ModelError."""
    try:
        tokens = tuple(_tokens(blob))
    except IndexError as error:
        raise ModelError("Moonshine's tokenizer is cut off.") from error
    if not tokens:
        raise ModelError("Moonshine's tokenizer is empty.")
    return tokens


def _tokens(blob: bytes) -> Iterator[bytes]:
    """Yield token after token; IndexError when the last is cut off."""
    at = 0
    while at < len(blob):
        length = blob[at]
        at += 1
        if length >= _ONE_BYTE:
            length += (blob[at] - 1) * _ONE_BYTE
            at += 1
        if at + length > len(blob):
            raise IndexError(at)
        yield blob[at : at + length]
        at += length


def text_of(numbers: Sequence[int], tokens: Sequence[bytes]) -> str:
    """Join tokens to text; special ones (`<s>`, `</s>`) are left out, `<0x..>` are bytes."""
    joined = b"".join(_spelled(tokens[number]) for number in numbers)
    return joined.decode("utf-8", errors="ignore").replace(_SPACE, " ").strip()


def _spelled(token: bytes) -> bytes:
    """Give the bytes a token stands for."""
    if not (token.startswith(b"<") and token.endswith(b">") and len(token) > len("<>")):
        return token
    if token.startswith(b"<0x"):
        return bytes.fromhex(token[3:-1].decode("ascii"))
    return b""
