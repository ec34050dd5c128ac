"""What the kiosk's processes say to each other over Unix sockets.

The recorder serves two: `recorder.sock` takes one request at a time and answers each;
`media.sock` streams pictures, sound and marks to whoever subscribes, in the order of media time.
"""

from __future__ import annotations

from typing import Annotated, Literal, TypeVar

import msgspec
from msgspec import Meta

from edge_agent.errors import ProcessError
from wire.language import Language
from wire.messages.events import Trouble

T = TypeVar("T")


class Said(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag=True):
    """Anything said between the processes (msgpack)."""


# Requests to the recorder, and its answers.


class BeginInterview(Said, frozen=True, kw_only=True):
    """Start media time at 0; nothing is kept yet. `plan` is the plan's JSON."""

    plan: bytes
    language: Language
    analysis: bool
    """The candidate consented to speech analysis."""
    face_analysis: bool
    """The candidate consented to behaviour measures and the profile allows them."""


class BeginAnswer(Said, frozen=True, kw_only=True):
    """Record from the next sample on."""

    answer: int
    stage: int


class EndAnswer(Said, frozen=True, kw_only=True):
    """Close the answer's recording."""


class EndInterview(Said, frozen=True, kw_only=True):
    """Nothing more will be recorded."""

    withdrawn: str = ""
    """The interview that its candidate took back: that one is ended, no other, and forgotten."""


class FarEnd(Said, frozen=True, kw_only=True):
    """The kiosk begins or ends to play a voice: while any plays, no word counts."""

    playing: bool
    voice: Literal["interviewer", "synthetic"] = "synthetic"


class KeyPicture(Said, frozen=True, kw_only=True):
    """Let the next picture be one that needs no other; heeded once a second."""


class Done(Said, frozen=True, kw_only=True):
    """The request was carried out at media time `pts`."""

    pts: float


class Refused(Said, frozen=True, kw_only=True):
    """The request was not carried out; `code` and `reason` are the error's."""

    code: str
    reason: str


Request = BeginInterview | BeginAnswer | EndAnswer | EndInterview | FarEnd | KeyPicture
Reply = Done | Refused


# What subscribers of the media stream say first, and what they hear.


class Subscribe(Said, frozen=True, kw_only=True):
    """Ask for the stream."""

    frame_rate: Annotated[float, Meta(gt=0, le=60)]
    """Pictures above this rate are left out."""
    frame_width: Annotated[int, Meta(ge=64, le=3840)]
    """Wider pictures are scaled down to this width."""
    every_sample: bool
    """Sound and marks are never dropped for this subscriber; where the source can wait (a replay
    at full speed) pictures are not either, and the source waits."""
    packets: bool = False
    """Encoded packets are wanted in place of pictures and sound; `every_sample` is unheeded."""


class FrameHeader(Said, frozen=True, kw_only=True):
    """A picture's RGB bytes follow as the next item."""

    pts: float
    captured_at: float
    width: int
    height: int
    skipped: int
    """Pictures within the asked rate that this subscriber did not get since the last one."""


class ChunkHeader(Said, frozen=True, kw_only=True):
    """A chunk's little-endian signed 16-bit mono samples follow as the next item."""

    pts: float
    captured_at: float
    rate: int


class PacketHeader(Said, frozen=True, kw_only=True):
    """An encoded packet follows as the next item: H.264 as Annex B, or Opus.

    The first picture is a key picture, and so is the first one after any loss.
    """

    kind: Literal["video", "audio"]
    pts: float
    captured_at: float
    is_key: bool
    lost: int
    """Packets that this subscriber did not get since the last one."""


class InterviewMark(Said, frozen=True, kw_only=True):
    """An interview begins; media time restarts at 0."""

    plan: bytes
    language: Language
    analysis: bool
    face_analysis: bool


class AnswerBeganMark(Said, frozen=True, kw_only=True):
    """What follows belongs to this answer."""

    answer: int
    stage: int
    pts: float


class AnswerEndedMark(Said, frozen=True, kw_only=True):
    """The answer is over."""

    answer: int
    pts: float
    captured_at: float


class InterviewEndedMark(Said, frozen=True, kw_only=True):
    """The interview is over."""

    pts: float
    withdrawn: bool = False
    """Nothing of it is to be kept, or worked on any more."""


class TakeOverMark(Said, frozen=True, kw_only=True):
    """The replay has no more sound for this stage (never sent by devices)."""

    answer: int
    pts: float


class FarEndMark(Said, frozen=True, kw_only=True):
    """The kiosk began or ended to play a voice.

    What plays when an interview begins or ends plays on; nothing needs to say so again.
    """

    playing: bool
    pts: float


class TroubleMark(Said, frozen=True, kw_only=True):
    """A device failed or came back."""

    trouble: Trouble
    pts: float


Heard = (
    FrameHeader
    | ChunkHeader
    | PacketHeader
    | InterviewMark
    | AnswerBeganMark
    | AnswerEndedMark
    | InterviewEndedMark
    | TakeOverMark
    | FarEndMark
    | TroubleMark
)

_REQUESTS: msgspec.msgpack.Decoder[Request] = msgspec.msgpack.Decoder(Request)
_REPLIES: msgspec.msgpack.Decoder[Reply] = msgspec.msgpack.Decoder(Reply)
_SUBSCRIBE = msgspec.msgpack.Decoder(Subscribe)
_HEARD: msgspec.msgpack.Decoder[Heard] = msgspec.msgpack.Decoder(Heard)


def pack(said: Said) -> bytes:
    """Write what is said as msgpack."""
    return msgspec.msgpack.encode(said)


def unpack_request(payload: bytes) -> Request:
    """Read a request to the recorder; raises ProcessError on anything else."""
    return _unpack(_REQUESTS, payload)


def unpack_reply(payload: bytes) -> Reply:
    """Read the recorder's answer; raises ProcessError on anything else."""
    return _unpack(_REPLIES, payload)


def unpack_subscribe(payload: bytes) -> Subscribe:
    """Read what a subscriber says first; raises ProcessError on anything else."""
    return _unpack(_SUBSCRIBE, payload)


def unpack_heard(payload: bytes) -> Heard:
    """Read an item of the media stream; raises ProcessError on anything else."""
    return _unpack(_HEARD, payload)


def _unpack(decoder: msgspec.msgpack.Decoder[T], payload: bytes) -> T:
    try:
        return decoder.decode(payload)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ProcessError(f"Not understood: {error}.") from error
