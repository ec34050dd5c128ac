"""A transcript as captions of one recording (WebVTT, W3C Recommendation track, 4 April 2019)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from wire.upload import Transcript, TranscriptWord

LONGEST_S = 7.0
"""Of one cue, as broadcasters keep it."""
_WIDEST = {"zh": 20, "en": 42}
"""Characters of a line."""
_PAUSE_S = 1.0
"""A new cue begins after it."""


def webvtt(said: Transcript, start: float, duration: float | None) -> str:
    """Give the captions of the recording that holds [start, start + duration) of the interview."""
    end = start + duration if duration is not None else float("inf")
    space = "" if said.language == "zh" else " "
    widest = _WIDEST.get(said.language, _WIDEST["en"])
    blocks = ["WEBVTT\n"]
    for words in said.utterances:
        mine = [word for word in words if start <= word.start < end]
        for cue in _cues(mine, widest, len(space)):
            times = f"{_time(cue[0].start - start)} --> {_time(cue[-1].end - start)}"
            blocks.append(f"{times}\n{_plain(space.join(word.text for word in cue))}\n")
    return "\n".join(blocks)


def _cues(
    words: Sequence[TranscriptWord], widest: int, space: int
) -> Iterator[Sequence[TranscriptWord]]:
    cue: list[TranscriptWord] = []
    length = 0
    for word in words:
        wider = length + space + len(word.text) > widest
        if cue and (
            wider or word.end - cue[0].start > LONGEST_S or word.start - cue[-1].end > _PAUSE_S
        ):
            yield cue
            cue, length = [], 0
        cue.append(word)
        length += (space if length else 0) + len(word.text)
    if cue:
        yield cue


def _time(seconds: float) -> str:
    whole = round(max(seconds, 0.0) * 1000)
    minutes, milliseconds = divmod(whole, 60_000)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02d}:{minutes:02d}:{milliseconds / 1000:06.3f}"


def _plain(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\n", " ")
