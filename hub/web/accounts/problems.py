"""What may be wrong with an account, in words of the catalogue; domain errors carry the texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException

from hub.people import accounts, managing
from hub.people.errors import AccountError, NoSuchAccountError
from hub.web.rendering import say
from hub.web.words import marked

if TYPE_CHECKING:
    from wire.language import Language

TEXTS = {
    accounts.WRONG_NAME: marked("A name has 1 to 64 printable characters."),
    accounts.TAKEN: marked("There is an account of that name."),
    managing.OWN: marked("Your own account is changed on its own page."),
    managing.NOT_YOURS: marked("Your role does not manage this account."),
    managing.LAST: marked("This is the last HR manager; make another one first."),
}


def told(error: AccountError, language: Language) -> str:
    """Give the words of a refusal; 404 for an account that is not there."""
    if isinstance(error, NoSuchAccountError):
        raise HTTPException(404) from error
    text = str(error.args[0])
    return say(language, TEXTS.get(text, text))
