"""A phone: gives the code that an authenticator would show."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pyotp import TOTP

if TYPE_CHECKING:
    from datetime import datetime


class Authenticator:
    """Made from the page that shows the secret."""

    def __init__(self, page: str) -> None:
        found = re.search(r'class="code secret"[^>]*>([A-Z2-7 ]+)<', page)
        assert found is not None
        self.secret = found[1].replace(" ", "")

    def code(self, at: datetime) -> str:
        """Give the six digits of a moment."""
        return TOTP(self.secret).at(at)


def recovery_codes(page: str) -> list[str]:
    """Read the recovery codes from the page that shows them."""
    return re.findall(r"<code>([0-9a-z-]{29})</code>", page)
