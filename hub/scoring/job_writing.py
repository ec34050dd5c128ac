"""A job as a file: what `job.parse` reads back as the same job."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any

import msgspec
import tomli_w

from hub.errors import JobError
from hub.scoring import job as jobs

if TYPE_CHECKING:
    from hub.scoring.job import Job


def write(job: Job) -> bytes:
    """Write a job as TOML; raises JobError when the file would be too large to be read."""
    source = tomli_w.dumps(document(job)).encode()
    if len(source) > jobs.MAX_BYTES:
        raise JobError(f"The job file has {len(source)} bytes, {jobs.MAX_BYTES} allowed.")
    return source


def document(job: Job) -> dict[str, Any]:
    """Give a job as plain lists, tables, texts and numbers; what is not set is not there."""
    made: dict[str, Any] = _plain(job)
    return made


def _plain(value: Any) -> Any:  # noqa: ANN401 - a value of any field
    if isinstance(value, msgspec.Struct):
        fields = ((name, getattr(value, name)) for name in value.__struct_fields__)
        return {name: _plain(one) for name, one in fields if one is not None and one != ()}
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value.value if isinstance(value, StrEnum) else value


def of_document(made: dict[str, Any]) -> Job:
    """Give the job that a document describes; raises JobError naming the place that is wrong."""
    try:
        return msgspec.convert(made, jobs.Job)
    except msgspec.ValidationError as error:
        raise JobError(f"{error}.") from error
