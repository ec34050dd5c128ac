"""JSON Schemas of what each channel carries, generated from the types the codec decodes with.

A folder a profile: what it forbids has no channel there, hence no schema and no field.
"""

from __future__ import annotations

import json
from typing import Any

import msgspec

from wire.codec import MESSAGES, channels
from wire.policy import Profile
from wire.topics import Channel

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema(channel: Channel) -> dict[str, Any]:
    """Give one channel's schema (draft 2020-12)."""
    generated = msgspec.json.schema(MESSAGES[channel])
    return {"$schema": _DIALECT, "title": f"Channel {channel.value}", **generated}


def schemas() -> dict[str, str]:
    """Give the text of every schema file, by its path: profile, then channel."""
    return {
        f"{profile.value}/{channel.value}.json": _text(channel)
        for profile in Profile
        for channel in sorted(channels(profile))
    }


def _text(channel: Channel) -> str:
    return json.dumps(schema(channel), indent=2, sort_keys=True) + "\n"
