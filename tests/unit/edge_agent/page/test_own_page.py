"""The way to the candidate's own page, on the last page only."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from starlette.testclient import TestClient

from edge_agent.page.routes import build
from tests.fakes.desk import FakeDesk
from tests.fakes.plans import sample_plan
from wire.policy import Profile

if TYPE_CHECKING:
    from collections.abc import Iterator

ADDRESS = "https://hr.example/my/abc-DEF_123"
AGREED = {"recording": "on", "analysis": "on", "face_analysis": "on"}


@pytest.fixture
def desk() -> FakeDesk:
    return FakeDesk(sample_plan(Profile.CN))


@pytest.fixture
def client(desk: FakeDesk) -> Iterator[TestClient]:
    """The first question is asked."""
    with TestClient(
        build(desk), base_url="http://127.0.0.1:8070", follow_redirects=False
    ) as client:
        client.post("/begin", data={"language": "en"})
        client.post("/understood")
        client.post("/consent", data=AGREED)
        client.post("/ready")
        yield client


def test_it_is_put_in_once_the_hub_has_made_it(client: TestClient, desk: FakeDesk) -> None:
    client.post("/finish")
    assert client.get("/own-page").status_code == 204
    assert client.get("/own-page.svg").status_code == 404
    assert 'id="own-page"' in client.get("/").text
    desk.porch.lead_to(ADDRESS)
    part = client.get("/own-page")
    assert part.status_code == 200
    assert ADDRESS in part.text
    assert "Whoever has it is taken for you." in part.text
    assert "<html" not in part.text
    drawn = client.get("/own-page.svg")
    assert drawn.headers["content-type"].startswith("image/svg")
    assert ADDRESS in client.get("/").text


def test_it_is_nowhere_else_and_goes_with_the_candidate(client: TestClient, desk: FakeDesk) -> None:
    desk.porch.lead_to(ADDRESS)
    assert ADDRESS not in client.get("/").text
    assert client.get("/own-page").status_code == 204
    client.post("/finish")
    desk.porch.forget()
    assert ADDRESS not in client.get("/").text


def test_it_is_there_in_chinese(client: TestClient, desk: FakeDesk) -> None:
    client.post("/finish")
    desk.porch.lead_to(ADDRESS)
    client.post("/language", data={"language": "zh"})
    assert "持有此码的人会被当作您本人" in client.get("/own-page").text
