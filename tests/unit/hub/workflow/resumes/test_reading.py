from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.workflow.candidate_errors import NotTaken, ResumeError
from hub.workflow.resumes.reading import lines_of, read
from hub.workflow.resumes.sniffing import LARGEST_BYTES, Kind, kind_of
from tests.fakes.resume_files import made

TEXT = "张三\n工作经历\n2015年3月 - 至今 江城银行 客户经理"


def zipped(members: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return file.getvalue()


BOMB = zipped({"[Content_Types].xml": b"", "word/document.xml": b"\0" * 30_000_000})


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", NotTaken.EMPTY),
        (b"  \n ", NotTaken.EMPTY),
        (b"x" * (LARGEST_BYTES + 1), NotTaken.TOO_LARGE),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old word", NotTaken.OLD_WORD),
        (b"MZ\x00\x01", NotTaken.UNKNOWN),
        (b"PK\x03\x04 cut", NotTaken.DAMAGED),
        (zipped({"a.txt": b"a"}), NotTaken.UNKNOWN),
        (BOMB, NotTaken.BOMB),
    ],
    ids=lambda one: one.value if isinstance(one, NotTaken) else "",
)
def test_what_is_not_taken_in_is_refused_before_it_is_opened(data: bytes, reason: NotTaken) -> None:
    with pytest.raises(ResumeError, match="H-RESUME-001") as refused:
        kind_of(data)
    assert refused.value.reason is reason


@settings(max_examples=50)
@given(st.binary(max_size=200))
def test_any_bytes_have_a_kind_or_an_error(data: bytes) -> None:
    try:
        found = kind_of(data)
    except ResumeError:
        return
    assert found in Kind


@pytest.mark.parametrize(
    ("kind", "encoding"), [("pdf", ""), ("docx", ""), ("text", "gb18030"), ("text", "utf-16")]
)
def test_chinese_is_read_from_each_kind_whatever_its_name(kind: str, encoding: str) -> None:
    found = read(made(TEXT, kind, encoding or "utf-8"))
    assert found.kind.value == kind
    assert found.text == TEXT


def test_a_broken_file_ends_its_own_process_only() -> None:
    with pytest.raises(ResumeError) as refused:
        read(b"%PDF-1.7 and then nothing that a PDF has")
    assert refused.value.reason is NotTaken.DAMAGED


def test_a_page_without_text_is_no_resume() -> None:
    with pytest.raises(ResumeError) as refused:
        read(made("", "pdf"))
    assert refused.value.reason is NotTaken.NO_TEXT


@settings(max_examples=50)
@given(st.text(max_size=200))
def test_lines_are_printable_and_none_is_empty(text: str) -> None:
    assert all(line.isprintable() and line == line.strip() and line for line in lines_of(text))


def test_a_radical_becomes_the_character_it_looks_like() -> None:
    assert lines_of("语⽂\u3000教师\t5年") == ("语文  教师  5年",)
