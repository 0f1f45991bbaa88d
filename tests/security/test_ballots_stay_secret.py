"""Nobody learns what was voted before a vote closed, by whatever way; afterwards everybody learns the sums."""

from typing import Any

import orjson
import pytest

from registry.search.postgres import PostgresIndex
from schema.context import Context
from schema.contract import SCHEMA
from store.database import Database
from tests.security import world
from tests.security.world import ROLES, id_of

VOTE = "closesAt isOpen ballotCount isSmall results { proposalId title votes rank isTied }"
#: Every way that leads to a vote, with the place of the vote in the answer.
WAYS = {
    "programme": (f'{{ programme(slug: "SLUG") {{ vote {{ {VOTE} }} }} }}', ("programme", "vote")),
    "node": (f'{{ node(id: "ID") {{ ... on PublicVote {{ {VOTE} }} }} }}', ("node",)),
    "proposal": (
        f'{{ node(id: "PROPOSAL") {{ ... on Proposal {{ programme {{ vote {{ {VOTE} }} }} }} }} }}',
        ("node", "programme", "vote"),
    ),
    "challenge": (
        f'{{ node(id: "CHALLENGE") {{ ... on Challenge {{ programme {{ vote {{ {VOTE} }} }} }} }} }}',
        ("node", "programme", "vote"),
    ),
    "back": (
        f'{{ programme(slug: "SLUG") {{ vote {{ programme {{ vote {{ {VOTE} }} }} }} }} }}',
        ("programme", "vote", "programme", "vote"),
    ),
}
OPEN = {"SLUG": "open", "ID": "PublicVote open", "PROPOSAL": "Proposal team", "CHALLENGE": "Challenge open"}
CLOSED = {
    "SLUG": "review",
    "ID": "PublicVote review",
    "PROPOSAL": "Proposal counted",
    "CHALLENGE": "Challenge judged",
}


async def told(database: Database, role: str, way: str, names: dict[str, str]) -> Any:
    """The vote as somebody reads it on one way."""
    document, place = WAYS[way]
    for name, thing in names.items():
        document = document.replace(name, thing if name == "SLUG" else id_of(thing))
    async with database.read() as connection:
        actor = (await world.actors(connection))[role]
    result = await SCHEMA.execute(document, None, Context(database, actor, "en", PostgresIndex(database)))
    assert result.errors is None, result.errors
    found = orjson.loads(orjson.dumps(result.data))
    for each in place:
        found = found[each]
    return found


@pytest.mark.parametrize("role", ROLES)
async def test_before_a_vote_closes_nobody_is_told_anything_of_it(peopled: Database, role: str) -> None:
    for way in WAYS:
        found = await told(peopled, role, way, OPEN)
        assert found["isOpen"], way
        assert [found[name] for name in ("ballotCount", "isSmall", "results")] == [None, None, None], way


@pytest.mark.parametrize("role", ["anonymous", "officer"])
async def test_afterwards_everybody_is_told_the_sums(peopled: Database, role: str) -> None:
    for way in WAYS:
        found = await told(peopled, role, way, CLOSED)
        assert (found["ballotCount"], found["isSmall"]) == (1, True)
        assert [(each["votes"], each["rank"], each["isTied"]) for each in found["results"]] == [(9, 1, False)]


async def test_each_reads_their_own_ballot_and_no_other(peopled: Database) -> None:
    asked = '{ programme(slug: "open") { vote { ownBallot { proposalId votes } } } }'
    async with peopled.read() as connection:
        actors = await world.actors(connection)
    given = {}
    for role, actor in actors.items():
        result = await SCHEMA.execute(asked, None, Context(peopled, actor, "en", PostgresIndex(peopled)))
        data = orjson.loads(orjson.dumps(result.data))
        given[role] = [
            (each["proposalId"], each["votes"]) for each in data["programme"]["vote"]["ownBallot"] or ()
        ]
    voted = {role: ballot for role, ballot in given.items() if ballot}
    assert voted == {
        "team": [(id_of("Proposal open"), 7)],
        "team's reader": [(id_of("Proposal open"), 7)],
        "owner": [(id_of("Proposal team"), 5)],
    }


async def test_no_other_type_of_the_contract_holds_a_ballot() -> None:
    sdl = str(SCHEMA)
    assert sdl.count("type CastVotes") == 1
    assert [line.strip() for line in sdl.splitlines() if "CastVotes" in line and "type" not in line] == [
        "ownBallot: [CastVotes!]"
    ]
