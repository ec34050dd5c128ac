"""The way in: password, second factor, a password of one's own, then a whole session."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from hub.people.sessions import Stage, lookup
from hub.storage.database import reading, writing
from hub.storage.tables.session import SessionRow

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Engine

    from hub.storage.tables.account import Account


class Step(StrEnum):
    """What is still wanted of whoever signs in."""

    CODE = "code"
    ENROL = "enrol"
    OWN_PASSWORD = "own_password"  # noqa: S105 - the name of a step
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Half:
    """A sign-in that is under way; it opens no page."""

    account: Account
    stage: Stage
    csrf: str
    session: str
    """Hash of the token."""

    def sent(self, csrf: str) -> bool:
        """Say whether a form came from a page of this sign-in."""
        return hmac.compare_digest(self.csrf.encode(), csrf.encode())


def find(engine: Engine, token: str, now: datetime) -> Half | None:
    """Give the sign-in under way that holds `token`; None when it is over, whole or unknown."""
    with reading(engine) as session:
        found = lookup(session, token, now)
    if found is None or found[0].stage == Stage.WHOLE.value:
        return None
    row, account = found
    return Half(account, Stage(row.stage), row.csrf, row.token_hash)


def next_step(
    stage: Stage, *, is_enrolled: bool, is_required: bool, is_password_once: bool
) -> Step:
    """Say what comes next; a second factor that is there is always asked for."""
    if stage is Stage.WHOLE:
        return Step.NOTHING
    if stage is Stage.BEGUN and is_enrolled:
        return Step.CODE
    if stage is Stage.BEGUN and is_required:
        return Step.ENROL
    return Step.OWN_PASSWORD if is_password_once else Step.NOTHING


def passed(engine: Engine, half: Half) -> None:
    """Note that the second factor was given."""
    with writing(engine) as session:
        session.get_one(SessionRow, half.session).stage = Stage.FACTOR.value
