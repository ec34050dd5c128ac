"""Receipts: both verifiers take every genuine one, and neither takes any other."""

from __future__ import annotations

import ast
import base64
import json
import random
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from cryptography.hazmat.primitives.asymmetric import utils
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from tests.fakes.receipts import KIOSK, NOW, Signer, deletion_of, receipt_of, site
from tests.independent import receipt_verifier as stranger
from wire import receipt_file
from wire.errors import ReceiptError
from wire.receipt import Place

if TYPE_CHECKING:
    from collections.abc import Callable

    from cryptography.x509 import Certificate

pytestmark = pytest.mark.filterwarnings(
    # The library warns of an altered serial number before the signature refuses it.
    "ignore::cryptography.utils.CryptographyDeprecationWarning"
)
KIOSK_SIGNER, HUB_SIGNER = site()
AUTHORITY = KIOSK_SIGNER.authority
OTHER_KIOSK, OTHER_HUB = site()
GENUINE = receipt_file.sign(receipt_of(KIOSK_SIGNER), KIOSK_SIGNER.key)
DELETION = receipt_file.sign(deletion_of(HUB_SIGNER, Place.HUB), HUB_SIGNER.key)
MUTATIONS = 1000


def refused_by_both(file: bytes, authority: Certificate = AUTHORITY) -> bool:
    """Say whether neither verifier takes the file."""
    try:
        receipt_file.verify(file, authority)
    except ReceiptError:
        pass
    else:
        return False
    try:
        stranger.verify(file, authority)
    except stranger.Invalid:
        return True
    return False


@pytest.mark.parametrize("file", [GENUINE, DELETION], ids=["interview", "deletion"])
def test_both_verifiers_read_the_same_out_of_a_genuine_receipt(file: bytes) -> None:
    read = receipt_file.verify(file, AUTHORITY)
    document = stranger.verify(file, AUTHORITY)
    assert document == json.loads(file)["signed"]
    assert document["interview_id"] == read.interview_id
    assert document["made_at"] == read.made_at


_TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


@settings(max_examples=40, deadline=None)
@given(texts=st.lists(_TEXTS, max_size=4), answers=st.integers(0, 12), days=st.integers(0, 364))
def test_every_genuine_receipt_is_taken_by_both(texts: list[str], answers: int, days: int) -> None:
    made = receipt_of(KIOSK_SIGNER, NOW + timedelta(days=days), answers)
    made = structs.replace(made, readers=tuple(texts))
    file = receipt_file.sign(made, KIOSK_SIGNER.key)
    assert receipt_file.verify(file, AUTHORITY) == made
    assert stranger.verify(file, AUTHORITY)["readers"] == texts
    slip = receipt_file.slip(file, made, KIOSK_SIGNER.key)
    assert stranger.belongs(stranger.verify_slip(slip, AUTHORITY), file, json.loads(file)["signed"])
    assert receipt_file.verify_slip(slip, AUTHORITY).interview_id == made.interview_id


def _flip(file: bytes, chance: random.Random) -> bytes:
    changed = bytearray(file)
    changed[chance.randrange(len(file))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def _cut(file: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(file))
    return file[:start] + file[start + chance.randint(1, 40) :]


def _insert(file: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(file) + 1)
    return file[:place] + chance.choice([b" ", b"0", b'"', b"\n", b",", b"\x00"]) + file[place:]


def _resigned(file: bytes, change: Callable[[dict[str, Any]], None]) -> bytes:
    """Change the document and keep the signature."""
    read = json.loads(file)
    change(read["signed"])
    return json.dumps(read, ensure_ascii=False, separators=(",", ":")).encode()


def _field(file: bytes, chance: random.Random) -> bytes:
    def change(document: dict[str, Any]) -> None:
        name = chance.choice(sorted(document))
        document[name] = chance.choice([None, "", 0, [], {}, "2030-01-01", "f" * 32, True])

    return _resigned(file, change)


def _member(file: bytes, chance: random.Random) -> bytes:
    def change(document: dict[str, Any]) -> None:
        if chance.random() < 0.5:
            document[chance.choice(["note", "aa", "zz"])] = chance.random()
        else:
            del document[chance.choice(sorted(document))]

    return _resigned(file, change)


def _swap(file: bytes, chance: random.Random) -> bytes:
    """Put the signature of another receipt of the same signer here."""
    other = receipt_of(KIOSK_SIGNER, NOW + timedelta(seconds=chance.randint(1, 10**6)))
    signature = json.loads(receipt_file.sign(other, KIOSK_SIGNER.key))["signature"]
    return file[: file.rindex(b',"signature"')] + f',"signature":"{signature}"}}'.encode()


def _other_key(_: bytes, __: random.Random) -> bytes:
    return receipt_file.sign(receipt_of(KIOSK_SIGNER), OTHER_KIOSK.key)


def _other_chain(_: bytes, __: random.Random) -> bytes:
    """Have a kiosk of another site sign, and name this site's authority half of the time."""
    forged = Signer(KIOSK, OTHER_KIOSK.key, OTHER_KIOSK.certificate, AUTHORITY)
    return receipt_file.sign(receipt_of(forged), forged.key)


def _expired(_: bytes, chance: random.Random) -> bytes:
    days = chance.choice([-1, 1]) * chance.randint(400, 3000)
    return receipt_file.sign(receipt_of(KIOSK_SIGNER, NOW + timedelta(days=days)), KIOSK_SIGNER.key)


def _other_name(_: bytes, chance: random.Random) -> bytes:
    made = structs.replace(receipt_of(KIOSK_SIGNER), signer=f"kiosk-{chance.randint(10, 99)}")
    return receipt_file.sign(made, KIOSK_SIGNER.key)


def _by_the_hub(_: bytes, __: random.Random) -> bytes:
    """Have the hub's key sign what only a kiosk can know."""
    return receipt_file.sign(receipt_of(HUB_SIGNER), HUB_SIGNER.key)


def _upper_half(file: bytes, _: random.Random) -> bytes:
    """Give the other s that signs the same."""
    read = json.loads(file)
    signature = base64.b64decode(read["signature"])
    r, s = utils.decode_dss_signature(signature)
    other = base64.b64encode(utils.encode_dss_signature(r, stranger.N - s)).decode()
    return file.replace(read["signature"].encode(), other.encode())


_WAYS = [
    *[_flip] * 4,
    _cut,
    _insert,
    _field,
    _member,
    _swap,
    _other_key,
    _other_chain,
    _expired,
    _other_name,
    _by_the_hub,
    _upper_half,
]


def test_a_thousand_of_a_thousand_altered_receipts_are_refused_by_both() -> None:
    chance = random.Random(20261123)  # noqa: S311 - a fixed seed, no secret
    refused = 0
    for number in range(MUTATIONS):
        file = (GENUINE, DELETION)[number % 2]
        altered = _WAYS[number % len(_WAYS)](file, chance)
        assert altered != file
        refused += refused_by_both(altered)
    assert refused == MUTATIONS


@settings(max_examples=50, deadline=None)
@given(data=st.data())
def test_no_other_bytes_pass_for_a_receipt(data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(GENUINE) - 1))
    piece = data.draw(st.binary(max_size=8))
    altered = GENUINE[:place] + piece + GENUINE[place + len(piece) :]
    assert altered == GENUINE or refused_by_both(altered)


def test_a_receipt_is_no_proof_under_another_sites_authority() -> None:
    assert refused_by_both(GENUINE, OTHER_KIOSK.authority)


def test_an_altered_slip_is_refused_by_both() -> None:
    slip = receipt_file.slip(GENUINE, receipt_of(KIOSK_SIGNER), KIOSK_SIGNER.key)
    chance = random.Random(7)  # noqa: S311 - a fixed seed, no secret
    for _ in range(MUTATIONS):
        place = chance.randrange(len(slip))
        altered = slip[:place] + chance.choice("ABCxyz01-_.") + slip[place + 1 :]
        if altered == slip:
            continue
        with pytest.raises(ReceiptError):
            receipt_file.verify_slip(altered, AUTHORITY)
        with pytest.raises(stranger.Invalid):
            stranger.verify_slip(altered, AUTHORITY)


def test_the_second_verifier_reads_nothing_of_the_first() -> None:
    folder = Path(stranger.__file__).parent
    sources = [(folder / name).read_text() for name in ("receipt_verifier.py", "receipt_form.py")]
    trees = [ast.walk(ast.parse(source)) for source in sources]
    named = {node.module for tree in trees for node in tree if isinstance(node, ast.ImportFrom)}
    assert not [one for one in named if one and one.partition(".")[0] in {"wire", "provisioning"}]
