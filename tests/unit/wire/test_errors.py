from __future__ import annotations

import re

import pytest

from provisioning.errors import ProvisioningError
from wire.errors import WireError


def kinds(root: type[Exception]) -> list[type[Exception]]:
    """List a root and every error below it."""
    return [root, *(kind for child in root.__subclasses__() for kind in kinds(child))]


ROOTS = (("W", WireError), ("P", ProvisioningError))


@pytest.mark.parametrize(("letter", "root"), ROOTS)
def test_every_error_has_a_code_of_its_own_that_the_manual_can_name(
    letter: str,
    root: type[WireError | ProvisioningError],
) -> None:
    codes = [str(vars(kind).get("code")) for kind in kinds(root)]
    assert len(codes) == len(set(codes))
    assert all(re.fullmatch(rf"{letter}-[A-Z]+-[0-9]{{3}}", code) for code in codes), codes


@pytest.mark.parametrize(("letter", "root"), ROOTS)
def test_every_error_says_what_happened_and_what_to_do_in_one_line(
    letter: str,
    root: type[WireError | ProvisioningError],
) -> None:
    for kind in kinds(root):
        said = str(kind("Something is wrong."))
        assert said.startswith(f"{letter}-")
        assert "Something is wrong." in said
        assert "\n" not in said
        assert said.endswith(".")
