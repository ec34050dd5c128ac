"""Keeps a recording whole: silence where no sound came, a black picture where none came.

Pure: times go in, what to write comes out. What was filled in is a gap, and is listed.
"""

from __future__ import annotations

from dataclasses import dataclass

from wire.upload import Gap

LONGEST_WITHOUT_PICTURE_S = 1.0
_LATEST_SOUND_S = 0.5
"""So far sound may lag behind the pictures before silence stands in for it."""
_SMALLEST_HOLE_S = 0.02
_SMALLEST_GAP_S = 0.05
_ALMOST = 1e-6


@dataclass(frozen=True, slots=True)
class Silence:
    """So many samples of silence."""

    samples: int


@dataclass(frozen=True, slots=True)
class Black:
    """A black picture at this time."""

    at: float


Filling = Silence | Black


class Timeline:
    """Decides what to fill in; all times are seconds from the part's start."""

    def __init__(self, sound_rate: int) -> None:
        self._rate = sound_rate
        self._samples = 0
        self._picture_at: float | None = None
        """Of the last picture, the camera's or a black one."""
        self._blind_since: float | None = None
        self._gaps: list[Gap] = []

    @property
    def sound_end(self) -> float:
        """Time just after the last sample."""
        return self._samples / self._rate

    def picture(self, at: float) -> list[Filling]:
        """Take a picture of the camera; gives what is to be written before it."""
        if self._blind_since is not None:
            self._note(self._blind_since, at)
            self._blind_since = None
        self._picture_at = at
        return self._silence_until(at) if at - self.sound_end > _LATEST_SOUND_S else []

    def sound(self, at: float, samples: int) -> tuple[list[Filling], int]:
        """Take sound; gives what is to be written before it, and how many samples to leave out.

        Samples are left out where silence already stands in their place.
        """
        fillings: list[Filling] = []
        if at - self.sound_end > _SMALLEST_HOLE_S:
            fillings = self._silence_until(at)
        late = round((self.sound_end - at) * self._rate)
        left_out = min(late, samples) if late > _SMALLEST_HOLE_S * self._rate else 0
        self._samples += samples - left_out
        return fillings + self._black_until(self.sound_end), left_out

    def close(self, at: float) -> list[Filling]:
        """Fill up to the part's end."""
        fillings = self._silence_until(at) if at - self.sound_end > _SMALLEST_HOLE_S else []
        fillings += self._black_until(at)
        if self._blind_since is not None:
            self._note(self._blind_since, at)
        return fillings

    def gaps(self) -> list[Gap]:
        """Give the gaps found since the last call."""
        gaps, self._gaps = self._gaps, []
        return gaps

    def _silence_until(self, at: float) -> list[Filling]:
        missing = round(at * self._rate) - self._samples
        self._note(self.sound_end, at)
        self._samples += missing
        return [Silence(missing)]

    def _black_until(self, at: float) -> list[Filling]:
        fillings: list[Filling] = []
        while at - (self._picture_at or 0.0) > LONGEST_WITHOUT_PICTURE_S + _ALMOST:
            if self._blind_since is None:
                self._blind_since = self._picture_at or 0.0
            is_first = self._picture_at is None
            self._picture_at = 0.0 if is_first else (self._picture_at or 0.0) + 1.0
            fillings.append(Black(self._picture_at))
        return fillings

    def _note(self, start: float, end: float) -> None:
        if end - start > _SMALLEST_GAP_S:
            self._gaps.append(Gap(start=start, end=end))
