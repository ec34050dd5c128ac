"""The outbox's tables and the statements that its methods share."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3

SCHEMA = (
    "CREATE TABLE IF NOT EXISTS stream (stream_id TEXT PRIMARY KEY, last_seq INTEGER NOT NULL)",
    """CREATE TABLE IF NOT EXISTS message (
        position INTEGER PRIMARY KEY AUTOINCREMENT,
        stream_id TEXT NOT NULL, seq INTEGER NOT NULL,
        channel TEXT NOT NULL, kind TEXT NOT NULL, payload BLOB NOT NULL, sha256 TEXT NOT NULL,
        appended_at REAL NOT NULL, durable_at REAL,
        UNIQUE (stream_id, seq))""",
    "CREATE INDEX IF NOT EXISTS waiting ON message (position) WHERE durable_at IS NULL",
    "CREATE TABLE IF NOT EXISTS withdrawn (stream_id TEXT PRIMARY KEY, erased_at REAL)",
)

NEXT_SEQ = (
    "INSERT INTO stream VALUES (?, 1)"
    " ON CONFLICT (stream_id) DO UPDATE SET last_seq = last_seq + 1 RETURNING last_seq"
)
INSERT = (
    "INSERT INTO message (stream_id, seq, channel, kind, payload, sha256, appended_at)"
    " VALUES (?, ?, ?, ?, ?, ?, ?)"
)
UNFINISHED = (
    "SELECT stream_id FROM message AS began"
    " WHERE kind IN ('consent_recorded', 'interview_began') AND NOT EXISTS"
    " (SELECT 1 FROM message WHERE stream_id = began.stream_id"
    " AND kind IN ('interview_ended', 'withdrawn'))"
    " ORDER BY position DESC LIMIT 1"
)


_LAST = "SELECT last_seq FROM stream WHERE stream_id = ?"


def is_withdrawn(database: sqlite3.Connection, stream_id: str) -> bool:
    """Say whether nothing more of a stream is kept."""
    query = "SELECT 1 FROM withdrawn WHERE stream_id = ?"
    return database.execute(query, (stream_id,)).fetchone() is not None


def last_seq(database: sqlite3.Connection, stream_id: str) -> int:
    """Give the number of a stream's newest message; 0 before the first."""
    row = database.execute(_LAST, (stream_id,)).fetchone()
    return 0 if row is None else int(row[0])
