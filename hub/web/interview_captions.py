"""`/recordings/{id}/captions`: the opened transcript of an answer as WebVTT, for the player."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import select
from starlette.exceptions import HTTPException
from starlette.responses import Response

from hub.people.rights import Action
from hub.recordings.reader import Reader
from hub.storage.database import reading
from hub.storage.tables.recording import Recording
from hub.web.cues import webvtt
from hub.web.page import Page
from hub.web.scope import recording_for
from wire.errors import SealedError
from wire.upload import Transcript

if TYPE_CHECKING:
    from starlette.requests import Request

    from hub.people.sessions import Visitor
    from hub.web.page import Asked, Site


def show(asked: Asked) -> Response:
    """Open the transcript that belongs to a recording: one audit entry in a session."""
    engine, wanted = asked.site.engine, asked.request.path_params["recording_id"]
    media = recording_for(engine, asked.person, wanted, "media", Action.READ_TRANSCRIPTS)
    same = select(Recording).where(
        Recording.interview_id == media.interview_id,
        Recording.answer == media.answer,
        Recording.kind == "transcript",
    )
    with reading(engine) as session:
        sealed = session.scalar(same.order_by(Recording.part.desc()).limit(1))
    if sealed is None:
        raise HTTPException(404)
    key = asked.site.openings.key_for(asked.person, sealed.id, "captions")
    reader = Reader(asked.site.store_dir / sealed.body, key)
    said = _read(b"".join(reader.read_range(0, reader.plain_size)))
    text = webvtt(said, media.start or 0.0, media.duration)
    return Response(text, media_type="text/vtt; charset=utf-8")


def _read(plaintext: bytes) -> Transcript:
    try:
        return msgspec.json.decode(plaintext, type=Transcript)
    except msgspec.DecodeError as error:
        raise SealedError("A transcript does not hold what it should.") from error


def _is_playing(site: Site, visitor: Visitor, request: Request) -> bool:
    """Let a player that has the recording open have its captions, too."""
    return site.openings.holds(visitor, request.path_params["recording_id"])


PAGES = (
    Page(
        "GET",
        "/recordings/{recording_id}/captions",
        Action.READ_TRANSCRIPTS,
        show,
        needs_step_up=True,
        is_under_way=_is_playing,
    ),
)
