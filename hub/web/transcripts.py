"""Sealed transcripts, opened for a person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from hub.recordings.reader import Reader
from wire.errors import SealedError
from wire.upload import Transcript, TranscriptWord

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hub.storage.tables.recording import Recording
    from hub.web.chapters import AnswerView
    from hub.web.page import Asked


@dataclass(frozen=True, slots=True)
class AnswerText:
    """What was recognised in one answer."""

    of: AnswerView
    utterances: tuple[tuple[TranscriptWord, ...], ...]
    corrected: tuple[str | None, ...]
    """Beside each utterance what the candidate made of it."""
    typed: bool
    space: str
    """What stands between two words: nothing in Chinese."""


def opened(
    asked: Asked, sealed: Sequence[Recording], answers: Sequence[AnswerView]
) -> list[AnswerText]:
    """Open each transcript: one audit entry each; raises KeeperError, SealedError."""
    by_answer = {view.answer: view for view in answers}
    texts = []
    for recording in sealed:
        view = by_answer.get(recording.answer)
        if view is not None:
            said = _open(asked, recording)
            own = said.corrected or (None,) * len(said.utterances)
            pairs = [pair for pair in zip(said.utterances, own, strict=True) if pair[0]]
            utterances = tuple(words for words, _ in pairs)
            space = "" if said.language == "zh" else " "
            corrected = tuple(text for _, text in pairs)
            texts.append(AnswerText(view, utterances, corrected, said.typed, space))
    return texts


def _open(asked: Asked, recording: Recording) -> Transcript:
    key = asked.site.openings.open(asked.person, recording.id, "transcript")
    reader = Reader(asked.site.store_dir / recording.body, key)
    plaintext = b"".join(reader.read_range(0, reader.plain_size))
    try:
        return msgspec.json.decode(plaintext, type=Transcript)
    except msgspec.DecodeError as error:
        raise SealedError("A transcript does not hold what it should.") from error
