"""`/recordings/{id}/video`: the recording in the clear, only the bytes asked for."""

from __future__ import annotations

from functools import partial
from itertools import chain
from typing import TYPE_CHECKING

import msgspec
from starlette.responses import Response, StreamingResponse

from hub.people.rights import Action
from hub.recordings.reader import Reader
from hub.web.byte_range import ByteRange, RangeNotSatisfiableError, parse
from hub.web.page import Page
from hub.web.playable import Playable
from hub.web.scope import recording_for
from wire.upload import Fragment

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

    from hub.people.sessions import Visitor
    from hub.storage.tables.recording import Recording
    from hub.web.page import Asked, Site

_MEDIA = "video/mp4"


def show(asked: Asked) -> Response:
    """Give a range of the recording, or all of it.

    Each opening is one audit entry, and so is each stretch of seconds before it is given out.
    """
    recording_id = asked.request.path_params["recording_id"]
    row = recording_for(
        asked.site.engine, asked.person, recording_id, "media", Action.PLAY_RECORDINGS
    )
    playable = _playable(asked, row)
    headers = {"Accept-Ranges": "bytes", "ETag": f'"{row.sha256}"'}
    try:
        wanted = parse(_range_header(asked.request.headers, headers["ETag"]), playable.length)
    except RangeNotSatisfiableError:
        headers["Content-Range"] = f"bytes */{playable.length}"
        return Response(status_code=416, headers=headers)
    return _answer(asked, playable, wanted, headers)


def _range_header(sent: Mapping[str, str], etag: str) -> str | None:
    """Give the Range header, unless it was meant for other bytes (RFC 9110, 13.1.5)."""
    return sent.get("range") if sent.get("if-range", etag) == etag else None


def _answer(
    asked: Asked,
    playable: Playable,
    wanted: ByteRange | None,
    headers: dict[str, str],
) -> Response:
    given = wanted or ByteRange(0, playable.length)
    headers["Content-Length"] = str(given.length)
    if wanted is not None:
        headers["Content-Range"] = f"bytes {given.start}-{given.end - 1}/{playable.length}"
    status = 200 if wanted is None else 206
    if asked.request.method == "HEAD":
        return Response(status_code=status, headers=headers, media_type=_MEDIA)
    recording_id = asked.request.path_params["recording_id"]
    told = partial(asked.site.openings.played, asked.person, recording_id)
    pieces = playable.read(given.start, given.end, told)
    first = next(pieces, b"")  # an altered chunk is an error page, not half an answer
    return StreamingResponse(chain([first], pieces), status, headers, media_type=_MEDIA)


def _playable(asked: Asked, row: Recording) -> Playable:
    key = asked.site.openings.key_for(asked.person, row.id, "play")
    reader = Reader(asked.site.store_dir / row.body, key)
    fragments = msgspec.json.decode(row.fragments, type=tuple[Fragment, ...])
    return Playable(reader, fragments, row.start or 0.0)


def _is_playing(site: Site, visitor: Visitor, request: Request) -> bool:
    """Let a player read on in a recording that it has open."""
    return site.openings.holds(visitor, request.path_params["recording_id"])


PAGES = (
    Page(
        "GET",
        "/recordings/{recording_id}/video",
        Action.PLAY_RECORDINGS,
        show,
        needs_step_up=True,
        is_under_way=_is_playing,
    ),
)
