"""How a viewer's browser and a kiosk meet: one offer, one answer, and an end (RFC 8829, RFC 9725).

SDP is the only free text that goes up, and only this channel carries it: printable ASCII in lines,
beginning as SDP begins. Candidates are gathered before it is sent: no trickling, no STUN; both
ends are on the site's own network. Nothing here is durable: a call that is not answered at once is
worth nothing, and which viewings are open is said again and again (`Watching`).
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from msgspec import Meta

from wire.messages.fields import Hex32, Message

LONGEST_SDP = 12_000
"""Characters; what browsers write fits into the longest message with all its line ends escaped."""
SDP_PATTERN = r"^v=0\r?\n[\x20-\x7e\r\n]*$"
"""RFC 8866, 5: the version comes first. Other scripts have no place in what browsers write."""
MOST_VIEWINGS = 8
"""Of one kiosk at once."""
Sdp = Annotated[str, Meta(min_length=5, max_length=LONGEST_SDP, pattern=SDP_PATTERN)]


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


class Coming(Message, frozen=True, kw_only=True, tag="coming"):
    """Down: staff say on the hub's page that somebody goes to the candidate, who asked for help.

    That the candidate was told is an event of its own; what is lost on the way is said again.
    """

    interview_id: Hex32


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


class Watching(Message, frozen=True, kw_only=True, tag="watching"):
    """Up: all that is sent to anybody now; said on connecting, and often while there is any.

    The hub ends what is missing here, and has hung up what it knows to be over.
    """

    viewing_ids: Annotated[tuple[Hex32, ...], Meta(max_length=MOST_VIEWINGS)]


Calling = Call | HangUp | Coming
Called = Accepted | Declined | ViewingEnded | Watching
