"""What a recorder does at its start with parts that were cut off."""

from __future__ import annotations

import hashlib
import os
import zlib
from typing import TYPE_CHECKING

import structlog

from edge_agent.errors import SpoolError
from edge_agent.record.durable_file import write_durably
from edge_agent.record.journal import GapNoted, PartEnded, encode_line
from edge_agent.record.ledger import AnswerName, answers_recorded, part_numbers
from edge_agent.record.part_files import PartFiles
from wire.sealed import CHUNK, NONCE, SEALED_CHUNK

if TYPE_CHECKING:
    from edge_agent.record.journal import AnyEntry, FragmentWritten
    from edge_agent.record.ledger import Ledger
    from edge_agent.record.part_files import PartRecord
    from edge_agent.record.spool import Spool

_LOG = structlog.get_logger()


def close_cut_part(files: PartFiles) -> bool:
    """Truncate a cut part to what its journal vouches for, and end its journal.

    Gives False when nothing of it can be played: then its files are removed. Raises SpoolError.
    """
    record = files.read_journal()
    if record is not None and record.ended is not None:
        return True
    try:
        kept = _vouched(files, record) if record is not None else []
        if record is None or len(kept) < 2:  # noqa: PLR2004 - the first only holds the tracks
            _remove(files)
            return False
        _end(files, record, kept)
    except OSError as error:
        raise SpoolError(f"A cut recording cannot be closed: {error}.") from error
    return True


def _sealed_end(fragment: FragmentWritten) -> int:
    return NONCE + (fragment.offset + fragment.length) // CHUNK * SEALED_CHUNK


def _vouched(files: PartFiles, record: PartRecord) -> list[FragmentWritten]:
    """Give the journalled fragments whose chunks are on the disk as they were written."""
    kept: list[FragmentWritten] = []
    if not files.header.exists() or not files.body.exists():
        return kept
    with files.body.open("rb") as body:
        body.seek(NONCE)
        for fragment in record.fragments:
            sealed = body.read(fragment.length // CHUNK * SEALED_CHUNK)
            if zlib.crc32(sealed) != fragment.crc:
                break
            kept.append(fragment)
    return kept


def _end(files: PartFiles, record: PartRecord, kept: list[FragmentWritten]) -> None:
    with files.body.open("r+b") as body:
        body.truncate(_sealed_end(kept[-1]))
        os.fsync(body.fileno())
    header, content = files.header.read_bytes(), files.body.read_bytes()
    ended = PartEnded(
        sha256=hashlib.sha256(header + content).hexdigest(),
        body_sha256=hashlib.sha256(content).hexdigest(),
        bytes=len(header) + len(content),
        truncated=True,
        frames_recorded=kept[-1].frames_recorded,
        frames_lost=kept[-1].frames_lost,
    )
    gaps = [GapNoted(start=gap.start, end=gap.end) for gap in record.gaps]
    entries: tuple[AnyEntry, ...] = (record.began, *kept, *gaps, ended)
    write_durably(files.journal, b"".join(encode_line(entry) for entry in entries))


def _remove(files: PartFiles) -> None:
    for path in (files.journal, files.body, files.header):
        path.unlink(missing_ok=True)


def close_cut_answers(spool: Spool, ledger: Ledger, still_open: tuple[str, int] | None) -> None:
    """Close every part that was cut off; sign the answers that nobody goes on with.

    `still_open` is the (interview, answer) that the recorder is about to go on with. Folders of
    interviews that the hub has whole are removed.
    """
    for folder in spool.interviews():
        if not any(folder.iterdir()):
            folder.rmdir()
            continue
        for answer in answers_recorded(folder):
            numbers = part_numbers(folder, answer)
            cut = [close_cut_part(PartFiles.of(folder, answer, part)) for part in numbers]
            is_signed = (folder / f"{answer}.manifest.json").exists()
            if any(cut) and not is_signed and (folder.name, answer) != still_open:
                began = ledger.records(folder.name, answer)[0].began
                ledger.close_answer(
                    AnswerName(folder.name, answer, began.policy_hash, began.model_hashes)
                )
                _LOG.warning("cut_answer_closed", answer=answer, parts=sum(cut))
