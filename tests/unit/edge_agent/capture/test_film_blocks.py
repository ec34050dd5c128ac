from __future__ import annotations

import threading
from typing import TYPE_CHECKING, cast

import av
import pytest

from edge_agent.capture.film_blocks import FilmBlocks, FilmDecoder
from edge_agent.errors import MediaError
from tests.fakes.media_files import write_video

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from edge_agent.capture.film_picture import FilmPicture

_PATIENCE_S = 10.0


class CountingDecoder:
    """Gives the stamps themselves for pictures, and says what it was asked for."""

    def __init__(self) -> None:
        self.decoded: list[int] = []
        self._changed = threading.Condition()

    def decode(self, stamps: Sequence[int]) -> list[int]:
        with self._changed:
            self.decoded.append(stamps[0])
            self._changed.notify_all()
        if stamps[0] < 0:
            raise MediaError("gone")
        return list(stamps)

    def has_decoded(self, *stamps: int) -> bool:
        with self._changed:
            return self._changed.wait_for(lambda: self.decoded == [*stamps], _PATIENCE_S)


def _blocks(decoder: CountingDecoder, stamps: Sequence[int], length: int) -> FilmBlocks:
    return FilmBlocks(cast("FilmDecoder", decoder), stamps, length)


def _shown(blocks: FilmBlocks, place: int, *, forward: bool) -> FilmPicture | int:
    return blocks.picture(place, forward=forward)


def test_the_block_to_come_is_decoded_while_the_one_before_is_shown() -> None:
    decoder = CountingDecoder()
    blocks = _blocks(decoder, range(12), 4)
    assert _shown(blocks, 0, forward=True) == 0
    assert decoder.has_decoded(0, 4)
    assert _shown(blocks, 4, forward=True) == 4
    assert decoder.has_decoded(0, 4, 8)
    blocks.close()


def test_at_either_end_the_block_before_is_decoded_for_the_film_turns_back() -> None:
    decoder = CountingDecoder()
    blocks = _blocks(decoder, range(12), 4)
    assert _shown(blocks, 11, forward=True) == 11
    assert decoder.has_decoded(8, 4)
    assert _shown(blocks, 7, forward=False) == 7
    assert decoder.has_decoded(8, 4, 0)
    assert _shown(blocks, 3, forward=False) == 3
    assert decoder.has_decoded(8, 4, 0, 4)
    blocks.close()


def test_a_jump_gets_the_picture_asked_for_and_not_the_one_expected() -> None:
    decoder = CountingDecoder()
    blocks = _blocks(decoder, range(100), 4)
    assert [_shown(blocks, place, forward=True) for place in (0, 50, 3, 99)] == [0, 50, 3, 99]
    blocks.close()


def test_a_film_of_one_block_is_decoded_once() -> None:
    decoder = CountingDecoder()
    blocks = _blocks(decoder, range(3), 4)
    assert [_shown(blocks, place, forward=True) for place in (0, 1, 2, 1)] == [0, 1, 2, 1]
    blocks.close()
    assert decoder.decoded == [0]


def test_what_cannot_be_decoded_is_told_when_it_is_asked_for_and_not_before() -> None:
    blocks = _blocks(CountingDecoder(), [0, 1, -1, -1], 2)
    assert _shown(blocks, 0, forward=True) == 0
    assert _shown(blocks, 1, forward=True) == 1
    with pytest.raises(MediaError, match="gone"):
        blocks.picture(2, forward=True)
    blocks.close()


def test_decoding_on_gives_the_pictures_that_seeking_gives(tmp_path: Path) -> None:
    path = write_video(tmp_path / "grey.mp4", 40)
    with av.open(str(path)) as on, av.open(str(path)) as afresh:
        stamps = [frame.pts or 0 for frame in afresh.decode(video=0)]
        going = FilmDecoder(on, on.streams.video[0])
        for first in range(0, 40, 8):
            block = stamps[first : first + 8]
            seeking = FilmDecoder(afresh, afresh.streams.video[0])
            both = zip(going.decode(block), seeking.decode(block), strict=True)
            for one, other in both:
                assert bytes(one.frame.planes[0]) == bytes(other.frame.planes[0])
                assert one.frame.pts == other.frame.pts
