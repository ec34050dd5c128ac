"""From where on a capture is not usable; docs/measures/capture_quality.md says where from."""

from __future__ import annotations

QUIETEST = -50.0
"""dBFS while somebody speaks; below it the recognisers begin to fail."""
SILENT = -80.0
"""dBFS; no microphone that is on and in a room is so quiet, whether anybody speaks or not."""
MOST_CLIPPED = 0.02
"""Share of samples at full scale while somebody speaks."""
LEAST_SNR = 15.0
"""Decibels of A-weighted speech over noise; cautious for English, not yet founded for Chinese."""
MOST_NOISY = 0.1
"""Share of the speech that may lie in noise; words are lost there."""
LEAST_CONFIDENCE = 0.75
"""Mean over the words, where a restart lost what the recogniser's own is: the highest of them."""
SURER = 0.1
"""So much more confidence is asked for where the noise under most of the speech is not known."""
LEAST_KNOWN = 0.5
"""Share of the speech whose noise is known, or it counts as not known."""
LEAST_WORDS_PER_S = 0.3
"""Words per second of speech; fewer were not understood, whatever the confidence."""
MOST_OTHER = 1.0 / 3.0
"""Share of an answer's speech in another voice; more, and who is the candidate is in doubt."""
SPEECH_SHARE = 0.3
"""A window with more speech than this counts for level and clipping."""
LATEST_PICTURE_S = 0.09
EARLIEST_PICTURE_S = -0.185
"""Pictures behind and before their sound that viewers accept (ITU-R BT.1359-1)."""
