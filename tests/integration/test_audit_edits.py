"""Ten thousand edits of the audit log, all found by the hub's verifier and by the other one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.fakes.audit_edits import WAYS, Edit, assert_found

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

pytestmark = pytest.mark.integration
EDITS = 10_000


@pytest.mark.parametrize("way", WAYS)
def test_no_edit_of_ten_thousand_is_missed(way: Callable[[random.Random], Edit]) -> None:
    assert_found(way, -(-EDITS // len(WAYS)))
