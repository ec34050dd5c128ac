from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest

from hub.errors import StoreError, StoreFullError
from hub.recordings.store import Store

if TYPE_CHECKING:
    from pathlib import Path

UPLOAD, INTERVIEW = "a" * 32, "b" * 32


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = Store(tmp_path / "store")
    made.prepare()
    made.create(UPLOAD)
    return made


def test_the_length_is_that_of_the_file(store: Store) -> None:
    place = store.place(INTERVIEW, UPLOAD)
    store.append(place, 0, b"one")
    store.append(place, 3, b"two")
    assert store.length(place) == 6
    assert store.read(place) == b"onetwo"


def test_a_piece_can_be_taken_back(store: Store) -> None:
    place = store.place(INTERVIEW, UPLOAD)
    store.append(place, 0, b"onetwo")
    store.cut(place, 3)
    assert store.read(place) == b"one"


def test_keeping_twice_is_keeping_once(store: Store) -> None:
    store.append(store.place(INTERVIEW, UPLOAD), 0, b"body")
    kept = store.keep(INTERVIEW, UPLOAD)
    assert store.keep(INTERVIEW, UPLOAD) == kept == store.place(INTERVIEW, UPLOAD)
    assert store.read(kept) == b"body"


def test_the_digest_covers_header_and_the_first_bytes(store: Store) -> None:
    place = store.place(INTERVIEW, UPLOAD)
    store.append(place, 0, b"body and more")
    assert store.digest(place, b"head", 4) == hashlib.sha256(b"headbody").hexdigest()


def test_a_body_that_is_not_there_is_an_error_with_a_code(store: Store) -> None:
    store.remove(UPLOAD)
    with pytest.raises(StoreError, match="H-STORE-001"):
        store.length(store.place(INTERVIEW, UPLOAD))


def test_what_does_not_fit_is_refused_before_it_comes(store: Store) -> None:
    with pytest.raises(StoreFullError, match="H-STORE-002"):
        store.check_room(2**60)
