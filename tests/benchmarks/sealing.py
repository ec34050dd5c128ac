"""Sealing in memory: ours, chunk by chunk, beside pyrage (Rust), in turn, medians."""

from __future__ import annotations

import statistics
import time
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

import pyrage

from wire import sealed

if TYPE_CHECKING:
    from collections.abc import Callable

_BYTES = 64 * 1024 * 1024
_TIMES = 5


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def sealing() -> list[dict[str, Any]]:
    """Measure both on the same bytes."""
    _, recipient = sealed.generate_identity()
    plaintext = bytes(range(256)) * (_BYTES // 256)
    theirs = pyrage.x25519.Recipient.from_str(recipient)
    pairs = [
        (
            _seconds(lambda: sealed.seal(plaintext, [recipient])),
            _seconds(lambda: pyrage.encrypt(plaintext, [theirs])),
        )
        for _ in range(_TIMES)
    ]
    ours, peer = (_BYTES / 1e6 / statistics.median(column) for column in zip(*pairs, strict=True))
    return [
        {
            "name": "seal_mb_s",
            "value": round(ours),
            "unit": "MB/s",
            "peer": f"pyrage {version('pyrage')}",
            "peer_value": round(peer),
            "ratio": round(ours / peer, 2),
        },
    ]
