"""A new password, typed twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hub.people.errors import AccountError
from hub.people.guessable import is_guessable
from hub.people.passwords import LONGEST, SHORTEST
from hub.web.words import marked

if TYPE_CHECKING:
    from hub.storage.tables.account import Account
    from hub.web.page import Asked

LENGTH = marked("A password has 12 to 256 characters.")
NOT_THE_SAME = marked("The two are not the same. Type the new password twice.")
THE_OLD_ONE = marked("This is the password you have now. Choose another one.")
THE_NAME = marked("The password must not contain your name.")
GUESSABLE = marked(
    "This password would be guessed early. Choose another one, best of several words."
)


def new_password(asked: Asked, account: Account) -> str:
    """Give what was typed as `new` and `again`; raises AccountError with a text to show first."""
    new = asked.form.get("new", "")
    if not SHORTEST <= len(new) <= LONGEST:
        raise AccountError(LENGTH)
    if new != asked.form.get("again", ""):
        raise AccountError(NOT_THE_SAME)
    if account.name.lower() in new.lower():
        raise AccountError(THE_NAME)
    if is_guessable(new, account.name):
        raise AccountError(GUESSABLE)
    if asked.site.passwords.verify(account.password_hash, new):
        raise AccountError(THE_OLD_ONE)
    return new
