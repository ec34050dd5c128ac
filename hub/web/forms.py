"""Reading what a form sends: of the kind, the size and the parts that its page asks for."""

from __future__ import annotations

from asyncio import timeout
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from starlette.exceptions import HTTPException

from hub.web import multipart
from hub.web.multipart import Sent

if TYPE_CHECKING:
    from starlette.requests import Request

    from hub.web.page import Page

_FORM_S = 20.0
_TYPE = "application/x-www-form-urlencoded"
_WITH_FILE = "multipart/form-data"


def kind_of(request: Request) -> str:
    """Give the type of what is sent, without its parameters."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


def has_file(page: Page, request: Request) -> bool:
    """Say whether a file may come: whoever sends it is looked at before it is read."""
    return page.upload is not None and kind_of(request) == _WITH_FILE


async def read(page: Page, request: Request) -> Sent:
    """Read a form; raises HTTPException 400, 408, 413 or 415."""
    patience = page.upload.patience_s if page.upload and has_file(page, request) else _FORM_S
    try:
        async with timeout(patience):
            return await _read(page, request)
    except TimeoutError as error:
        raise HTTPException(408) from error


async def _read(page: Page, request: Request) -> Sent:
    if page.upload is not None and has_file(page, request):
        sent_type = request.headers["content-type"]
        return await multipart.read(sent_type, request.stream(), page.upload)
    if kind_of(request) != (page.body or _TYPE):
        raise HTTPException(415)
    body = await _body(request, page.largest_form)
    if page.body:
        return Sent(body=body)
    try:
        pairs = parse_qsl(
            body.decode("ascii"), keep_blank_values=True, max_num_fields=page.most_fields
        )
    except ValueError as error:
        raise HTTPException(400) from error
    return Sent(dict(pairs))


async def _body(request: Request, largest: int) -> bytes:
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > largest:
            raise HTTPException(413)
    return bytes(body)
