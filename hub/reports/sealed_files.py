"""What lies sealed on the hub: exported as it is, or opened for one audit entry."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import msgspec

from hub.errors import ReportError, StoreError
from hub.keeper.vault import OPEN_RECORDING
from hub.people import audit
from hub.reports.private_file import create, make_folder
from hub.storage.database import open_headers, open_main, reading, writing
from hub.storage.tables.header import Header
from wire import sealed
from wire.language import Language
from wire.upload import Transcript

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from hub.keeper.client import Keeper
    from hub.settings import Settings
    from hub.storage.tables.recording import Recording


class SealedFiles:
    """The hub's recordings, for somebody at the hub's own terminal."""

    def __init__(self, settings: Settings, keeper: Keeper, actor: str) -> None:
        self._main = open_main(settings)
        self._headers = open_headers(settings)
        self._store = settings.store_dir
        self._keeper = keeper
        self._actor = actor

    def export(self, row: Recording, out: Path) -> None:
        """Write header and body as one age file; who has a key can open it, the hub need not."""
        with reading(self._headers) as session:
            header = session.get(Header, row.id)
        if header is None:
            raise ReportError(f"The key of recording {row.id} was shredded.")
        with writing(self._main) as session:
            audit.record(session, self._actor, "export_recording", row.id)
        try:
            make_folder(out.parent)
            with create(out) as whole, (self._store / row.body).open("rb") as body:
                whole.write(header.header)
                shutil.copyfileobj(body, whole)
        except OSError as error:
            raise StoreError(f"{out} cannot be written: {error.strerror}.") from error

    def transcripts(self, rows: Iterable[Recording]) -> str:
        """Open transcripts and give their text, an answer a line; each is one audit entry."""
        return "\n".join(text for row in rows if (text := _text(self._opened(row))))

    def _opened(self, row: Recording) -> Transcript:
        with writing(self._main) as session:
            entry = audit.record(session, self._actor, OPEN_RECORDING, row.id, "transcript")
        key = self._keeper.unwrap(row.id, entry)
        try:
            body = (self._store / row.body).read_bytes()
        except OSError as error:
            raise StoreError(f"A transcript cannot be read: {error.strerror}.") from error
        plaintext = b"".join(sealed.opened_chunks(key, body))
        try:
            return msgspec.json.decode(plaintext, type=Transcript)
        except msgspec.DecodeError as error:
            raise ReportError(f"The transcript {row.id} is not one.") from error


def _text(transcript: Transcript) -> str:
    between = "" if transcript.language == Language.ZH else " "
    heard = [between.join(word.text for word in one) for one in transcript.utterances]
    own = transcript.corrected or (None,) * len(heard)
    return " ".join(said if text is None else text for said, text in zip(heard, own, strict=True))
