"""The ports behind which models live; adapters are named after their runtime or model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray


class ModelRuntime(Protocol):
    """One loaded model on one of the runtimes; tensors go by the manifest's names."""

    def run(self, outputs: Sequence[str] | None, feed: Mapping[str, Any]) -> list[Any]:
        """Give the named outputs (all when None) for arrays by name; raises ModelError."""
        ...


@dataclass(frozen=True, slots=True)
class FaceBox:
    """A detected face in pixels of the frame, and how sure the detector is (0..1)."""

    left: float
    top: float
    width: float
    height: float
    score: float
    keypoints: NDArray[np.float32]
    """6 x 2 pixels: right eye, left eye (the person's), nose, mouth, right and left ear."""


class FaceDetector(Protocol):
    """Finds faces in a whole picture."""

    def detect(self, image: NDArray[np.uint8]) -> tuple[FaceBox, ...]:
        """Give the faces in an RGB picture (H x W x 3), surest first; raises ModelError."""
        ...


@dataclass(frozen=True, slots=True)
class FaceMesh:
    """Landmarks of one face."""

    points: NDArray[np.float32]
    """478 x 3 (x and y in pixels of the frame, z in the same scale); 468-477 are the irises."""
    presence: float
    """0..1, how likely the region holds a face at all."""


class LandmarkModel(Protocol):
    """Finds landmarks in the region of one face."""

    def landmarks(self, image: NDArray[np.uint8], region: Region) -> FaceMesh:
        """Give the landmarks of the face in `region` of an RGB picture; raises ModelError."""
        ...


@dataclass(frozen=True, slots=True)
class Region:
    """A rotated square in pixels of the frame."""

    center_x: float
    center_y: float
    size: float
    rotation: float
    """Radians, clockwise, so that the eyes lie level in the crop."""


@dataclass(frozen=True, slots=True)
class BodyPose:
    """Landmarks of one body."""

    points: NDArray[np.float32]
    """33 x 3 (x and y in pixels of the frame, z in the same scale; BlazePose's order)."""
    visibility: NDArray[np.float32]
    """33 shares: how likely each point is in the picture and not hidden."""
    presence: float
    """0..1, how likely the region holds a body at all."""


class BodyModel(Protocol):
    """Finds landmarks in the region of one body."""

    def look(self, image: NDArray[np.uint8], region: Region) -> tuple[BodyPose, Region]:
        """Give the body in `region` of an RGB picture, and where to look in the next picture.

        Raises ModelError.
        """
        ...


class TextEncoder(Protocol):
    """Turns texts of any of the interview's languages into vectors that can be compared."""

    def questions(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Give n x d unit vectors of what is asked; raises ModelError."""
        ...

    def passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Give n x d unit vectors of what is said; raises ModelError."""
        ...


class VoiceActivity(Protocol):
    """Says how likely a run of samples is speech."""

    def probability(self, samples: NDArray[np.int16]) -> float:
        """Judge the next 512 samples at 16 kHz (32 ms); state is kept between calls."""
        ...

    def reset(self) -> None:
        """Forget what was heard."""
        ...


@dataclass(frozen=True, slots=True)
class Word:
    """One recognised word (English) or character (Chinese)."""

    text: str
    start: float
    """Seconds from the start of the samples handed in."""
    end: float


@dataclass(frozen=True, slots=True)
class Recognised:
    """The text of a stretch of speech."""

    words: tuple[Word, ...]
    confidence: float
    """0..1; how it is found differs by recogniser and stands in its docstring."""
    least_confidence: float = 0.0
    """Below it this recogniser's text is often wrong; `recognisers` says which has which."""


class SpeechRecognizer(Protocol):
    """Turns the samples of one utterance into words of one language."""

    def recognise(self, samples: NDArray[np.int16]) -> Recognised:
        """Recognise a whole utterance (16 kHz, at most 30 s); raises ModelError."""
        ...

    def preview(self, samples: NDArray[np.int16]) -> tuple[str, ...]:
        """Give the words so far of an utterance that goes on, as fast as may be.

        Each call's samples are usually those of the call before and more. Raises ModelError.
        """
        ...
