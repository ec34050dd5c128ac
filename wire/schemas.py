"""JSON Schemas of what each channel carries, generated from the types the codec decodes with.

A folder a profile: what it forbids has no channel there, hence no schema and no field.
"""

from __future__ import annotations

import json
from typing import Any

import msgspec

from wire.codec import MESSAGES, channels
from wire.measured import BY_PROFILE, FIELDS, IN_PROMPTS
from wire.policy import Profile, allows
from wire.topics import Channel

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema(channel: Channel, profile: Profile) -> dict[str, Any]:
    """Give one channel's schema under a profile (draft 2020-12)."""
    generated = msgspec.json.schema(MESSAGES[channel])
    for part in (generated, *generated.get("$defs", {}).values()):
        _settle(part, profile)
    return {"$schema": _DIALECT, "title": f"Channel {channel.value}", **generated}


def schemas() -> dict[str, str]:
    """Give the text of every schema file, by its path: profile, then channel."""
    return {
        f"{profile.value}/{channel.value}.json": _text(channel, profile)
        for profile in Profile
        for channel in sorted(channels(profile))
    }


def _settle(part: dict[str, Any], profile: Profile) -> None:
    """Take out the fields that the profile forbids; require those that it wants."""
    for measure in BY_PROFILE:
        for field in set(FIELDS[measure]) & set(part.get("properties", ())):
            if allows(profile, measure):
                part["required"] = sorted({*part["required"], field})
            else:
                del part["properties"][field]
    for measure in IN_PROMPTS:
        if not allows(profile, measure):
            for field in FIELDS[measure]:
                part.get("properties", {}).pop(field, None)


def _text(channel: Channel, profile: Profile) -> str:
    return json.dumps(schema(channel, profile), indent=2, sort_keys=True) + "\n"
