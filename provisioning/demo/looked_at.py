"""What a person can look at while the demo's site is up: made-up candidates, an account a role."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, NamedTuple

from provisioning.demo.site import HR_NAME

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provisioning.demo.site import Site
    from wire.language import Language

SAMPLES = 30
_ROLES = {"staff": "hr_staff", "interviewer": "interviewer", "auditor": "auditor"}
"""By the name of the account; the HR manager's is made with the site."""
IN_CHARGE = "interviewer"
"""The account that the demo's own interviews and some samples belong to."""


class Person(NamedTuple):
    """An account of the demo; it lives as long as the demo's folder."""

    name: str
    role: str
    password: str


def add_accounts(place: Site, language: Language) -> list[Person]:
    """Add an account a role. Raises ProcessError."""
    people = [Person(name, role, secrets.token_urlsafe(12)) for name, role in _ROLES.items()]
    for one in people:
        asked = ("user", "add", one.name, "--role", one.role, "--language", language.value)
        place.hub(*asked, stdin=f"{one.password}\n")
    return people


def add_samples(place: Site) -> None:
    """Add the made-up candidates; the hub must be up. Raises ProcessError."""
    count = ("--count", str(SAMPLES))
    place.hub("samples", "add", *count, "--in-charge", IN_CHARGE, "--looked", HR_NAME)


def told(people: Sequence[Person]) -> str:
    """Say who can sign in, and what there is to see."""
    wide = max(len(one.name) for one in people)
    lines = [
        f"  name: [bold]{one.name:<{wide}}[/]   password: [bold]{one.password}[/]   ({one.role})"
        for one in people
    ]
    return "\n".join(lines)
