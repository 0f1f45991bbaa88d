"""What not everybody sees leaves by no other way: no page, no feed, no export, no Open Catalog API, no subscription."""

import asyncio
import re
from collections.abc import Iterator
from itertools import product

import orjson
import pytest
from httpx import ASGITransport, AsyncClient
from litestar import Litestar
from strawberry.types import ExecutionResult

from api.app import create_app
from api.settings import Settings
from matching.exports.repository import TABLES
from registry.search.postgres import PostgresIndex
from schema.context import Context, Live
from schema.contract import SCHEMA
from store.actor import Actor
from store.changes import Changes
from store.database import Database
from tests.api.application import ADDRESS, ASSETS
from tests.security import paths, world
from tests.security.test_who_reads_what import ANYBODY, NAMES, SEEN
from tests.security.world import HIDDEN, ROLES, SHOWN, id_of, row_of

PLACE = re.compile(r"\{(\w+):\w+\}")
SOFTWARE, PUBLISHER = str(row_of("Software code")), str(row_of("Organisation owner"))
#: What to put where an address has a place; an address with a place that is not here fails the test.
FILLED = {
    "slug": [slug for slugs in world.SLUGS.values() for slug in slugs],
    "team": ["team"],
    "step": ["problem"],
    "name": ["code.svg"],
    "token": ["none"],
    "thumbprint": ["none"],
    "credential_id": [str(row_of("Credential rival team"))],
    "match_id": [str(row_of(f"Match {each}")) for each in ("agreeing", "agreed", "ended")],
    "milestone_id": [str(row_of(f"Milestone {each}")) for each in ("agreeing", "agreed")],
    "application_id": [str(row_of("Application team"))],
    "role": [str(row_of(f"ChallengeRole {each}")) for each in ("open", "draft")],
    "check_id": [str(row_of(f"ServiceCheck {each}")) for each in ("answered", "open", "ended")],
    "software_id": [SOFTWARE],
    "publisher_id": [PUBLISHER],
    "file": [f"{table}.{ending}" for table in TABLES for ending in ("csv", "jsonl")],
}
#: Ways out that have something to show, so that finding nothing hidden in them says something.
TELLING = (
    "/en/challenges", "/en/challenges/open", "/en/programmes", "/en/programmes/open", "/en/catalogue",
    "/en/catalogue/code", "/en/challenges/open/questions", "/en/roles", "/en/challenges/open/roles", "/en/teams/team",
    "/en/feeds/software",
    "/en/feeds/challenges", "/api/v1/software", f"/api/v1/software/{SOFTWARE}", "/api/v1/publishers",
    "/exports/challenges.csv", "/exports/software.jsonl",
)  # fmt: skip


def addresses(app: Litestar) -> Iterator[str]:
    """Every address that can be opened, in English where there are two."""
    for route in app.routes:
        opens = "GET" in getattr(route, "methods", ())
        if opens and not route.path.startswith(("/zh", "/assets")):
            for chosen in product(*(FILLED[name] for name in PLACE.findall(route.path))):
                values = iter(chosen)
                yield PLACE.sub(lambda _, values=values: next(values), route.path)  # type: ignore[misc]  # bound now


@pytest.mark.parametrize("role", ["anonymous", "other owner"])
async def test_no_address_shows_what_is_hidden(peopled: Database, settings: Settings, role: str) -> None:
    plenty = settings.model_copy(update={"points_per_minute": 10**9, "points_per_minute_signed_in": 10**9})
    app = create_app(plenty, peopled, assets=ASSETS)
    signed_in = {} if role == "anonymous" else {"Authorization": f"Bearer {role}"}
    told = {}
    async with AsyncClient(transport=ASGITransport(app=app), base_url=ADDRESS, headers=signed_in) as client:
        for address in addresses(app):
            answer = await client.get(address)
            assert answer.status_code < 500, address
            told[address] = answer.text
    assert [address for address, text in told.items() if HIDDEN in text] == []
    assert [address for address in TELLING if SHOWN not in told[address]] == []


async def first(database: Database, actor: Actor, document: str, row_id: str) -> object:
    """What a follower is told at once; None when nothing."""
    changes = Changes(database.dsn)

    async def refresh() -> Actor:
        return actor

    context = Context(database, Actor.anonymous(), "en", PostgresIndex(database), live=Live(changes, refresh))
    stream = await SCHEMA.stream(document, {"id": row_id}, context)
    try:
        result = await asyncio.wait_for(anext(stream, None), 5)
    finally:
        await stream.aclose()
    assert not isinstance(result, ExecutionResult) or result.errors is None
    return orjson.loads(orjson.dumps(result.data)) if isinstance(result, ExecutionResult) else None


FOLLOWED = {
    "programmeProgress": [f"Programme {slug}" for slug in world.SLUGS["Programme"]],
    "jobProgress": ["Job held"],
    "softwareObserved": ["Software code"],
}


def test_every_subscription_is_tried() -> None:
    assert paths.SUBSCRIPTION is not None
    assert set(FOLLOWED) == set(paths.SUBSCRIPTION.fields)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("field", FOLLOWED)
async def test_a_follower_is_told_what_the_table_says(peopled: Database, field: str, role: str) -> None:
    async with peopled.read() as connection:
        actor = (await world.actors(connection))[role]
    assert paths.SUBSCRIPTION is not None
    target = paths.led_to(paths.SUBSCRIPTION.fields[field])
    asked = " ".join(f"{edge} {paths.within(each)}" for edge, each in paths.edges(target))
    body = paths.selection(target, asked)
    document = f"subscription($id: ID!) {{ {field}(id: $id) {{ {body} }} }}"
    once = f"query($id: ID!) {{ node(id: $id) {{ ... on {target.name} {{ {body} }} }} }}"
    for thing in FOLLOWED[field]:
        followed = set(paths.told(await first(peopled, actor, document, id_of(thing)), NAMES))
        assert bool(followed) == (role in SEEN.get(thing, ANYBODY)), thing
        if field != "softwareObserved":
            context = Context(peopled, actor, "en", PostgresIndex(peopled))
            asked_once = await SCHEMA.execute(once, {"id": id_of(thing)}, context)
            answer = orjson.loads(orjson.dumps(asked_once.data))
            assert followed == set(paths.told(answer, NAMES)), thing
