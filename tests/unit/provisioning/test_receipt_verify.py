"""What `receipt-verify` tells whoever holds a receipt, or a photograph of its code alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from provisioning import receipt_verify
from provisioning.__main__ import main
from provisioning.errors import ReceiptFileError
from tests.fakes.receipts import INTERVIEW, receipt_of, site
from wire import receipt_file
from wire.errors import ReceiptError

if TYPE_CHECKING:
    from pathlib import Path

SIGNER, _ = site()
RECEIPT = receipt_of(SIGNER)
FILE = receipt_file.sign(RECEIPT, SIGNER.key)
SLIP = receipt_file.slip(FILE, RECEIPT, SIGNER.key)


@pytest.fixture
def authority(tmp_path: Path) -> Path:
    path = tmp_path / "authority.crt"
    path.write_bytes(SIGNER.authority.public_bytes(Encoding.PEM))
    return path


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "receipt.json"
    path.write_bytes(FILE)
    return path


def test_every_question_and_every_follow_up_is_told(file: Path, authority: Path) -> None:
    told = "\n".join(receipt_verify.verify(file, authority, SLIP))
    for question in RECEIPT.questions:
        assert question.text in told
        assert all(more.text in told for more in question.follow_ups)
    assert any(question.follow_ups for question in RECEIPT.questions)


def test_a_photographed_code_is_checked_without_its_file(
    authority: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["receipt-verify", "--authority", str(authority), "--slip", f" {SLIP}\n"])
    told = capsys.readouterr().out
    assert f"Genuine slip: signed by {SIGNER.name}" in told
    assert INTERVIEW in told


def test_another_sites_slip_and_a_slip_of_another_receipt_are_refused(
    file: Path, authority: Path
) -> None:
    stranger, _ = site()
    foreign = receipt_file.slip(FILE, receipt_of(stranger), stranger.key)
    with pytest.raises(ReceiptError):
        receipt_verify.verify(None, authority, foreign)
    other = receipt_file.slip(FILE + b" ", RECEIPT, SIGNER.key)
    with pytest.raises(ReceiptError, match="another receipt"):
        receipt_verify.verify(file, authority, other)


def test_neither_file_nor_slip_is_an_error_that_says_what_to_name(authority: Path) -> None:
    with pytest.raises(ReceiptFileError, match="--slip"):
        receipt_verify.verify(None, authority, None)
