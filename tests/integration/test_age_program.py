from __future__ import annotations

import hashlib
import subprocess
from typing import TYPE_CHECKING

import pyrage
import pytest

from wire import sealed
from wire.errors import SealedError
from wire.sealed import CHUNK

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.integration

IDENTITY, RECIPIENT = sealed.generate_identity()
OTHER_IDENTITY, OTHER_RECIPIENT = sealed.generate_identity()
LENGTHS = [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK + 17]
NOISE = hashlib.shake_128(b"any bytes").digest(max(LENGTHS))


def age(*arguments: str | Path, stdin: bytes = b"") -> bytes:
    """Run the stock program; its complaint is the test's."""
    ran = subprocess.run(["age", *arguments], input=stdin, capture_output=True, check=False)
    assert ran.returncode == 0, ran.stderr.decode()
    return ran.stdout


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    path = tmp_path / "identity.txt"
    path.write_text(f"{IDENTITY}\n")
    return path


@pytest.mark.parametrize("length", LENGTHS)
def test_the_stock_age_program_opens_what_we_seal(length: int, key_file: Path) -> None:
    header, body = sealed.seal(NOISE[:length], [OTHER_RECIPIENT, RECIPIENT])
    assert age("--decrypt", "-i", key_file, stdin=header + body) == NOISE[:length]


@pytest.mark.parametrize("whole", [0, 1, 2])
def test_the_stock_age_program_opens_a_cut_body_that_the_hub_closed(
    whole: int,
    key_file: Path,
) -> None:
    sealer = sealed.Sealer.for_recipients([RECIPIENT])
    kept = b"".join(sealer.chunk(NOISE[:CHUNK]) for _ in range(whole))
    file_key = sealed.unwrap(sealer.header, IDENTITY)
    kept += sealed.closing_chunk(file_key, sealer.nonce, whole, b"\0\0\0\x08free")
    opened = age("--decrypt", "-i", key_file, stdin=sealer.header + sealer.nonce + kept)
    assert opened == NOISE[:CHUNK] * whole + b"\0\0\0\x08free"


@pytest.mark.parametrize("length", LENGTHS)
def test_we_open_what_the_stock_age_program_seals(length: int) -> None:
    made = age("-r", OTHER_RECIPIENT, "-r", RECIPIENT, stdin=NOISE[:length])
    assert sealed.open_sealed(*sealed.split(made), IDENTITY) == NOISE[:length]


@pytest.mark.parametrize("length", LENGTHS)
def test_we_open_what_pyrage_seals_and_it_opens_what_we_seal(length: int) -> None:
    recipient = pyrage.x25519.Recipient.from_str(RECIPIENT)
    made = pyrage.encrypt(NOISE[:length], [recipient])
    assert sealed.open_sealed(*sealed.split(made), IDENTITY) == NOISE[:length]
    ours = b"".join(sealed.seal(NOISE[:length], [RECIPIENT]))
    assert pyrage.decrypt(ours, [pyrage.x25519.Identity.from_str(IDENTITY)]) == NOISE[:length]


def test_age_keygen_reads_our_identities_and_we_read_its(key_file: Path) -> None:
    ran = subprocess.run(["age-keygen", "-y", key_file], capture_output=True, check=True, text=True)
    assert ran.stdout.strip() == RECIPIENT
    made = subprocess.run(["age-keygen"], capture_output=True, check=True, text=True)
    public, identity = made.stdout.strip().splitlines()[-2:]
    assert public.removeprefix("# public key: ") == sealed.recipient_of(identity)


def test_a_file_that_age_armoured_is_refused() -> None:
    armoured = age("--armor", "-r", RECIPIENT, stdin=b"x")
    with pytest.raises(SealedError, match="W-SEALED-001"):
        sealed.split(armoured)
