"""Hints at light, framing and noise while the candidate checks picture and sound; kept nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog

from edge_agent.capture.frames import Frame
from edge_agent.errors import EdgeError
from edge_agent.features.capture_problems import CaptureProblem
from edge_agent.features.picture_quality import is_dark, is_framed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from edge_agent.inference.observation import PictureObservation
    from edge_agent.inference.vision import Vision

_LOG = structlog.get_logger()
EVERY_S = 0.5
NOISE_DBFS = -36.0
"""Louder than that without speech for so long is a noisy room."""
NOISE_S = 3.0


class DeviceLook:
    """Looks at pictures as long as that is wanted; the face detector is loaded for that while."""

    def __init__(
        self,
        models_dir: Path,
        wanted: Callable[[], bool],
        told: Callable[[CaptureProblem | None], None],
    ) -> None:
        """Tell `told`, from the thread that looks, what is wrong with each picture."""
        self._models_dir = models_dir
        self._wanted = wanted
        self._told = told
        self._vision: Vision | None = None
        self._looked_at = 0.0
        self._is_blind = False

    def __call__(self, rgb: NDArray[np.uint8], now: float) -> None:
        """Look at a picture (height x width x 3) at the monotonic time `now`."""
        if not self._wanted():
            self._vision, self._is_blind = None, False
            return
        if self._is_blind or now - self._looked_at < EVERY_S:
            return
        self._looked_at = now
        try:
            seen = self._opened().observe(Frame(now, now, rgb))
        except EdgeError as error:
            _LOG.warning("no_hints", code=error.code, why=str(error))
            self._is_blind = True
        else:
            self._told(picture_problem(seen))

    def _opened(self) -> Vision:
        if self._vision is None:
            from edge_agent.inference import vision  # noqa: PLC0415 - heavy, and only for a check

            self._vision = vision.Vision(vision.open_face(self._models_dir, behaviour=False))
        return self._vision


def picture_problem(seen: PictureObservation) -> CaptureProblem | None:
    """Give what a candidate can mend first."""
    if is_dark(seen):
        return CaptureProblem.DARK
    if seen.face is None:
        return CaptureProblem.NO_FACE
    if seen.faces > 1:
        return CaptureProblem.SEVERAL_FACES
    return None if is_framed(seen.face) else CaptureProblem.BADLY_FRAMED


class RoomNoise:
    """Whether it is loud where nobody speaks."""

    def __init__(self) -> None:
        self._since: float | None = None

    def hear(self, dbfs: float, now: float, *, speech: bool) -> bool:
        """Take a level at the monotonic time `now`; says whether the room is noisy."""
        if speech or dbfs < NOISE_DBFS:
            self._since = None
        elif self._since is None:
            self._since = now
        return self._since is not None and now - self._since >= NOISE_S


class Hints:
    """The newest of both, for the page."""

    def __init__(self) -> None:
        self._noise = RoomNoise()
        self._is_noisy = False
        self._seen: CaptureProblem | None = None

    @property
    def worst(self) -> CaptureProblem | None:
        """Give what to mend first: the picture, then the noise."""
        return self._seen or (CaptureProblem.NOISY if self._is_noisy else None)

    def see(self, problem: CaptureProblem | None) -> None:
        """Take what is wrong with the newest picture."""
        self._seen = problem

    def hear(self, dbfs: float, now: float, *, speech: bool) -> None:
        """Take the newest level."""
        self._is_noisy = self._noise.hear(dbfs, now, speech=speech)
