"""Bech32 as age spells its keys: BIP 173 without the limit of 90 characters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wire.errors import SealedError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_CHECKSUM = 6


def _polymod(values: Iterable[int]) -> int:
    check = 1
    for value in values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for bit, generator in enumerate(_GENERATOR):
            check ^= generator if top >> bit & 1 else 0
    return check


def _expand(prefix: str) -> list[int]:
    return [ord(c) >> 5 for c in prefix] + [0] + [ord(c) & 31 for c in prefix]


def _to_groups(data: bytes) -> list[int]:
    """Cut bytes into groups of five bits, the last one padded with zeros."""
    padding = -len(data) * 8 % 5
    number = int.from_bytes(data, "big") << padding
    count = (len(data) * 8 + padding) // 5
    return [number >> 5 * (count - 1 - i) & 31 for i in range(count)]


def _to_bytes(groups: list[int]) -> bytes:
    """Join groups of five bits; raises SealedError when the padding is not fewer than 5 zeros."""
    number = 0
    for group in groups:
        number = number << 5 | group
    length, padding = divmod(len(groups) * 5, 8)
    if padding >= 5 or number & ((1 << padding) - 1):  # noqa: PLR2004 - bits of a group
        raise SealedError("A key's padding is not canonical.")
    return (number >> padding).to_bytes(length, "big")


def _checksum(prefix: str, groups: list[int]) -> Iterator[int]:
    check = _polymod([*_expand(prefix), *groups, *[0] * _CHECKSUM]) ^ 1
    return (check >> 5 * (_CHECKSUM - 1 - i) & 31 for i in range(_CHECKSUM))


def encode(prefix: str, data: bytes) -> str:
    """Spell `data` with the lower-case `prefix`."""
    groups = _to_groups(data)
    return f"{prefix}1" + "".join(_ALPHABET[g] for g in [*groups, *_checksum(prefix, groups)])


def decode(prefix: str, text: str) -> bytes:
    """Read what `encode` wrote; raises SealedError, which never quotes `text`: it may be secret.

    `prefix` says the case as well: an upper-case prefix wants the whole text in upper case.
    """
    body = text.removeprefix(f"{prefix}1").lower()
    same_case = text in (text.upper(), text.lower())
    if not text.startswith(f"{prefix}1") or not same_case or set(body) - set(_ALPHABET):
        raise SealedError(f"A key is not spelt as {prefix}1...")
    groups = [_ALPHABET.index(c) for c in body]
    if len(groups) < _CHECKSUM or _polymod([*_expand(prefix.lower()), *groups]) != 1:
        raise SealedError("A key's checksum is wrong; it was not copied whole.")
    return _to_bytes(groups[:-_CHECKSUM])
