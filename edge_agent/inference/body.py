"""Follows the body of the tracked face, a few times a second."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from edge_agent.inference.body_landmarks import BlazePose
from edge_agent.inference.body_regions import region_below
from edge_agent.inference.model_table import BODY_LANDMARKS
from edge_agent.inference.opener import open_model

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from edge_agent.inference.ports import BodyModel, BodyPose, FaceMesh, Region

BODY_RATE = 5.0
"""Pictures a second in which the body is looked for, by media time."""
_EARLY_S = 0.01
"""Pictures are not evenly spaced to the microsecond."""
_LEAST_PRESENCE = 0.5
_SAME_HEAD = 0.5
"""Face heights between the noses of face and body from which they are two people's."""
_BODY_NOSE, _FACE_NOSE, _FOREHEAD, _CHIN = 0, 1, 10, 152


def open_body(models_dir: Path) -> BodyTracker:
    """Load a body tracker; raises ModelError."""
    return BodyTracker(BlazePose(open_model(models_dir, BODY_LANDMARKS)))


class BodyTracker:
    """Finds the body below a face, then follows it by its own landmarks until it is lost.

    No detector of bodies: the body that counts is the one that belongs to the face that counts.
    """

    def __init__(self, model: BodyModel) -> None:
        """Track with `model`."""
        self._model = model
        self._region: Region | None = None
        self._looked_at = -np.inf

    def observe(
        self, image: NDArray[np.uint8], pts: float, mesh: FaceMesh | None
    ) -> BodyPose | None:
        """Give the body in an RGB picture at media time `pts` if it is its turn; raises ModelError.

        `mesh` is the tracked face in the same picture; without one a body already tracked is
        followed, but none is looked for.
        """
        if 0 <= pts - self._looked_at < 1 / BODY_RATE - _EARLY_S:
            return None
        self._looked_at = pts
        region = self._region or (region_below(mesh) if mesh else None)
        self._region = None
        if region is None:
            return None
        pose, where = self._model.look(image, region)
        if pose.presence < _LEAST_PRESENCE or not _is_of(pose, mesh):
            return None
        self._region = where
        return pose


def _is_of(pose: BodyPose, mesh: FaceMesh | None) -> bool:
    """Say whether the body's head is the tracked face, as far as one is tracked."""
    if mesh is None:
        return True
    apart = np.linalg.norm(pose.points[_BODY_NOSE, :2] - mesh.points[_FACE_NOSE, :2])
    height = np.linalg.norm(mesh.points[_CHIN, :2] - mesh.points[_FOREHEAD, :2])
    return bool(apart < _SAME_HEAD * height)
