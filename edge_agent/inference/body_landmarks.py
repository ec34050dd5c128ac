"""The 33-point body landmark model (BlazePose, Bazarevsky et al. 2020) on any runtime."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from edge_agent.inference.body_heat_maps import sharpen
from edge_agent.inference.body_regions import region_of_circle
from edge_agent.inference.ports import BodyPose
from edge_agent.inference.regions import crop_matrix, cropped

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from edge_agent.inference.ports import ModelRuntime, Region

_SIDE = 256
"""Pixels of the model's square input."""
_POINTS = 33
_MIDDLE, _RIM = 33, 34
"""Auxiliary points: the hips' middle, and the top of the circle round the body."""
_OUTPUTS = ("Identity", "Identity_1", "Identity_3")
"""Landmarks (39 x 5), presence, and heat maps (64 x 64 x 39)."""
_BEYOND = 0.0075
"""Of the region's side: two pixels of the crop, the model's own error. Points further outside of
the picture are guessed, however sure the model is of them: their visibility is 0."""


class BlazePose:
    """A `BodyModel`."""

    def __init__(self, model: ModelRuntime) -> None:
        """Use a loaded model."""
        self._model = model

    def look(self, image: NDArray[np.uint8], region: Region) -> tuple[BodyPose, Region]:
        """Give the body in `region` of an RGB picture, and where to look next.

        Raises ModelError.
        """
        matrix = crop_matrix(region, _SIDE)
        crop = cropped(image, matrix, _SIDE)
        feed = {"input_1": crop[np.newaxis].astype(np.float32) / np.float32(255.0)}
        raw, presence, maps = self._model.run(_OUTPUTS, feed)
        values = raw.reshape(-1, 5)
        flat = sharpen(values[:, :2], maps[0], _SIDE).astype(np.float64)
        there = flat @ matrix[:, :2].T + matrix[:, 2]
        depth = values[:_POINTS, 2:3] * (region.size / _SIDE)
        visibility = 1.0 / (1.0 + np.exp(-np.clip(values[:_POINTS, 3], -60.0, 60.0)))
        inside = _inside(there[:_POINTS], image, _BEYOND * region.size)
        pose = BodyPose(
            points=np.concatenate([there[:_POINTS], depth], axis=1).astype(np.float32),
            visibility=np.where(inside, visibility, 0.0).astype(np.float32),
            presence=float(presence.reshape(-1)[0]),
        )
        return pose, region_of_circle(there[_MIDDLE], there[_RIM])


def _inside(
    points: NDArray[np.float64], image: NDArray[np.uint8], margin: float
) -> NDArray[np.bool_]:
    """Say which points lie in the picture, or outside of it by no more than `margin` pixels."""
    size = np.array(image.shape[1::-1])
    inside: NDArray[np.bool_] = ((points >= -margin) & (points <= size + margin)).all(axis=1)
    return inside
