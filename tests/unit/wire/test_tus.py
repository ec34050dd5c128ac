from __future__ import annotations

import base64

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wire.errors import MessageError
from wire.tus import checksum, decode_metadata, encode_metadata
from wire.upload import UploadKind, UploadMetadata

METADATA = UploadMetadata(
    upload_kind=UploadKind.MEDIA,
    interview_id="ab" * 16,
    answer=3,
    part=1,
    sha256="5" * 64,
    header=base64.b64encode(b"age-encryption.org/v1\n").decode(),
)


def _b64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


@settings(max_examples=50)
@given(
    kind=st.sampled_from(UploadKind),
    answer=st.integers(0, 4095),
    part=st.integers(0, 4095),
    header=st.binary(max_size=600),
)
def test_metadata_survives_the_way(kind: UploadKind, answer: int, part: int, header: bytes) -> None:
    metadata = UploadMetadata(
        upload_kind=kind,
        interview_id="0f" * 16,
        answer=answer,
        part=part,
        sha256="a" * 64,
        header=base64.b64encode(header).decode(),
    )
    assert decode_metadata(encode_metadata(metadata)) == metadata


@settings(max_examples=50)
@given(st.text(max_size=200))
def test_any_text_is_metadata_or_an_error(text: str) -> None:
    with pytest.raises(MessageError):
        decode_metadata(text)


GOOD = encode_metadata(METADATA)


@pytest.mark.parametrize(
    ("fault", "text"),
    [
        ("an unknown field", f"{GOOD},name {_b64('Ada')}"),
        ("a field twice", f"{GOOD},part {_b64('2')}"),
        ("a missing field", ",".join(GOOD.split(",")[1:])),
        ("a part that is no number", GOOD.replace(_b64("1"), _b64("one"))),
        ("a negative answer", GOOD.replace(_b64("3"), _b64("-3"))),
        ("another kiosk's path", GOOD.replace(_b64("ab" * 16), _b64("../" + "ab" * 16))),
        ("no Base64", GOOD.replace(_b64("3"), "!!!!")),
        ("too much", GOOD + "A" * 9000),
    ],
)
def test_metadata_with_a_fault_are_refused(fault: str, text: str) -> None:
    assert fault
    with pytest.raises(MessageError, match="W-MESSAGE-001"):
        decode_metadata(text)


def test_a_checksum_is_written_as_the_extension_wants_it() -> None:
    digest = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
    assert checksum(b"") == f"sha256 {digest}"
