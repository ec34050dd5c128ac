"""A hub's state on the disk with complete sample interviews, as ingest and receive leave it."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import select

from hub.keeper.vault import Places, Vault
from hub.people import accounts
from hub.people.passwords import Passwords
from hub.settings import parse
from hub.storage.database import open_engine, open_headers, open_main, writing
from hub.storage.migrate import migrate
from hub.storage.tables.account import Account
from hub.storage.tables.answer import Answer
from hub.storage.tables.consent import Consent
from hub.storage.tables.header import Header
from hub.storage.tables.interview import Interview
from hub.storage.tables.manifest import ManifestRow
from hub.storage.tables.message import MessageRow
from hub.storage.tables.recording import Recording
from hub.storage.tables.stream import Stream
from hub.storage.tables.unrated_look import UnratedLook
from hub.workflow import interviews, jobs, kiosks, scores
from provisioning import authority, policy_signing
from tests.fakes.database_address import address
from tests.fakes.sample_messages import GAP, Sitting
from tests.fakes.small_recording import small_recording
from wire import sealed
from wire.codec import encode
from wire.language import Language
from wire.policy import Profile

if TYPE_CHECKING:
    from pathlib import Path

    from hub.people.rights import Role
    from wire.messages.fields import Durable

PASSWORD = "a long enough password"
QUICK = Passwords(time_cost=1, memory_kib=8, parallelism=1)
KIOSK = "lobby-1"
JOB = "bank-account-manager"

_SETTINGS = """
state_dir = "{state}"
database = "{database}"
profile = "cn"
policy = "{state}/authority/policy.json"
broker = {{ host = "127.0.0.1", port = 1 }}
identity.certificate = "{state}/authority/hub.crt"
identity.key = "{state}/authority/hub.key"
identity.authority = "{state}/authority/authority.crt"
receive = {{ host = "127.0.0.1", port = 1 }}
web = {{ host = "127.0.0.1", port = {port} }}
sign_in = {{ second_factor = "offered" }}
keeper = {{ identity_file = "{state}/identity", socket = "{state}/keeper.sock" }}
"""


def _sign_policy(folder: Path) -> None:
    """Make an authority that signs the policy that the settings name."""
    now = datetime.now(UTC)
    authority.prepare(folder, (), now)
    policy_signing.sign(folder, Profile.CN, folder / "policy.json", now, dry_run=False)


class HubSite:
    """One site's hub in a folder of its own."""

    def __init__(self, directory: Path, port: int = 1) -> None:
        text = _SETTINGS.format(state=directory, port=port, database=address(directory))
        _sign_policy(directory / "authority")
        self.settings_file = directory / "hub.toml"
        self.settings_file.write_text(text, encoding="utf-8")
        self.settings = parse(text)
        migrate(self.settings)
        self.engine = open_main(self.settings)
        self.headers = open_headers(self.settings)
        identity, self.recipient = sealed.generate_identity()
        identity_file = self.settings.keeper.identity_file
        identity_file.write_text(identity + "\n", encoding="ascii")
        identity_file.chmod(0o600)
        self.receipts = open_engine(self.settings.receipts_url)
        self.vault = Vault(
            identity, Places(self.engine, self.headers, self.receipts, self.settings.store_dir)
        )
        self.looking: tuple[str, ...] = ()
        """Accounts that look at every interview held from now on, instead of rating it."""
        jobs.import_shipped(self.engine)
        kiosks.add(self.engine, KIOSK)

    def close(self) -> None:
        """Let go of the databases."""
        self.engine.dispose()
        self.headers.dispose()
        self.receipts.dispose()

    def person(self, role: Role, language: Language = Language.EN) -> str:
        """Make an account whose name is its role's and its language's."""
        name = f"{role.value}-{language.value}"
        accounts.add(self.engine, name, role, PASSWORD, language=language, passwords=QUICK)
        return name

    def put_in_charge(self, name: str, interview_id: str) -> None:
        """Make an interview an interviewer's own."""
        with writing(self.engine) as session:
            account = session.scalars(select(Account.id).where(Account.name == name)).one()
        interviews.assign(self.engine, interview_id, account)

    def scheduled(self, candidate: str, profile: Profile = Profile.CN) -> str:
        """Schedule an interview."""
        return interviews.schedule(self.engine, profile, KIOSK, JOB, candidate)

    def held(self, candidate: str, sitting: Sitting, *, ended: bool = True) -> str:
        """Store a whole interview: events, features, recordings, transcripts, score."""
        interview_id = self.scheduled(candidate, sitting.profile)
        self._begin(interview_id, sitting, ended=ended)
        self._store_messages(interview_id, sitting.messages(interview_id))
        for answer in range(len(sitting.answers)):
            self._store_answer(interview_id, sitting, answer)
        with writing(self.engine) as session:
            if ended:
                scores.refresh(session, interview_id, datetime.now(UTC))
        for name in self.looking:
            self.look(name, interview_id)
        return interview_id

    def look(self, name: str, interview_id: str) -> None:
        """Let somebody see an interview's scores without rating it."""
        with writing(self.engine) as session:
            account = session.scalars(select(Account.id).where(Account.name == name)).one()
            row = UnratedLook(interview_id=interview_id, account_id=account, at=datetime.now(UTC))
            session.add(row)

    def _begin(self, interview_id: str, sitting: Sitting, *, ended: bool) -> None:
        with writing(self.engine) as session:
            row = session.get_one(Interview, interview_id)
            row.language = sitting.language.value
            row.began_at = sitting.at
            row.state = "ended" if ended else "running"
            if ended:
                row.ending, row.ended_at = sitting.ending, sitting.at + timedelta(minutes=2)
            for purpose, granted in sitting.consents.items():
                session.add(
                    Consent(
                        interview_id=interview_id,
                        purpose=purpose.value,
                        granted=granted,
                        at=sitting.at,
                        seq=1,
                    )
                )
            for number, (start, end) in enumerate(sitting.answers):
                session.add(
                    Answer(
                        interview_id=interview_id, answer=number, stage=number, start=start, end=end
                    )
                )

    def _store_messages(self, interview_id: str, messages: list[Durable]) -> None:
        with writing(self.engine) as session:
            session.add(Stream(stream_id=interview_id, kiosk_id=KIOSK, watermark=len(messages)))
            session.flush()
            for one in messages:
                payload = encode(one)
                kind = str(one.__struct_config__.tag)
                session.add(
                    MessageRow(
                        stream_id=interview_id,
                        seq=one.seq,
                        channel="behaviour" if kind == "behaviour_window" else "features",
                        kind=kind,
                        payload=payload,
                        sha256=sha256(payload).hexdigest(),
                        received_at=datetime.now(UTC),
                        committed_at=datetime.now(UTC),
                    )
                )

    def _store_answer(self, interview_id: str, sitting: Sitting, answer: int) -> None:
        start, end = sitting.answers[answer]
        media = small_recording(int(end - start))
        self._store(
            Recording(
                interview_id=interview_id,
                answer=answer,
                kind="media",
                plain_bytes=len(media.plaintext),
                start=start,
                duration=end - start,
                fragments=msgspec.json.encode(media.fragments).decode(),
            ),
            *media.sealed([self.recipient]),
        )
        transcript = msgspec.json.encode(sitting.transcript(interview_id, answer))
        self._store(
            Recording(
                interview_id=interview_id,
                answer=answer,
                kind="transcript",
                plain_bytes=len(transcript),
            ),
            *sealed.seal(transcript, [self.recipient]),
        )
        with writing(self.engine) as session:
            session.add(
                ManifestRow(
                    interview_id=interview_id,
                    answer=answer,
                    envelope=b"{}",
                    parts=1,
                    frames_recorded=1,
                    frames_lost=0,
                    gaps=msgspec.json.encode([GAP] if answer == sitting.with_gap else []).decode(),
                    stored_at=datetime.now(UTC),
                )
            )

    def _store(self, row: Recording, header: bytes, body: bytes) -> None:
        row.id = secrets.token_hex(16)
        row.kiosk_id, row.part, row.truncated = KIOSK, 0, False
        row.body = f"{row.interview_id}/{row.answer}.{row.kind}"
        row.bytes = row.uploaded_bytes = len(body)
        row.sha256 = sha256(header + body).hexdigest()
        row.uploaded_sha256 = sha256(body).hexdigest()
        row.stored_at = datetime.now(UTC)
        path = self.settings.store_dir / row.body
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body)
        with writing(self.headers) as session:
            session.add(Header(recording_id=row.id, header=header))
        with writing(self.engine) as session:
            session.add(row)

    def recordings(self, interview_id: str, kind: str) -> list[Recording]:
        """List an interview's recordings."""
        wanted = select(Recording).where(
            Recording.interview_id == interview_id, Recording.kind == kind
        )
        with writing(self.engine) as session:
            return list(session.scalars(wanted.order_by(Recording.answer)))
