"""The API tells officers what a pairing would be otherwise, beside what it is."""

from matching.applications import service as applications
from matching.applications.model import ApplicationForm
from matching.programmes import service as programmes
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


async def test_others_are_refused(world: World, ask: Ask) -> None:
    answer = await ask(WHAT_IF, world.owner, programme=await under_review(world))
    assert [each["extensions"]["code"] for each in answer["errors"]] == ["OFFICERS_ONLY"]
