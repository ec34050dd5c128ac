"""Files that npm's packages bring, as `package-lock.json` pins them; `make` fetches them."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

from starlette.responses import FileResponse

if TYPE_CHECKING:
    from starlette.requests import Request

_HTMX = str(files("hub.web") / "node_modules" / "htmx.org" / "dist" / "htmx.min.js")


async def htmx(_request: Request) -> FileResponse:
    """Give htmx (0BSD); every page works without it."""
    return FileResponse(_HTMX, media_type="text/javascript")
