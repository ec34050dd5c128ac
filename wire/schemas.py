"""JSON Schemas of what each channel carries, generated from the types the codec decodes with."""

from __future__ import annotations

import json
from typing import Any

import msgspec

from wire.codec import MESSAGES
from wire.topics import Channel

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema(channel: Channel) -> dict[str, Any]:
    """Give one channel's schema (draft 2020-12)."""
    generated = msgspec.json.schema(MESSAGES[channel])
    return {"$schema": _DIALECT, "title": f"Channel {channel.value}", **generated}


def schemas() -> dict[str, str]:
    """Give the text of every channel's schema file, by the file's name."""
    return {
        f"{channel.value}.json": json.dumps(schema(channel), indent=2, sort_keys=True) + "\n"
        for channel in MESSAGES
    }
