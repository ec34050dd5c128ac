"""Settings of mail and promises: what would send letters in the clear stops the start."""

from __future__ import annotations

import pytest

from hub.errors import SettingsError
from hub.settings import Settings, parse

BASE = """
state_dir = "state"
profile = "cn"
policy = "policy.json"
broker = { host = "127.0.0.1", port = 1 }
identity = { certificate = "none", key = "none", authority = "none" }
receive = { host = "127.0.0.1", port = 1 }
web = { host = "127.0.0.1", port = 1 }
keeper = { identity_file = "identity", socket = "keeper.sock" }
"""


def read(section: str) -> Settings:
    return parse(f"{BASE}\n{section}\n")


def test_without_mail_letters_wait_and_hr_releases_them() -> None:
    found = read("")
    assert (found.mail.host, found.mail.release) == ("", "hr")
    assert found.promises.answer_working_days == 3


def test_mail_in_the_clear_is_for_this_machine_only() -> None:
    assert read('[mail]\nhost = "localhost"\ntls = "none"\nsender = "a@b.org"').mail.host
    with pytest.raises(SettingsError, match="starttls or tls"):
        read('[mail]\nhost = "mail.example"\ntls = "none"\nsender = "a@b.org"')


@pytest.mark.parametrize(
    ("section", "told"),
    [
        ('[mail]\nhost = "mail.example"', "wants a sender"),
        ('[mail]\nuser = "hr"', "both user and password_file"),
        ('[mail]\npassword_file = "secret"', "both user and password_file"),
        ('[mail]\nsite = "http://hr.example"', "https address"),
        ('[mail]\npassword = "in the clear"', "password"),
        ('[mail]\nrelease = "machine"', "machine"),
        ('[promises]\ncountry = "Atlantis"', "is not known"),
        ('[promises]\ncountry = "DE"\nsubdivision = "XX"', "is not one of"),
        ("[promises]\nanswer_working_days = 0", "answer_working_days"),
    ],
)
def test_what_cannot_be_stops_the_start_and_is_named(section: str, told: str) -> None:
    with pytest.raises(SettingsError, match=told):
        read(section)
