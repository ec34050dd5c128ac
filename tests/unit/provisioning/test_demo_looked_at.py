"""The demo's accounts: one a role, each with a password of its own, and samples after them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

from provisioning.demo.looked_at import Person, add_accounts, add_samples, told
from wire.language import Language

if TYPE_CHECKING:
    from provisioning.demo.site import Site


class Commanded:
    """A site that writes down which commands of the hub were run."""

    def __init__(self) -> None:
        self.ran: list[tuple[tuple[str, ...], str | None]] = []
        self.folder = Path()

    def hub(self, *arguments: str, stdin: str | None = None) -> str:
        self.ran.append((arguments, stdin))
        return ""


def test_each_role_has_an_account_and_the_samples_come_after_them() -> None:
    place = Commanded()
    people = add_accounts(cast("Site", place), Language.ZH)
    add_samples(cast("Site", place))
    assert [one.role for one in people] == ["hr_staff", "interviewer", "auditor"]
    assert len({one.password for one in people}) == len(people)
    *made, (samples, _) = place.ran
    assert [stdin for _, stdin in made] == [f"{one.password}\n" for one in people]
    assert samples[:2] == ("samples", "add")
    assert samples[-4:] == ("--in-charge", "interviewer", "--looked", "hr")


def test_no_password_is_an_argument() -> None:
    place = Commanded()
    people = add_accounts(cast("Site", place), Language.EN)
    words = {word for arguments, _ in place.ran for word in arguments}
    assert not words & {one.password for one in people}


def test_what_is_printed_names_every_account() -> None:
    said = told([Person("hr", "hr_manager", "one"), Person("auditor", "auditor", "two")])
    assert "hr_manager" in said
    assert "two" in said
