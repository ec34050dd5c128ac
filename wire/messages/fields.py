"""The only types a message field may have: numbers within bounds, hex digits, enumerations.

No up message has a free string: what cannot be written down here cannot leave a kiosk.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import msgspec
from msgspec import Meta

Hex32 = Annotated[str, Meta(pattern="^[0-9a-f]{32}$", max_length=32)]
"""An interview's or a device boot's identifier."""
Sha256 = Annotated[str, Meta(pattern="^[0-9a-f]{64}$", max_length=64)]
"""A SHA-256 in lower-case hex."""
Instant = Annotated[datetime, Meta(tz=True)]
"""Aware wall time."""
Sequence = Annotated[int, Meta(ge=1, le=2**53 - 1)]
"""Contiguous from 1 within a stream."""
Index = Annotated[int, Meta(ge=0, le=4095)]
"""Position of an answer, question or keyword in the interview's plan."""
Count = Annotated[int, Meta(ge=0, le=1_000_000)]
Frames = Annotated[int, Meta(ge=0, le=1000)]
"""Pictures of one second; no camera gives more."""
Bytes = Annotated[int, Meta(ge=0, le=2**53 - 1)]
Seconds = Annotated[float, Meta(ge=0.0, le=86_400.0)]
"""Media time: seconds since the interview began, or a length of time."""
Share = Annotated[float, Meta(ge=0.0, le=1.0)]
Decibels = Annotated[float, Meta(ge=-120.0, le=0.0)]
"""Relative to full scale (dBFS); silence is -120."""
Ratio = Annotated[float, Meta(ge=0.0, le=120.0)]
"""Decibels of one power over another."""
Degrees = Annotated[float, Meta(ge=-180.0, le=180.0)]
PerMinute = Annotated[float, Meta(ge=0.0, le=10_000.0)]


class Message(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    tag_field="kind",
):
    """Any message; subclasses name their `kind`."""


class Durable(Message, frozen=True, kw_only=True):
    """A message that is kept by the kiosk until the hub has made it durable."""

    stream_id: Hex32
    seq: Sequence
