"""Where the recorder's media comes from: live devices, or a replay."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from edge_agent.capture.frames import AudioChunk, Frame

if TYPE_CHECKING:
    from wire.messages.events import Trouble


@dataclass(frozen=True, slots=True)
class TakeOver:
    """The replay has no more sound for the open answer."""


@dataclass(frozen=True, slots=True)
class DeviceTrouble:
    """A device failed or came back."""

    trouble: Trouble


@dataclass(frozen=True, slots=True)
class PicturesLost:
    """So many pictures left the camera and could not be taken in."""

    count: int


Captured = Frame | AudioChunk | TakeOver | DeviceTrouble | PicturesLost


class Source(Protocol):
    """Gives what was captured, one item after the other, in media time."""

    @property
    def is_live(self) -> bool:
        """Say whether what is not taken in time is lost; a replay waits for the recording."""
        ...

    @property
    def waits(self) -> bool:
        """Say whether the source waits for those who listen to the stream, too."""
        ...

    @property
    def now(self) -> float:
        """Media time of the next sample."""
        ...

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the pictures."""
        ...

    def begin_interview(self, media_time: float) -> None:
        """Let media time go on from `media_time`."""
        ...

    def begin_answer(self, stage: int) -> None:
        """Learn that the answer to `stage` is open from `now` on; raises EdgeError."""
        ...

    def end_answer(self) -> None:
        """Learn that no answer is open."""
        ...

    def take(self, wait_s: float) -> Captured | None:
        """Give the next item, or None when there is none within `wait_s`; raises EdgeError."""
        ...

    def close(self) -> None:
        """Release the devices or files."""
        ...
