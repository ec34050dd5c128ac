"""One interview's report: what was measured, recorded and scored, as one JSON document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from hub.errors import ReportError
from hub.reports import answered, measured
from hub.reports.observed import composure
from hub.reports.private_file import create
from hub.scoring.result import Score
from wire.language import Language

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from hub.reports.gathered import Gathered
    from hub.reports.sealed_files import SealedFiles
    from hub.scoring.result import Reason, ScoredCompetency
    from hub.storage.tables.recording import Recording

    Say = Callable[[Reason, Language], str]
    """Puts a reason into words, as the pages do."""


def write(gathered: Gathered, files: SealedFiles, folder: Path, say: Say) -> Path:
    """Export the recordings and write `report.json` into `folder`; gives its path."""
    report = _report(gathered, files, folder, say)
    path = folder / "report.json"
    part = path.with_suffix(".part")
    try:
        with create(part) as file:
            file.write(msgspec.json.format(msgspec.json.encode(report), indent=1) + b"\n")
        part.replace(path)
    except OSError as error:
        raise ReportError(f"{path} cannot be written: {error.strerror}.") from error
    return path


def _report(gathered: Gathered, files: SealedFiles, folder: Path, say: Say) -> dict[str, Any]:
    row, stream = gathered.row, gathered.stream
    transcript = files.transcripts(gathered.transcripts) if gathered.analysed else None
    return {
        "interview_id": row.interview_id,
        "kiosk_id": row.kiosk_id,
        "language": row.language,
        "profile": row.profile,
        "windows": len(measured.windows(gathered)),
        "events": sum(one.is_event for one in gathered.messages),
        "sequence_gaps": stream.gaps if stream else 0,
        "duplicates": stream.duplicates if stream else 0,
        "vision": measured.vision(gathered),
        "speech": measured.speech(gathered, transcript),
        "answers": answered.answers(gathered),
        **composure(gathered),
        "recordings": [_recording(one, files, folder) for one in gathered.media],
        "latency_ms": measured.latency(gathered),
        "score": _score(gathered, say),
        "policy_hash": row.policy_hash,
        "model_hashes": row.model_hashes.split(),
    }


def _recording(row: Recording, files: SealedFiles, folder: Path) -> dict[str, Any]:
    path = folder / "recordings" / f"answer-{row.answer}-part-{row.part}.mp4.age"
    files.export(row, path)
    return {
        "answer": row.answer,
        "path": path.relative_to(folder).as_posix(),
        "bytes": path.stat().st_size,
        "sha256": row.sha256,
        "duration_s": row.duration,
        "truncated": row.truncated,
    }


def _score(gathered: Gathered, say: Say) -> dict[str, Any]:
    if gathered.score is None:
        return {"total": None, "interval": None, "competencies": []}
    score = msgspec.json.decode(gathered.score, type=Score)
    language = Language(gathered.row.language or Language.EN)
    return {
        "total": score.total,
        "interval": score.interval,
        "competencies": [_competency(gathered, one, language, say) for one in score.competencies],
    }


def _competency(
    gathered: Gathered, one: ScoredCompetency, language: Language, say: Say
) -> dict[str, Any]:
    """Give a competency's score; evidence times count from the beginning of the recording."""
    evidence = []
    for span in one.evidence:
        begin = gathered.begins_at(span.answer)
        evidence.append(
            {
                "answer": span.answer,
                "start_s": round(span.start_s - begin, 2),
                "end_s": round(span.end_s - begin, 2),
                "why": span.why.of(language),
            },
        )
    return {
        "name": one.name.of(language),
        "score": one.score,
        "why": say(one.why, language),
        "evidence": evidence,
    }
