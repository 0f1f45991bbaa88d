"""Who is deleted leaves no name and no address behind, and what they decided stands."""

from uuid import UUID, uuid4

import pytest

from registry.people import service
from registry.sessions import service as sessions
from store.actor import Actor, Role
from store.database import Connection
from store.refusal import Refused

SYSTEM = Actor.system()
NAME, EMAIL = "Ada Canary", "ada.canary@example.org"
OWNED_BY = """
    with
        body as (
            insert into organisation (slug, name, kind) values ('body', '{"en": "Body"}', 'AGENCY') returning id
        ),
        round as (
            insert into programme (slug, organisation_id, name, mode)
            select 'round', id, '{"en": "Round"}', 'THEME' from body
            returning id, organisation_id
        ),
        asked as (
            insert into challenge (slug, programme_id, owner_id, title)
            select 'challenge', id, organisation_id, '{"en": "Challenge"}' from round
            returning id
        ),
        bidding as (insert into team (slug, name) values ('team', '{"en": "Team"}') returning id),
        bid as (
            insert into application (challenge_id, team_id, proposal, preference)
            select asked.id, bidding.id, '{"en": "Proposal"}', 1 from asked, bidding
            returning id
        )
    insert into review (application_id, reviewer_id, scores) select id, $1, '{"impact": 3}' from bid
"""


@pytest.fixture
async def reviewer(tx: Connection) -> Actor:
    """Somebody with an invitation, a grant, a session, a review and a trail."""
    token = await service.invite(tx, SYSTEM, EMAIL, Role.REVIEWER)
    person = await service.accept_invitation(tx, token, NAME, "en")
    await sessions.sign_in(tx, person.id)
    await tx.execute(OWNED_BY, person.id)
    return Actor(person_id=person.id, name=NAME)


async def everything(tx: Connection) -> str:
    """All rows of all tables, as one text."""
    tables = await tx.fetch("select tablename from pg_tables where schemaname = 'public' order by tablename")
    rows = [
        str(await tx.fetchval(f"select json_agg(row_to_json(t)) from {row['tablename']} t"))  # noqa: S608 - its own names
        for row in tables
    ]
    return "\n".join(rows)


async def test_nothing_names_a_person_who_was_deleted(tx: Connection, reviewer: Actor) -> None:
    assert isinstance(reviewer.person_id, UUID)
    before = await everything(tx)
    assert (NAME in before, EMAIL in before) == (True, True)
    await service.forget(tx, reviewer, reviewer.person_id)
    after = await everything(tx)
    assert (NAME in after, EMAIL in after) == (False, False)


async def test_what_they_reviewed_stands_without_them(tx: Connection, reviewer: Actor) -> None:
    assert isinstance(reviewer.person_id, UUID)
    await service.forget(tx, SYSTEM, reviewer.person_id)
    [row] = await tx.fetch("select reviewer_id, scores from review")
    assert (row["reviewer_id"], row["scores"]) == (None, {"impact": 3})


async def test_the_trail_keeps_that_the_same_person_acted(tx: Connection, reviewer: Actor) -> None:
    assert isinstance(reviewer.person_id, UUID)
    await service.forget(tx, SYSTEM, reviewer.person_id)
    rows = await tx.fetch(
        "select action, actor_name from audit_event where person_id = $1", reviewer.person_id
    )
    assert {row["action"] for row in rows} == {"invitation.accepted", "person.signed_in"}
    assert {row["actor_name"] for row in rows} == {"deleted person"}
    [by_whom] = await tx.fetch("select actor_name from audit_event where action = 'person.forgotten'")
    assert by_whom["actor_name"] == "system"


async def test_nobody_deletes_another_but_an_officer(tx: Connection, reviewer: Actor) -> None:
    assert isinstance(reviewer.person_id, UUID)
    for actor in (Actor.anonymous(), Actor(person_id=uuid4(), name="Other")):
        with pytest.raises(Refused) as refused:
            await service.forget(tx, actor, reviewer.person_id)
        assert [problem.code for problem in refused.value.problems] == ["NOT_YOURSELF"]
    assert await tx.fetchval("select count(*) from person") == 1


async def test_who_is_not_there_is_not_deleted(tx: Connection) -> None:
    with pytest.raises(Refused) as refused:
        await service.forget(tx, SYSTEM, uuid4())
    assert [problem.code for problem in refused.value.problems] == ["UNKNOWN_PERSON"]
    assert await tx.fetchval("select count(*) from audit_event") == 0
