"""What is shown while an authenticator is set up: the QR code, and the secret to type."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hub.web.accounts.qr import qr_svg

if TYPE_CHECKING:
    from hub.storage.tables.account import Account
    from hub.web.page import Asked


def offered(asked: Asked, session: str, account: Account) -> dict[str, object]:
    """Give the values of `accounts/enrolment.html`; the secret in groups of four."""
    factor = asked.site.second_factor
    secret = factor.secret_for(session, account)
    groups = [secret[at : at + 4] for at in range(0, len(secret), 4)]
    return {"qr": qr_svg(factor.address_of(secret, account.name)), "secret": " ".join(groups)}
