from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wire import bech32, sealed
from wire.errors import SealedError

IDENTITY, RECIPIENT = sealed.generate_identity()
LETTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"


@given(st.binary(max_size=64))
@settings(max_examples=50)
def test_what_is_spelt_reads_the_same(data: bytes) -> None:
    assert bech32.decode("age", bech32.encode("age", data)) == data


@given(st.integers(5, len(RECIPIENT) - 1), st.sampled_from(LETTERS))
@settings(max_examples=50)
def test_any_one_letter_mistyped_is_noticed(place: int, letter: str) -> None:
    mistyped = RECIPIENT[:place] + letter + RECIPIENT[place + 1 :]
    if mistyped != RECIPIENT:
        with pytest.raises(SealedError):
            sealed.Sealer.for_recipients([mistyped])


@pytest.mark.parametrize(
    "identity",
    [
        "",
        "AGE-SECRET-KEY-1",
        IDENTITY.lower(),
        IDENTITY[:-1] + IDENTITY[-1].lower() if IDENTITY[-1].isalpha() else IDENTITY[:20],
        IDENTITY + "\n",
        " " + IDENTITY,
        IDENTITY.replace("AGE-SECRET-KEY-1", "AGE-SECRET-KEY-PQ-1"),
        RECIPIENT,
        bech32.encode("age-secret-key-", bytes(31)).upper(),
        bech32.encode("age-secret-key-", bytes(33)).upper(),
        "AGE-SECRET-KEY-1ÄÖÜ",
    ],
    ids=range(11),
)
def test_what_is_not_an_identity_is_refused_and_never_quoted(identity: str) -> None:
    with pytest.raises(SealedError) as refused:
        sealed.recipient_of(identity)
    assert len(identity) < 20 or identity.strip() not in str(refused.value)


def test_the_spelling_is_that_of_bip_173() -> None:
    # The valid string of BIP 173 that holds the 32 values in order.
    data = bytes.fromhex("00443214c74254b635cf84653a56d7c675be77df")
    assert bech32.encode("abcdef", data) == "abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw"
