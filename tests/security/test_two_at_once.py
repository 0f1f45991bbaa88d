"""Of two who edit the same record at the same moment, one wins, and the other is told."""

import asyncio
import re

import orjson
import pytest
import pytest_asyncio

from registry.search.postgres import PostgresIndex
from schema.context import Context
from schema.contract import SCHEMA
from store.actor import Actor
from store.database import Database
from tests.security import world
from tests.security.test_who_writes_what import MUTATIONS, THING, document
from tests.security.world import row_of

CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")

#: Each mutation that asks for a version, and who sends it; the table of who may what has its arguments.
EDITS = {
    "editOrganisation": "owner",
    "editProgramme": "officer",
    "editChallenge": "owner",
    "editTeam": "team",
    "editApplication": "team",
    "editAgreement": "owner",
    "editMilestone": "team",
    "reachMilestone": "team",
    "answerQuestion": "owner",
    "editChallengeRole": "owner",
    "writeNotePart": "rival team",
    "setThemes": "officer",
}
#: The same for what one person says of themselves, who may have it open twice, and where its version stands.
OWN = {
    "saveProfile": ("other team", "select version from profile where person_id = $1"),
    "setMySkills": (
        "rival team",
        """select skills_version from team_member join team on team.id = team_id
        where person_id = $1 and slug = 'rival'""",
    ),
}


@pytest_asyncio.fixture(scope="module")
async def actors(peopled: Database) -> dict[str, Actor]:
    async with peopled.read() as connection:
        return dict(await world.actors(connection))


async def send(database: Database, actor: Actor, text: str) -> list[str]:
    context = Context(database, actor, "en", PostgresIndex(database))
    result = await SCHEMA.execute(text, None, context)
    assert result.errors is None
    data = orjson.loads(orjson.dumps(result.data))
    return [error["code"] for payload in data.values() for error in payload["userErrors"]]


def test_every_mutation_that_asks_for_a_version_is_tried() -> None:
    mutation = SCHEMA._schema.mutation_type
    assert mutation is not None
    assert {name for name, field in mutation.fields.items() if "expectedVersion" in field.args} - set(
        {*EDITS, *OWN}
    ) == {
        "acceptAgreement",  # changes no word of what was read: both sides accept the same version
        "approveNotePart",  # nor does this: a speaker approves once, or says so again
    }


@pytest.mark.parametrize("name", EDITS)
async def test_one_of_two_edits_wins(peopled: Database, actors: dict[str, Actor], name: str) -> None:
    thing = THING.search(MUTATIONS[name].arguments)
    assert thing is not None
    table = CAPITAL.sub("_", thing[1].split()[0]).lower()
    text = document(name, MUTATIONS[name])
    async with peopled.read() as connection:
        version = await connection.fetchval(f"select version from {table} where id = $1", row_of(thing[1]))  # noqa: S608 - the test's own words
    text = text.replace("expectedVersion: 1", f"expectedVersion: {version}")
    told = await asyncio.gather(*(send(peopled, actors[EDITS[name]], text) for _ in range(2)))
    assert sorted(told) == [[], ["CONFLICT"]]
    async with peopled.read() as connection:
        after = await connection.fetchval(f"select version from {table} where id = $1", row_of(thing[1]))  # noqa: S608 - the test's own words
    assert after == version + 1


@pytest.mark.parametrize("name", OWN)
async def test_one_of_two_windows_of_the_same_person_wins(
    peopled: Database, actors: dict[str, Actor], name: str
) -> None:
    role, asked = OWN[name]
    person = row_of(f"Viewer {role}")
    async with peopled.read() as connection:
        version = await connection.fetchval(asked, person)
    text = re.sub(r"expectedVersion: \d+", f"expectedVersion: {version}", document(name, MUTATIONS[name]))
    told = await asyncio.gather(*(send(peopled, actors[role], text) for _ in range(2)))
    assert sorted(told) == [[], ["CONFLICT"]]
    async with peopled.read() as connection:
        assert await connection.fetchval(asked, person) == version + 1


async def test_of_two_first_profiles_one_is_kept(peopled: Database, actors: dict[str, Actor]) -> None:
    text = document("saveProfile", MUTATIONS["saveProfile"])
    told = await asyncio.gather(*(send(peopled, actors["other owner"], text) for _ in range(2)))
    assert sorted(told) == [[], ["CONFLICT"]]


async def test_a_side_accepts_once(peopled: Database, actors: dict[str, Actor]) -> None:
    text = document("acceptAgreement", MUTATIONS["acceptAgreement"])
    async with peopled.read() as connection:
        version = await connection.fetchval(
            "select version from agreement where id = $1", row_of("Agreement agreeing")
        )
    text = text.replace("expectedVersion: 1", f"expectedVersion: {version}")
    told = await asyncio.gather(*(send(peopled, actors["owner"], text) for _ in range(2)))
    assert sorted(told) == [[], ["ALREADY_ACCEPTED"]]


async def test_who_waits_too_long_for_another_is_told_to_come_again(
    peopled: Database, actors: dict[str, Actor]
) -> None:
    impatient = Database(peopled.dsn, lock_timeout_ms=50)
    async with peopled.transaction() as tx:
        await tx.execute("select from team where id = $1 for update", row_of("Team elsewhere"))
        text = document("editTeam", MUTATIONS["editTeam"]).replace(
            world.id_of("Team team"), world.id_of("Team elsewhere")
        )
        assert await send(impatient, actors["other team"], text) == ["OCCUPIED"]
    await impatient.close()
