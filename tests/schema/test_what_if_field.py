"""The API tells officers what a pairing would be otherwise, beside what it is."""

import orjson
import pytest

from matching.applications import service as applications
from matching.applications.model import ApplicationForm
from matching.cohort import verify
from matching.programmes import service as programmes
from matching.teams import service as teams
from matching.teams.model import TeamForm
from schema.ids import to_global_id
from tests.schema.conftest import Ask, World

WHAT_IF = """
query ($programme: ID!, $team: ID, $weights: [CriterionWeightInput!]) {
  whatIf(programmeId: $programme, withoutTeamId: $team, weights: $weights) {
    before { summary } after { summary fairness }
    moves { team { slug } before { slug } after { slug } }
  }
}
"""


async def under_review(world: World) -> str:
    async with world.database.transaction() as tx:
        form = ApplicationForm(proposal={"en": "What we would do"}, preference=1)
        await applications.apply(tx, world.member, world.challenges[0], world.team, form)
        await programmes.start_review(tx, world.officer, world.programme)
    return to_global_id("Programme", world.programme)


async def test_officers_see_both_outcomes_and_who_moves(world: World, ask: Ask) -> None:
    programme = await under_review(world)
    answer = await ask(
        WHAT_IF, world.officer, programme=programme, team=to_global_id("Team", world.team),
        weights=[{"criterion": "SKILLS", "weight": 1.0}],
    )  # fmt: skip
    assert answer["errors"] == []
    told = answer["data"]["whatIf"]
    assert (told["before"]["summary"]["pairs"], told["after"]["summary"]["pairs"]) == (1, 0)
    assert [(len(each["before"]), each["after"]) for each in told["moves"]] == [(1, [])]
    async with world.database.read() as connection:
        assert await connection.fetchval("select count(*) from cohort_assignment") == 0


ADOPT = """
mutation ($programme: ID!, $fingerprint: String!, $reason: String!, $added: ID, $team: ID) {
  adoptWhatIf(
    programmeId: $programme, fingerprint: $fingerprint, reason: $reason, addedTeamId: $added, withoutTeamId: $team,
    weights: [{criterion: DOMAIN, weight: 1.0}]
  ) {
    assignment { state input solution solverVersion adoptedAt } userErrors { code field }
  }
}
"""
FINGERPRINT = """
query ($programme: ID!) {
  whatIf(programmeId: $programme, weights: [{criterion: DOMAIN, weight: 1.0}]) { after { fingerprint } }
}
"""


async def seen(ask: Ask, world: World, programme: str) -> str:
    answer = await ask(FINGERPRINT, world.officer, programme=programme)
    return str(answer["data"]["whatIf"]["after"]["fingerprint"])


async def test_an_officer_adopts_what_would_be_and_signs_it_with_the_reason(world: World, ask: Ask) -> None:
    programme = await under_review(world)
    fingerprint = await seen(ask, world, programme)
    answer = await ask(
        ADOPT, world.officer, programme=programme, fingerprint=fingerprint, reason=" The field decides "
    )
    assert answer["errors"] == []
    assert answer["data"]["adoptWhatIf"]["userErrors"] == []
    kept = answer["data"]["adoptWhatIf"]["assignment"]
    assert (kept["state"], kept["input"]["weights"]["domain"], kept["input"]["weights"]["skills"]) == (
        "ADOPTED",
        1,
        0,
    )
    assert kept["input"]["what_if"]["reason"] == "The field decides"
    code, verified = verify(orjson.dumps(kept))
    assert (code, verified["same"]) == (0, True)
    async with world.database.read() as connection:
        signed = await connection.fetchrow(
            "select actor_name, after from audit_event where action = 'assignment.adopted'"
        )
        assert await connection.fetchval("select count(*) from match") == 1
    assert signed["actor_name"] == "officer"
    assert signed["after"]["what_if"]["reason"] == "The field decides"
    assert signed["after"]["fingerprint"] == verified["fingerprint"]


@pytest.mark.parametrize(
    ("otherwise", "refused"),
    [
        ({"reason": "  "}, ("REASON_MISSING", "reason")),
        ({"fingerprint": "of what stood there yesterday"}, ("INPUT_CHANGED", "fingerprint")),
        ({"added": True}, ("DID_NOT_APPLY", "addedTeamId")),
    ],
)
async def test_what_was_not_looked_at_or_explained_or_did_not_apply_is_not_adopted(
    world: World, ask: Ask, otherwise: dict[str, object], refused: tuple[str, str]
) -> None:
    programme = await under_review(world)
    if "added" in otherwise:
        async with world.database.transaction() as tx:
            other = await teams.register(tx, world.member, TeamForm(name={"en": "Other"}, hours_per_week=20))
        otherwise = {"added": to_global_id("Team", other.id)}
    asked = {"fingerprint": await seen(ask, world, programme), "reason": "Why", **otherwise}
    answer = await ask(ADOPT, world.officer, programme=programme, **asked)
    assert [(each["code"], *each["field"]) for each in answer["data"]["adoptWhatIf"]["userErrors"]] == [
        refused
    ]
    async with world.database.read() as connection:
        assert await connection.fetchval("select count(*) from cohort_assignment") == 0


async def test_others_are_refused(world: World, ask: Ask) -> None:
    answer = await ask(WHAT_IF, world.owner, programme=await under_review(world))
    assert [each["extensions"]["code"] for each in answer["errors"]] == ["OFFICERS_ONLY"]
