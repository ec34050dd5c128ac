"""Uploads over mutual TLS into the real receive and keeper processes."""

from __future__ import annotations

import signal
import ssl
import time
from typing import TYPE_CHECKING

import httpx
import msgspec
import pytest
from sqlalchemy import select

from hub.storage.database import open_headers, reading
from hub.storage.tables.header import Header
from hub.storage.tables.manifest import ManifestRow
from hub.storage.tables.recording import Recording
from tests.integration.hub_process import HubPlace, hub_place, hub_process, log_of, wait_for_log
from tests.integration.kiosk_uploads import KioskUploads, SealedPart, signed_manifest
from tests.integration.site import found
from wire import plan as plans
from wire import sealed
from wire.policy import Profile
from wire.tus import CHECKSUM_MISMATCH, PIECE, STORED, UPLOADS
from wire.upload import UploadKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioning.authority import Credentials

pytestmark = pytest.mark.integration
CN, EU = "lobby-cn", "lobby-eu"
BIG = 3 * PIECE + 12_345


class Hub:
    """The running hub, as a kiosk and as its database see it."""

    def __init__(self, place: HubPlace, kiosks: dict[str, Credentials]) -> None:
        self.place = place
        self.kiosks = kiosks
        self.url = f"https://{place.settings.receive.host}:{place.settings.receive.port}"
        self.identity = place.settings.keeper.identity_file.read_text().strip()
        self.recipient = sealed.recipient_of(self.identity)

    def kiosk(self, name: str = CN) -> KioskUploads:
        return KioskUploads(self.url, self.kiosks[name])

    def interview(self) -> str:
        return self.place.schedule(CN, Profile.CN)

    def recordings(self, interview_id: str) -> list[Recording]:
        with reading(self.place.engine) as session:
            query = select(Recording).where(Recording.interview_id == interview_id)
            return list(session.scalars(query.order_by(Recording.part)))

    def header(self, row: Recording) -> bytes | None:
        engine = open_headers(self.place.settings)
        with reading(engine) as session:
            found_row = session.get(Header, row.id)
        engine.dispose()
        return found_row.header if found_row else None

    def opened(self, row: Recording) -> bytes:
        body = (self.place.settings.store_dir / row.body).read_bytes()
        return sealed.open_sealed(self.header(row) or b"", body, self.identity)

    def wait_until_served(self) -> None:
        """Wait for the port: `ready` is said just before it opens."""
        deadline = time.monotonic() + 30
        with self.kiosk() as kiosk:
            while time.monotonic() < deadline:
                try:
                    kiosk.http.options(UPLOADS)
                except httpx.ConnectError:
                    time.sleep(0.05)
                else:
                    return
        raise AssertionError(log_of(self.place, "receive"))


@pytest.fixture(scope="module")
def stopped_hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hub]:
    folder = tmp_path_factory.mktemp("site")
    credentials, kiosks = found(folder / "authority")
    with hub_place(folder / "hub", credentials) as place, hub_process(place, "keeper") as keeper:
        wait_for_log(place, "keeper", "ready", keeper)
        yield Hub(place, kiosks)


@pytest.fixture(scope="module")
def hub(stopped_hub: Hub) -> Iterator[Hub]:
    with hub_process(stopped_hub.place, "receive"):
        stopped_hub.wait_until_served()
        yield stopped_hub


def part(hub: Hub, length: int = 100_000) -> SealedPart:
    return SealedPart.of(length, hub.recipient)


def test_a_receive_that_is_killed_goes_on_where_its_disk_stands(stopped_hub: Hub) -> None:
    hub = stopped_hub
    interview_id, one = hub.interview(), part(hub, BIG)
    metadata = one.metadata(interview_id)
    with hub_process(hub.place, "receive") as process:
        hub.wait_until_served()
        with hub.kiosk() as kiosk:
            where = kiosk.create(metadata, len(one.body)).headers["Location"]
            assert kiosk.patch(where, 0, one.body[:PIECE]).status_code == 204
        process.send_signal(signal.SIGKILL)
        process.wait()
    with hub_process(hub.place, "receive"):
        hub.wait_until_served()
        with hub.kiosk() as kiosk:
            assert kiosk.http.head(where).headers["Upload-Offset"] == str(PIECE)
            assert kiosk.send(metadata, one.body).headers[STORED] == metadata.sha256
    assert hub.opened(hub.recordings(interview_id)[0]) == one.plaintext


def test_a_kiosk_fetches_the_plan_of_its_own_next_interview(hub: Hub) -> None:
    interview_id = hub.interview()
    with hub.kiosk() as kiosk, hub.kiosk(EU) as other:
        given = kiosk.http.get("/plans/next")
        assert other.http.get("/plans/next").status_code == 204
    plan = plans.decode(given.content)
    assert given.status_code == 200
    assert plan.interview_id <= "f" * 32
    assert "Test Candidate" not in given.text
    assert interview_id


def test_an_upload_is_verified_stored_and_confirmed(hub: Hub) -> None:
    interview_id, one = hub.interview(), part(hub, BIG)
    metadata = one.metadata(interview_id)
    with hub.kiosk() as kiosk:
        last = kiosk.send(metadata, one.body)
        again = kiosk.send(metadata, one.body)
    assert last.headers[STORED] == again.headers[STORED] == metadata.sha256
    (row,) = hub.recordings(interview_id)
    assert hub.opened(row) == one.plaintext
    assert (row.plain_bytes, row.truncated) == (len(one.plaintext), False)
    assert sealed.NONCE + len(one.plaintext) < row.bytes == len(one.body)


def test_a_manifest_gives_the_recordings_their_times_whichever_comes_first(hub: Hub) -> None:
    for manifest_first in (True, False):
        interview_id = hub.interview()
        parts = [part(hub), part(hub)]
        envelope = signed_manifest(interview_id, parts, hub.kiosks[CN])
        with hub.kiosk() as kiosk:
            if manifest_first:
                kiosk.send_manifest(interview_id, envelope)
            for number, one in enumerate(parts):
                kiosk.send(one.metadata(interview_id, part=number), one.body)
            if not manifest_first:
                assert kiosk.send_manifest(interview_id, envelope).headers[STORED]
        rows = hub.recordings(interview_id)
        assert [(row.start, row.duration) for row in rows] == [(0.0, 1.0), (1.0, 1.0)]
        assert all(row.fragments != "[]" for row in rows)


def test_a_manifest_that_another_key_signed_is_refused(hub: Hub) -> None:
    interview_id = hub.interview()
    envelope = signed_manifest(interview_id, [part(hub)], hub.kiosks[EU])
    with hub.kiosk() as kiosk:
        assert kiosk.send_manifest(interview_id, envelope).status_code == CHECKSUM_MISMATCH
    with reading(hub.place.engine) as session:
        assert session.get(ManifestRow, (interview_id, 0)) is None


def test_a_part_that_the_manifest_does_not_name_gets_no_times(hub: Hub) -> None:
    interview_id, one, other = hub.interview(), part(hub), part(hub)
    with hub.kiosk() as kiosk:
        kiosk.send(one.metadata(interview_id), one.body)
        kiosk.send_manifest(interview_id, signed_manifest(interview_id, [other], hub.kiosks[CN]))
    assert [row.start for row in hub.recordings(interview_id)] == [None]


def test_a_body_that_was_cut_gets_its_last_chunk_from_the_hub(hub: Hub) -> None:
    interview_id, whole = hub.interview(), part(hub, 4 * sealed.CHUNK)
    cut = whole.cut(2)
    with hub.kiosk() as kiosk:
        last = kiosk.send(cut.metadata(interview_id), cut.body)
        kiosk.send_manifest(interview_id, signed_manifest(interview_id, [cut], hub.kiosks[CN]))
    assert last.headers[STORED] == cut.metadata(interview_id).sha256
    (row,) = hub.recordings(interview_id)
    assert row.bytes > row.uploaded_bytes == len(cut.body)
    assert row.start == 0.0
    assert hub.opened(row)[: len(cut.plaintext)] == cut.plaintext


def test_an_altered_body_is_never_stored(hub: Hub) -> None:
    interview_id, one = hub.interview(), part(hub)
    altered = bytearray(one.body)
    altered[70_000] ^= 1
    bad = SealedPart(one.plaintext, one.header, bytes(altered))
    with hub.kiosk() as kiosk:
        answer = kiosk.send(bad.metadata(interview_id), bad.body)
        assert answer.status_code == CHECKSUM_MISMATCH
        assert kiosk.send(bad.metadata(interview_id), bad.body).status_code == CHECKSUM_MISMATCH
    assert hub.recordings(interview_id) == []


def test_a_body_sealed_for_somebody_else_is_never_stored(hub: Hub) -> None:
    interview_id = hub.interview()
    foreign = SealedPart.of(1000, sealed.generate_identity()[1])
    with hub.kiosk() as kiosk:
        answer = kiosk.send(foreign.metadata(interview_id), foreign.body)
    assert answer.status_code == CHECKSUM_MISMATCH
    assert hub.recordings(interview_id) == []


def test_a_corrected_transcript_replaces_the_first_and_shreds_its_key(hub: Hub) -> None:
    interview_id, first, second = hub.interview(), part(hub, 500), part(hub, 600)
    with hub.kiosk() as kiosk:
        kiosk.send(first.metadata(interview_id, UploadKind.TRANSCRIPT), first.body)
        (old,) = hub.recordings(interview_id)
        last = kiosk.send(second.metadata(interview_id, UploadKind.TRANSCRIPT), second.body)
    assert last.headers[STORED]
    (row,) = hub.recordings(interview_id)
    assert hub.opened(row) == second.plaintext
    assert hub.header(old) is None
    assert not (hub.place.settings.store_dir / old.body).exists()


def test_a_recording_is_never_replaced(hub: Hub) -> None:
    interview_id, first, second = hub.interview(), part(hub), part(hub)
    with hub.kiosk() as kiosk:
        kiosk.send(first.metadata(interview_id), first.body)
        refused = kiosk.send(second.metadata(interview_id), second.body)
    assert refused.status_code == CHECKSUM_MISMATCH
    (row,) = hub.recordings(interview_id)
    assert hub.opened(row) == first.plaintext


@pytest.mark.parametrize(
    ("offset", "piece", "said", "status"),
    [
        (50, b"x" * 10, None, 409),
        (-1, b"x", None, 400),
        (2**64, b"x", None, 400),
        ("", b"x", None, 400),
        (0, b"x" * 300_000, None, 413),
        (0, b"x" * 10, "sha256 AAAA", CHECKSUM_MISMATCH),
        (0, b"x" * 10, "md5 AAAA", 400),
        (0, b"x" * 10, "", 400),
    ],
)
def test_a_wrong_piece_changes_nothing(
    hub: Hub,
    offset: object,
    piece: bytes,
    said: str | None,
    status: int,
) -> None:
    interview_id, one = hub.interview(), part(hub)
    with hub.kiosk() as kiosk:
        where = kiosk.create(one.metadata(interview_id), len(one.body)).headers["Location"]
        assert kiosk.patch(where, offset, piece, said).status_code == status
        assert kiosk.http.head(where).headers["Upload-Offset"] == "0"
        assert kiosk.send(one.metadata(interview_id), one.body).headers[STORED]


def test_an_upload_is_its_own_kiosks_only(hub: Hub) -> None:
    interview_id, one = hub.interview(), part(hub)
    metadata = one.metadata(interview_id)
    with hub.kiosk() as kiosk, hub.kiosk(EU) as other:
        where = kiosk.create(metadata, len(one.body)).headers["Location"]
        assert other.http.head(where).status_code == 404
        assert other.patch(where, 0, one.body).status_code == 404
        assert other.http.delete(where).status_code == 404
        assert other.create(metadata, len(one.body)).status_code == 404
        assert kiosk.http.head(where).headers["Upload-Offset"] == "0"


@pytest.mark.parametrize(
    "path", [f"{UPLOADS}/{'0' * 32}", f"{UPLOADS}/..%2f..%2fhub.db", f"{UPLOADS}/%00"]
)
def test_a_path_that_names_no_upload_is_not_found(hub: Hub, path: str) -> None:
    with hub.kiosk() as kiosk:
        assert kiosk.http.head(path).status_code == 404


def test_an_upload_that_is_too_long_is_refused_before_its_body(hub: Hub) -> None:
    interview_id, one = hub.interview(), part(hub)
    with hub.kiosk() as kiosk:
        assert kiosk.create(one.metadata(interview_id), 2**50).status_code in {413, 400}


def test_metadata_with_an_unknown_field_is_refused(hub: Hub) -> None:
    one, interview_id = part(hub), hub.interview()
    unknown = msgspec.structs.replace(one.metadata(interview_id), header="A")
    headers = {"Upload-Length": "5", "Upload-Metadata": "surprise QQ=="}
    with hub.kiosk() as kiosk:
        assert kiosk.http.post(UPLOADS, headers=headers).status_code == 400
        assert kiosk.send(unknown, one.body).status_code == CHECKSUM_MISMATCH


def test_an_upload_can_be_ended_by_its_kiosk(hub: Hub) -> None:
    interview_id, one = hub.interview(), part(hub)
    with hub.kiosk() as kiosk:
        where = kiosk.create(one.metadata(interview_id), len(one.body)).headers["Location"]
        assert kiosk.http.delete(where).status_code == 204
        assert kiosk.http.head(where).status_code == 404
        assert kiosk.send(one.metadata(interview_id), one.body).headers[STORED]


def test_without_a_certificate_of_the_site_there_is_no_connection(hub: Hub) -> None:
    context = ssl.create_default_context(cafile=str(hub.kiosks[CN].authority))
    with httpx.Client(verify=context, trust_env=False) as stranger, pytest.raises(httpx.HTTPError):
        stranger.get(f"{hub.url}/plans/next")


def test_the_hubs_own_certificate_is_no_kiosks(hub: Hub) -> None:
    identity = hub.place.settings.identity
    with KioskUploads(hub.url, identity) as kiosk:  # type: ignore[arg-type] # the same three files
        assert kiosk.http.get("/plans/next").status_code == 403
