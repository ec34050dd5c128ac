"""Of an answer's transcripts the newest revision; it holds what was recognised as well."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hub.storage.tables.recording import Recording


def newest_transcripts(recordings: Iterable[Recording]) -> list[Recording]:
    """Give each answer's newest transcript, in the order of the answers."""
    newest: dict[int, Recording] = {}
    for one in recordings:
        kept = newest.get(one.answer)
        if one.kind == "transcript" and (kept is None or one.part > kept.part):
            newest[one.answer] = one
    return [newest[answer] for answer in sorted(newest)]
