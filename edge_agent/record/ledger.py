"""An answer's manifest, made from its parts' journals and signed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from edge_agent.errors import SettingsError
from edge_agent.record.part_files import PartFiles
from wire.manifest import sign
from wire.upload import Gap, Manifest

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from edge_agent.record.part_files import PartRecord
    from edge_agent.record.spool import Spool

_JOURNAL = re.compile(r"(\d{1,4})-(\d{1,4})\.media\.journal")
_SMALLEST_GAP_S = 0.25


def load_signing_key(path: Path) -> EllipticCurvePrivateKey:
    """Read the kiosk's key; raises SettingsError."""
    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except (OSError, ValueError, TypeError) as error:
        raise SettingsError(f"identity.key cannot be read: {error}.") from error
    if not isinstance(key, EllipticCurvePrivateKey):
        raise SettingsError("identity.key is not a key on the curve P-256.")
    return key


def part_numbers(folder: Path, answer: int) -> list[int]:
    """Give the numbers of an answer's parts."""
    found = (_JOURNAL.fullmatch(path.name) for path in folder.iterdir())
    return sorted(int(each[2]) for each in found if each and int(each[1]) == answer)


def answers_recorded(folder: Path) -> list[int]:
    """Give the answers of which an interview's folder holds parts."""
    found = (_JOURNAL.fullmatch(path.name) for path in folder.iterdir())
    return sorted({int(each[1]) for each in found if each})


def merged(gaps: Iterable[Gap]) -> tuple[Gap, ...]:
    """Join gaps that touch; gives them in order."""
    joined: list[Gap] = []
    for gap in sorted(gaps, key=lambda each: (each.start, each.end)):
        if joined and gap.start <= joined[-1].end:
            joined[-1] = Gap(start=joined[-1].start, end=max(gap.end, joined[-1].end))
        else:
            joined.append(gap)
    return tuple(joined)


def holes(records: list[PartRecord], start: float, end: float | None) -> list[Gap]:
    """Give the stretches of the answer that lie in none of its parts."""
    edges = [start, *(edge for each in records for edge in (each.began.start, each.end))]
    edges.append(edges[-1] if end is None else end)
    pairs = zip(edges[::2], edges[1::2], strict=True)
    return [Gap(start=low, end=high) for low, high in pairs if high - low > _SMALLEST_GAP_S]


@dataclass(frozen=True, slots=True)
class AnswerName:
    """Which answer of which interview, and under what it is recorded."""

    interview_id: str
    answer: int
    policy_hash: str
    model_hashes: tuple[str, ...]


class Ledger:
    """Closes answers: reads what their journals vouch for and signs it."""

    def __init__(self, spool: Spool, key: EllipticCurvePrivateKey) -> None:
        self._spool = spool
        self._key = key

    def records(self, interview_id: str, answer: int) -> list[PartRecord]:
        """Give what the journals of an answer's closed parts say, in order."""
        folder = self._spool.interview(interview_id)
        files = (PartFiles.of(folder, answer, part) for part in part_numbers(folder, answer))
        found = (each.read_journal() for each in files)
        return [each for each in found if each is not None and each.ended is not None]

    def close_answer(
        self, name: AnswerName, start: float | None = None, end: float | None = None
    ) -> None:
        """Sign and keep the manifest of an answer; raises SpoolError.

        `start` and `end` bound the answer where they are known: what no part holds is a gap.
        """
        records = self.records(name.interview_id, name.answer)
        ends = [each.ended for each in records if each.ended is not None]
        first = start if start is not None else min((r.began.start for r in records), default=0.0)
        gaps = [*holes(records, first, end), *(gap for each in records for gap in each.gaps)]
        manifest = Manifest(
            interview_id=name.interview_id,
            answer=name.answer,
            parts=tuple(each.as_part(ended) for each, ended in zip(records, ends, strict=True)),
            gaps=merged(gaps),
            frames_recorded=sum(each.frames_recorded for each in ends),
            frames_lost=sum(each.frames_lost for each in ends),
            policy_hash=name.policy_hash,
            model_hashes=name.model_hashes,
        )
        self._spool.put_manifest(name.interview_id, name.answer, sign(manifest, self._key))
