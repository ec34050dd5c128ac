"""How a viewer's browser and a kiosk meet: one offer, one answer, and an end (RFC 8829, RFC 9725).

SDP is the only free text that goes up, and only this channel carries it. Candidates are gathered
before it is sent: no trickling, no STUN; both ends are on the site's own network.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from msgspec import Meta

from wire.messages.fields import Hex32, Message

Sdp = Annotated[str, Meta(min_length=1, max_length=12_000)]


class Call(Message, frozen=True, kw_only=True, tag="call"):
    """Down: a person who may watch this interview offers a connection."""

    viewing_id: Hex32
    interview_id: Hex32
    sdp: Sdp
    may_speak: bool
    """The person's voice is played to the candidate, who is told that it may be."""


class HangUp(Message, frozen=True, kw_only=True, tag="hang_up"):
    """Down: the viewing is over, or its right was taken away."""

    viewing_id: Hex32


class Accepted(Message, frozen=True, kw_only=True, tag="accepted"):
    """Up: the kiosk's answer."""

    viewing_id: Hex32
    sdp: Sdp


class NotNow(StrEnum):
    """Why a kiosk takes no call."""

    NO_INTERVIEW = "no_interview"
    """Not this interview, or nobody agreed to be seen yet."""
    TOO_MANY = "too_many"
    NOT_UNDERSTOOD = "not_understood"
    """The offer holds nothing the kiosk can send."""


class Declined(Message, frozen=True, kw_only=True, tag="declined"):
    """Up: the kiosk takes no call now."""

    viewing_id: Hex32
    why: NotNow


class ViewingEnded(Message, frozen=True, kw_only=True, tag="viewing_ended"):
    """Up: nothing is sent to this viewer any more."""

    viewing_id: Hex32


Calling = Call | HangUp
Called = Accepted | Declined | ViewingEnded
