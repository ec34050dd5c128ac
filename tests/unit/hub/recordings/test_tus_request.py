"""A checksum is read strictly, whatever the header holds."""

from __future__ import annotations

import base64
import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.recordings.tus_request import check
from hub.recordings.uploads import UploadRefusedError
from wire.tus import CHECKSUM_MISMATCH


@settings(max_examples=50)
@given(st.binary(max_size=100))
def test_the_right_checksum_passes(piece: bytes) -> None:
    check(piece, "sha256 " + base64.b64encode(hashlib.sha256(piece).digest()).decode())


@pytest.mark.parametrize("said", ["sha256 \u00e9", "sha256 A", "sha256 AA*A", "md5 AAAA", ""])
def test_a_checksum_that_cannot_be_read_is_refused(said: str) -> None:
    with pytest.raises(UploadRefusedError) as caught:
        check(b"piece", said)
    assert caught.value.status == 400


@settings(max_examples=50)
@given(st.text(alphabet=st.characters(max_codepoint=255), max_size=60))
def test_any_other_checksum_is_an_error_with_a_status(said: str) -> None:
    with pytest.raises(UploadRefusedError) as caught:
        check(b"piece", f"sha256 {said}")
    assert caught.value.status in {400, CHECKSUM_MISMATCH}
