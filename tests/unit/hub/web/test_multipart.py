from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.exceptions import HTTPException

from hub.web.multipart import Sent, Upload, read

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

WANTED = Upload("resume", 1000)
TYPE = "multipart/form-data; boundary=b"
END = b"--b--\r\n"


def part(name: str, value: bytes, filename: str | None = None) -> bytes:
    file = f'; filename="{filename}"' if filename is not None else ""
    head = f'--b\r\nContent-Disposition: form-data; name="{name}"{file}\r\n\r\n'
    return head.encode() + value + b"\r\n"


async def pieces(body: bytes, size: int) -> AsyncIterator[bytes]:
    for start in range(0, len(body), size):
        yield body[start : start + size]


async def sent(body: bytes, size: int = 64, kind: str = TYPE) -> Sent:
    return await read(kind, pieces(body, size), WANTED)


@settings(max_examples=40)
@given(st.binary(max_size=200), st.integers(1, 400))
async def test_a_file_comes_whole_however_it_is_cut(data: bytes, size: int) -> None:
    body = part("csrf", b"token") + part("resume", data, "张三.pdf") + END
    if b"\r\n--b" in data:
        return
    found = await sent(body, size)
    assert (found.texts, found.files) == ({"csrf": "token"}, {"resume": data})


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (part("resume", b"x" * 1001, "a") + END, 413),
        (part("csrf", b"x" * 1025) + END, 413),
        (part("csrf", b"x") + END + b"x" * 20_000, 413),
        (part("other", b"x", "a") + END, 400),
        (part("other", b"x") + END, 400),
        (part("resume", b"x") + END, 400),
        (part("csrf", b"x", "a") + END, 400),
        (part("csrf", b"x") + part("csrf", b"y") + END, 400),
        (part("csrf", b"\xff") + END, 400),
        (part("resume", b"cut", "a"), 400),
        (b"no part at all", 400),
        (b"--b\r\nX-Long: " + b"x" * 5000 + b"\r\n\r\n\r\n" + END, 400),
    ],
    ids=[
        "file too large",
        "text too large",
        "too much behind it",
        "file not asked for",
        "text not asked for",
        "text instead of a file",
        "file instead of a text",
        "twice",
        "no UTF-8",
        "no end",
        "no form",
        "endless header",
    ],
)
async def test_a_form_that_was_not_asked_for_is_refused(body: bytes, status: int) -> None:
    with pytest.raises(HTTPException) as refused:
        await sent(body)
    assert refused.value.status_code == status


async def test_a_form_without_a_boundary_is_refused() -> None:
    with pytest.raises(HTTPException) as refused:
        await sent(part("csrf", b"x") + END, kind="multipart/form-data")
    assert refused.value.status_code == 400


@settings(max_examples=50)
@given(st.binary(max_size=300))
async def test_any_bytes_are_a_form_or_refused(data: bytes) -> None:
    try:
        found = await sent(b"--b\r\n" + data + END)
    except HTTPException:
        return
    assert set(found.texts) | set(found.files) <= {"csrf", "resume"}
