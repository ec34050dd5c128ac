"""The bell: heard at once, never waited for."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import pytest

from edge_agent.errors import ProcessError
from edge_agent.publish.bell import AnswerDone, Bell, BellPush, Level, OutboxGrew, Rung, SensesReady
from wire.language import Language

pytestmark = pytest.mark.integration

if TYPE_CHECKING:
    from pathlib import Path


def test_everything_rung_is_heard_in_order(tmp_path: Path) -> None:
    bell, push = Bell(tmp_path / "agent.sock"), BellPush(tmp_path / "agent.sock")
    rung: list[Rung] = [
        SensesReady(languages=(Language.EN, Language.ZH)),
        OutboxGrew(),
        AnswerDone(answer=3),
        Level(dbfs=-30.5, speech=True),
    ]
    assert all(push.ring(one) for one in rung)
    assert bell.heard() == rung
    assert bell.heard() == []
    push.close()
    bell.close()


def test_ringing_where_nobody_listens_is_no_error(tmp_path: Path) -> None:
    push = BellPush(tmp_path / "agent.sock")
    assert not push.ring(OutboxGrew())
    push.close()


def test_ringing_an_agent_that_does_not_listen_never_blocks(tmp_path: Path) -> None:
    bell, push = Bell(tmp_path / "agent.sock"), BellPush(tmp_path / "agent.sock")
    while push.ring(OutboxGrew()):
        pass
    assert bell.heard()
    assert push.ring(OutboxGrew())
    push.close()
    bell.close()


def test_a_bell_is_hung_in_place_of_a_dead_one(tmp_path: Path) -> None:
    dead = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    dead.bind(str(tmp_path / "agent.sock"))
    dead.close()
    bell, push = Bell(tmp_path / "agent.sock"), BellPush(tmp_path / "agent.sock")
    assert push.ring(OutboxGrew())
    assert bell.heard() == [OutboxGrew()]
    push.close()
    bell.close()


@pytest.mark.parametrize(
    "said", [b"", b"\x80", b"\xa1\xff", b"\x81\xa4type\xa1\xff", b"\x91" * 4096]
)
def test_what_nobody_says_is_refused(tmp_path: Path, said: bytes) -> None:
    bell, push = Bell(tmp_path / "agent.sock"), BellPush(tmp_path / "agent.sock")
    push._socket.sendto(said, str(tmp_path / "agent.sock"))
    with pytest.raises(ProcessError):
        bell.heard()
    push.close()
    bell.close()


def test_a_bell_in_a_missing_folder_is_an_error_of_ours(tmp_path: Path) -> None:
    with pytest.raises(ProcessError):
        Bell(tmp_path / "missing" / "agent.sock")
