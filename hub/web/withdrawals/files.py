"""Receipts as files, exactly as they were signed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.responses import Response

from hub.storage.database import reading
from hub.web.withdrawals.stands import FILES, file_of

if TYPE_CHECKING:
    from hub.web.page import Asked


def given(asked: Asked, interview_id: str) -> Response:
    """Give the file that the path names; 404 when there is none. The caller has checked whose."""
    name = asked.request.path_params["receipt_file"]
    if name not in FILES:
        raise HTTPException(404)
    with reading(asked.site.engine) as session:
        file = file_of(session, interview_id, name)
    if file is None:
        raise HTTPException(404)
    disposition = f'attachment; filename="{name}-{interview_id[:8]}.json"'
    headers = {"Content-Disposition": disposition}
    return Response(file, headers=headers, media_type="application/json")
