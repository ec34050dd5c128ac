"""Help: asked for on every page of the interview, promised, and asked for again."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from starlette.testclient import TestClient

from edge_agent.interview.calling_help import SayComing
from edge_agent.page.routes import build
from tests.fakes.desk import FakeDesk
from tests.fakes.plans import sample_plan
from wire.policy import Profile

if TYPE_CHECKING:
    from collections.abc import Iterator

AGREED = {"recording": "on", "analysis": "on", "face_analysis": "on"}


@pytest.fixture
def desk() -> FakeDesk:
    return FakeDesk(sample_plan(Profile.CN))


@pytest.fixture
def client(desk: FakeDesk) -> Iterator[TestClient]:
    """The second question is asked: the introduction is answered."""
    with TestClient(
        build(desk), base_url="http://127.0.0.1:8070", follow_redirects=False
    ) as client:
        client.post("/begin", data={"language": "en"})
        client.post("/understood")
        client.post("/consent", data=AGREED)
        go(client, "ready", "answer", "next", "next")
        yield client


def go(client: TestClient, *paths: str) -> None:
    for path in paths:
        assert client.post(f"/{path}").status_code == 303, path


def page(client: TestClient) -> str:
    return client.get("/").text


def test_help_is_on_every_page_and_is_told(client: TestClient) -> None:
    for path in ("answer", "next", "pause"):
        assert 'action="/help"' in page(client)
        go(client, path)
    assert 'action="/help"' in page(client)
    go(client, "resume", "next", "help")
    assert "Staff have been told" in page(client)
    assert 'action="/help"' not in page(client)


@pytest.mark.parametrize("way", [(), ("answer",), ("answer", "next"), ("pause",)])
def test_who_waits_reads_on_every_page_that_somebody_comes(
    client: TestClient, desk: FakeDesk, way: tuple[str, ...]
) -> None:
    go(client, *way, "help")
    before = client.get("/state").json()["step"]
    asyncio.run(desk.take(SayComing()))
    assert client.get("/state").json()["step"] != before, "the page would not follow"
    shown = page(client)
    assert "Somebody is coming to you." in shown
    assert "Nobody came: ask again" in shown


def test_who_asks_again_waits_again(client: TestClient, desk: FakeDesk) -> None:
    go(client, "help")
    asyncio.run(desk.take(SayComing()))
    go(client, "help")
    assert "Staff have been told" in page(client)


def test_in_chinese_it_reads_naturally(client: TestClient, desk: FakeDesk) -> None:
    go(client, "help")
    asyncio.run(desk.take(SayComing()))
    client.post("/language", data={"language": "zh"})
    assert "工作人员马上就来。" in page(client)
