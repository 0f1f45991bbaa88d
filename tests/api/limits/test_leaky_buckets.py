"""Buckets fill by what is asked and leak with time; all processes come to one level."""

from ipaddress import ip_network
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.limits import buckets as module
from api.limits.address import client_address
from api.limits.buckets import MOST_ANONYMOUS, MOST_SIGNED_IN, Bucket, Buckets
from api.limits.settlement import settle
from store.actor import Actor
from store.database import Database

PERSON = Actor(person_id=UUID(int=1))
TOKEN = Actor(person_id=UUID(int=1), token_id=UUID(int=2))
PROXIES = (ip_network("10.0.0.0/8"),)


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_full_bucket_says_when_there_is_room_again() -> None:
    bucket = Bucket(capacity=600)
    assert bucket.pay(600, 0) is None
    assert bucket.pay(50, 0) == 5.0
    assert bucket.pay(50, 4.9) is not None
    assert bucket.pay(50, 5.0) is None


@given(st.lists(st.tuples(st.floats(0, 30), st.integers(0, 700)), max_size=30))
def test_no_more_is_paid_than_a_bucket_and_what_leaks_of_it(payments: list[tuple[float, int]]) -> None:
    bucket, now, paid = Bucket(capacity=600), 0.0, 0
    for waited, points in payments:
        now += waited
        if bucket.pay(points, now) is None:
            paid += points
        assert 0 <= bucket.level(now) <= 600
    assert paid <= 600 + now * bucket.leaks_per_second + 1e-6


def test_each_address_person_and_token_has_its_own() -> None:
    clock = Clock()
    buckets = Buckets(1_000, 5_000, clock)
    assert buckets.purse(Actor.anonymous(), "192.0.2.1").pay(1_000) is None
    assert buckets.purse(Actor.anonymous(), "192.0.2.1").pay(1) is not None
    assert buckets.purse(Actor.anonymous(), "192.0.2.2").pay(1) is None
    assert buckets.purse(PERSON, "192.0.2.1").pay(5_000) is None
    assert buckets.purse(PERSON, "192.0.2.2").pay(1) is not None
    assert buckets.purse(TOKEN, "192.0.2.1").pay(1) is None
    assert buckets.purse(Actor.anonymous(), "192.0.2.1").limit == MOST_ANONYMOUS
    assert buckets.purse(TOKEN, "192.0.2.1").limit == MOST_SIGNED_IN


def test_who_asked_least_lately_is_forgotten_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_BUCKETS", 2)
    buckets = Buckets(1_000, 5_000, Clock())
    for address in ("192.0.2.1", "192.0.2.2", "192.0.2.1", "192.0.2.3"):
        buckets.purse(Actor.anonymous(), address).pay(400)
    assert buckets.purse(Actor.anonymous(), "192.0.2.1").shown()["remaining"] == 200
    assert buckets.purse(Actor.anonymous(), "192.0.2.2").shown()["remaining"] == 1_000
    assert len(buckets.unsettled()) == 1


async def test_two_processes_come_to_one_level(database: Database) -> None:
    one, other = Buckets(6_000, 60_000, Clock()), Buckets(6_000, 60_000, Clock())
    for each in (one, other):
        each.purse(Actor.anonymous(), "192.0.2.1").pay(2_000)
        await settle(each, database)
    left = other.purse(Actor.anonymous(), "192.0.2.1").shown()["remaining"]
    assert 2_000 <= left <= 2_100  # what leaked at 100 a second between the two
    one.purse(Actor.anonymous(), "192.0.2.1").pay(1)
    await settle(one, database)
    assert one.purse(Actor.anonymous(), "192.0.2.1").shown()["remaining"] < 2_300


async def test_what_could_not_be_settled_is_settled_later(database: Database) -> None:
    buckets = Buckets(6_000, 60_000, Clock())
    buckets.purse(Actor.anonymous(), "192.0.2.1").pay(2_000)
    buckets.give_back(buckets.unsettled())
    await settle(buckets, database)
    async with database.read() as connection:
        assert await connection.fetchval("select points from bucket") == 2_000


async def test_no_address_is_stored(database: Database) -> None:
    buckets = Buckets(6_000, 60_000, Clock())
    buckets.purse(Actor.anonymous(), "192.0.2.1").pay(1)
    await settle(buckets, database)
    async with database.read() as connection:
        assert b"192" not in await connection.fetchval("select key from bucket")


@pytest.mark.parametrize(
    ("peer", "forwarded", "address"),
    [
        ("192.0.2.1", [], "192.0.2.1"),
        ("192.0.2.1", ["198.51.100.7"], "192.0.2.1"),
        ("10.0.0.2", ["198.51.100.7"], "198.51.100.7"),
        ("10.0.0.2", ["203.0.113.9, 198.51.100.7"], "198.51.100.7"),
        ("10.0.0.2", ["203.0.113.9", "198.51.100.7, 10.0.0.3"], "198.51.100.7"),
        ("10.0.0.2", ["nonsense"], "-"),
        (None, ["198.51.100.7"], "-"),
        ("2001:db8::1:2:3:4", [], "2001:db8::/64"),
        ("::ffff:192.0.2.1", [], "192.0.2.1"),
    ],
)
def test_only_trusted_proxies_are_believed(peer: str | None, forwarded: list[str], address: str) -> None:
    assert client_address(peer, forwarded, PROXIES) == address
