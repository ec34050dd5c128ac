"""The keeper gives one file key for one committed audit entry, and opens nothing else."""

from __future__ import annotations

import socket
import threading
from typing import TYPE_CHECKING

import msgspec
import pytest

from hub.errors import IdentityFileError, KeeperError, KeeperRefusedError
from hub.keeper.client import Keeper
from hub.keeper.protocol import Refused, Reply, receive
from hub.keeper.server import Server
from hub.keeper.vault import OPEN_RECORDING, Places, Vault, read_identity
from hub.people import audit
from hub.storage.database import open_engine, writing
from hub.storage.schema import METADATA
from hub.storage.tables.header import Header, HeaderTable
from wire import sealed
from wire.errors import SealedError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Engine

pytestmark = pytest.mark.integration
RECORDING = "a" * 32
PLAINTEXT = bytes(range(256)) * 1024


class Room:
    """A keeper on its socket, and what it guards."""

    def __init__(self, folder: Path) -> None:
        self.identity, recipient = sealed.generate_identity()
        self.main: Engine = open_engine(f"sqlite:///{folder / 'hub.db'}")
        self.headers: Engine = open_engine(f"sqlite:///{folder / 'headers.db'}")
        METADATA.create_all(self.main)
        HeaderTable.metadata.create_all(self.headers)
        self.store = folder / "store"
        self.store.mkdir()
        self.header, self.body = sealed.seal(PLAINTEXT, [recipient])
        (self.store / "one").write_bytes(self.body)
        with writing(self.headers) as session:
            session.add(Header(recording_id=RECORDING, header=self.header))
        self.socket = folder / "k.sock"
        self.own: Engine = open_engine(f"sqlite:///{folder / 'receipts.db'}")
        vault = Vault(self.identity, Places(self.main, self.headers, self.own, self.store))
        self.server = Server(self.socket, vault)
        self.keeper = Keeper(self.socket)

    def entry(self, action: str = OPEN_RECORDING, subject: str = RECORDING) -> int:
        with writing(self.main) as session:
            return audit.record(session, "account:1", action, subject)


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    made = Room(tmp_path)
    thread = threading.Thread(target=made.server.serve_forever, args=(0.02,))
    thread.start()
    yield made
    made.server.shutdown()
    thread.join()
    made.server.server_close()
    made.main.dispose()
    made.headers.dispose()
    made.own.dispose()


def test_a_committed_entry_that_names_the_recording_gives_its_file_key(room: Room) -> None:
    key = room.keeper.unwrap(RECORDING, room.entry())
    assert key == sealed.unwrap(room.header, room.identity)


def test_an_entry_is_good_for_one_key(room: Room) -> None:
    entry = room.entry()
    room.keeper.unwrap(RECORDING, entry)
    with pytest.raises(KeeperRefusedError, match="used already"):
        room.keeper.unwrap(RECORDING, entry)


@pytest.mark.parametrize(
    ("action", "subject"),
    [(OPEN_RECORDING, "b" * 32), ("sign_in", RECORDING)],
)
def test_an_entry_for_something_else_gives_nothing(room: Room, action: str, subject: str) -> None:
    with pytest.raises(KeeperRefusedError, match="No audit entry"):
        room.keeper.unwrap(RECORDING, room.entry(action, subject))


def test_without_an_entry_there_is_no_key(room: Room) -> None:
    with pytest.raises(KeeperRefusedError, match="No audit entry"):
        room.keeper.unwrap(RECORDING, 4711)


def test_a_whole_body_is_verified_to_its_last_chunk(room: Room) -> None:
    verified = room.keeper.verify(room.header, "one", RECORDING)
    assert (verified.plain_bytes, verified.closing) == (len(PLAINTEXT), b"")


def test_a_body_cut_at_a_chunk_is_completed(room: Room) -> None:
    cut = room.body[: sealed.NONCE + 2 * sealed.SEALED_CHUNK]
    (room.store / "cut").write_bytes(cut)
    verified = room.keeper.verify(room.header, "cut", RECORDING)
    opened = sealed.open_sealed(room.header, cut + verified.closing, room.identity)
    assert len(opened) == verified.plain_bytes
    assert opened[: 2 * sealed.CHUNK] == PLAINTEXT[: 2 * sealed.CHUNK]


def test_an_altered_body_is_refused(room: Room) -> None:
    altered = bytearray(room.body)
    altered[100_000] ^= 1
    (room.store / "altered").write_bytes(altered)
    with pytest.raises(SealedError):
        room.keeper.verify(room.header, "altered", RECORDING)


@pytest.mark.parametrize("path", ["../hub.db", "/etc/hostname", "nothing"])
def test_a_path_that_is_not_in_the_store_is_refused(room: Room, path: str) -> None:
    with pytest.raises(KeeperRefusedError):
        room.keeper.verify(room.header, path, RECORDING)


def test_noise_on_the_socket_is_refused_and_the_keeper_goes_on(room: Room) -> None:
    for noise in (b"\xff" * 4, b"\x00\x00\x00\x02ab"):
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            connection.connect(str(room.socket))
            connection.sendall(noise)
            connection.shutdown(socket.SHUT_WR)
            reply: Reply = msgspec.msgpack.decode(receive(connection), type=Reply)
            assert isinstance(reply, Refused)
    assert room.keeper.verify(room.header, "one", RECORDING).closing == b""


def test_only_the_keepers_user_can_reach_the_socket(room: Room) -> None:
    assert room.socket.stat().st_mode & 0o777 == 0o600


def test_a_keeper_that_is_away_is_an_error_with_a_code(tmp_path: Path) -> None:
    with pytest.raises(KeeperError, match="H-KEEPER-001"):
        Keeper(tmp_path / "nobody.sock").unwrap(RECORDING, 1)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644])
def test_an_identity_that_others_can_read_stops_the_keeper(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "identity.txt"
    path.write_text(sealed.generate_identity()[0])
    path.chmod(mode)
    with pytest.raises(IdentityFileError):
        read_identity(path)
