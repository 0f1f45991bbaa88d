"""A small round and a small catalogue, written through the services, and a way to ask the API about them."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

import orjson
import pytest
import pytest_asyncio

from matching.challenges import service as challenges
from matching.challenges.model import AIRisk, Answer, ChallengeForm, Measure, Need, Readiness
from matching.fit import DataClass
from matching.programmes import service as programmes
from matching.programmes.model import Mode, ProgrammeForm
from matching.teams import service as teams
from matching.teams.model import Skill, TeamForm
from registry.people import service as people
from registry.people.model import NewOrganisation, OrganisationKind
from registry.search.postgres import PostgresIndex
from schema.context import Context
from schema.contract import SCHEMA
from store.actor import Actor
from store.database import Connection, Database

Ask = Callable[..., Awaitable[dict[str, Any]]]


@dataclass
class World:
    """What the tests know of the data."""

    database: Database
    ministry: UUID
    bureau: UUID
    programme: UUID
    officer: Actor
    owner: Actor
    member: Actor
    team: UUID
    challenges: list[UUID] = field(default_factory=list)


def challenge_form(number: int) -> ChallengeForm:
    return ChallengeForm(
        title={"en": f"Challenge {number}", "zh-Hant": f"課題 {number}"},
        problem={
            "en": (
                "New parents apply for public day care centre by centre, with a paper form each time, and nobody can "
                "tell them where they stand in any of the queues they wait in."
            )
        },
        people_affected={"en": "About 2,000 families a year"},
        measures=(Measure({"en": "Days from application to answer"}, 30, 10, "days"),),
        needs=(Need("web-application", 3, required=True), Need("maps", 2)),
        domains=("welfare",),
        languages=("zh-Hant",),
        hours_needed=200,
        starts_on=date(2097, 1, 4),
        ends_on=date(2097, 6, 30),
        data_class=DataClass.NONE,
        licence="MIT",
        ai_risk=AIRisk.NONE,
        readiness=dict.fromkeys(Readiness, Answer.YES),
    )


@pytest_asyncio.fixture
async def world(database: Database) -> AsyncIterator[World]:
    system = Actor.system()
    async with database.transaction() as tx:
        ministry = await people.register_organisation(
            tx, system, NewOrganisation({"en": "Ministry", "zh-Hant": "部"}, OrganisationKind.MINISTRY)
        )
        bureau = await people.register_organisation(
            tx, system, NewOrganisation({"en": "Bureau", "zh-Hant": "局"}, OrganisationKind.LOCAL_GOVERNMENT)
        )
        person = await people.register_person(tx, system, "lead@example.org", "Lead", "en")
        officer = Actor(name="officer", is_officer=True)
        owner = Actor(name="owner", owner_of=frozenset({bureau.id}))
        programme = await programmes.create(
            tx, officer, ministry.id, ProgrammeForm(name={"en": "Round"}, mode=Mode.OWNER_FIRST)
        )
        await programmes.open_applications(tx, officer, programme.id)
    written = []
    for number in range(5):
        async with database.transaction() as tx:  # one each, so that each has a time of its own
            challenge = await challenges.draft(tx, owner, programme.id, bureau.id, challenge_form(number))
            written.append(challenge.id)
    async with database.transaction() as tx:
        for challenge_id in written[:4]:
            await challenges.submit(tx, owner, challenge_id)
        for challenge_id in written[:3]:
            await challenges.approve(tx, officer, challenge_id, "Ready")
        team = await teams.register(
            tx,
            Actor(person_id=person.id, name="lead"),
            TeamForm(
                name={"en": "Team"},
                languages=("zh-Hant", "en"),
                hours_per_week=20,
                skills=(Skill("web-application", 4), Skill("vue", 3)),
            ),
        )
    member = Actor(person_id=person.id, name="lead", team_ids=frozenset({team.id}))
    yield World(database, ministry.id, bureau.id, programme.id, officer, owner, member, team.id, written)


@pytest.fixture
def ask(world: World) -> Ask:
    """Run an operation and return its whole answer as plain values."""

    async def run(
        document: str, actor: Actor | None = None, language: str = "en", **variables: Any
    ) -> dict[str, Any]:
        context = Context(world.database, actor or Actor.anonymous(), language, PostgresIndex(world.database))
        result = await SCHEMA.execute(document, variables, context)
        errors = [error.formatted for error in result.errors or ()]
        answer: dict[str, Any] = orjson.loads(orjson.dumps({"data": result.data, "errors": errors}))
        return answer

    return run


@pytest.fixture
def statements(world: World, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every statement that is sent from now on."""
    sent: list[str] = []
    read = world.database.read

    @asynccontextmanager
    async def listened() -> AsyncIterator[Connection]:
        async with read() as connection:
            with connection.query_logger(lambda record: sent.append(record.query)):
                yield connection

    monkeypatch.setattr(world.database, "read", listened)
    return sent
