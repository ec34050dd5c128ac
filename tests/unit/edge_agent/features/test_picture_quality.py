from hypothesis import given, settings
from hypothesis import strategies as st

from edge_agent.features.picture_quality import PictureMeter
from edge_agent.inference.observation import PictureObservation
from tests.fakes.faces import IN_THE_MIDDLE


def seen(pts: float, faces: int = 1, brightness: float = 0.5) -> PictureObservation:
    return PictureObservation(
        pts=pts,
        faces=faces,
        mesh=None,
        face=IN_THE_MIDDLE if faces else None,
        body=None,
        change=0.02,
        brightness=brightness,
        sharpness=0.25,
    )


def test_a_window_sums_up_its_own_pictures() -> None:
    meter = PictureMeter()
    for pts, faces in ((0.9, 1), (1.0, 0), (1.5, 1), (1.9, 2), (2.0, 3)):
        meter.observe(seen(pts, faces))

    quality = meter.take(1.0, 2.0, skipped=7)

    assert (quality.frames_seen, quality.frames_skipped) == (3, 7)
    assert (quality.frames_with_face, quality.frames_with_more_faces) == (2, 1)
    assert (quality.brightness, quality.sharpness, quality.face_height) == (0.5, 0.25, 0.4)
    assert meter.take(2.0, 3.0, skipped=0).frames_with_more_faces == 1


def test_a_window_without_pictures_says_so() -> None:
    quality = PictureMeter().take(0, 1, skipped=15)

    assert (quality.frames_seen, quality.brightness, quality.face_height) == (0, 0.0, 0.0)


@given(st.lists(st.tuples(st.floats(0, 10), st.integers(0, 3)), max_size=30))
@settings(max_examples=50)
def test_windows_partition_the_pictures(pictures: list[tuple[float, int]]) -> None:
    meter = PictureMeter()
    for pts, faces in sorted(pictures):
        meter.observe(seen(pts, faces))

    windows = [meter.take(second, second + 1, skipped=0) for second in range(11)]

    assert sum(window.frames_seen for window in windows) == len(pictures)
    assert sum(w.frames_with_face for w in windows) == sum(n > 0 for _, n in pictures)
