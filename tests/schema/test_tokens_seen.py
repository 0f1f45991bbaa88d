"""Sessions and tokens are seen by their holder, service accounts by those who run them."""

from typing import Any

import pytest

from registry.people import service as people
from registry.sessions import service as sessions
from registry.tokens import service
from registry.tokens.model import NewToken
from schema.ids import to_global_id
from store.actor import Actor, Role
from tests.schema.conftest import Ask, World

MINE = "{ viewer { sessions { nodes { id } } tokens { nodes { id name isValid } } } }"
BY_ID = """query ($id: ID!) { node(id: $id) {
  ... on Viewer { name sessions { nodes { id } } tokens { nodes { id } } }
  ... on ApiToken { name } ... on Session { createdAt } ... on ServiceAccount { name }
} }"""
ACCOUNTS = "{ serviceAccounts { nodes { name organisation { slug } tokens { nodes { name } } } } }"


async def signed_in(world: World, name: str, role: Role, for_bureau: bool = False) -> Actor:  # noqa: FBT001, FBT002 - two sorts
    async with world.database.transaction() as tx:
        made = await people.register_person(tx, Actor.system(), f"{name}@example.org", name, "en")
        await people.grant(tx, Actor.system(), made.id, role, world.bureau if for_bureau else None)
        held = await sessions.holder_of(tx, await sessions.sign_in(tx, made.id))
    assert held is not None
    return held[1]


@pytest.fixture
async def officer(world: World) -> Actor:
    return await signed_in(world, "officer", Role.OFFICER)


@pytest.fixture
async def owner(world: World) -> Actor:
    return await signed_in(world, "owner", Role.OWNER, for_bureau=True)


async def found(ask: Ask, actor: Actor, global_id: str) -> Any:
    return (await ask(BY_ID, actor, id=global_id))["data"]["node"]


async def test_not_even_officers_see_the_sessions_and_tokens_of_others(
    ask: Ask, world: World, officer: Actor, owner: Actor
) -> None:
    async with world.database.transaction() as tx:
        await service.create(tx, owner, NewToken("mine", frozenset(), 1))
    mine = (await ask(MINE, owner))["data"]["viewer"]
    assert [len(mine[each]["nodes"]) for each in ("sessions", "tokens")] == [1, 1]
    assert mine["tokens"]["nodes"][0]["isValid"] is True
    for row in (mine["sessions"]["nodes"][0]["id"], mine["tokens"]["nodes"][0]["id"]):
        assert await found(ask, owner, row) is not None
        assert await found(ask, officer, row) is None
    assert owner.person_id is not None
    person = to_global_id("Viewer", owner.person_id)
    seen = await found(ask, officer, person)
    assert seen == {"name": "owner", "sessions": {"nodes": []}, "tokens": {"nodes": []}}
    assert await found(ask, Actor.anonymous(), person) is None


async def test_accounts_are_seen_by_officers_and_the_owners_of_their_organisation(
    ask: Ask, world: World, officer: Actor, owner: Actor
) -> None:
    async with world.database.transaction() as tx:
        for name, organisation in (("nightly", None), ("portal", world.bureau)):
            account = await service.create_account(tx, officer, organisation, name)
            await service.create(tx, officer, NewToken(f"{name} token", frozenset(), 1, account.id))
    portal = {
        "name": "portal",
        "organisation": {"slug": "bureau"},
        "tokens": {"nodes": [{"name": "portal token"}]},
    }
    nightly = {"name": "nightly", "organisation": None, "tokens": {"nodes": [{"name": "nightly token"}]}}
    for actor, seen in ((officer, [portal, nightly]), (owner, [portal]), (world.member, []), (None, [])):
        listed = (await ask(ACCOUNTS, actor))["data"]["serviceAccounts"]["nodes"]
        assert sorted(listed, key=str) == sorted(seen, key=str)
