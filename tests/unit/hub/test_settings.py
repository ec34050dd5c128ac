from __future__ import annotations

import pytest

from hub import settings
from hub.errors import SettingsError

GOOD = """
state_dir = "state"
profile = "cn"
policy = "policy.json"
broker = { host = "127.0.0.1", port = 8883 }
identity = { certificate = "hub.crt", key = "hub.key", authority = "authority.crt" }
receive = { host = "127.0.0.1", port = 8443 }
web = { host = "127.0.0.1", port = 8080 }
keeper = { identity_file = "identity.txt", socket = "keeper.sock" }
"""


def test_the_database_lies_in_the_state_folder_unless_told_otherwise() -> None:
    assert settings.parse(GOOD).database_url == "sqlite:///state/hub.db"
    elsewhere = settings.parse('database = "postgresql://hub@db/hub"\n' + GOOD)
    assert elsewhere.database_url == "postgresql://hub@db/hub"
    assert elsewhere.headers_url == "sqlite:///state/headers.db"


@pytest.mark.parametrize(
    ("before", "after", "named"),
    [
        ('profile = "cn"', 'profile = "moon"', "profile"),
        ('profile = "cn"', "", "profile"),
        ('policy = "policy.json"', "", "policy"),
        ("port = 8443", "port = 0", "receive.port"),
        ("port = 8443", 'port = 8443, insecure = "yes"', "insecure"),
        ('web = { host = "127.0.0.1"', 'web = { host = "0.0.0.0"', "certificate"),
        ("port = 8080", 'port = 8080, key = "web.key"', "certificate and key"),
        ('state_dir = "state"', "state_dir = ", "Invalid"),
    ],
)
def test_a_wrong_setting_is_named_and_stops_the_start(before: str, after: str, named: str) -> None:
    with pytest.raises(SettingsError, match=named) as caught:
        settings.parse(GOOD.replace(before, after))
    assert str(caught.value).startswith("H-SETTINGS-001")


def test_the_web_view_may_leave_the_machine_with_a_certificate() -> None:
    served = GOOD.replace(
        'web = { host = "127.0.0.1"',
        'web = { certificate = "web.crt", key = "web.key", host = "0.0.0.0"',
    )
    assert settings.parse(served).web.host == "0.0.0.0"  # noqa: S104 - it is what is tested


def test_checkpoints_that_would_lie_with_the_log_stop_the_start() -> None:
    with pytest.raises(SettingsError, match="checkpoint_dir"):
        settings.parse(f'{GOOD}\naudit.checkpoint_dir = "state/checkpoints"\n')
    beside = settings.parse(f'{GOOD}\naudit.checkpoint_dir = "elsewhere"\n')
    assert beside.audit.checkpoint_entries > 0
