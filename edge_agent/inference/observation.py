"""What the tracker says of one picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from edge_agent.inference.ports import FaceMesh


@dataclass(frozen=True, slots=True)
class FaceObservation:
    """One picture, looked at."""

    pts: float
    """Seconds of media time of the picture."""
    faces: int
    """Faces in the picture; while one is tracked the others are counted twice a second."""
    mesh: FaceMesh | None
    """Landmarks of the tracked face; absent without a face or without leave to take them."""
    face_height: float
    """Share of the picture's height; 0 without a face."""
    brightness: float
    """Mean luma, 0..1."""
    sharpness: float
    """Variance of the Laplacian over variance plus a constant, 0..1."""
