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


class Erase(Message, frozen=True, kw_only=True, tag="erase"):
    """The candidate withdrew at the hub: the kiosk deletes what it holds of the interview."""

    interview_id: Hex32


Order = InterviewReady | SendAgain | Erase


class Watermark(Message, frozen=True, kw_only=True, tag="watermark"):
    """All messages of a stream up to and with `seq` are durable at the hub."""

    stream_id: Hex32
    seq: Sequence
