"""The database under the signed profile: it cannot hold what the profile forbids.

Every message's channel refers to `allowed_channel`, which holds what the profile allows; what was
done to the database behind the hub's back is found when a process starts. Payloads are not read for
it: a row whose channel and kind are allowed is taken for what it says it is, and a process that
reads it later refuses what it cannot decode.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import func, select, tuple_
from sqlalchemy.exc import SQLAlchemyError

from hub.errors import AlteredDatabaseError, ForbiddenRowsError, StorageError
from hub.storage.additions import additions
from hub.storage.database import reading, writing
from hub.storage.schema import METADATA
from hub.storage.tables.allowed_channel import AllowedChannel
from hub.storage.tables.message import MessageRow
from wire.codec import channels, kinds
from wire.topics import DURABLE

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

    from wire.policy import Profile


def storable(profile: Profile) -> frozenset[str]:
    """Name the channels whose messages are kept under a profile."""
    return frozenset(channel.value for channel in DURABLE & channels(profile))


def allow(engine: Engine, profile: Profile) -> None:
    """Let the database take the profile's channels and no others.

    Raises ForbiddenRowsError, and changes nothing, when it holds messages of another channel.
    """
    with writing(engine) as session:
        _refuse_forbidden_rows(session, profile)
        wanted = storable(profile)
        rows = session.scalars(select(AllowedChannel)).all()
        for row in rows:
            if row.channel not in wanted:
                session.delete(row)
        there = {row.channel for row in rows}
        session.add_all(AllowedChannel(channel=channel) for channel in sorted(wanted - there))


def check(engine: Engine, profile: Profile) -> None:
    """Refuse a database that is not as `allow` left it: in channels, kinds of row or schema.

    Raises AlteredDatabaseError, ForbiddenRowsError, StorageError.
    """
    if differences := _differences(engine):
        raise AlteredDatabaseError(f"To be this version's it wants: {differences[0]}.")
    with reading(engine) as session:
        _refuse_forbidden_rows(session, profile)
        there = frozenset(session.scalars(select(AllowedChannel.channel)))
    if there != storable(profile):
        raise AlteredDatabaseError(f"It allows other channels than {profile.value} does.")


def _refuse_forbidden_rows(session: Session, profile: Profile) -> None:
    """Count them: SQLite refuses by key only who asked it to."""
    kept = sorted((on.value, kind) for on, kind in kinds(profile) if on in DURABLE)
    is_forbidden = tuple_(MessageRow.channel, MessageRow.kind).not_in(kept)
    count = session.scalar(select(func.count()).select_from(MessageRow).where(is_forbidden))
    if count:
        raise ForbiddenRowsError(f"It holds {count} messages that {profile.value} forbids.")


def _differences(engine: Engine) -> list[str]:
    """Name what the database has or lacks against the schema of this version."""
    try:
        with engine.connect() as connection:
            if added := additions(connection):
                return added
            found = compare_metadata(MigrationContext.configure(connection), METADATA)
    except SQLAlchemyError as error:
        raise StorageError(f"The database cannot be read: {error}.") from error
    return [_named(one if isinstance(one, tuple) else one[0]) for one in found]


def _named(difference: tuple[object, ...]) -> str:
    """Say what would mend a difference: the verb, and the names of table, column or key."""
    names = (getattr(part, "name", part) for part in difference)
    return " ".join(name for name in names if isinstance(name, str))
