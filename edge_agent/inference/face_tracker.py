"""Finds a face with the detector, then follows it by its own landmarks until it is lost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from edge_agent.inference.observation import FacePlace
from edge_agent.inference.regions import bounds_of_mesh, is_at, region_of_box, region_of_mesh

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from edge_agent.inference.ports import FaceBox, FaceDetector, FaceMesh, LandmarkModel, Region
    from edge_agent.inference.regions import Bounds

_LEAST_PRESENCE = 0.5
_RECOUNT_S = 1.0
"""While a face is tracked the detector runs only so often, to count the other faces."""
_SEAT_KEPT_S = 2.0
"""So long a lost face's place is kept for it where other faces are about."""


@dataclass(frozen=True, slots=True)
class TrackedFace:
    """The faces of one picture, and the one that is followed."""

    faces: int
    place: FacePlace | None
    """Of the tracked or else the largest face."""
    mesh: FaceMesh | None


class FaceTracker:
    """Follows one face; another one never takes its place while it is there."""

    def __init__(self, detector: FaceDetector, landmarks: LandmarkModel | None) -> None:
        """Track with `landmarks`; without them every picture goes through the detector."""
        self._detector = detector
        self._landmarks = landmarks
        self._mesh: FaceMesh | None = None
        self._seat: Region | None = None
        self._seen_at = -np.inf
        self._others = 0
        self._counted_at = -np.inf

    def observe(self, image: NDArray[np.uint8], pts: float) -> TrackedFace:
        """Look at an RGB picture at media time `pts`; raises ModelError."""
        self._mesh = self._look(image, self._seat) if self._mesh else None
        boxes: tuple[FaceBox, ...] = ()
        if self._mesh is None or not 0 <= pts - self._counted_at < _RECOUNT_S:
            boxes = self._detector.detect(image)
            self._counted_at = pts
            self._mesh = self._mesh or self._find(image, boxes, pts)
            if self._mesh:
                self._others = max(0, len(boxes) - 1)
        bounds = bounds_of_mesh(self._mesh) if self._mesh else None
        if self._mesh:
            self._seat, self._seen_at = region_of_mesh(self._mesh, bounds), pts
        faces = self._count(boxes, pts)
        place = _place(image, bounds or _largest(boxes)) if faces else None
        return TrackedFace(faces=faces, place=place, mesh=self._mesh)

    def _find(
        self, image: NDArray[np.uint8], boxes: Sequence[FaceBox], pts: float
    ) -> FaceMesh | None:
        """Look at the nearest face, that is the largest one of those that come into question."""
        allowed = self._allowed(boxes, pts)
        if not allowed:
            return None
        return self._look(image, region_of_box(max(allowed, key=lambda box: box.height)))

    def _allowed(self, boxes: Sequence[FaceBox], pts: float) -> Sequence[FaceBox]:
        """Give the boxes where the lost face was; all of them if it was alone or is long gone."""
        if self._seat is None or not 0 <= pts - self._seen_at < _SEAT_KEPT_S:
            return boxes
        seat = self._seat
        near = [box for box in boxes if is_at(seat, box)]
        return near if near or self._others else boxes

    def _look(self, image: NDArray[np.uint8], region: Region | None) -> FaceMesh | None:
        if self._landmarks is None or region is None:
            return None
        mesh = self._landmarks.landmarks(image, region)
        return mesh if mesh.presence >= _LEAST_PRESENCE else None

    def _count(self, boxes: Sequence[FaceBox], pts: float) -> int:
        """Count faces; a box in which the landmark model looked and saw no face is none."""
        if self._mesh:
            return 1 + self._others
        looked = self._landmarks is not None and self._allowed(boxes, pts)
        return 0 if looked else len(boxes)


def _largest(boxes: Sequence[FaceBox]) -> Bounds:
    """Give the bounds of the largest face."""
    box = max(boxes, key=lambda each: each.height)
    return box.left, box.top, box.left + box.width, box.top + box.height


def _place(image: NDArray[np.uint8], bounds: Bounds) -> FacePlace:
    """Say where in a picture the tracked face is, or else the largest."""
    height, width = image.shape[:2]
    left, top, right, bottom = bounds
    return FacePlace(
        left=left / width,
        top=top / height,
        width=(right - left) / width,
        height=min(1.0, (bottom - top) / height),
    )
