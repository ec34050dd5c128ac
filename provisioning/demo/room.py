"""The demo's folder: of an earlier demo or new, for one demo at a time, nobody else's to read."""

from __future__ import annotations

import fcntl
import shutil
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING

from provisioning.demo.errors import OptionError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_MARKER = "site-of-the-demo"


@contextmanager
def room(out: Path, inputs: Iterable[Path]) -> Iterator[None]:
    """Hold an emptied folder for the length of a `with` block.

    Raises OptionError for a folder that is not the demo's, that a running demo holds, that has one
    of the user's `inputs` in it, or that cannot be written; nothing is deleted then.
    """
    for path in inputs:
        if path.resolve().is_relative_to(out):
            raise OptionError(f"OUT={out}: {path} lies in it and would be deleted.")
    try:
        marker = _claim(out)
    except OSError as error:
        raise OptionError(f"OUT={out}: {error.strerror or error}.") from error
    with marker:
        try:
            _clear(out)
        except OSError as error:
            raise OptionError(f"OUT={out}: cannot be emptied: {error.strerror}.") from error
        yield


def _claim(out: Path) -> IO[bytes]:
    """Open and lock the marker of a folder; the lock goes with the process."""
    if out.exists() and not out.is_dir():
        raise OptionError(f"OUT={out}: a file is in the way.")
    if out.is_dir() and any(out.iterdir()) and not (out / _MARKER).exists():
        raise OptionError(f"OUT={out}: not empty, and not of the demo; name another folder.")
    out.mkdir(mode=0o700, parents=True, exist_ok=True)
    marker = (out / _MARKER).open("ab")
    try:
        fcntl.flock(marker, fcntl.LOCK_EX | fcntl.LOCK_NB)
        out.chmod(0o700)
    except BlockingIOError as error:
        marker.close()
        raise OptionError(f"OUT={out}: in use by a running demo; name another folder.") from error
    except OSError:
        marker.close()
        raise
    return marker


def _clear(out: Path) -> None:
    for path in out.iterdir():
        if path.name == _MARKER:
            continue
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()
