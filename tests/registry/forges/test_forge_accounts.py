"""The hour that all workers share, as the database keeps it."""

from datetime import UTC, datetime, timedelta

from registry.forges import repository
from registry.forges.model import ForgeAccount
from store.database import Connection

NAME = "https://api.github.com 0123"
HOUR = ForgeAccount(
    5000, 100, datetime(2026, 11, 21, 13, tzinfo=UTC), None, datetime(2026, 11, 21, 12, tzinfo=UTC)
)


async def test_an_account_that_nobody_used_knows_nothing(tx: Connection) -> None:
    assert await repository.lock_account(tx, NAME) == ForgeAccount()


async def test_what_a_look_was_given_is_counted_until_it_accounts_for_it(tx: Connection) -> None:
    await repository.lock_account(tx, NAME)
    lease_id = await repository.insert_lease(tx, NAME, 18, timedelta(minutes=2))
    assert await repository.leased(tx, NAME) == 18
    await repository.delete_lease(tx, lease_id)
    assert await repository.leased(tx, NAME) == 0


async def test_what_a_look_that_died_was_given_counts_as_spent(tx: Connection) -> None:
    await repository.lock_account(tx, NAME)
    await repository.save_account(tx, NAME, HOUR)
    await repository.insert_lease(tx, NAME, 18, timedelta(seconds=-1))
    assert (await repository.lock_account(tx, NAME)).remaining == 82
    assert (await repository.lock_account(tx, NAME)).remaining == 82


async def test_an_account_is_stored_whole(tx: Connection) -> None:
    await repository.lock_account(tx, NAME)
    await repository.save_account(tx, NAME, HOUR)
    assert await repository.lock_account(tx, NAME) == HOUR


async def test_a_delivery_is_noted_once(tx: Connection) -> None:
    first = await repository.insert_delivery(tx, "d-1", "push", {"told": "CHANGED"})
    assert first is not None
    assert await repository.insert_delivery(tx, "d-1", "push", {"told": "DELETED"}) is None
    assert await repository.find_delivery(tx, first) == ("push", {"told": "CHANGED"})
    assert await repository.forget_deliveries(tx, datetime.now(UTC) + timedelta(days=1)) == 1
    assert await repository.find_delivery(tx, first) is None
