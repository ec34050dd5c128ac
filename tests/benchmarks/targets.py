"""What each figure should reach; the table says where it does not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Target:
    """A bound on a row's value, or on its ratio to the peer."""

    bound: float
    least: bool
    """Whether more is better."""
    of_ratio: bool = False
    most: float | None = None
    """Where the ratio is bound: the most that the value may be."""

    def says(self) -> str:
        """Give the bound in words."""
        own = f"{'≥' if self.least else '≤'} {self.bound:g}{' ×' if self.of_ratio else ''}"
        return own if self.most is None else f"≤ {self.most:g}, {own}"

    def holds(self, row: dict[str, Any]) -> bool:
        """Say whether the row reaches it; a ratio that is missing does not."""
        found = row["ratio"] if self.of_ratio else row["value"]
        if found is None or (self.most is not None and row["value"] > self.most):
            return False
        return bool(found >= self.bound if self.least else found <= self.bound)


def _at_most(bound: float) -> Target:
    return Target(bound, least=False)


def _at_least(bound: float) -> Target:
    return Target(bound, least=True)


TARGETS = {
    "vision_fps": Target(1.1, least=True, of_ratio=True),
    "landmark_error_percent": _at_most(0.3),
    "vision_tracks_lost": _at_most(0),
    "vision_15hz_cores": _at_most(0.12),
    "wer_en": _at_most(5),
    "cer_zh_errors": _at_most(3),
    "speech_rtf_en": _at_most(0.30),
    "speech_rtf_zh": _at_most(0.35),
    "first_partial_s_en": _at_most(0.7),
    "first_partial_s_zh": _at_most(1.2),
    "caption_shown_p95_s_en": _at_most(1.5),
    "caption_shown_p50_s_zh": _at_most(1.5),
    "caption_shown_p95_s_zh": _at_most(2.5),
    "screen_caption_shown_p95_s_en": _at_most(1.5),
    "screen_caption_shown_p50_s_zh": _at_most(1.5),
    "screen_caption_shown_p95_s_zh": _at_most(2.5),
    "screen_prompt_p95_s": _at_most(1),
    "screen_feature_p95_s": _at_most(1.5),
    "prompt_p95_ms": _at_most(1000),
    "final_s_en": _at_most(1.2),
    "final_s_zh": _at_most(1.5),
    "slow_words_per_utterance_0.8s": _at_least(2),
    "slow_words_per_utterance_1.2s": _at_least(2),
    "all_cores_en": _at_most(1.0),
    "all_cores_zh": _at_most(1.0),
    "all_pss_mb_en": _at_most(700),
    "all_pss_mb_zh": _at_most(900),
    "all_pss_growth_mb_per_half_hour": _at_most(20),
    "cold_start_s_en": _at_most(5),
    "cold_start_s_zh": _at_most(5),
    "window_to_message_p95_ms": _at_most(300),
    "vision_seen_fps": _at_least(15),
    "recorder_frames_lost": _at_most(0),
    "live_chromium_p50_ms": _at_most(50),
    "live_chromium_p95_ms": _at_most(100),
    "live_aiortc_p50_ms": Target(3, least=True, of_ratio=True, most=15),
    "live_viewer_cores": _at_most(0.1),
    "live_vanished_s": _at_most(10),
    "live_3_viewers_frames_lost": _at_most(0),
    "live_3_viewers_frames_late": _at_most(0),
    "live_freezes_clean": _at_most(0),
    "live_freezes_10_percent_loss": _at_most(6.99),
    "signalling_20_frames_lost": _at_most(0),
    "signalling_20_frames_late": _at_most(0),
    "touch_p95_ms": _at_most(100),
    "page_p95_ms": _at_most(200),
    "page_first_paint_kb": _at_most(200),
}
