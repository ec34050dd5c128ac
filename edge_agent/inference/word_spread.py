"""Word times by estimate: the words of a text that is still growing, spread over the speech."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING

import numpy as np

from edge_agent.inference.ports import Word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


def spread(texts: Sequence[str], stretches: Sequence[tuple[float, float]]) -> tuple[Word, ...]:
    """Give each text its share of the speech, by its length in letters; silence has no share.

    `stretches` are (start, end) of speech in seconds, in order.
    """
    if not texts or not stretches:
        return ()
    letters = np.array([0, *accumulate(len(text) for text in texts)], dtype=np.float64)
    lengths = [end - start for start, end in stretches]
    spoken = np.array([0.0, *accumulate(lengths)])
    edges = letters / letters[-1] * spoken[-1]
    starts = _times(edges[:-1], stretches, spoken, np.searchsorted(spoken, edges[:-1], "right"))
    ends = _times(edges[1:], stretches, spoken, np.searchsorted(spoken, edges[1:], "left"))
    return tuple(
        Word(text, start, max(start, end))
        for text, start, end in zip(texts, starts, ends, strict=True)
    )


def _times(
    said: NDArray[np.float64],
    stretches: Sequence[tuple[float, float]],
    spoken: NDArray[np.float64],
    after: NDArray[np.intp],
) -> list[float]:
    """Give when so many seconds of speech were over; `after` counts the stretches begun by then."""
    within = np.clip(after - 1, 0, len(stretches) - 1)
    first, last = np.array(stretches).T
    times: list[float] = np.minimum(last[within], first[within] + said - spoken[within]).tolist()
    return times
