"""Who sees what, by its id and by every edge that leads to it: one table for every noun that is not public."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import orjson
import pytest
import pytest_asyncio
from graphql import is_interface_type

from registry.search.postgres import PostgresIndex
from schema.context import Context
from schema.contract import SCHEMA
from schema.ids import to_global_id
from store.actor import Actor
from store.database import Database
from tests.security import paths, world
from tests.security.world import ROLES, id_of

NOBODY: frozenset[str] = frozenset()
ANYBODY = frozenset(ROLES)
OFFICERS = frozenset({"officer", "officers' program"})
OWNERS = frozenset({"owner", "owner's program"})
OWNER_SIDE = OWNERS | {"owner's agency"}
TEAM = frozenset({"team", "team's reader"})
RIVALS = frozenset({"rival team", "rival reviewer"})
JUDGES = frozenset({"reviewer"})
COACH = frozenset({"other agency"})  # of the pair that is agreeing

#: Types whose every row everybody sees, and why.
PUBLIC: Mapping[str, str] = {
    "Organisation": "who publishes, owns and uses is what the site is about",
    "Team": "shows itself in order to be found",
    "TeamSkill": "as its team",
    "Software": "a catalogue of public code hides nothing",
    "Repository": "as its software",
    "HealthSnapshot": "as its software",
    "SoftwareRelease": "as its software",
    "SoftwareSbom": "as its software",
    "SoftwareComponent": "as its software",
    "Usage": "an agency attests in order to be seen",
    "SoftwareVariant": "as both software",
    "CrawlSource": "where we look is no secret",
    "Crawl": "as its source",
    "CrawlFinding": "about a repository that its forge or catalogue shows to everybody",
    "Alert": "made of what the catalogue shows to everybody",
    "ChallengeStatistics": "counts of what is public",
    "CatalogueStatistics": "counts of what is public",
}

#: What, and who sees it. The team and the rivals bid for the open challenge, and the rival reviewer is of the rivals.
SEEN: dict[str, frozenset[str]] = {
    "Programme draft": OFFICERS,
    "Programme draft.barriers": OFFICERS,
    "Programme open.barriers": OFFICERS,
    "Programme review.barriers": OFFICERS,
    "Programme matched.barriers": OFFICERS,
    "Programme open": ANYBODY,
    "Programme review": ANYBODY,
    "Programme matched": ANYBODY,
    "Challenge open": ANYBODY,
    "Challenge judged": ANYBODY,
    "Challenge matched": ANYBODY,
    "Challenge draft": OWNER_SIDE | OFFICERS,
    "Challenge submitted": OWNER_SIDE | OFFICERS,
    "Challenge withdrawn": OWNER_SIDE | OFFICERS,
    "Need open": ANYBODY,
    "Need draft": OWNER_SIDE | OFFICERS,
    "Need submitted": OWNER_SIDE | OFFICERS,
    "Need withdrawn": OWNER_SIDE | OFFICERS,
    "ChallengeRole open": ANYBODY,
    "ChallengeRole draft": OWNER_SIDE | OFFICERS,
    "Profile other team": OWNER_SIDE | OFFICERS | {"other team"},  # wants to be found
    "Profile rival team": OWNER_SIDE | OFFICERS | {"rival team"},
    "Profile reviewer": OWNER_SIDE | OFFICERS | JUDGES,
    "RoleInterest accepted": OWNER_SIDE | OFFICERS | {"rival team"},
    "RoleInterest shown": OWNER_SIDE | OFFICERS | JUDGES,
    "Application team": OWNER_SIDE | TEAM | JUDGES | OFFICERS,
    "Application team.reviewCount": OFFICERS,
    "Application team.reviewMean": OFFICERS,
    "Application team.reviewLowest": OFFICERS,
    "Application team.reviewHighest": OFFICERS,
    "Application rival": OWNER_SIDE | RIVALS | JUDGES | OFFICERS,
    "Application rival.reviewCount": OFFICERS,
    "Application rival.reviewMean": NOBODY,  # it has no review
    "Application rival.reviewLowest": NOBODY,
    "Application rival.reviewHighest": NOBODY,
    "Application judged": OWNER_SIDE | TEAM | JUDGES | {"rival reviewer"} | OFFICERS,
    "Application judged.reviewCount": OFFICERS,
    "Application judged.reviewMean": OFFICERS,
    "Application judged.reviewLowest": OFFICERS,
    "Application judged.reviewHighest": OFFICERS,
    "MutualGrade by owner": OWNER_SIDE | OFFICERS,  # the team has not graded yet
    "MutualGrade given by owner": OWNER_SIDE | RIVALS | OFFICERS,
    "MutualGrade given by team": OWNER_SIDE | RIVALS | OFFICERS,
    "Question shown": ANYBODY,
    "Question hidden": OWNER_SIDE | OFFICERS | {"rival team"},
    "OutcomeFigure agreed": ANYBODY,
    "OutcomeFigure ended": OWNER_SIDE | OFFICERS | {"other team"},
    "SharedNote published": ANYBODY,
    "SharedNote published.parts": ANYBODY,
    "SharedNote begun.parts": OWNER_SIDE | RIVALS | OFFICERS,
    "SharedNote agreeing.parts": OWNER_SIDE | TEAM | OFFICERS,
    "SharedNote begun": OWNER_SIDE | RIVALS | OFFICERS,
    "SharedNote agreeing": OWNER_SIDE | TEAM | OFFICERS,
    "Credit match": OWNER_SIDE | RIVALS | OFFICERS,
    "Credit help": TEAM | JUDGES | OFFICERS,
    "Message agreeing": OWNER_SIDE | TEAM | OFFICERS,
    "Message agreed": OWNER_SIDE | RIVALS | OFFICERS,
    "Message ended": OWNER_SIDE | OFFICERS | {"other team"},
    "AgreementVersion agreeing": OWNER_SIDE | TEAM | OFFICERS,
    "AgreementVersion agreed": OWNER_SIDE | RIVALS | OFFICERS,
    "AgreementVersion ended": OWNER_SIDE | OFFICERS | {"other team"},
    "ServiceCheck answered": ANYBODY,
    "ServiceCheck open": OWNER_SIDE | RIVALS | OFFICERS,
    "ServiceCheck ended": OWNER_SIDE | OFFICERS | {"other team"},
    "Review team": JUDGES | OFFICERS,
    "Review judged": OFFICERS | {"rival reviewer"},
    "ReviewTask rival": JUDGES | OFFICERS,
    "ReviewTask judged": OFFICERS | {"rival reviewer"},
    "Survey asked": ANYBODY,
    "SurveyAnswer owner": OWNER_SIDE | OFFICERS,
    "SurveyTopic owner": OWNER_SIDE | OFFICERS,
    "Theme draft": OFFICERS,
    "Theme matched": ANYBODY,
    "ThemeCommitment matched": ANYBODY,
    "Continuation asked": ANYBODY,
    "Continuation asked.ownerReason": NOBODY,  # the owner has not answered
    "Continuation asked.teamReason": OWNER_SIDE | TEAM | OFFICERS,
    "Coaching agreeing": OWNER_SIDE | TEAM | OFFICERS | COACH,
    "CoachingEntry note": OFFICERS | COACH,
    "CoachingEntry advice": OWNER_SIDE | TEAM | OFFICERS | COACH,
    "Proposal open": ANYBODY,
    "Proposal team": ANYBODY,
    "Proposal counted": ANYBODY,
    "Proposal withdrawn": OFFICERS | TEAM,
    "ProposalInterest open": ANYBODY,
    "ProposalInterest withdrawn": OFFICERS | TEAM,
    "PublicVote open": ANYBODY,
    "PublicVote open.ownBallot": TEAM | {"owner"},
    "PublicVote review": ANYBODY,
    "PublicVote review.ownBallot": frozenset({"rival team"}),
    "Assignment proposed": OFFICERS,
    "Assignment proposed.input": OFFICERS,
    "Assignment proposed.solution": OFFICERS,
    "Assignment proposed.report": OFFICERS,
    "Assignment discarded": OFFICERS,
    "Assignment discarded.input": OFFICERS,
    "Assignment discarded.solution": OFFICERS,
    "Assignment discarded.report": OFFICERS,
    "Assignment adopted": ANYBODY,
    "Assignment adopted.input": OFFICERS,
    "Assignment adopted.solution": OFFICERS,
    "Assignment adopted.report": OFFICERS,
    "Match agreeing": OWNER_SIDE | TEAM | OFFICERS | COACH,
    "Match agreeing.fit": OWNER_SIDE | TEAM | OFFICERS,
    "Match agreed": ANYBODY,
    "Match agreed.fit": OWNER_SIDE | RIVALS | OFFICERS,
    "Match ended": OWNER_SIDE | OFFICERS | {"other team"},
    "Match ended.fit": OWNER_SIDE | OFFICERS | {"other team"},
    "Agreement agreeing": OWNER_SIDE | TEAM | OFFICERS | COACH,
    "Agreement agreed": ANYBODY,
    "Agreement ended": OWNER_SIDE | OFFICERS | {"other team"},
    "Milestone agreeing": OWNER_SIDE | TEAM | OFFICERS | COACH,
    "Milestone agreed": ANYBODY,
    "Milestone ended": OWNER_SIDE | OFFICERS | {"other team"},
    "Delivery agreed": ANYBODY,
    "Delivery ended": OWNER_SIDE | OFFICERS | {"other team"},
    "Membership team": TEAM | OFFICERS,
    "Membership rival team": RIVALS | OFFICERS,
    "Membership rival reviewer": RIVALS | OFFICERS,
    "Membership other team": ANYBODY,  # who agreed to be named
    "Membership team.ownSkills": TEAM,
    "Membership team.ownSkillsVersion": TEAM,
    "Membership team.ownBarriers": TEAM,
    "Membership rival team.ownSkills": frozenset({"rival team"}),
    "Membership rival team.ownSkillsVersion": frozenset({"rival team"}),
    "Membership rival team.ownBarriers": frozenset({"rival team"}),
    "Membership rival reviewer.ownSkills": frozenset({"rival reviewer"}),
    "Membership rival reviewer.ownSkillsVersion": frozenset({"rival reviewer"}),
    "Membership rival reviewer.ownBarriers": frozenset({"rival reviewer"}),
    "Membership other team.ownSkills": frozenset({"other team"}),
    "Membership other team.ownSkillsVersion": frozenset({"other team"}),
    "Membership other team.ownBarriers": frozenset({"other team"}),
    "Consent team": TEAM,
    "Consent other team": frozenset({"other team"}),
    "Consent to be found": frozenset({"other team"}),
    "RetentionCount sessions": OFFICERS,
    "Credential rival team": frozenset({"rival team"}),
    "Watch team": TEAM,
    "SavedSearch team": TEAM,
    "SavedSearchFind team": TEAM,
    "Watch owner": frozenset({"owner"}),
    "ServiceAccount owner": OFFICERS | {"owner"},
    "ServiceAccount disabled": OFFICERS | {"owner"},
    "ServiceAccount officers": OFFICERS,
    "ApiToken owner's program": OFFICERS | {"owner"},
    "ApiToken disabled program": OFFICERS | {"owner"},
    "ApiToken officers' program": OFFICERS,
    "ApiToken team's reader": TEAM,
    "ApiToken officer's reader": frozenset({"officer", "officer's reader"}),
    "Webhook owner": OWNER_SIDE | OFFICERS,
    "Webhook officers": OFFICERS,
    "WebhookDelivery owner": OWNER_SIDE | OFFICERS,
    "WebhookDelivery officers": OFFICERS,
    "Job held": OFFICERS,
    "AuditEvent noted": OFFICERS,
}


for _name in ("open", "judged", "matched", "draft", "submitted", "withdrawn"):
    SEEN[f"Challenge {_name}.readiness"] = OWNER_SIDE | OFFICERS

for _role in world.PEOPLE:
    _oneself = frozenset({_role, *(each for each in world.READERS if each.startswith(f"{_role}'s"))})
    SEEN[f"Viewer {_role}"] = OFFICERS | _oneself
    SEEN[f"Viewer {_role}.nextSteps"] = _oneself
    SEEN[f"Viewer {_role}.creditBalance"] = _oneself
    SEEN[f"Session {_role}"] = _oneself
    if _role in world.GRANTED:
        SEEN[f"RoleGrant {_role}"] = OFFICERS | _oneself

THINGS = tuple(thing for thing in SEEN if "." not in thing)
NAMES = {id_of(thing): thing for thing in (*THINGS, *world.PUBLIC)}


class Reader:
    """Everybody, each of whom may ask."""

    def __init__(self, database: Database, actors: Mapping[str, Actor]) -> None:
        self.database = database
        self.actors = actors
        assert tuple(actors) == ROLES

    async def ask(self, role: str, document: str, **variables: Any) -> Any:
        context = Context(self.database, self.actors[role], "en", PostgresIndex(self.database))
        result = await SCHEMA.execute(document, variables, context)
        assert result.errors is None, (document, result.errors)
        return orjson.loads(orjson.dumps(result.data))

    async def told(self, document: str, **variables: Any) -> dict[str, paths.Told]:
        """What everybody is told by an operation."""
        return {
            role: frozenset(paths.told(await self.ask(role, document, **variables), NAMES))
            for role in self.actors
        }


@pytest_asyncio.fixture(scope="module")
async def reader(peopled: Database) -> Reader:
    async with peopled.read() as connection:
        return Reader(peopled, await world.actors(connection))


def batched(things: Sequence[str], most: int) -> Iterator[Sequence[str]]:
    """The things in parts, as many at once as may be asked for."""
    return (things[start : start + most] for start in range(0, len(things), most))


def may_be_told(role: str, way: tuple[str, ...]) -> bool:
    """Whether the table lets somebody see everything on a way; what is not in it everybody sees."""
    return all(role in SEEN.get(thing, ANYBODY) for thing in (*way, way[-1].partition(".")[0]))


def expected(role: str, found: Mapping[str, paths.Told]) -> set[tuple[str, ...]]:
    """What somebody should have been told, of all that was told to anybody."""
    return {way for way in frozenset[tuple[str, ...]]().union(*found.values()) if may_be_told(role, way)}


def test_every_type_of_rows_is_in_the_table_or_public_for_a_reason() -> None:
    in_table = {thing.split()[0] for thing in SEEN}
    assert in_table | set(PUBLIC) == set(paths.row_types())
    assert not in_table & set(PUBLIC)


def test_every_type_with_an_id_is_read_by_the_plan() -> None:
    node = paths.TYPES["Node"]
    assert is_interface_type(node)
    assert {each.name for each in SCHEMA._schema.get_possible_types(node)} <= set(paths.row_types())


def test_every_field_that_some_do_not_see_is_in_the_table() -> None:
    in_table = {f"{thing.split()[0]}.{thing.partition('.')[2]}" for thing in SEEN if "." in thing}
    assert in_table == paths.partly_hidden()


async def test_every_row_of_the_world_has_a_name(peopled: Database) -> None:
    stored = set()
    async with peopled.read() as connection:
        for name, each in paths.row_types().items():
            view = paths.view_of(each)
            if "id" in each.fields and view is not None:
                asked = f"select global_id('{name}', id) as id from {view.source} as t"  # noqa: S608 - the views' own words
                stored |= {row["id"] for row in await connection.fetch(asked)}
    assert stored == NAMES.keys() - {id_of("AuditEvent noted")}


@pytest.mark.parametrize("role", ROLES)
async def test_an_id_opens_what_the_table_says(reader: Reader, role: str) -> None:
    types = {name: each for name, each in paths.row_types().items() if "id" in each.fields}
    asked = " ".join(f"... on {name} {{ {paths.selection(each)} }}" for name, each in types.items())
    document = f"query($ids: [ID!]!) {{ nodes(ids: $ids) {{ {asked} }} }}"
    at_once = [[id_of(thing) for thing in each] for each in batched(THINGS, 100)]
    answer = [await reader.ask(role, document, ids=ids) for ids in at_once]
    should = {thing for thing, roles in SEEN.items() if role in roles and not thing.startswith("AuditEvent")}
    assert {way[-1] for way in paths.told(answer, NAMES)} == should


@pytest.mark.parametrize("role", ROLES)
async def test_one_id_opens_no_more_than_many(reader: Reader, role: str) -> None:
    document = "query($id: ID!) { node(id: $id) { __typename id } }"
    for thing in THINGS:
        if not thing.startswith("AuditEvent"):
            answer = await reader.ask(role, document, id=id_of(thing))
            assert (answer["node"] is not None) == (role in SEEN[thing]), thing


@pytest.mark.parametrize("path", paths.paths(), ids=str)
async def test_a_way_from_a_root_leads_to_what_the_table_says(reader: Reader, path: paths.Path) -> None:
    found = await reader.told(paths.document(path, world.SLUGS))
    for role, told in found.items():
        should = expected(role, found)
        if path.fields[0][0] == "viewer":  # oneself, whomever an officer may see besides
            person = reader.actors[role].person_id
            oneself = NAMES[to_global_id("Viewer", person)] if person else ""
            should = {way for way in should if way[0].partition(".")[0] == oneself}
        assert told == should, role


@pytest.mark.parametrize("name", [each.name for each in paths.row_types().values() if any(paths.edges(each))])
async def test_edges_of_a_record_lead_to_what_the_table_says(reader: Reader, name: str) -> None:
    target = paths.row_types()[name]
    asked = " ".join(f"{edge} {paths.within(field)}" for edge, field in paths.edges(target))
    document = f"query($ids: [ID!]!) {{ nodes(ids: $ids) {{ ... on {name} {{ {paths.selection(target, asked)} }} }} }}"
    found = await reader.told(document, ids=[row for row, thing in NAMES.items() if thing.split()[0] == name])
    assert any(found.values())
    for role, told in found.items():
        assert told == expected(role, found), role
