"""The folder where sealed recordings and transcripts wait until the hub has confirmed them.

`{interview_id}/{answer}-{part}.media.{header,body,journal}`,
`{answer}[-{revision}].transcript.{header,body}`, `{answer}.manifest.json`. Beside a body that is
being uploaded stands `.upload`, its address at the hub; what the hub refuses for good goes to
`quarantine/`. A file in `withdrawn/` is named like an interview of which nothing is taken any
more; `../manifests/` keeps what receipts are made from.
"""

from __future__ import annotations

import contextlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from edge_agent.errors import SpoolError
from edge_agent.record.durable_file import sync_directory, write_durably
from wire.sealed import seal
from wire.upload import UploadKind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_INTERVIEW = re.compile(r"[0-9a-f]{32}")
_MEDIA = re.compile(r"(\d{1,4})-(\d{1,4})\.media\.body")
_TRANSCRIPT = re.compile(r"(\d{1,4})(?:-(\d{1,4}))?\.transcript\.body")
_MANIFEST = re.compile(r"(\d{1,4})\.manifest\.json")
_QUARANTINE = "quarantine"
_WITHDRAWN = "withdrawn"
_MANIFESTS = "manifests"


@dataclass(frozen=True, slots=True)
class Segment:
    """One file that waits to be uploaded."""

    interview_id: str
    answer: int
    kind: UploadKind
    part: int
    body: Path
    header: Path | None

    @property
    def upload_note(self) -> Path:
        """Where the upload's address at the hub is kept."""
        return self.body.with_name(self.body.name + ".upload")

    @property
    def files(self) -> tuple[Path, ...]:
        """Every file of the segment; the body goes last, for it is what makes a segment."""
        journal = self.body.with_suffix(".journal")
        header = () if self.header is None else (self.header,)
        return (*((journal,) if self.kind is UploadKind.MEDIA else ()), *header, self.body)


class Spool:
    """Takes sealed files, lists those that may be uploaded, deletes what the hub confirmed.

    Every method raises SpoolError when the disk refuses.
    """

    def __init__(self, directory: Path, recipients: Sequence[str]) -> None:
        self.directory = directory
        self._recipients = tuple(recipients)
        try:
            directory.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise SpoolError(f"The spool cannot be made: {error}.") from error

    def interview(self, interview_id: str) -> Path:
        """Give an interview's folder, made if it was not there."""
        if not _INTERVIEW.fullmatch(interview_id):
            raise SpoolError("An interview's name is 32 hex digits.")
        folder = self.directory / interview_id
        try:
            if not folder.is_dir():
                folder.mkdir()
                sync_directory(self.directory)
        except OSError as error:
            raise SpoolError(f"The spool takes no interview: {error}.") from error
        return folder

    def interviews(self) -> list[Path]:
        """Give the interviews' folders, the one that has waited longest first."""
        found = [each for each in self.directory.iterdir() if _INTERVIEW.fullmatch(each.name)]
        return sorted(found, key=_waiting_since)

    def put_transcript(
        self, interview_id: str, answer: int, payload: bytes, revision: int = 0
    ) -> None:
        """Seal a transcript; one that is there already is replaced, with a new key.

        A higher revision stands beside those before it.
        """
        if self.refuses(interview_id):
            return
        header, body = seal(payload, self._recipients)
        name = f"{answer}-{revision}" if revision else f"{answer}"
        stem = self.interview(interview_id) / f"{name}.transcript"
        try:
            stem.with_suffix(".transcript.body").unlink(missing_ok=True)
            write_durably(stem.with_suffix(".transcript.header"), header)
            write_durably(stem.with_suffix(".transcript.body"), body)
        except OSError as error:
            raise SpoolError(f"A transcript was not kept: {error}.") from error

    def put_manifest(self, interview_id: str, answer: int, envelope: bytes) -> None:
        """Keep a signed manifest; from now on the answer's media may be uploaded."""
        if self.refuses(interview_id):
            return
        try:
            kept = self._manifests(interview_id)
            kept.mkdir(parents=True, exist_ok=True)
            write_durably(kept / f"{answer}.manifest.json", envelope)
            write_durably(self.interview(interview_id) / f"{answer}.manifest.json", envelope)
        except OSError as error:
            raise SpoolError(f"A manifest was not kept: {error}.") from error

    def waiting(self) -> list[Segment]:
        """Give what may be uploaded: of each answer media and transcript, then the manifest."""
        order = {UploadKind.MEDIA: 0, UploadKind.TRANSCRIPT: 1, UploadKind.MANIFEST: 2}
        return [
            segment
            for folder in self.interviews()
            for segment in sorted(
                _segments(folder), key=lambda each: (each.answer, order[each.kind], each.part)
            )
        ]

    def confirm(self, segment: Segment) -> None:
        """Delete the local copy of what the hub has verified."""
        try:
            for path in (*segment.files, segment.upload_note):
                path.unlink(missing_ok=True)
            sync_directory(segment.body.parent)
        except OSError as error:
            raise SpoolError(f"A confirmed copy was not deleted: {error}.") from error

    def quarantine(self, segment: Segment) -> Path:
        """Put a segment aside that the hub refuses, and say where; nothing of it is deleted."""
        aside = self.directory / _QUARANTINE / segment.interview_id
        try:
            aside.mkdir(parents=True, exist_ok=True)
            for path in segment.files:
                if path.exists():
                    path.replace(aside / path.name)
            segment.upload_note.unlink(missing_ok=True)
        except OSError as error:
            raise SpoolError(f"A segment was not put aside: {error}.") from error
        return aside

    def refuse(self, interview_id: str) -> None:
        """Take nothing more of an interview that was withdrawn."""
        marks = self.directory / _WITHDRAWN
        marks.mkdir(exist_ok=True)
        write_durably(marks / interview_id, b"")

    def refuses(self, interview_id: str) -> bool:
        """Say whether the interview was withdrawn."""
        return (self.directory / _WITHDRAWN / interview_id).exists()

    def manifests(self, interview_id: str) -> list[bytes]:
        """Give an interview's signed manifests, also of answers that the hub has already."""
        try:
            return [path.read_bytes() for path in sorted(_files(self._manifests(interview_id)))]
        except OSError as error:
            raise SpoolError(f"A manifest cannot be read: {error}.") from error

    def forget_manifests(self, interview_id: str) -> None:
        """Delete the copies that receipts are made from."""
        folder = self._manifests(interview_id)
        try:
            for path in _files(folder):
                path.unlink(missing_ok=True)
            if folder.exists():
                folder.rmdir()
        except OSError as error:
            raise SpoolError(f"A manifest was not deleted: {error}.") from error

    def places_of(self, interview_id: str) -> tuple[Path, ...]:
        """Give every folder that may hold something of an interview."""
        aside = self.directory / _QUARANTINE / interview_id
        return self.directory / interview_id, aside, self._manifests(interview_id)

    def _manifests(self, interview_id: str) -> Path:
        return self.directory.parent / _MANIFESTS / interview_id

    def bytes_waiting(self) -> int:
        """Count the bytes that the hub has not confirmed."""
        files = [path for folder in self.interviews() for path in _files(folder)]
        return sum(_size(path) for path in files)


def _files(folder: Path) -> list[Path]:
    """Give a folder's files; one that another process has just removed has none."""
    try:
        return list(folder.iterdir())
    except FileNotFoundError:
        return []


def _waiting_since(folder: Path) -> tuple[float, str]:
    """Give the time of the folder's oldest file."""
    times = [0.0]
    for path in _files(folder):
        with contextlib.suppress(FileNotFoundError):
            times.append(path.stat().st_mtime)
    return min(times[1:], default=0.0), folder.name


def _size(path: Path) -> int:
    """Give a file's bytes; one that was confirmed meanwhile has none."""
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def _segments(folder: Path) -> list[Segment]:
    names = {path.name for path in _files(folder)}
    closed = {int(found[1]) for name in names if (found := _MANIFEST.fullmatch(name))}
    segments = []
    for name in names:
        body = folder / name
        if (media := _MEDIA.fullmatch(name)) and int(media[1]) in closed:
            answer, part = int(media[1]), int(media[2])
            segments.append(_sealed(folder.name, answer, part, body, UploadKind.MEDIA))
        elif written := _TRANSCRIPT.fullmatch(name):
            answer, revision = int(written[1]), int(written[2] or 0)
            segments.append(_sealed(folder.name, answer, revision, body, UploadKind.TRANSCRIPT))
        elif manifest := _MANIFEST.fullmatch(name):
            answer = int(manifest[1])
            segments.append(Segment(folder.name, answer, UploadKind.MANIFEST, 0, body, None))
    return segments


def _sealed(interview_id: str, answer: int, part: int, body: Path, kind: UploadKind) -> Segment:
    header = body.with_suffix(".header")
    return Segment(interview_id, answer, kind, part, body, header)
