"""How soon every page of HR's view answers, with ten thousand interviews, over loopback.

`COUNT` and `ASKED` in the environment change how many interviews and requests a page.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import httpx
import numpy as np
from sqlalchemy import select

from hub.people.rights import ACCOUNT_ROLES, Role, may
from hub.storage.database import reading, writing
from hub.storage.tables.interview import Interview
from hub.web.site import PAGES
from hub.workflow import job_drafts
from tests.benchmarks.many_interviews import fill
from tests.benchmarks.rows import row
from tests.fakes.hub_site import JOB, PASSWORD, HubSite
from tests.fakes.sample_messages import Sitting
from tests.integration.site import free_port
from tests.unit.hub.web.route_samples import Routes, Whose, path_of
from wire.language import Language

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hub.web.page import Page

COUNT = int(os.environ.get("COUNT", "10000"))
ASKED = int(os.environ.get("ASKED", "40"))
_WARM = 3
_FILES = ("/captions", "/video", "/file")
_LINKED = re.compile(r'<(?:link rel="stylesheet" href|script src)="([^"]+)"')
_MORE = (
    "/interviews?page=150",
    "/interviews?candidate=%E6%9E%97&state=ended",
    "/candidates?page=150",
    "/candidates?name=%E6%9E%97",
    "/promises?state=kept&page=100",
    "/letters?state=open&page=50",
    "/agreement?job=software-engineer",
)


class Measured(NamedTuple):
    """One page."""

    path: str
    p50_ms: float
    p95_ms: float
    p99_ms: float
    cpu_ms: float
    """Processor time of the web process for a request, mean: what load beside does not change."""
    first_paint_kb: float
    """HTML, style and scripts as sent."""


def pages() -> list[dict[str, Any]]:
    """Measure every GET page; gives the worst, and prints each."""
    with tempfile.TemporaryDirectory(prefix="bench-pages-") as folder:
        hub = HubSite(Path(folder), free_port())
        for role in ACCOUNT_ROLES:
            hub.person(role)
        hub.person(Role.HR_STAFF, Language.ZH)
        routes = _routes(hub)
        paths = _paths(routes)  # what they name is made now: later it would be among thousands
        fill(hub, COUNT)
        paths += _compared(hub)
        with _served(hub) as web:
            found = [_told(_measured(web, role, path)) for role, path in paths]
        hub.close()
    worst = max(found, key=lambda one: one.p95_ms)
    sys.stdout.write(f"load {os.getloadavg()[0]:.1f}; slowest: {worst.path}\n")
    return [
        row("page_p50_ms", float(np.median([one.p50_ms for one in found])), "ms"),
        row("page_p95_ms", worst.p95_ms, "ms"),
        row("page_p99_ms", max(one.p99_ms for one in found), "ms"),
        row("page_cpu_ms", max(one.cpu_ms for one in found), "ms"),
        row("page_first_paint_kb", max(one.first_paint_kb for one in found), "kB"),
    ]


def _told(one: Measured) -> Measured:
    sys.stdout.write(
        f"| `{one.path}` | {one.p50_ms:.0f} | {one.p95_ms:.0f} | {one.p99_ms:.0f} |"
        f" {one.cpu_ms:.0f} | {one.first_paint_kb:.0f} |\n"
    )
    sys.stdout.flush()
    return one


def _routes(hub: HubSite) -> Routes:
    own, others = hub.held("Own Candidate", Sitting()), hub.held("Another", Sitting())
    hub.put_in_charge("interviewer-en", own)
    with writing(hub.engine) as session:
        job_drafts.begin(session, JOB, "command")
    return Routes(hub, {Whose.OWN: own, Whose.OTHERS: others})


def _reader(page: Page) -> Role | None:
    if may(None, page.action):
        return None
    return next((role for role in ACCOUNT_ROLES if may(role, page.action)), None)


def _paths(routes: Routes) -> list[tuple[Role | None, str]]:
    shown = [page for page in PAGES if page.method == "GET" and not page.path.endswith(_FILES)]
    found = [(_reader(page), path_of(page, routes, Whose.OWN)) for page in shown]
    more: list[tuple[Role | None, str]] = [(Role.HR_MANAGER, path) for path in _MORE]
    own = [(Role.INTERVIEWER, path) for path in ("/interviews", "/candidates", "/agreement")]
    whole = (Role.HR_STAFF, f"/interviews/{routes.interviews[Whose.OWN]}")
    return [*found, *more, *own, whole]


def _compared(hub: HubSite) -> list[tuple[Role | None, str]]:
    with reading(hub.engine) as session:
        some = session.scalars(select(Interview.interview_id).limit(5)).all()
    return [(Role.HR_MANAGER, "/compare?" + "&".join(f"interview={one}" for one in some))]


@dataclass(frozen=True)
class _Web:
    address: str
    pid: int
    clients: dict[Role | None, httpx.Client]


@contextmanager
def _served(hub: HubSite) -> Iterator[_Web]:
    address = f"http://127.0.0.1:{hub.settings.web.port}"
    command = [sys.executable, "-m", "hub", "--settings", str(hub.settings_file)]
    quiet = subprocess.DEVNULL
    with (
        subprocess.Popen([*command, "keeper"], stdout=quiet, stderr=quiet) as keeper,
        subprocess.Popen([*command, "web"], stdout=quiet, stderr=quiet) as web,
    ):
        _wait_for(address)
        clients: dict[Role | None, httpx.Client] = {}
        for role in (None, *ACCOUNT_ROLES):
            clients[role] = httpx.Client(base_url=address, follow_redirects=True, timeout=60)
            if role is not None:
                form = {"name": f"{role.value}-en", "password": PASSWORD}
                clients[role].post("/sign-in", data=form).raise_for_status()
        yield _Web(address, web.pid, clients)
        for process in (web, keeper):
            process.terminate()


def _wait_for(address: str) -> None:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        try:
            if httpx.get(address + "/sign-in").is_success:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    message = "the pages are not served"
    raise TimeoutError(message)


def _measured(web: _Web, role: Role | None, path: str) -> Measured:
    client = web.clients[role]
    answer = client.get(path)
    for _ in range(_WARM):
        answer = client.get(path).raise_for_status()
    before, took = _cpu_s(web.pid), []
    for _ in range(ASKED):
        began = time.perf_counter()
        client.get(path)
        took.append((time.perf_counter() - began) * 1000)
    cpu_ms = (_cpu_s(web.pid) - before) * 1000 / ASKED
    p50, p95, p99 = (float(one) for one in np.percentile(took, (50, 95, 99)))
    name = f"{path[:45]}{'' if role is not Role.INTERVIEWER else ' (interviewer)'}"
    return Measured(name, p50, p95, p99, cpu_ms, _first_paint(client, answer) / 1024)


def _first_paint(client: httpx.Client, answer: httpx.Response) -> int:
    linked = set(_LINKED.findall(answer.text))
    return answer.num_bytes_downloaded + sum(
        client.get(path).num_bytes_downloaded for path in linked
    )


def _cpu_s(pid: int) -> float:
    """Give the processor time of a process, of all its threads (proc(5): utime and stime)."""
    after_name = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(after_name[11]) + int(after_name[12])) / os.sysconf("SC_CLK_TCK")
