"""What the hub tells a kiosk."""

from __future__ import annotations

from wire.messages.fields import Hex32, Message, Sequence


class InterviewReady(Message, frozen=True, kw_only=True, tag="interview_ready"):
    """A plan waits to be fetched over HTTPS."""

    interview_id: Hex32


class SendAgain(Message, frozen=True, kw_only=True, tag="send_again"):
    """The hub was restored from a backup and wants a stream again from `seq` on."""

    stream_id: Hex32
    seq: Sequence


Order = InterviewReady | SendAgain


class Watermark(Message, frozen=True, kw_only=True, tag="watermark"):
    """All messages of a stream up to and with `seq` are durable at the hub."""

    stream_id: Hex32
    seq: Sequence
