"""Edits of an audit log, as somebody with the database's rights could make them, at random."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from hub.people.audit_check import Pin, Stored, check
from hub.storage.chain import ORIGIN, Linked, instant
from provisioning import audit_chain

if TYPE_CHECKING:
    from collections.abc import Callable

AT = datetime(2026, 3, 4, 5, 6, 7, 89, tzinfo=UTC)
COUNT = 60
PINNED = (20, 40, 55)


def chained(links: list[Linked], previous: str = ORIGIN) -> list[Stored]:
    """Hash a log from some entry on, as whoever knows the format can."""
    made = []
    for link in links:
        linked = replace(link, previous=previous)
        made.append(Stored(linked, linked.hash()))
        previous = made[-1].hash
    return made


def log(count: int = COUNT) -> list[Stored]:
    return chained(
        [
            Linked(
                seq,
                AT + timedelta(seconds=seq),
                f"account:{seq % 7}",
                ("open_recording", "view_interview", "refused")[seq % 3],
                f"{seq:032x}",
                "播放" * (seq % 2),
                "",
            )
            for seq in range(1, count + 1)
        ]
    )


LOG = log()
PINS = [Pin(seq, LOG[seq - 1].hash, f"the checkpoint of entry {seq}") for seq in PINNED]


@dataclass(frozen=True)
class Edit:
    """An edited log, and the first place (from 0) at which it differs."""

    entries: list[Stored]
    place: int


def altered(choice: random.Random, link: Linked) -> Linked:
    field = choice.choice(["at", "actor", "action", "subject", "detail"])
    if field == "at":
        return replace(link, at=link.at + timedelta(microseconds=choice.choice([-1, 1, 10**9])))
    text = getattr(link, field)
    place = choice.randrange(len(text) + 1)
    return replace(link, **{field: text[:place] + choice.choice("xé张 ") + text[place:]})


def change(choice: random.Random) -> Edit:
    place = choice.randrange(COUNT)
    entries = list(LOG)
    entries[place] = entries[place]._replace(link=altered(choice, entries[place].link))
    return Edit(entries, place)


def change_a_hash(choice: random.Random) -> Edit:
    place, digit = choice.randrange(COUNT), choice.randrange(64)
    digest = LOG[place].hash
    other = choice.choice([one for one in "0123456789abcdef" if one != digest[digit]])
    entries = list(LOG)
    entries[place] = entries[place]._replace(hash=digest[:digit] + other + digest[digit + 1 :])
    return Edit(entries, place)


def change_and_hash_again(choice: random.Random) -> Edit:
    place = choice.randrange(COUNT - 1)
    entries = list(LOG)
    link = altered(choice, entries[place].link)
    entries[place] = Stored(link, link.hash())
    return Edit(entries, place)


def remove(choice: random.Random) -> Edit:
    place = choice.randrange(COUNT - 1)
    count = choice.randrange(1, 4)
    return Edit([*LOG[:place], *LOG[min(place + count, COUNT - 1) :]], place)


def swap(choice: random.Random) -> Edit:
    one, other = sorted(choice.sample(range(COUNT), 2))
    entries = list(LOG)
    entries[one], entries[other] = entries[other], entries[one]
    return Edit(entries, one)


def insert(choice: random.Random) -> Edit:
    place = choice.randrange(1, COUNT)
    link = altered(choice, LOG[place - 1].link)
    new = chained([link], LOG[place - 1].hash)
    return Edit([*LOG[:place], *new, *LOG[place:]], place)


def repeat(choice: random.Random) -> Edit:
    place = choice.randrange(COUNT)
    return Edit([*LOG[: place + 1], LOG[place], *LOG[place + 1 :]], place + 1)


def truncate(choice: random.Random) -> Edit:
    place = choice.randrange(PINNED[-1])
    return Edit(LOG[:place], place)


def hash_all_again(choice: random.Random) -> Edit:
    place = choice.randrange(PINNED[-1])
    before = LOG[place - 1].hash if place else ORIGIN
    changed = altered(choice, LOG[place].link)
    links = [changed, *(one.link for one in LOG[place + 1 :])]
    return Edit([*LOG[:place], *chained(links, before)], place)


def remove_and_hash_all_again(choice: random.Random) -> Edit:
    place = choice.randrange(PINNED[-1])
    before = LOG[place - 1].hash if place else ORIGIN
    links = [replace(one.link, seq=one.link.seq - 1) for one in LOG[place + 1 :]]
    return Edit([*LOG[:place], *chained(links, before)], place)


def insert_and_hash_all_again(choice: random.Random) -> Edit:
    place = choice.randrange(1, PINNED[-1])
    again = replace(LOG[place - 1].link, seq=place + 1)
    links = [again, *(replace(one.link, seq=one.link.seq + 1) for one in LOG[place:])]
    return Edit([*LOG[:place], *chained(links, LOG[place - 1].hash)], place)


WAYS: list[Callable[[random.Random], Edit]] = [
    change,
    change_a_hash,
    change_and_hash_again,
    remove,
    swap,
    insert,
    repeat,
    truncate,
    hash_all_again,
    remove_and_hash_all_again,
    insert_and_hash_all_again,
]


def exported(entries: list[Stored]) -> list[dict[str, str | int]]:
    return [
        {
            "seq": link.seq,
            "at": instant(link.at),
            "actor": link.actor,
            "action": link.action,
            "subject": link.subject,
            "detail": link.detail,
            "previous": link.previous,
            "hash": digest,
        }
        for link, digest in entries
    ]


KNOWN = [audit_chain.Known(*pin) for pin in PINS]


def assert_found(way: Callable[[random.Random], Edit], count: int) -> None:
    """Edit the log `count` times in one way; both verifiers must name the place each time."""
    choice = random.Random(way.__name__)  # noqa: S311 - which edit is tried is no secret
    for _ in range(count):
        edit = way(choice)
        upto, fault = check(edit.entries, PINS)
        finding = audit_chain.bad_entry(exported(edit.entries), KNOWN, whole=True)
        assert fault is not None
        assert finding is not None
        true_seq = edit.place + 1
        assert fault.first <= true_seq <= fault.seq + 1
        assert finding.first <= true_seq <= finding.last + 1
        assert upto.seq < true_seq
