"""The pictures of a film in blocks of time stamps, each decoded before it is asked for.

A player that decoded a block when it is due would stand still meanwhile, and then hurry.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from av.error import FFmpegError
from av.video.reformatter import VideoReformatter

from edge_agent.capture.film_picture import FilmPicture
from edge_agent.errors import MediaError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from concurrent.futures import Future

    from av.container import InputContainer
    from av.video.frame import VideoFrame
    from av.video.stream import VideoStream

    Block = list[FilmPicture]

_FURTHER_BACK_S = (0, 2, 20)
"""Containers without an index land behind the key frame; then the seek starts earlier."""


class FilmDecoder:
    """Decodes the pictures of given time stamps; it goes on where it was if that is enough."""

    def __init__(self, container: InputContainer, stream: VideoStream) -> None:
        """Decode a stream that nobody else decodes."""
        self._container = container
        self._stream = stream
        self._scaler = VideoReformatter()
        self._frames: Iterator[VideoFrame] = iter(())
        self._reached: int | None = None
        """The stamp after which decoding may go on."""

    def decode(self, stamps: Sequence[int]) -> Block:
        """Give the picture of each stamp, in their order, which rises; raises MediaError.

        For one that cannot be decoded it is the one before it, or else the one after.
        """
        found: dict[int, FilmPicture] = {}
        try:
            if self._reached is not None and self._reached < stamps[0]:
                found = self._found(stamps)
            for back_s in _FURTHER_BACK_S:
                if stamps[0] in found:
                    break
                self._seek(stamps[0], back_s)
                found = self._found(stamps)
        except FFmpegError as error:
            raise MediaError(f"{self._name} cannot be decoded: {error.strerror}.") from error
        if not found:
            raise MediaError(f"{self._name} cannot be decoded.")
        return _filled(stamps, found)

    @property
    def _name(self) -> str:
        return str(self._container.name)

    def _seek(self, stamp: int, back_s: int) -> None:
        back = round(back_s / float(self._stream.time_base or 1))
        self._container.seek(stamp - back, stream=self._stream)
        self._frames = self._container.decode(self._stream)

    def _found(self, stamps: Sequence[int]) -> dict[int, FilmPicture]:
        """Decode on until the last of the stamps."""
        found: dict[int, FilmPicture] = {}
        wanted = set(stamps)
        self._reached = None
        for frame in self._frames:
            if frame.pts in wanted:
                found[frame.pts] = FilmPicture.of(frame, self._scaler)
            if frame.pts is not None and frame.pts >= stamps[-1]:
                self._reached = frame.pts
                break
        return found


class FilmBlocks:
    """A film that is played to and fro: one block is held, and the one to come is decoded."""

    def __init__(self, decoder: FilmDecoder, stamps: Sequence[int], length: int) -> None:
        """Cut `stamps` into blocks of `length`; nobody else may use `decoder` any more."""
        self._decoder = decoder
        self._stamps = stamps
        self._length = length
        self._count = -(-len(stamps) // length)
        self._number = -1
        self._block: Block = []
        self._coming: tuple[int, Future[Block]] | None = None
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="film")

    def picture(self, place: int, *, forward: bool) -> FilmPicture:
        """Give the picture at a stamp, told which way the film is played; raises MediaError."""
        number, within = divmod(place, self._length)
        if number != self._number:
            self._block = []  # two blocks are enough
            self._block = self._of(number)
            self._number = number
            self._have_decoded(self._after(number, forward=forward))
        return self._block[within]

    def close(self) -> None:
        """Decode nothing more."""
        self._worker.shutdown(cancel_futures=True)

    def _of(self, number: int) -> Block:
        coming, self._coming = self._coming, None
        if coming is not None and coming[0] == number:
            return coming[1].result()
        return self._worker.submit(self._decode, number).result()

    def _after(self, number: int, *, forward: bool) -> int:
        """Give the block that comes next; at either end the film turns back."""
        step = 1 if forward else -1
        return number + step if 0 <= number + step < self._count else number - step

    def _have_decoded(self, number: int) -> None:
        if 0 <= number < self._count:
            self._coming = number, self._worker.submit(self._decode, number)

    def _decode(self, number: int) -> Block:
        first = number * self._length
        return self._decoder.decode(self._stamps[first : first + self._length])


def _filled(stamps: Sequence[int], found: dict[int, FilmPicture]) -> Block:
    last = found[min(found)]
    pictures = []
    for at in stamps:
        last = found.get(at, last)
        pictures.append(last)
    return pictures
