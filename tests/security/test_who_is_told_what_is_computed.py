"""Root fields that are computed, not read: who is told what by fit, advice, what-if and search."""

from collections.abc import Mapping
from typing import Any

import orjson
import pytest
import pytest_asyncio

from registry.search.postgres import PostgresIndex, rebuild
from schema.context import Context
from schema.contract import SCHEMA
from store.actor import Actor
from store.database import Database
from tests.security import paths, world
from tests.security.test_who_reads_what import (
    ANYBODY,
    JUDGES,
    OFFICERS,
    OWNER_SIDE,
    OWNERS,
    RIVALS,
    SEEN,
    TEAM,
)
from tests.security.world import HIDDEN, ROLES, id_of

#: Computed fields that answer everybody alike, and why.
OF_NOBODY: Mapping[str, str] = {
    "concepts": "the vocabulary of the site",
    "consentTexts": "words that everybody is asked to agree to",
    "validatePubliccode": "of a text that the caller sends",
    "checkSbom": "the same",
    "licenceCompatibility": "of two licences",
    "whyMissing": "where a repository stands in a catalogue that hides nothing",
    "planCache": "figures of the process, and no text of anybody's",
    "node": "an id opens what the table of rows says",
    "nodes": "the same",
}
ELSEWHERE = frozenset({"other team"})
CHALLENGES = {name: SEEN[f"Challenge {name}"] for name in world.SLUGS["Challenge"]}

#: Who is told everything about a team's fit for a challenge, as they may read what it bids.
TOLD_ALL: Mapping[tuple[str, str], frozenset[str]] = {
    ("open", "team"): OWNER_SIDE | JUDGES | OFFICERS | TEAM,
    ("open", "rival"): OWNER_SIDE | JUDGES | OFFICERS | RIVALS,
    ("open", "elsewhere"): OWNER_SIDE | JUDGES | OFFICERS | ELSEWHERE,
    ("judged", "team"): OWNER_SIDE | JUDGES | OFFICERS | TEAM | {"rival reviewer"},
    ("judged", "rival"): OWNER_SIDE | JUDGES | OFFICERS | RIVALS,
    ("judged", "elsewhere"): OWNER_SIDE | JUDGES | OFFICERS | ELSEWHERE | {"rival reviewer"},
    ("draft", "team"): OWNER_SIDE | OFFICERS,
    ("draft", "rival"): OWNER_SIDE | OFFICERS,
}
#: Bids of the world, each with the team's choice.
BIDS = frozenset({("open", "team"), ("open", "rival"), ("judged", "team")})
#: Who knows that a team has no hand free: its match is not agreed yet, or is public.
ENGAGED: Mapping[str, frozenset[str]] = {"team": TEAM | OFFICERS, "rival": ANYBODY, "elsewhere": frozenset()}

FIT = """
passed gates { code passed } challenge { id } team { id }
forTeam { criteria { criterion points } } forChallenge { criteria { criterion points } }
"""


class Asking:
    """Everybody, each of whom may ask."""

    def __init__(self, database: Database, actors: Mapping[str, Actor]) -> None:
        self._database = database
        self._actors = actors

    async def ask(self, role: str, document: str, **variables: Any) -> tuple[Any, list[str]]:
        """The value of the one root field, and the codes of what was refused."""
        context = Context(self._database, self._actors[role], "en", PostgresIndex(self._database))
        result = await SCHEMA.execute(document, variables, context)
        codes = [(each.extensions or {}).get("code", str(each)) for each in result.errors or ()]
        data = orjson.loads(orjson.dumps(result.data))
        return None if data is None else next(iter(data.values())), codes


@pytest_asyncio.fixture(scope="module")
async def asking(peopled: Database) -> Asking:
    async with peopled.transaction() as tx:
        await rebuild(tx)
        return Asking(peopled, await world.actors(tx))


def judged(fit: Any) -> Mapping[str, bool]:
    return {each["code"]: each["passed"] for each in fit["gates"]}


def is_interest_known(fit: Any) -> bool:
    points = [each["points"] for each in fit["forTeam"]["criteria"] if each["criterion"] == "INTEREST"]
    assert points
    return points[0] is not None


def assert_told(role: str, challenge: str, team: str, fit: Any) -> None:
    """Hold a fit to the tables."""
    place = (role, challenge, team)
    tells_all = role in TOLD_ALL[challenge, team]
    assert ("CONFLICT_OF_INTEREST" in judged(fit)) == tells_all, place
    assert is_interest_known(fit) == (tells_all and (challenge, team) in BIDS), place
    assert judged(fit)["CAPACITY"] == (role not in ENGAGED[team]), place


def test_every_computed_field_is_tried_or_answers_all_alike() -> None:
    assert paths.QUERY is not None
    read = {name for name, _ in paths.roots()}
    tried = {
        "fit",
        "fitsForChallenge",
        "fitsForTeam",
        "rolesForMe",
        "peopleForRole",
        "search",
        "searchChallenges",
        "searchTeams",
        "similarSoftware",
        "whatIf",
        "challengeAdvice",
        "challengeGate",
    }
    assert set(paths.QUERY.fields) - read == tried | set(OF_NOBODY)


@pytest.mark.parametrize("role", ROLES)
async def test_a_fit_is_told_as_far_as_its_bid_may_be_read(asking: Asking, role: str) -> None:
    document = f"query($c: ID!, $t: ID!) {{ fit(challengeId: $c, teamId: $t) {{ {FIT} }} }}"
    for challenge, team in TOLD_ALL:
        found = await asking.ask(role, document, c=id_of(f"Challenge {challenge}"), t=id_of(f"Team {team}"))
        if role in CHALLENGES[challenge]:
            assert found[1] == []
            assert_told(role, challenge, team, found[0])
        else:
            assert found == (None, ["UNKNOWN_CHALLENGE"]), (challenge, team)


@pytest.mark.parametrize("role", ROLES)
async def test_the_fits_for_a_challenge_are_told_to_those_who_see_it(asking: Asking, role: str) -> None:
    document = f"query($id: ID!) {{ fitsForChallenge(challengeId: $id) {{ {FIT} }} }}"
    teams = {id_of(f"Team {name}"): name for name in world.SLUGS["Team"]}
    for challenge, who in CHALLENGES.items():
        found, codes = await asking.ask(role, document, id=id_of(f"Challenge {challenge}"))
        assert codes == ([] if role in who else ["UNKNOWN_CHALLENGE"]), challenge
        if codes:
            assert found is None
            continue
        assert {teams[each["team"]["id"]] for each in found} == set(teams.values()), challenge
        for fit in found:
            assert fit["challenge"] == {"id": id_of(f"Challenge {challenge}")}
            if (challenge, teams[fit["team"]["id"]]) in TOLD_ALL:
                assert_told(role, challenge, teams[fit["team"]["id"]], fit)


@pytest.mark.parametrize("role", ROLES)
async def test_the_fits_for_a_team_are_those_for_open_challenges(asking: Asking, role: str) -> None:
    document = f"query($id: ID!) {{ fitsForTeam(teamId: $id) {{ {FIT} }} }}"
    for team in world.SLUGS["Team"]:
        (fit,), codes = await asking.ask(role, document, id=id_of(f"Team {team}"))
        assert codes == []
        assert fit["challenge"] == {"id": id_of("Challenge open")}, (
            "not even its owner's drafts are among them"
        )
        assert_told(role, "open", team, fit)


@pytest.mark.parametrize("role", ROLES)
async def test_people_are_told_about_themselves_and_owners_about_whom_they_may_find(
    asking: Asking, role: str
) -> None:
    mine, codes = await asking.ask(role, "{ rolesForMe { role { id } profile { id } } }")
    seeks = f"Profile {role}" in SEEN
    if seeks:
        told = {"role": {"id": id_of("ChallengeRole open")}, "profile": {"id": id_of(f"Profile {role}")}}
        assert (mine, codes) == ([told], [])
    else:
        assert codes in (["PROFILE_MISSING"], ["SIGN_IN_FIRST"])
    document = "query($id: ID!) { peopleForRole(roleId: $id) { profile { id } } }"
    found, codes = await asking.ask(role, document, id=id_of("ChallengeRole open"))
    if role in OWNER_SIDE | OFFICERS:
        everybody = {id_of(f"Profile {who}") for who in ("other team", "rival team", "reviewer")}
        assert ({each["profile"]["id"] for each in found}, codes) == (everybody, [])
    else:
        assert codes == ["NOT_YOUR_CHALLENGE"]
    _, codes = await asking.ask(role, document, id=id_of("ChallengeRole draft"))
    assert (codes == []) == (role in OWNER_SIDE | OFFICERS)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("field", ["challengeAdvice", "challengeGate"])
async def test_what_a_challenge_lacks_is_told_its_owner_and_officers(
    asking: Asking, field: str, role: str
) -> None:
    document = f"query($id: ID!) {{ {field}(id: $id) {{ code message }} }}"
    for challenge in CHALLENGES:
        found, codes = await asking.ask(role, document, id=id_of(f"Challenge {challenge}"))
        assert (found is not None, codes) == (role in OWNERS | OFFICERS, []), challenge


@pytest.mark.parametrize("role", ROLES)
async def test_what_if_is_for_officers(asking: Asking, role: str) -> None:
    document = """query($id: ID!) {
        whatIf(programmeId: $id) { before { summary fairness } after { summary } moves { team { id } } }
    }"""
    found, codes = await asking.ask(role, document, id=id_of("Programme review"))
    assert codes == ([] if role in OFFICERS else ["OFFICERS_ONLY"])
    assert (found is not None) == (role in OFFICERS)
    for state in ("draft", "open", "matched"):  # no round that is not under review, nor whether there is one
        _, codes = await asking.ask(role, document, id=id_of(f"Programme {state}"))
        assert codes == (["PROGRAMME_STATE"] if role in OFFICERS else ["OFFICERS_ONLY"]), state


@pytest.mark.parametrize("role", ROLES)
async def test_a_search_finds_the_catalogue_and_nothing_that_is_hidden(asking: Asking, role: str) -> None:
    document = """query($words: String!) {
        search(query: $words) { totalCount nodes { id name } facets { facet values { value count } } }
    }"""
    found, codes = await asking.ask(role, document, words=world.SHOWN)
    assert (codes, found["totalCount"]) == ([], 1)
    assert [each["id"] for each in found["nodes"]] == [id_of("Software code")]
    found, codes = await asking.ask(role, document, words=HIDDEN)
    assert HIDDEN not in str([found, codes])


@pytest.mark.parametrize("role", ROLES)
async def test_a_search_finds_public_challenges_and_no_draft_not_even_for_who_may_read_it(
    asking: Asking, role: str
) -> None:
    document = """query($words: String!) {
        searchChallenges(query: $words) {
            totalCount nodes { state } why { title { text } } facets { facet values { value count } }
        }
    }"""
    found, codes = await asking.ask(role, document, words="")
    assert codes == []
    assert found["totalCount"] == len(found["nodes"]) == len(found["why"])
    assert {each["state"] for each in found["nodes"]} == {"PUBLISHED", "MATCHED"}
    states = next(each["values"] for each in found["facets"] if each["facet"] == "STATE")
    assert {each["value"] for each in states} == {"PUBLISHED", "MATCHED"}
    assert HIDDEN not in str(found)
    found, codes = await asking.ask(role, document, words=HIDDEN)
    assert HIDDEN not in str([found, codes])


@pytest.mark.parametrize("role", ROLES)
async def test_a_search_for_teams_tells_nothing_that_is_hidden(asking: Asking, role: str) -> None:
    document = """query($words: String!) {
        searchTeams(query: $words) { totalCount nodes { slug } why { title { text } summary { text } } }
    }"""
    found, codes = await asking.ask(role, document, words="")
    assert (codes, found["totalCount"]) == ([], len(world.SLUGS["Team"]))
    found, codes = await asking.ask(role, document, words=HIDDEN)
    assert HIDDEN not in str([found, codes])
