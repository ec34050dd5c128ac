"""Seals a part's fragments onto the disk, each durable before the journal names it."""

from __future__ import annotations

import hashlib
import os
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from edge_agent.errors import SpoolError
from edge_agent.record.durable_file import sync_directory, write_durably
from edge_agent.record.journal import FragmentWritten, GapNoted, PartEnded, encode_line
from wire.fragments import free_box, padded
from wire.sealed import CHUNK, Sealer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from edge_agent.record.journal import AnyEntry, PartBegan
    from edge_agent.record.part_files import PartFiles
    from wire.upload import Gap

_CLOSING_BOX = free_box(8)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many of the camera's pictures a part holds so far, and how many were lost."""

    frames_recorded: int = 0
    frames_lost: int = 0


class PartWriter:
    """Writes one part with a file key of its own; every method raises SpoolError.

    Each fragment is padded by a `free` box to whole chunks, so that a cut after any journalled
    fragment leaves whole chunks only.
    """

    def __init__(self, files: PartFiles, recipients: Sequence[str], began: PartBegan) -> None:
        self._sealer = Sealer.for_recipients(recipients)
        self._offset = 0
        self._bytes = len(self._sealer.header)
        self._whole = hashlib.sha256(self._sealer.header)
        self._body_hash = hashlib.sha256()
        try:
            write_durably(files.header, self._sealer.header)
            self._body = files.body.open("xb", buffering=0)
            self._journal = files.journal.open("xb", buffering=0)
            self._append(self._sealer.nonce)
            self._note(began)
            sync_directory(files.body.parent)
        except OSError as error:
            raise SpoolError(f"A recording cannot begin: {error}.") from error

    def fragment(self, plaintext: bytes, start: float, duration: float, tally: Tally) -> None:
        """Make a fragment durable; `start` is media time in the part."""
        whole = padded(plaintext, CHUNK)
        sealed = b"".join(
            self._sealer.chunk(whole[at : at + CHUNK]) for at in range(0, len(whole), CHUNK)
        )
        written = FragmentWritten(
            offset=self._offset,
            length=len(whole),
            start=start,
            duration=duration,
            crc=zlib.crc32(sealed),
            frames_recorded=tally.frames_recorded,
            frames_lost=tally.frames_lost,
        )
        try:
            self._append(sealed)
            self._note(written)
        except OSError as error:
            raise SpoolError(f"A fragment was not written: {error}.") from error
        self._offset += len(whole)

    def gap(self, gap: Gap) -> None:
        """Note a gap, in media time of the interview."""
        try:
            self._note(GapNoted(start=gap.start, end=gap.end))
        except OSError as error:
            raise SpoolError(f"A gap was not noted: {error}.") from error

    def close(self, tally: Tally) -> None:
        """Seal the last chunk and end the journal."""
        try:
            self._append(self._sealer.chunk(_CLOSING_BOX, last=True))
            self._note(
                PartEnded(
                    sha256=self._whole.hexdigest(),
                    body_sha256=self._body_hash.hexdigest(),
                    bytes=self._bytes,
                    truncated=False,
                    frames_recorded=tally.frames_recorded,
                    frames_lost=tally.frames_lost,
                )
            )
        except OSError as error:
            raise SpoolError(f"A recording was not closed: {error}.") from error
        finally:
            self.abandon()

    def abandon(self) -> None:
        """Let go of the files as they are."""
        self._body.close()
        self._journal.close()

    def _append(self, sealed: bytes) -> None:
        _write_all(self._body.fileno(), sealed)
        self._whole.update(sealed)
        self._body_hash.update(sealed)
        self._bytes += len(sealed)

    def _note(self, entry: AnyEntry) -> None:
        _write_all(self._journal.fileno(), encode_line(entry))


def _write_all(descriptor: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]
    os.fsync(descriptor)
