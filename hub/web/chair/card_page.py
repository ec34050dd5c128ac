"""`/account/card`: how one introduces oneself to the candidates one interviews."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse
from starlette.responses import Response as Plain

from hub.errors import CardError
from hub.people.rights import Action
from hub.storage.database import reading, writing
from hub.storage.tables.interviewer_card import InterviewerCard
from hub.web.multipart import Upload
from hub.web.page import Page
from hub.web.rendering import render, say
from hub.web.words import marked
from hub.workflow import cards
from wire import briefing

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.responses import Response

    from hub.web.page import Asked

PROBLEMS = (
    marked("A card wants a name."),
    marked("A text of the card is too long."),
    marked("The picture must be a JPEG or PNG of at most 400 KiB."),
)
_UPLOAD = Upload(
    "picture",
    briefing.MOST_PICTURE_BYTES + 1,
    frozenset({"csrf", "without_picture", *cards.LENGTHS}),
)


def show(asked: Asked) -> Response:
    """Give the form with the card as it is."""
    row = _own(asked)
    fields = {name: getattr(row, name) if row else "" for name in cards.LENGTHS}
    return _page(asked, fields)


def take(asked: Asked) -> Response:
    """Write the card, or say what is wrong with it."""
    picture = asked.files.get("picture") or None
    if "without_picture" in asked.form:
        picture = b""
    own = asked.person.account_id
    try:
        with writing(asked.site.engine) as session:
            cards.save(session, own, asked.form, picture, asked.site.clock())
    except CardError as error:
        return _page(asked, asked.form, 422, say(asked.language, error.args[0]))
    return RedirectResponse("/account/card?done=saved", 303)


def take_back(asked: Asked) -> Response:
    """Delete the card."""
    with writing(asked.site.engine) as session:
        cards.take_back(session, asked.person.account_id)
    return RedirectResponse("/account/card?done=taken-back", 303)


def picture(asked: Asked) -> Response:
    """Give one's own picture."""
    row = _own(asked)
    if row is None or row.picture is None:
        raise HTTPException(404)
    return Plain(row.picture, media_type=briefing.kind_of(row.picture))


def _own(asked: Asked) -> InterviewerCard | None:
    with reading(asked.site.engine) as session:
        return session.get(InterviewerCard, asked.person.account_id)


def _page(
    asked: Asked, fields: Mapping[str, str], status: int = 200, problem: str = ""
) -> Response:
    row = _own(asked)
    return render(
        asked,
        "chair/card.html",
        status,
        fields={name: fields.get(name, "") for name in cards.LENGTHS},
        lengths=cards.LENGTHS,
        is_there=row is not None,
        has_picture=row is not None and row.picture is not None,
        problem=problem,
        done=asked.request.query_params.get("done", ""),
    )


PAGES = (
    Page("GET", "/account/card", Action.USE_OWN_ACCOUNT, show),
    Page("GET", "/account/card/picture", Action.USE_OWN_ACCOUNT, picture),
    Page("POST", "/account/card", Action.USE_OWN_ACCOUNT, take, upload=_UPLOAD),
    Page("POST", "/account/card/take-back", Action.USE_OWN_ACCOUNT, take_back),
)
