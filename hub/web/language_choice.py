"""`/language`: the language in which a person reads, kept with the account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse

from hub.people.accounts import choose_language
from hub.people.rights import Action
from hub.web.page import Page
from hub.web.way_back import within_site
from wire.language import Language

if TYPE_CHECKING:
    from starlette.responses import Response

    from hub.web.page import Asked


def take(asked: Asked) -> Response:
    """Keep the choice and show the page again."""
    wanted = asked.form.get("language")
    if wanted not in tuple(Language):
        raise HTTPException(400)
    choose_language(asked.site.engine, asked.person.account_id, Language(wanted))
    return RedirectResponse(within_site(asked.form.get("back", "/")), 303)


PAGES = (Page("POST", "/language", Action.USE_OWN_ACCOUNT, take),)
