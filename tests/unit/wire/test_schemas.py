from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import fields

from tests.unit.wire.strategies import values_of
from wire import codec, policy
from wire.measured import FIELDS
from wire.messages.behaviour_window import BodyBehaviour, FaceBehaviour
from wire.messages.signal import LONGEST_SDP, SDP_PATTERN
from wire.policy import BEHAVIOUR, Measure, Profile
from wire.schemas import schema, schemas
from wire.topics import UP, Channel

if TYPE_CHECKING:
    from collections.abc import Iterator

DOCUMENTS = Path(__file__).resolve().parents[3] / "docs" / "schemas"
BOUNDS_OF_TEXT = {"pattern", "enum", "const"}
SDP = {
    "/$defs/Accepted/properties/sdp": {
        "type": "string",
        "minLength": 5,
        "maxLength": LONGEST_SDP,
        "pattern": SDP_PATTERN,
    }
}
"""The one place of the one channel that carries text of a sender's own."""


def parts(node: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Walk every object of a schema, each with its place."""
    if isinstance(node, dict):
        yield path, node
        for key, value in node.items():
            yield from parts(value, f"{path}/{key}")
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from parts(value, f"{path}/{index}")


def is_free(part: dict[str, Any]) -> bool:
    """Say whether a part of a schema lets a sender write text of its own."""
    kinds = part.get("type", [])
    is_text = "string" in ([kinds] if isinstance(kinds, str) else kinds)
    if not is_text or part.get("format") == "date-time":
        return False
    return part.get("pattern") == SDP_PATTERN or not BOUNDS_OF_TEXT & part.keys()


@pytest.mark.parametrize("channel", sorted(UP))
def test_no_up_message_has_a_free_string_but_sdp_where_calls_are_answered(
    channel: Channel,
) -> None:
    free = {path: part for path, part in parts(schema(channel, Profile.CN)) if is_free(part)}
    assert free == (SDP if channel is Channel.SIGNAL else {})


@pytest.mark.parametrize("channel", sorted(UP))
def test_no_up_message_has_a_place_for_anything_unforeseen(channel: Channel) -> None:
    for path, part in parts(schema(channel, Profile.CN)):
        if part.get("type") == "object":
            assert part["additionalProperties"] is False, path
            for name, field in part["properties"].items():
                assert {"type", "enum", "$ref", "anyOf"} & field.keys(), f"{path}/{name}"
        if part.get("type") == "array":
            assert part.get("maxItems") is not None, path


@pytest.mark.parametrize("channel", sorted(UP))
def test_every_pattern_of_an_up_message_is_of_hex_digits_and_of_one_length(
    channel: Channel,
) -> None:
    found = [
        part
        for _, part in parts(schema(channel, Profile.CN))
        if isinstance(part.get("pattern"), str) and not is_free(part)
    ]
    assert all(part["pattern"] == f"^[0-9a-f]{{{part['maxLength']}}}$" for part in found)


def test_a_free_string_would_be_found() -> None:
    assert is_free({"type": "string"})
    assert is_free({"type": ["string", "null"], "maxLength": 5})
    assert is_free({"type": "string", "pattern": SDP_PATTERN})
    assert not is_free({"type": "string", "format": "date-time"})


def test_the_documents_hold_the_schemas_as_generated() -> None:
    documents = {
        path.relative_to(DOCUMENTS).as_posix(): path.read_text(encoding="utf-8")
        for path in DOCUMENTS.rglob("*.json")
    }
    assert documents == schemas(), "run `python -m provisioning.documents`"


def names(node: Any) -> set[str]:
    """Give the name of every field of a schema."""
    return {
        name
        for _, part in parts(node)
        for name in part.get("properties", {})
        if isinstance(name, str)
    }


FORBIDDEN = {
    profile: [measure for measure in Measure if not policy.allows(profile, measure)]
    for profile in Profile
}


@pytest.mark.parametrize("profile", list(Profile))
def test_what_a_profile_forbids_has_no_field_in_its_schemas(profile: Profile) -> None:
    told = [json.loads(text) for path, text in schemas().items() if path.startswith(profile.value)]
    there = set().union(*(names(one) for one in told))
    forbidden = {field for measure in FORBIDDEN[profile] for field in FIELDS[measure]}
    assert not there & forbidden
    assert FORBIDDEN[profile] == [] or forbidden


def test_every_field_of_behaviour_belongs_to_a_measure_or_says_how_long_was_measured() -> None:
    struct_fields = {
        field.encode_name for kind in (FaceBehaviour, BodyBehaviour) for field in fields(kind)
    }
    named = {field for measure in BEHAVIOUR for field in FIELDS[measure]}
    assert struct_fields - named == {"measured_s", "hands_s"}
    assert named <= struct_fields


@pytest.mark.parametrize("channel", list(Channel))
@settings(max_examples=10)
@given(data=st.data())
def test_what_the_codec_writes_the_schema_accepts(channel: Channel, data: st.DataObject) -> None:
    payload = codec.encode(data.draw(values_of(codec.MESSAGES[channel])))
    jsonschema.validate(json.loads(payload), schema(channel, Profile.CN))
