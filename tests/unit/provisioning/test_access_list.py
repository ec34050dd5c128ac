from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from provisioning.authority import in_folder
from provisioning.broker import acl, configuration
from wire.policy import Profile, allows_behaviour
from wire.topics import DOWN, HUB, UP, Channel, Topic, every_kiosk

if TYPE_CHECKING:
    from pathlib import Path

NAMES = st.from_regex(r"\A[a-z0-9]([a-z0-9-]{0,6}[a-z0-9])?\Z").filter(lambda n: n != HUB)
KIOSKS = st.dictionaries(NAMES, st.sampled_from(list(Profile)), max_size=5)


def rules(text: str) -> dict[str, set[tuple[str, str]]]:
    """Read an access list as Mosquitto does: (write or read, topic) of each user."""
    found: dict[str, set[tuple[str, str]]] = {}
    user = ""
    for line in filter(None, text.splitlines()):
        word, rest = line.split(" ", 1)
        if word == "user":
            user = rest
            assert user not in found
            found[user] = set()
        else:
            assert word == "topic"
            access, topic = rest.split(" ")
            found[user].add((access, topic))
    return found


@given(KIOSKS)
@settings(max_examples=50)
def test_a_kiosk_has_its_own_topics_and_no_other(kiosks: dict[str, Profile]) -> None:
    for name, profile in kiosks.items():
        up = UP if allows_behaviour(profile) else UP - {Channel.BEHAVIOUR}
        sends = {("write", str(Topic(name, channel))) for channel in up}
        hears = {("read", str(Topic(name, channel))) for channel in DOWN}
        assert rules(acl(HUB, kiosks))[name] == sends | hears


@given(KIOSKS)
@settings(max_examples=20)
def test_nobody_else_is_known_and_only_the_hub_has_wildcards(kiosks: dict[str, Profile]) -> None:
    found = rules(acl(HUB, kiosks))
    assert found.keys() == {HUB, *kiosks}
    hears = {("read", every_kiosk(channel)) for channel in UP}
    assert found.pop(HUB) == hears | {("write", every_kiosk(channel)) for channel in DOWN}
    assert not any("+" in topic or "#" in topic for each in found.values() for _, topic in each)


def test_the_configuration_lets_nobody_in_without_a_certificate(tmp_path: Path) -> None:
    lines = configuration(tmp_path, "127.0.0.1", 8883, in_folder(tmp_path, "hub")).splitlines()
    assert [line for line in lines if line.startswith("listener")] == ["listener 8883 127.0.0.1"]
    assert {
        "tls_version tlsv1.3",
        "require_certificate true",
        "use_identity_as_username true",
        "use_username_as_clientid true",
        "allow_anonymous false",
        f"acl_file {tmp_path / 'acl'}",
    } <= set(lines)
    assert not any(line.startswith(("password", "psk", "plugin")) for line in lines)
