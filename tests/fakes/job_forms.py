"""Reading the pages about jobs as a browser without scripts does."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from sqlalchemy import select

from hub.storage.database import reading
from hub.storage.tables.job import JobRow

if TYPE_CHECKING:
    from httpx2 import Response  # what Starlette's TestClient gives

    from tests.fakes.hub_site import HubSite


def shown(answer: Response) -> str:
    """Give a page's text."""
    return html.unescape(re.sub(r"<[^>]+>", " ", answer.text))


def form_of(answer: Response) -> dict[str, str]:
    """Read a part's form as a browser would send it."""
    page = answer.text
    fields = dict(re.findall(r'<input id="[^"]*" name="([^"]+)" value="([^"]*)"', page))
    fields |= dict(re.findall(r'name="(revision)" value="([^"]*)"', page))
    areas = re.findall(
        r'<textarea id="[^"]*" name="([^"]+)"[^>]*>\n(.*?)</textarea>', page, re.DOTALL
    )
    ticks = re.findall(r'type="checkbox" name="([^"]+)" value="on" checked', page)
    chosen = re.findall(r'<select id="([^"]+)".*?</select>', page, re.DOTALL)
    picked = {
        name: (re.findall(r'value="([^"]*)" selected', part) or [""])[0]
        for name, part in re.findall(r'(?s)<select id="([^"]+)"(.*?)</select>', page)
    }
    assert set(picked) == set(chosen)
    return {
        name: html.unescape(text)
        for name, text in {**fields, **dict(areas), **dict.fromkeys(ticks, "on"), **picked}.items()
    }


def versions(hub: HubSite, job_id: str) -> list[int]:
    """List a job's versions."""
    with reading(hub.engine) as session:
        query = select(JobRow.version).where(JobRow.job_id == job_id)
        return list(session.scalars(query.order_by(JobRow.version)))
