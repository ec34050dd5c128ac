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

BASE = "http://127.0.0.1:8070"


@pytest.fixture
def desk() -> FakeDesk:
    return FakeDesk(sample_plan(Profile.CN))


@pytest.fixture
def client(desk: FakeDesk) -> Iterator[TestClient]:
    with TestClient(build(desk), base_url=BASE, follow_redirects=False) as client:
        yield client
