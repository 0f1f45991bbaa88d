from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from registry.software import service as software
from registry.software.view import SOFTWARE
from registry.usage import repository
from registry.usage.model import BELIEVED_FOR, NewUsage, Usage
from registry.usage.service import attest, renew, today, withdraw
from store.actor import Actor
from store.database import Connection
from store.refusal import Refused

OFFICER = Actor(name="an officer", is_officer=True)
SINCE = date(2026, 1, 5)


@contextmanager
def refused(*codes: str) -> Iterator[None]:
    with pytest.raises(Refused) as caught:
        yield
    assert tuple(problem.code for problem in caught.value.problems) == codes


async def agency(tx: Connection) -> tuple[UUID, Actor]:
    agency_id: UUID = await tx.fetchval(
        "insert into organisation (slug, name, kind) values ($1, '{}', 'AGENCY') returning id",
        f"a-{uuid4().hex}",
    )
    return agency_id, Actor(name="somebody", agency_for=frozenset({agency_id}))


async def registered(tx: Connection) -> UUID:
    return (await software.register(tx, OFFICER, "https://github.com/example/river-watch")).id


async def usages(tx: Connection) -> int:
    return int(await tx.fetchval("select count(*) from usage"))


async def test_an_agency_says_that_it_uses_a_software(tx: Connection) -> None:
    agency_id, actor = await agency(tx)
    software_id = await registered(tx)
    usage = await attest(tx, actor, NewUsage(software_id, agency_id, SINCE, {"en": "Flood desk"}))
    assert (usage.software_id, usage.agency_id, usage.since) == (software_id, agency_id, SINCE)
    assert list(await repository.of_software(tx, software_id)) == [usage]


async def test_a_software_counts_the_statements_that_are_still_believed(tx: Connection) -> None:
    software_id = await registered(tx)
    counted = SOFTWARE.columns["usage_count"].replace("{t}", "s")
    for age in (BELIEVED_FOR - timedelta(minutes=1), BELIEVED_FOR + timedelta(minutes=1)):
        agency_id, actor = await agency(tx)
        usage = await attest(tx, actor, NewUsage(software_id, agency_id, SINCE))
        await tx.execute("update usage set attested_at = now() - $2::interval where id = $1", usage.id, age)
    assert await tx.fetchval(f"select {counted} from software s where s.id = $1", software_id) == 1  # noqa: S608 - the view's own words


async def test_an_agency_cannot_speak_for_another(tx: Connection) -> None:
    agency_id, _ = await agency(tx)
    _, stranger = await agency(tx)
    software_id = await registered(tx)
    with refused("NOT_YOUR_AGENCY"):
        await attest(tx, stranger, NewUsage(software_id, agency_id, SINCE))
    with refused("NOT_YOUR_AGENCY"):
        await attest(tx, OFFICER, NewUsage(software_id, agency_id, SINCE))
    assert await usages(tx) == 0


async def test_software_must_be_in_the_catalogue(tx: Connection) -> None:
    agency_id, actor = await agency(tx)
    with refused("UNKNOWN_SOFTWARE"):
        await attest(tx, actor, NewUsage(uuid4(), agency_id, SINCE))
    assert await usages(tx) == 0


@pytest.mark.parametrize(
    ("since", "code"),
    [(today() + timedelta(days=2), "STARTS_IN_FUTURE"), (date(1969, 12, 31), "STARTS_TOO_EARLY")],
)
async def test_a_use_has_begun_and_not_before_computers(tx: Connection, since: date, code: str) -> None:
    agency_id, actor = await agency(tx)
    with refused(code):
        await attest(tx, actor, NewUsage(await registered(tx), agency_id, since))
    assert await usages(tx) == 0


async def test_a_purpose_is_text_of_bearable_length(tx: Connection) -> None:
    agency_id, actor = await agency(tx)
    with refused("TEXT_TOO_LONG", "TEXT_NOT_PLAIN"):
        await attest(
            tx, actor, NewUsage(await registered(tx), agency_id, SINCE, {"en": "a" * 2001, "fr": "\0"})
        )
    assert await usages(tx) == 0


async def test_attesting_again_replaces_and_renews(tx: Connection) -> None:
    agency_id, actor = await agency(tx)
    software_id = await registered(tx)
    first = await attest(tx, actor, NewUsage(software_id, agency_id, SINCE))
    await tx.execute("update usage set attested_at = attested_at - interval '2 years'")
    again = await attest(tx, actor, NewUsage(software_id, agency_id, date(2025, 3, 1)))
    assert (again.id, again.since) == (first.id, date(2025, 3, 1))
    assert again.is_current(datetime.now(UTC))
    assert await usages(tx) == 1


async def test_renewing_keeps_the_statement_for_another_year(tx: Connection) -> None:
    agency_id, actor = await agency(tx)
    first = await attest(tx, actor, NewUsage(await registered(tx), agency_id, SINCE, {"en": "Flood desk"}))
    await tx.execute("update usage set attested_at = attested_at - interval '2 years'")
    again = await renew(tx, actor, first.id)
    assert again == first


async def test_withdrawing_forgets_the_statement(tx: Connection) -> None:
    agency_id, actor = await agency(tx)
    first = await attest(tx, actor, NewUsage(await registered(tx), agency_id, SINCE))
    assert await withdraw(tx, actor, first.id) == first
    assert await usages(tx) == 0


async def test_nobody_renews_or_withdraws_for_another(tx: Connection) -> None:
    agency_id, actor = await agency(tx)
    _, stranger = await agency(tx)
    software_id = await registered(tx)
    first = await attest(tx, actor, NewUsage(software_id, agency_id, SINCE))
    with refused("NOT_YOUR_AGENCY"):
        await renew(tx, stranger, first.id)
    with refused("NOT_YOUR_AGENCY"):
        await withdraw(tx, stranger, first.id)
    assert list(await repository.of_software(tx, software_id)) == [first]


async def test_an_unknown_statement_cannot_be_renewed_or_withdrawn(tx: Connection) -> None:
    _, actor = await agency(tx)
    with refused("UNKNOWN_USAGE"):
        await renew(tx, actor, uuid4())
    with refused("UNKNOWN_USAGE"):
        await withdraw(tx, actor, uuid4())


async def test_every_statement_is_audited_and_announced(tx: Connection) -> None:
    agency_id, actor = await agency(tx)
    software_id = await registered(tx)
    before = await tx.fetchval("select count(*) from outbox")
    usage = await attest(tx, actor, NewUsage(software_id, agency_id, SINCE))
    await renew(tx, actor, usage.id)
    await withdraw(tx, actor, usage.id)
    rows = await tx.fetch("select action from audit_event where subject_type = 'usage' order by id")
    assert [row["action"] for row in rows] == ["usage.attested", "usage.renewed", "usage.withdrawn"]
    assert await tx.fetchval("select count(*) from outbox where subject_id = $1", software_id) == before + 3


def test_a_statement_is_believed_for_365_days() -> None:
    said = datetime(2026, 1, 1, tzinfo=UTC)
    usage = Usage(uuid4(), uuid4(), uuid4(), SINCE, {}, said)
    assert usage.expires_at() == datetime(2027, 1, 1, tzinfo=UTC)
    assert usage.is_current(said + timedelta(days=364, hours=23))
    assert not usage.is_current(said + timedelta(days=365))
