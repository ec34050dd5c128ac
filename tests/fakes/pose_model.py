"""A body landmark model that always finds what it was told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class PoseModel:
    """A `ModelRuntime`."""

    def __init__(self, places: Mapping[int, tuple[float, float]]) -> None:
        """Find points at `places` (pixels of the crop) and all else in its middle, for sure."""
        self._values = np.zeros((39, 5), np.float32)
        self._values[:, :2] = 128.0
        for number, place in places.items():
            self._values[number, :2] = place
        self._values[:, 3] = 8.0

    def run(self, outputs: Sequence[str] | None, feed: Mapping[str, Any]) -> list[Any]:
        """Give landmarks, presence, and heat maps without heat."""
        assert feed["input_1"].shape == (1, 256, 256, 3)
        found = {
            "Identity": self._values.reshape(1, -1),
            "Identity_1": np.array([[0.9]], np.float32),
            "Identity_3": np.full((1, 64, 64, 39), -9.0, np.float32),
        }
        return [found[name] for name in outputs or found]
