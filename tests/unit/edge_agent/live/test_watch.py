from __future__ import annotations

from edge_agent.live.watch import CONNECTS_WITHIN_S, SILENT_S, Watch

GONE_WITHIN_S = 10.0
LOOK_S = 1.0


def test_a_viewer_that_never_connects_is_given_up() -> None:
    watch = Watch(0.0)
    assert not watch.is_over(CONNECTS_WITHIN_S, 0, is_connected=False)
    assert watch.is_over(CONNECTS_WITHIN_S + 0.1, 0, is_connected=False)


def test_one_that_is_heard_stays() -> None:
    watch = Watch(0.0)
    assert not any(watch.is_over(float(now), now, is_connected=True) for now in range(100))


def test_one_that_falls_silent_is_gone_within_ten_seconds() -> None:
    watch = Watch(0.0)
    watch.is_over(5.0, 17, is_connected=True)
    assert not watch.is_over(5.0 + SILENT_S, 17, is_connected=True)
    assert watch.is_over(5.1 + SILENT_S, 17, is_connected=True)
    assert SILENT_S + 2 * LOOK_S < GONE_WITHIN_S


def test_one_that_connects_late_has_its_whole_patience_from_then() -> None:
    watch = Watch(0.0)
    late = CONNECTS_WITHIN_S - 1
    assert not watch.is_over(late, 0, is_connected=True)
    assert not watch.is_over(late + SILENT_S, 0, is_connected=True)
