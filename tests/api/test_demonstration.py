"""Anybody can be the demo's officer on a trial; on an installation that is used nobody can, by any way in."""

from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from httpx import AsyncClient

from api.auth.demonstration import closed_because, fills_itself, refuse_unless_open
from api.auth.sessions import sign_in_example
from api.runtime import welcome
from api.settings import Demo, Settings
from demo import repository as demo_repository
from demo.repository import Progress
from registry.people import service as people
from registry.people.model import NewOrganisation, OrganisationKind, token_hash
from registry.people.repository import insert_invitation
from store.actor import Actor, Role
from store.database import Database
from store.refusal import Refused
from tests.api.application import Browse
from tests.api.pages.conftest import send

NOW = datetime(2026, 11, 21, tzinfo=UTC)
A_FORM = "/en/invitation/any"  # the sign-in page itself shows none while it is closed
EMAIL = "demo.officer@example.org"
AS_EXAMPLE = "mutation ($email: String!) { signInAsExample(email: $email) { token userErrors { code } } }"

OWN: dict[str, Any] = {"database_url": None, "base_url": None, "host": "127.0.0.1"}
ELSEWHERE = {"database_url": "postgresql://commons@db.example.org/commons"}
EVERYWHERE = {"host": "0.0.0.0"}  # noqa: S104 - refused, not bound
HTTPS = {"base_url": "https://commons.example.org"}
HTTPS_HERE = {"base_url": "https://localhost:8443"}
HTTP = {"base_url": "http://commons.example.org"}
HTTP_HERE = {"base_url": "http://localhost:8000"}

#: What is set, whether an empty installation fills itself, and why nobody may be one of the demo's people.
HOST_REASON = "COMMONFIELD_HOST is reached from other machines"
HTTPS_REASON = "COMMONFIELD_BASE_URL begins with https://"
ADDRESS_REASON = "COMMONFIELD_BASE_URL is not an address of this machine"
NEVER_REASON = "COMMONFIELD_DEMO is never"
CASES = [
    (Demo.AUTO, {}, True, None),
    (Demo.AUTO, {"host": "localhost"}, True, None),
    (Demo.AUTO, {"host": "::1"}, True, None),
    (Demo.AUTO, ELSEWHERE, False, None),
    (Demo.AUTO, EVERYWHERE, False, HOST_REASON),
    (Demo.AUTO, {"host": "::"}, False, HOST_REASON),
    (Demo.AUTO, {"host": "192.0.2.7"}, False, HOST_REASON),
    (Demo.AUTO, {"host": "commons.example.org"}, False, HOST_REASON),
    (Demo.AUTO, HTTPS, False, HTTPS_REASON),
    (Demo.AUTO, HTTPS_HERE, False, HTTPS_REASON),
    (Demo.AUTO, HTTP, False, ADDRESS_REASON),
    (Demo.AUTO, HTTP_HERE, False, None),
    (Demo.AUTO, {**ELSEWHERE, **EVERYWHERE, **HTTPS}, False, HOST_REASON),
    *(
        (Demo.NEVER, each, False, NEVER_REASON)
        for each in ({}, ELSEWHERE, EVERYWHERE, HTTPS, HTTP, HTTP_HERE)
    ),
    *((Demo.ALWAYS, each, True, None) for each in ({}, ELSEWHERE, EVERYWHERE, HTTPS, HTTP, HTTP_HERE)),
]
REFUSED = [(demo, changed) for demo, changed, _, reason in CASES if reason is not None]
OPEN = [(demo, changed) for demo, changed, _, reason in CASES if reason is None]


@pytest.mark.parametrize(("demo", "changed", "fills", "reason"), CASES)
def test_what_is_set_decides(
    demo: Demo,
    changed: dict[str, str],
    fills: bool,  # noqa: FBT001 - a column of the table
    reason: str | None,
    tmp_path: Path,
) -> None:
    settings = Settings(data_dir=tmp_path).model_copy(update={**OWN, **changed, "demo": demo})
    assert (fills_itself(settings), closed_because(settings)) == (fills, reason)


async def example(database: Database) -> UUID:
    async with database.transaction() as tx:
        person = await people.register_person(tx, Actor.system(), EMAIL, "Officer", "en", is_example=True)
        await people.grant(tx, Actor.system(), person.id, Role.OFFICER)
        await insert_invitation(tx, token_hash("any"), "new@example.org", None, None, timedelta(days=1))
    return person.id


async def load_marked(database: Database) -> None:
    """Remember that the demo is loaded, without the seconds that loading it takes."""
    async with database.transaction() as tx:
        await demo_repository.put(tx, Progress(1, loaded_at=NOW))


async def sessions(database: Database) -> int:
    async with database.read() as connection:
        count: int = await connection.fetchval("select count(*) from session")
    return count


async def through_the_api(client: AsyncClient) -> list[str]:
    answer = await client.post("/graphql", json={"query": AS_EXAMPLE, "variables": {"email": EMAIL}})
    payload = answer.json()["data"]["signInAsExample"]
    assert (payload["token"] is None) is bool(payload["userErrors"])
    return [error["code"] for error in payload["userErrors"]]


async def through_the_page(client: AsyncClient, person: UUID) -> int:
    answer = await send(client, A_FORM, "/en/sign-in", {"person": str(person)})
    return answer.status_code


@pytest.mark.parametrize(("demo", "changed"), REFUSED)
async def test_neither_the_api_nor_the_page_lets_anybody_in_where_it_is_closed(
    browse: Browse, database: Database, demo: Demo, changed: dict[str, str]
) -> None:
    person = await example(database)
    await load_marked(database)
    async with browse(database, **{**OWN, **changed, "demo": demo}) as client:
        assert await through_the_api(client) == ["DEMO_CLOSED"]
        client.headers["Accept"] = "text/html"
        assert EMAIL not in (await client.get("/en/sign-in")).text
        if not str(changed.get("base_url")).startswith("https"):  # this client sends no secure cookies
            assert await through_the_page(client, person) == 422
    settings = Settings().model_copy(update={**OWN, **changed, "demo": demo})
    with pytest.raises(Refused) as refused:
        await sign_in_example(database, person, partial(refuse_unless_open, settings))
    assert [problem.code for problem in refused.value.problems] == ["DEMO_CLOSED"]
    assert await sessions(database) == 0


@pytest.mark.parametrize(("demo", "changed"), [(demo, each) for demo, each in OPEN if each != HTTPS])
async def test_both_let_visitors_in_where_it_is_open(
    browse: Browse, database: Database, demo: Demo, changed: dict[str, str]
) -> None:
    person = await example(database)
    await load_marked(database)
    async with browse(database, **{**OWN, **changed, "demo": demo}) as client:
        assert await through_the_api(client) == []
        client.headers["Accept"] = "text/html"
        assert await through_the_page(client, person) == 303
    assert await sessions(database) == 2


@pytest.mark.parametrize("demo", list(Demo))
async def test_nobody_is_let_in_while_the_demo_is_not_loaded(
    browse: Browse, database: Database, demo: Demo
) -> None:
    person = await example(database)
    async with browse(database, **{**OWN, "demo": demo}) as client:
        assert await through_the_api(client) == ["DEMO_NOT_LOADED"]
        client.headers["Accept"] = "text/html"
        assert await through_the_page(client, person) == 422
    assert await sessions(database) == 0


@pytest.mark.parametrize("used_by", ["organisation", "person", "invitation"])
async def test_an_installation_that_somebody_began_to_use_is_not_filled(
    settings: Settings, database: Database, used_by: str
) -> None:
    async with database.transaction() as tx:
        if used_by == "organisation":
            new = NewOrganisation({"en": "Ministry"}, OrganisationKind.MINISTRY)
            await people.register_organisation(tx, Actor.system(), new)
        elif used_by == "person":
            await people.register_person(tx, Actor.system(), EMAIL, "Somebody", "en")
        else:
            await people.invite(tx, Actor.system(), EMAIL, Role.OFFICER)
    for demo in (Demo.AUTO, Demo.ALWAYS):
        assert await welcome(settings.model_copy(update={**OWN, "demo": demo}), database) is None
    async with database.read() as connection:
        assert await demo_repository.find(connection) is None
