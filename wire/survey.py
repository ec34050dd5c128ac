"""Five anonymous answers about the interview: no interview, no candidate, no hour."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated

import msgspec
from msgspec import Meta

from wire.errors import SurveyError
from wire.messages.fields import Hex32

MAX_BYTES = 1024
Rating = Annotated[int, Meta(ge=1, le=5)]


class Item(StrEnum):
    """What is asked; 1 is not at all, 5 is very much."""

    PREPARED = "prepared"
    STABLE = "stable"
    FAIR = "fair"
    LIKING = "liking"
    RECOMMEND = "recommend"


class Survey(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One candidate's answers; what was left out is null."""

    survey_id: Hex32
    """Random: what is sent twice is stored once."""
    day: date
    prepared: Rating | None = None
    stable: Rating | None = None
    fair: Rating | None = None
    liking: Rating | None = None
    recommend: Rating | None = None


def encode(survey: Survey) -> bytes:
    """Write it as JSON."""
    return msgspec.json.encode(survey)


def decode(payload: bytes) -> Survey:
    """Read it; raises SurveyError."""
    if len(payload) > MAX_BYTES:
        raise SurveyError(f"The survey has {len(payload)} bytes, {MAX_BYTES} allowed.")
    try:
        return msgspec.json.decode(payload, type=Survey)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise SurveyError(f"{error}.") from error
