"""Settings of the whole test suite."""

from collections.abc import Iterator

import pytest
import structlog
from hypothesis import HealthCheck, settings

# No test is timed: the machine may be doing something else.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")


@pytest.fixture(autouse=True)
def _own_log() -> Iterator[None]:
    """A command that a test runs in this process sets the log up: the next test has its own."""
    yield
    structlog.reset_defaults()
