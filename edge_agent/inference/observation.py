"""What the vision line says of one picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from edge_agent.inference.ports import BodyPose, FaceMesh


@dataclass(frozen=True, slots=True)
class FacePlace:
    """Where a face is, in shares of the picture's width and height."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class PictureObservation:
    """One picture, looked at."""

    pts: float
    """Seconds of media time of the picture."""
    faces: int
    """Faces in the picture; while one is tracked the others are counted once a second."""
    face: FacePlace | None
    """The tracked or else the largest face; absent without one."""
    mesh: FaceMesh | None
    """Landmarks of the tracked face; absent without a face or without leave to take them."""
    body: BodyPose | None
    """Absent without a body, without leave, and in pictures in which it was not looked for."""
    brightness: float
    """Mean luma, 0..1."""
    sharpness: float
    """Variance of the Laplacian over variance plus a constant, 0..1."""
    change: float | None
    """Mean absolute change of luma since the picture before, 0..1; none for the first."""
