"""Who sees what, by its id and by an edge that leads to it: one table for every noun that is not public."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import orjson
import pytest
import pytest_asyncio

from registry.search.postgres import PostgresIndex
from schema.context import Context
from schema.contract import SCHEMA
from schema.ids import to_global_id
from store.actor import Actor
from store.database import Database

ANYBODY = frozenset(
    {
        "anonymous", "other agency", "other owner", "other team", "team", "rival team",
        "reviewer", "rival reviewer", "owner's agency", "owner", "officer",
    }
)  # fmt: skip
OWNER_SIDE = {"owner", "owner's agency"}

#: What, and who sees it. The rival team bid for the same challenge; the rival reviewer is in it.
SEEN: Mapping[str, frozenset[str]] = {
    "Challenge draft": frozenset({*OWNER_SIDE, "officer"}),
    "Application": frozenset({*OWNER_SIDE, "team", "reviewer", "officer"}),
    "Application rival": frozenset(
        {*OWNER_SIDE, "rival team", "rival reviewer", "reviewer", "officer"},
    ),
    "Review": frozenset({"reviewer", "officer"}),
    "ReviewTask": frozenset({"reviewer", "officer"}),
    "Assignment proposed": frozenset({"officer"}),
    "Assignment proposed.report": frozenset({"officer"}),
    "Assignment adopted": ANYBODY,
    "Assignment adopted.report": frozenset({"officer"}),
    "Match agreeing": frozenset({*OWNER_SIDE, "team", "officer"}),
    "Match agreeing.fit": frozenset({*OWNER_SIDE, "team", "officer"}),
    "Match agreed": ANYBODY,
    "Match agreed.fit": frozenset({*OWNER_SIDE, "rival team", "rival reviewer", "officer"}),
    "Agreement open": frozenset({*OWNER_SIDE, "team", "officer"}),
    "Agreement settled": ANYBODY,
    "Membership": frozenset({"team", "officer"}),
}

ROWS = """
    insert into organisation (slug, name, kind) values
        ('owner', '{"en": "Owner"}', 'LOCAL_GOVERNMENT'), ('other', '{"en": "Other"}', 'AGENCY');
    insert into person (email, name) values
        ('lead@example.org', 'Lead'), ('rival@example.org', 'Rival'), ('other@example.org', 'Other'),
        ('reviewer@example.org', 'Reviewer');
    insert into programme (slug, organisation_id, name, mode, state)
        select 'round', id, '{"en": "Round"}', 'THEME', 'OPEN' from organisation where slug = 'owner';
    insert into challenge (slug, programme_id, owner_id, state, title, published_at)
        select each.slug, programme.id, organisation.id, each.state, '{"en": "Title"}', now()
        from (values ('public', 'MATCHED'), ('draft', 'DRAFT')) as each (slug, state), programme, organisation
        where organisation.slug = 'owner';
    insert into team (slug, name) values
        ('team', '{"en": "Team"}'), ('rival', '{"en": "Rival"}'), ('elsewhere', '{"en": "Elsewhere"}');
    insert into team_member (team_id, person_id)
        select team.id, person.id
        from (values ('team', 'Lead'), ('rival', 'Rival'), ('elsewhere', 'Other')) as each (slug, name)
        join team on team.slug = each.slug join person on person.name = each.name;
    insert into application (challenge_id, team_id, proposal, preference)
        select challenge.id, team.id, '{"en": "Proposal"}', 1 from challenge, team
        where challenge.slug = 'public' and team.slug in ('team', 'rival');
    insert into review (application_id, reviewer_id, scores)
        select application.id, person.id, '{"impact": 3}' from application, team, person
        where team.id = application.team_id and team.slug = 'team' and person.name = 'Reviewer';
    insert into review_task (application_id, reviewer_id) select application_id, reviewer_id from review;
    insert into cohort_assignment (programme_id, objective, state, input, solution, report, solver_version)
        select id, 'stable', each.state, '{}', '{}', '{"summary": {}}', '1'
        from programme, (values ('PROPOSED'), ('ADOPTED')) as each (state);
    insert into match (programme_id, challenge_id, team_id, state, fit)
        select programme.id, challenge.id, team.id, each.state, '{"score": 1}'
        from (values ('team', 'AGREEING'), ('rival', 'AGREED')) as each (slug, state)
        join team on team.slug = each.slug, programme, challenge where challenge.slug = 'public';
    insert into agreement (match_id, ownership, licence, data_terms, publication_terms, accepted_by_owner_at,
            accepted_by_team_at)
        select id, 'JOINT', 'MIT', '{}', '{}', settled, settled
        from (select id, case when state = 'AGREED' then now() end as settled from match) as each;
"""

IDS = """
    select 'Challenge draft' as thing, id from challenge where slug = 'draft'
    union all
    select case team.slug when 'team' then 'Application' else 'Application rival' end, application.id
    from application join team on team.id = application.team_id
    union all
    select 'Review', id from review
    union all
    select 'ReviewTask', id from review_task
    union all
    select 'Assignment ' || lower(state), id from cohort_assignment
    union all
    select 'Match ' || lower(state), id from match
    union all
    select case match.state when 'AGREED' then 'Agreement settled' else 'Agreement open' end, agreement.id
    from agreement join match on match.id = agreement.match_id
    union all
    select 'Membership', md5(team_id::text || person_id::text)::uuid
    from team_member join team on team.id = team_member.team_id where team.slug = 'team'
"""

NODE = """query($id: ID!) { node(id: $id) {
    __typename id ... on Match { fit } ... on Assignment { report }
} }"""
EDGES = """{
    programme(slug: "round") {
        challenges(first: 9) { nodes { id } }
        assignments(first: 9) { nodes { id report } }
        matches(first: 9) { nodes { id fit agreement { id } } }
    }
    challenge(slug: "public") {
        applications(first: 9) {
            nodes { id reviews(first: 9) { nodes { id } } reviewTasks(first: 9) { nodes { id } } }
        }
        matches(first: 9) { nodes { id fit agreement { id } } }
    }
    team(slug: "team") {
        members(first: 9) { nodes { id } }
        applications(first: 9) { nodes { id } }
    }
}"""


class Rows:
    """The rows of the table, and those who look at them."""

    def __init__(self, database: Database, ids: Mapping[str, UUID], actors: Mapping[str, Actor]) -> None:
        self.database = database
        self.ids = {thing: to_global_id(thing.split()[0], row_id) for thing, row_id in ids.items()}
        self.actors = actors

    async def ask(self, role: str, document: str, **variables: str) -> Any:
        context = Context(self.database, self.actors[role], "en", PostgresIndex(self.database))
        result = await SCHEMA.execute(document, variables, context)
        assert result.errors is None
        return orjson.loads(orjson.dumps(result.data))


@pytest_asyncio.fixture
async def rows(database: Database) -> Rows:
    async with database.transaction() as tx:
        await tx.execute(ROWS)
        ids = {row["thing"]: row["id"] for row in await tx.fetch(IDS)}
        people = {row["name"]: row["id"] for row in await tx.fetch("select name, id from person")}
        teams = {row["slug"]: frozenset({row["id"]}) for row in await tx.fetch("select slug, id from team")}
        bodies = {
            row["slug"]: frozenset({row["id"]}) for row in await tx.fetch("select slug, id from organisation")
        }
    actors = {
        "anonymous": Actor.anonymous(),
        "other agency": Actor(person_id=people["Other"], agency_for=bodies["other"]),
        "other owner": Actor(person_id=people["Other"], owner_of=bodies["other"]),
        "other team": Actor(person_id=people["Other"], team_ids=teams["elsewhere"]),
        "team": Actor(person_id=people["Lead"], team_ids=teams["team"]),
        "rival team": Actor(person_id=people["Rival"], team_ids=teams["rival"]),
        "reviewer": Actor(person_id=people["Reviewer"], is_reviewer=True),
        "rival reviewer": Actor(person_id=people["Rival"], is_reviewer=True, team_ids=teams["rival"]),
        "owner's agency": Actor(person_id=people["Other"], agency_for=bodies["owner"]),
        "owner": Actor(person_id=people["Other"], owner_of=bodies["owner"]),
        "officer": Actor(person_id=people["Other"], is_officer=True),
    }
    assert actors.keys() == ANYBODY
    assert ids.keys() == {thing for thing in SEEN if "." not in thing}
    return Rows(database, ids, actors)


def expected(role: str) -> set[str]:
    return {thing for thing, seen_by in SEEN.items() if role in seen_by}


def told(things: Mapping[str, str], found: Any) -> set[str]:
    """Everything of the table that stands anywhere in an answer, by its id."""
    if isinstance(found, list):
        return {thing for each in found for thing in told(things, each)}
    if not isinstance(found, dict):
        return set()
    seen = {thing for value in found.values() for thing in told(things, value)}
    by_id = {row_id: thing for thing, row_id in things.items()}
    thing = by_id.get(found.get("id", ""))
    if thing is not None:
        seen.add(thing)
        seen |= {f"{thing}.{detail}" for detail in ("fit", "report") if found.get(detail) is not None}
    return seen


@pytest.mark.parametrize("role", sorted(ANYBODY))
async def test_an_id_opens_what_the_table_says(rows: Rows, role: str) -> None:
    answers = [await rows.ask(role, NODE, id=row_id) for row_id in rows.ids.values()]
    assert told(rows.ids, answers) == expected(role)


@pytest.mark.parametrize("role", sorted(ANYBODY))
async def test_edges_lead_to_what_the_table_says(rows: Rows, role: str) -> None:
    assert told(rows.ids, await rows.ask(role, EDGES)) == expected(role)
