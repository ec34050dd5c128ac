"""The second factor: an authenticator's code (TOTP, RFC 6238), or a recovery code.

The secret is made here, shown once, and sealed by the keeper, which alone compares codes with it.
"""

from __future__ import annotations

import hmac
import secrets
from base64 import b32encode
from typing import TYPE_CHECKING

from pyotp import TOTP
from sqlalchemy import delete, update

from hub.people import audit, recovery_codes
from hub.people.rights import GUARDED, Role, may
from hub.storage.database import reading, writing
from hub.storage.tables.account import Account
from hub.storage.tables.recovery_code import RecoveryCode

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

    from hub.keeper.port import FieldKeeper
    from hub.settings import SignInSettings

PURPOSE = "totp"
ISSUER = "Interviews"
_SECRET_BYTES = 20
"""As RFC 4226 recommends."""
_DIGITS = 6


class SecondFactor:
    """Asks for codes as the deployment's settings say."""

    def __init__(self, engine: Engine, keeper: FieldKeeper, settings: SignInSettings) -> None:
        self._engine = engine
        self._keeper = keeper
        self._is_required = settings.second_factor == "required"
        self._key = secrets.token_bytes(32)

    def is_required(self, role: Role) -> bool:
        """Say whether people of this role must have one."""
        return self._is_required and any(may(role, action) for action in GUARDED)

    def secret_for(self, session_hash: str, account: Account) -> str:
        """Give the secret that one session may enrol (Base32); the same until it has.

        It is derived, so that it is stored nowhere before a code has proved it.
        """
        said = b"\0".join((session_hash.encode(), str(account.id).encode(), account.totp or b""))
        return b32encode(hmac.digest(self._key, said, "sha256")[:_SECRET_BYTES]).decode()

    def address_of(self, secret: str, name: str) -> str:
        """Give what the QR code says: an `otpauth:` address."""
        return TOTP(secret).provisioning_uri(name=name, issuer_name=ISSUER)

    def enrol(self, account: Account, secret: str, code: str, now: datetime) -> list[str] | None:
        """Keep the secret once a code of it was typed; gives the recovery codes, else None."""
        subject = audit.actor_of(account.id)
        sealed = self._keeper.seal_field(PURPOSE, subject, secret)
        counter = self._keeper.check_code(sealed, subject, _plain(code), now)
        if counter is None:
            return None
        with writing(self._engine) as session:
            row = session.get_one(Account, account.id)
            row.totp, row.totp_counter = sealed, counter
            audit.record(session, subject, "enrol_second_factor", str(account.id))
            return recovery_codes.make(session, account.id, now)

    def check(self, account: Account, typed: str, now: datetime) -> bool:
        """Say whether this is a code that was not used before; uses it up."""
        if account.totp is None:
            return False
        if not is_code(typed):
            return self._check_recovery(account.id, typed, now)
        subject = audit.actor_of(account.id)
        counter = self._keeper.check_code(account.totp, subject, _plain(typed), now)
        return counter is not None and self._take(account.id, counter)

    def new_recovery_codes(self, account_id: int, now: datetime) -> list[str]:
        """Give ten new recovery codes in place of those before."""
        with writing(self._engine) as session:
            audit.record(
                session, audit.actor_of(account_id), "make_recovery_codes", str(account_id)
            )
            return recovery_codes.make(session, account_id, now)

    def recovery_codes_left(self, account_id: int) -> int:
        """Count the recovery codes that are still good."""
        with reading(self._engine) as session:
            return recovery_codes.left(session, account_id)

    def _take(self, account_id: int, counter: int) -> bool:
        """Move the counter on, unless this code or a later one was used already."""
        newer = update(Account).where(Account.id == account_id, Account.totp_counter < counter)
        with writing(self._engine) as session:
            moved = session.execute(newer.values(totp_counter=counter).returning(Account.id))
            return moved.first() is not None

    def _check_recovery(self, account_id: int, typed: str, now: datetime) -> bool:
        with writing(self._engine) as session:
            is_good = recovery_codes.use(session, account_id, typed, now)
            if is_good:
                actor = audit.actor_of(account_id)
                audit.record(session, actor, "use_recovery_code", str(account_id))
        return is_good


def take_away(session: Session, account_id: int) -> None:
    """Take an account's second factor and recovery codes away within a transaction."""
    row = session.get_one(Account, account_id)
    row.totp, row.totp_counter = None, 0
    session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account_id))


def is_code(typed: str) -> bool:
    """Say whether this looks like an authenticator's code, as phones show it: `123 456`."""
    plain = _plain(typed)
    return len(plain) == _DIGITS and plain.isascii() and plain.isdigit()


def _plain(code: str) -> str:
    return "".join(code.split())
