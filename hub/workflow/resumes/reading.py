"""From a file to lines of text; the file is parsed in a process that can do nothing else."""

from __future__ import annotations

import subprocess
import sys
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from hub.workflow.candidate_errors import NotTaken, ResumeError
from hub.workflow.resumes.sniffing import Kind, kind_of

PATIENCE_S = 40.0
LARGEST_TEXT_BYTES = 120 * 1024
"""UTF-8; the keeper seals no longer text."""
_PROCESS = Path(__file__).with_name("extracting.py")
_SPACES = str.maketrans({"\t": "  ", "\u00a0": " ", "\u3000": "  ", "\ufeff": "", "\u200b": ""})


@dataclass(frozen=True, slots=True)
class Read:
    """A file's text."""

    kind: Kind
    lines: tuple[str, ...]
    """No line is empty; none has spaces around it."""

    @property
    def text(self) -> str:
        """Give the lines as they are kept."""
        return "\n".join(self.lines)


def read(data: bytes) -> Read:
    """Read a résumé's text; raises ResumeError for what holds none."""
    kind = kind_of(data)
    lines = lines_of(_extracted(kind, data))
    if not lines:
        raise ResumeError(NotTaken.NO_TEXT)
    found = Read(kind, lines)
    if len(found.text.encode()) > LARGEST_TEXT_BYTES:
        raise ResumeError(NotTaken.TOO_MUCH_TEXT)
    return found


def lines_of(text: str) -> tuple[str, ...]:
    """Part a text into its lines: one kind of space, compatibility characters as usual ones.

    PDFs spell `⽂` (a Kangxi radical) for `文`: NFKC (UAX #15) gives the usual character back.
    """
    usual = unicodedata.normalize("NFKC", text.translate(_SPACES))
    whole = "".join(one for one in usual if one == "\n" or one.isprintable())
    return tuple(line.strip() for line in whole.split("\n") if line.strip())


def _extracted(kind: Kind, data: bytes) -> str:
    command = [sys.executable, "-I", str(_PROCESS), kind.value]
    try:
        done = subprocess.run(
            command, input=data, capture_output=True, timeout=PATIENCE_S, check=False, env={}
        )
    except subprocess.TimeoutExpired as error:
        raise ResumeError(NotTaken.DAMAGED) from error
    if done.returncode != 0:
        raise ResumeError(NotTaken.DAMAGED)
    return done.stdout.decode("utf-8")
