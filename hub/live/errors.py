"""What may keep somebody from watching live."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hub.errors import HubError

if TYPE_CHECKING:
    from wire.messages.signal import NotNow


class LiveError(HubError):
    """The switchboard is away, or refused what it was asked."""

    code = "H-LIVE-001"
    diagnosis = "Check that the hub's ingest process runs; nothing was shown to anybody."


class NoAnswerError(LiveError):
    """The kiosk did not answer in time."""

    code = "H-LIVE-002"
    diagnosis = "Check that the kiosk is switched on and reaches the broker, then try again."


class DeclinedError(LiveError):
    """The kiosk answered, and takes no call now."""

    code = "H-LIVE-003"
    diagnosis = "Wait until the candidate has agreed to be recorded; see docs/live.md."

    def __init__(self, why: NotNow) -> None:
        super().__init__(f"The kiosk says: {why.value}.")
        self.why = why


class TooManyError(LiveError):
    """More viewings than a person, or a kiosk, may have."""

    code = "H-LIVE-004"
    diagnosis = "Close the live view in other windows, then try again."


class BadOfferError(LiveError):
    """What was sent is no offer."""

    code = "H-LIVE-005"
    diagnosis = "Send the browser's SDP offer (RFC 8829), as application/sdp."
