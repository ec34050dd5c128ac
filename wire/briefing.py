"""What a candidate is told about people: who interviews, what comes next, whom to ask.

Fetched over HTTPS beside the plan and never part of it: the plan is hashed when the interview is
made, while cards and promises may change until it begins.
"""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from wire.errors import BriefingError
from wire.language import LocalText

MAX_BYTES = 4 * 1024 * 1024
MOST_PICTURE_BYTES = 400 * 1024
_JPEG = b"\xff\xd8\xff"
_PNG = b"\x89PNG\r\n\x1a\n"
Picture = Annotated[bytes, Meta(max_length=MOST_PICTURE_BYTES)]


class InterviewerCard(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How one interviewer introduces himself or herself."""

    name: Annotated[str, Meta(min_length=1, max_length=64)]
    role: LocalText | None = None
    about: LocalText | None = None
    picture: Picture = b""
    """JPEG or PNG (Base64 in JSON); empty: none."""

    def __post_init__(self) -> None:
        """Refuse bytes that are no picture."""
        if self.picture and kind_of(self.picture) is None:
            message = "a picture is JPEG or PNG"
            raise ValueError(message)


class Briefing(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Everything of it may be missing; pages then say less."""

    interviewers: Annotated[tuple[InterviewerCard, ...], Meta(max_length=8)] = ()
    answer_working_days: Annotated[int, Meta(ge=1, le=60)] | None = None
    """So soon an answer was promised, counted from the end of the interview."""
    contact: LocalText | None = None
    """How to reach a person."""


class OwnPage(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Made for one candidate when the interview has ended, and stored nowhere."""

    address: Annotated[str, Meta(max_length=512, pattern="^https?://[!-~]+$")]
    """Where the candidate sees what is kept, with the key in it."""


def kind_of(picture: bytes) -> str | None:
    """Give the media type of a picture that may be shown."""
    if picture.startswith(_JPEG):
        return "image/jpeg"
    return "image/png" if picture.startswith(_PNG) else None


def encode(briefing: Briefing | OwnPage) -> bytes:
    """Write a briefing, or the way to an own page, as JSON."""
    return msgspec.json.encode(briefing)


def decode_own_page(payload: bytes) -> OwnPage:
    """Read where a candidate's own page is; raises BriefingError."""
    try:
        return msgspec.json.decode(payload[:MAX_BYTES], type=OwnPage)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BriefingError(f"{error}.") from error


def decode(payload: bytes) -> Briefing:
    """Read a briefing; raises BriefingError."""
    if len(payload) > MAX_BYTES:
        raise BriefingError(f"The briefing has {len(payload)} bytes, {MAX_BYTES} allowed.")
    try:
        return msgspec.json.decode(payload, type=Briefing)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BriefingError(f"{error}.") from error
