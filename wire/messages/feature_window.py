"""One second of picture and sound, as numbers."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from wire.messages.fields import Decibels, Durable, Frames, Index, Instant, Ratio, Seconds, Share


class PictureQuality(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whether the camera delivered a usable picture; says nothing about the person."""

    frames_seen: Frames
    """Frames that were looked at, with or without a face."""
    frames_skipped: Frames
    """Frames within the asked rate that were not looked at."""
    frames_with_face: Frames
    frames_with_more_faces: Frames
    frames_framed: Frames
    """Frames whose followed face, or else the largest, is whole, near the middle and of a useful
    size."""
    frames_dark: Frames
    frames_frozen: Frames
    """Frames that are the one before again, though light alone changes every picture."""
    brightness: Share
    """Mean luma."""
    sharpness: Share
    """Variance of the Laplacian over variance plus a constant; comparable on one camera only."""
    face_height: Share
    """Mean face height over picture height; 0 without a face."""


class SoundQuality(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whether the microphone delivered usable sound."""

    level: Decibels
    """Root mean square."""
    peak: Decibels
    clipped: Share
    """Samples at full scale, or flat at the window's own extremes."""
    speech_s: Seconds
    """Time the voice activity model called speech; none while the far end is heard."""
    noise: Decibels | None
    """A-weighted level between speech, over the last seconds; none when there was no such moment
    yet."""
    snr: Ratio | None
    """A-weighted speech over noise; none without speech in the window or without a noise level."""
    far_end_s: Seconds
    """Time in which the kiosk itself played a voice, far end or synthetic: nothing counts then."""


class FeatureWindow(Durable, frozen=True, kw_only=True, tag="feature_window"):
    """What was seen and heard in [start, start + duration)."""

    answer: Index
    start: Seconds
    duration: Seconds
    """1.0 but for the last window of an answer."""
    closed_at: Instant
    """When the window's last sample left the capture device."""
    sync_s: Annotated[float, Meta(ge=-10.0, le=10.0)] | None
    """How much later than the sound of the same media time the pictures left their device (median);
    none without both."""
    picture: PictureQuality
    sound: SoundQuality
