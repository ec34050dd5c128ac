"""The 478-point face landmark model on ONNX Runtime (Grishchenko et al. 2020)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from edge_agent.inference.onnx_runtime import Session
from edge_agent.inference.ports import FaceMesh
from edge_agent.inference.regions import crop_matrix, cropped

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from edge_agent.inference.ports import Region

_SIDE = 192
"""Pixels of the model's square input."""


class OnnxLandmarks:
    """A `LandmarkModel`."""

    def __init__(self, path: Path) -> None:
        """Load the model; raises ModelError."""
        self._session = Session(path, keeps_memory=True)
        self._image = np.empty((1, _SIDE, _SIDE, 3), np.float32)

    def landmarks(self, image: NDArray[np.uint8], region: Region) -> FaceMesh:
        """Give the landmarks of the face in `region` of an RGB picture; raises ModelError."""
        matrix = crop_matrix(region, _SIDE)
        np.multiply(cropped(image, matrix, _SIDE), np.float32(1 / 255), out=self._image[0])
        points, presence = self._session.run(("landmarks", "presence"), {"image": self._image})
        return FaceMesh(points=_to_picture(points, matrix, region), presence=float(presence[0]))


def _to_picture(
    points: NDArray[np.float32], matrix: NDArray[np.float64], region: Region
) -> NDArray[np.float32]:
    """Move landmarks from the crop to the picture; depth keeps the scale of x and y."""
    move = np.zeros((3, 4))
    move[:2, :2], move[:2, 3] = matrix[:, :2], matrix[:, 2]
    move[2, 2] = region.size / _SIDE
    return np.asarray(cv2.transform(points[:, np.newaxis], move)[:, 0], np.float32)
