"""What the API lets people do that no page offers yet: organisations, roles, members, milestones, matches."""

from typing import Any

import pytest

from matching.applications import service as applications
from matching.applications.model import ApplicationForm
from matching.programmes.model import DEFAULT_RUBRIC
from registry.people import service as people
from schema.ids import to_global_id
from store.actor import Actor, Role
from store.database import Database
from tests.schema.conftest import Ask, World

ERRORS = "userErrors { code field }"


def outcome(answer: dict[str, Any]) -> Any:
    """What the only mutation of an operation answered."""
    assert answer["errors"] == []
    (payload,) = answer["data"].values()
    return payload


def refusals(answer: dict[str, Any]) -> list[tuple[str, list[str] | None]]:
    return [(each["code"], each["field"]) for each in outcome(answer)["userErrors"]]


async def person(database: Database, name: str) -> Actor:
    async with database.transaction() as tx:
        made = await people.register_person(tx, Actor.system(), f"{name}@example.org", name, "en")
    return Actor(person_id=made.id, name=name)


EDIT = f"""
mutation ($id: ID!, $version: Int!, $input: OrganisationEdit!) {{
  editOrganisation(id: $id, expectedVersion: $version, input: $input) {{
    organisation {{ name kind place homepage version }} {ERRORS}
  }}
}}
"""


async def test_what_is_left_out_of_an_organisation_stays(ask: Ask, world: World) -> None:
    bureau = to_global_id("Organisation", world.bureau)
    edit = {"homepage": "https://bureau.example.org", "place": "TW-TNN"}
    edited = outcome(await ask(EDIT, world.owner, id=bureau, version=1, input=edit))
    assert edited["organisation"] == {
        "name": {"en": "Bureau", "zh-Hant": "局"}, "kind": "LOCAL_GOVERNMENT", "place": "TW-TNN",
        "homepage": "https://bureau.example.org", "version": 2,
    }  # fmt: skip
    taken = outcome(await ask(EDIT, world.owner, id=bureau, version=2, input={"homepage": None}))
    assert (taken["organisation"]["homepage"], taken["organisation"]["place"]) == (None, "TW-TNN")
    late = await ask(EDIT, world.owner, id=bureau, version=1, input={"place": "TW-TPE"})
    assert refusals(late) == [("CONFLICT", ["expectedVersion"])]
    other = await ask(EDIT, world.member, id=bureau, version=3, input={"place": "TW-TPE"})
    assert refusals(other) == [("NOT_YOUR_ORGANISATION", ["id"])]


REVOKE = f"mutation ($id: ID!) {{ revokeRole(id: $id) {{ {ERRORS} }} }}"


async def test_an_officer_takes_a_role_back_once(ask: Ask, world: World) -> None:
    ming = await person(world.database, "ming")
    assert ming.person_id is not None
    async with world.database.transaction() as tx:
        await people.grant(tx, Actor.system(), ming.person_id, Role.REVIEWER)
    listed = await ask("{ roleGrants { nodes { id } } }", world.officer)
    (held,) = listed["data"]["roleGrants"]["nodes"]
    assert refusals(await ask(REVOKE, ming, id=held["id"])) == [("OFFICERS_ONLY", None)]
    assert refusals(await ask(REVOKE, world.officer, id=held["id"])) == []
    assert refusals(await ask(REVOKE, world.officer, id=held["id"])) == [("UNKNOWN_GRANT", ["id"])]
    assert (await ask("{ roleGrants { totalCount } }", world.officer))["data"]["roleGrants"][
        "totalCount"
    ] == 0


ADD = f"""
mutation ($team: ID!, $email: String!, $isLead: Boolean! = false) {{
  addTeamMember(teamId: $team, email: $email, isLead: $isLead) {{
    team {{ members {{ nodes {{ name isLead }} }} }} {ERRORS}
  }}
}}
"""
REMOVE = f"""
mutation ($team: ID!, $email: String!) {{
  removeTeamMember(teamId: $team, email: $email) {{ team {{ members {{ nodes {{ name }} }} }} {ERRORS} }}
}}
"""


async def test_a_lead_says_who_is_in_the_team(ask: Ask, world: World) -> None:
    await person(world.database, "ming")
    team = to_global_id("Team", world.team)
    added = outcome(await ask(ADD, world.member, team=team, email="ming@example.org"))
    assert added["team"]["members"]["nodes"] == [
        {"name": "Lead", "isLead": True},
        {"name": "ming", "isLead": False},
    ]
    unknown = await ask(ADD, world.member, team=team, email="nobody@example.org")
    assert refusals(unknown) == [("EMAIL_UNKNOWN", ["email"])]
    last = await ask(REMOVE, world.member, team=team, email="lead@example.org")
    assert refusals(last) == [("LAST_LEAD", ["email"])]
    removed = outcome(await ask(REMOVE, world.member, team=team, email="ming@example.org"))
    assert removed["team"]["members"]["nodes"] == [{"name": "Lead"}]
    again = await ask(REMOVE, world.member, team=team, email="ming@example.org")
    assert refusals(again) == [("NOT_A_MEMBER", ["email"])]


async def test_members_are_seen_by_the_team_and_officers_only(ask: Ask, world: World) -> None:
    document = "{ teams { nodes { members { totalCount nodes { name } } } } }"
    for actor, seen in ((world.member, 1), (world.officer, 1), (world.owner, 0), (None, 0)):
        (team,) = (await ask(document, actor))["data"]["teams"]["nodes"]
        assert (team["members"]["totalCount"], len(team["members"]["nodes"])) == (seen, seen)


@pytest.fixture
async def match(world: World) -> str:
    """Global id of a match between the team and the first challenge, as its round would make it."""
    async with world.database.transaction() as tx:
        row = await tx.fetchval(
            """
            insert into match (programme_id, challenge_id, team_id, state)
            values ($1, $2, $3, 'AGREED') returning id
            """,
            world.programme,
            world.challenges[0],
            world.team,
        )
    return to_global_id("Match", row)


MILESTONE = f"milestone {{ id title dueOn version }} {ERRORS}"
ADD_MILESTONE = f"""
mutation ($match: ID!, $input: MilestoneInput!) {{ addMilestone(matchId: $match, input: $input) {{ {MILESTONE} }} }}
"""
EDIT_MILESTONE = f"""
mutation ($id: ID!, $version: Int!, $input: MilestoneInput!) {{
  editMilestone(id: $id, expectedVersion: $version, input: $input) {{ {MILESTONE} }}
}}
"""


async def test_a_milestone_is_put_off_by_either_side(ask: Ask, world: World, match: str) -> None:
    planned = {"title": {"en": "Prototype"}, "dueOn": "2027-02-01"}
    added = outcome(await ask(ADD_MILESTONE, world.owner, match=match, input=planned))["milestone"]
    later = {"dueOn": "2027-03-01"}
    edited = outcome(await ask(EDIT_MILESTONE, world.member, id=added["id"], version=1, input=later))
    assert edited["milestone"] == {**added, "dueOn": "2027-03-01", "version": 2}
    late = await ask(EDIT_MILESTONE, world.owner, id=added["id"], version=1, input=later)
    assert refusals(late) == [("CONFLICT", ["expectedVersion"])]


END = f"mutation ($id: ID!, $reason: String!) {{ endMatch(id: $id, reason: $reason) {{ match {{ state }} {ERRORS} }} }}"


async def test_an_officer_ends_a_match_with_a_reason_once(ask: Ask, world: World, match: str) -> None:
    assert refusals(await ask(END, world.owner, id=match, reason="x")) == [("OFFICERS_ONLY", None)]
    assert refusals(await ask(END, world.officer, id=match, reason=" ")) == [("REASON_MISSING", ["reason"])]
    ended = outcome(await ask(END, world.officer, id=match, reason="The team has disbanded."))
    assert ended["match"] == {"state": "ENDED"}
    assert refusals(await ask(END, world.officer, id=match, reason="Again")) == [("MATCH_STATE", ["id"])]


async def test_what_reviewers_made_of_a_bid_is_told_to_officers(ask: Ask, world: World) -> None:
    bid = ApplicationForm(proposal={"en": "One queue for all day care centres"})
    async with world.database.transaction() as tx:
        applied = await applications.apply(tx, world.member, world.challenges[0], world.team, bid)
    document = "{ teams { nodes { applications { nodes { reviewCount reviewMean } } } } }"

    async def told(actor: Actor) -> Any:
        (team,) = (await ask(document, actor))["data"]["teams"]["nodes"]
        return team["applications"]["nodes"]

    assert await told(world.officer) == [{"reviewCount": 0, "reviewMean": None}]
    for name, low, high in (("one", 1, 5), ("two", 2, 4)):
        reviewer = await person(world.database, name)
        scores = {each.id: high if place else low for place, each in enumerate(DEFAULT_RUBRIC)}
        async with world.database.transaction() as tx:
            grantee = Actor(person_id=reviewer.person_id, name=name, is_reviewer=True)
            await applications.review(tx, grantee, applied.id, scores)
    async with world.database.read() as connection:
        (summary,) = await applications.review_summaries(connection, world.officer, world.programme)
    (shown,) = await told(world.officer)
    assert shown["reviewCount"] == summary.reviews == 2
    assert shown["reviewMean"] == pytest.approx(summary.mean, abs=1e-12)
    assert await told(world.member) == [{"reviewCount": None, "reviewMean": None}]


EDIT_BID = f"""
mutation ($id: ID!, $version: Int!) {{
  editApplication(id: $id, expectedVersion: $version, input: {{preference: 2}}) {{ {ERRORS} }}
}}
"""
REVIEW = f"mutation ($id: ID!) {{ reviewApplication(id: $id, scores: []) {{ {ERRORS} }} }}"


async def test_a_bid_that_comes_too_late_is_pointed_at_by_the_argument_that_named_it(
    ask: Ask, world: World
) -> None:
    bid = ApplicationForm(proposal={"en": "One queue for all day care centres"})
    async with world.database.transaction() as tx:
        applied = await applications.apply(tx, world.member, world.challenges[0], world.team, bid)
        await tx.execute("update programme set state = 'MATCHED'")
    row = to_global_id("Application", applied.id)
    late = await ask(EDIT_BID, world.member, id=row, version=1)
    assert refusals(late) == [("PROGRAMME_NOT_OPEN", ["id"])]
    reviewer = Actor(person_id=(await person(world.database, "one")).person_id, is_reviewer=True)
    assert refusals(await ask(REVIEW, reviewer, id=row)) == [("REVIEW_CLOSED", ["id"])]
