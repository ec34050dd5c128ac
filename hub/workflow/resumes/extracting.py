"""A process of its own: a file on standard input, its text on standard output (UTF-8).

Run by path, isolated (`python -I extracting.py KIND`), so it imports nothing of the hub. It has no
environment, may not write a file, start a process or use more than the memory and processor time
given; where the kernel allows, it has no network. Whatever a library
raises for a broken file ends the process; its exit code is all that is heard of it.
"""

from __future__ import annotations

import ctypes
import io
import resource
import sys
from typing import TYPE_CHECKING

import docx
from charset_normalizer import from_bytes
from docx.table import Table
from pdfminer.high_level import extract_text
from pdfminer.layout import LAParams

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CPU_S = 20
MEMORY_BYTES = 768 * 1024 * 1024
MOST_PAGES = 40
MOST_CHARACTERS = 1_000_000
_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000
_TRIED = ("utf_8", "gb18030", "big5", "utf_16", "cp1252")


def confine() -> None:
    """Give up what reading a file does not need; a network of its own only where allowed."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_S, CPU_S))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    ctypes.CDLL(None).unshare(_CLONE_NEWUSER | _CLONE_NEWNET)
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))


def of_pdf(data: bytes) -> str:
    """Read a PDF's text page by page."""
    return extract_text(io.BytesIO(data), maxpages=MOST_PAGES, laparams=LAParams(boxes_flow=0.5))


def of_docx(data: bytes) -> str:
    """Read a DOCX's paragraphs and tables in their order."""
    return "\n".join(_docx_lines(docx.Document(io.BytesIO(data)).iter_inner_content()))


def _docx_lines(blocks: Iterator[object]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Table):
            for row in block.rows:
                cells = list(dict.fromkeys(cell.text.strip() for cell in row.cells))
                is_tall = any("\n" in cell for cell in cells)
                yield ("\n" if is_tall else "  ").join(cells)
        else:
            yield str(getattr(block, "text", ""))


def of_text(data: bytes) -> str:
    """Read a text of unknown encoding: UTF-8 or UTF-16 by its marks, else the likeliest."""
    for mark, encoding in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"", "utf-8-sig")):
        if data.startswith(mark):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError:
                continue
    best = from_bytes(data, cp_isolation=list(_TRIED)).best()
    if best is None:
        raise UnicodeError
    return str(best)


READERS: dict[str, Callable[[bytes], str]] = {"pdf": of_pdf, "docx": of_docx, "text": of_text}


def main() -> int:
    """Read one file."""
    reader = READERS[sys.argv[1]]
    data = sys.stdin.buffer.read()
    confine()
    text = reader(data)[:MOST_CHARACTERS]
    sys.stdout.buffer.write(text.encode("utf-8", "replace"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
