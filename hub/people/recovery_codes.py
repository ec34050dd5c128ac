"""Recovery codes: ten, for a lost authenticator; each opens once."""

from __future__ import annotations

import secrets
from hashlib import sha256
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, select, update

from hub.storage.tables.recovery_code import RecoveryCode

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

COUNT = 10
_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
"""31 characters that are not taken for one another."""
_GROUPS, _GROUP = 6, 4
"""24 characters of 31: 118 bits; from 112 on a fast hash keeps them (NIST SP 800-63B, 5.1.2.2)."""


def make(session: Session, account_id: int, now: datetime) -> list[str]:
    """Give an account ten new codes within a transaction; those before are good no more."""
    session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account_id))
    codes = [_code() for _ in range(COUNT)]
    for code in codes:
        session.add(
            RecoveryCode(code_hash=_hash(account_id, code), account_id=account_id, made_at=now)
        )
    return codes


def use(session: Session, account_id: int, typed: str, now: datetime) -> bool:
    """Use a code up within a transaction; false when it is none, or was used."""
    row = update(RecoveryCode).where(
        RecoveryCode.code_hash == _hash(account_id, typed),
        RecoveryCode.account_id == account_id,
        RecoveryCode.used_at.is_(None),
    )
    used = session.execute(row.values(used_at=now).returning(RecoveryCode.code_hash))
    return used.first() is not None


def left(session: Session, account_id: int) -> int:
    """Count the codes that are still good."""
    good = (RecoveryCode.account_id == account_id, RecoveryCode.used_at.is_(None))
    return session.scalar(select(func.count()).select_from(RecoveryCode).where(*good)) or 0


def _code() -> str:
    groups = ("".join(secrets.choice(_ALPHABET) for _ in range(_GROUP)) for _ in range(_GROUPS))
    return "-".join(groups)


def _hash(account_id: int, typed: str) -> str:
    """Hash what was typed: hyphens, blanks and capitals do not matter."""
    plain = "".join(typed.lower().replace("-", "").split())
    return sha256(f"{account_id}:{plain}".encode()).hexdigest()
