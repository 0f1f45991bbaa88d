"""The best teams of a challenge are kept: the same that comparing all of them finds, told as far as each may know."""

from uuid import UUID

from matching.applications import service as applications
from matching.applications.model import ApplicationForm
from matching.best_fits import repository, service
from matching.best_fits.model import KEPT
from matching.fits import service as fits
from matching.teams import service as teams
from matching.teams.model import TeamForm
from schema.ids import to_global_id
from store import outbox
from store.actor import Actor
from tests.schema.conftest import Ask, World

FITS = """
query ($challenge: ID!, $first: Int!) {
  fitsForChallenge(challengeId: $challenge, first: $first) {
    passed score pickedAt gates { code passed } team { slug }
  }
}
"""


async def crowd(world: World, count: int = 60) -> None:
    """Teams of ever fewer hours a week, so that fit tells them apart; the last ones have too few."""
    async with world.database.transaction() as tx:
        await tx.execute(
            """
            insert into team (slug, name, languages, hours_per_week)
            select 'team-' || number, jsonb_build_object('en', 'Team ' || number), array['zh-Hant'], 62 - number
            from generate_series(1, $1::int) as number
            """,
            count,
        )


async def compared(world: World) -> UUID:
    assert await service.compare_programme(world.database, world.programme) == 3
    return world.challenges[0]


async def kept(world: World) -> list[UUID]:
    async with world.database.read() as connection:
        return list(await repository.best_of(connection, world.challenges[0]) or ())


async def live(world: World, actor: Actor) -> list[tuple[UUID, float]]:
    async with world.database.read() as connection:
        found = await fits.fits_for_challenge(connection, actor, world.challenges[0])
    return [(team_id, fit.score) for team_id, fit in found]


async def queued(world: World) -> list[tuple[str, UUID]]:
    async with world.database.read() as connection:
        rows = await connection.fetch(
            "select queue, subject_id from job where queue like 'fits-%' order by queue"
        )
    return [(row["queue"], row["subject_id"]) for row in rows]


async def hand_on(world: World) -> None:
    async with world.database.transaction() as tx:
        messages = await outbox.take(tx)
        await service.after_changes(tx, messages)
        await outbox.done(tx, messages)


async def test_the_kept_are_the_best_of_all_and_say_since_when(world: World, ask: Ask) -> None:
    await crowd(world)
    challenge = await compared(world)
    assert len(await kept(world)) == KEPT
    answer = await ask(FITS, challenge=to_global_id("Challenge", challenge), first=20)
    assert answer["errors"] == []
    told = answer["data"]["fitsForChallenge"]
    assert all(each["pickedAt"] for each in told)
    everybody = await live(world, Actor.anonymous())
    assert [each["score"] for each in told] == [score for _, score in everybody[:20]]
    assert set(await kept(world)) == {team_id for team_id, _ in everybody[:KEPT]}


async def test_more_than_are_kept_are_compared_at_once(world: World, ask: Ask) -> None:
    await crowd(world)
    challenge = await compared(world)
    answer = await ask(FITS, challenge=to_global_id("Challenge", challenge), first=61)
    told = answer["data"]["fitsForChallenge"]
    assert (len(told), {each["pickedAt"] for each in told}) == (61, {None})


async def test_a_changed_challenge_or_weight_is_not_answered_from_what_was_kept(world: World) -> None:
    await compared(world)
    assert await kept(world) != []
    async with world.database.transaction() as tx:
        await tx.execute("""update programme set weights = weights || '{"SKILLS": 0.9}'""")
    assert await kept(world) == []
    await compared(world)
    assert await kept(world) != []
    async with world.database.transaction() as tx:
        await tx.execute("update challenge set version = version + 1")
    assert await kept(world) == []


async def test_changes_queue_what_has_to_be_compared_anew_once_each(world: World) -> None:
    await hand_on(world)
    await hand_on(world)
    subjects = await queued(world)
    assert ("fits-of-team", world.team) in subjects
    assert ("fits-of-programme", world.programme) in subjects
    assert {row for queue, row in subjects if queue == "fits-of-challenge"} == set(world.challenges)
    assert len(subjects) == len(set(subjects))


async def edited(world: World, hours_per_week: int) -> None:
    async with world.database.transaction() as tx:
        version: int = await tx.fetchval("select version from team where id = $1", world.team)
        await teams.edit(tx, world.member, world.team, TeamForm(hours_per_week=hours_per_week), version)
    await service.compare_team(world.database, world.team)


async def test_a_better_team_takes_the_place_of_the_last(world: World) -> None:
    await crowd(world)
    await edited(world, 1)
    await compared(world)
    before = await kept(world)
    assert world.team not in before
    await edited(world, 20)
    assert await kept(world) == [world.team, *before[:-1]]
    assert await queued(world) == []


async def test_a_team_that_falls_from_a_full_list_leaves_the_question_who_comes_next(world: World) -> None:
    await crowd(world)
    await compared(world)
    await edited(world, 1)
    assert set(await queued(world)) == {("fits-of-challenge", each) for each in world.challenges[:3]}
    assert await service.compare_challenge(world.database, world.challenges[0]) == 1
    everybody = await live(world, Actor.anonymous())
    assert set(await kept(world)) == {team_id for team_id, _ in everybody[:KEPT]}
    assert world.team not in await kept(world)


async def test_a_challenge_that_is_not_open_is_not_compared(world: World) -> None:
    assert await service.compare_challenge(world.database, world.challenges[4]) == 0


async def test_what_is_kept_tells_nobody_more_than_before(world: World, ask: Ask) -> None:
    """A conflict of interest, and a bid that only some may read, change what they are told; not what others are."""
    await crowd(world)
    async with world.database.transaction() as tx:
        form = ApplicationForm(proposal={"en": "What we would do"}, preference=1)
        await applications.apply(tx, world.member, world.challenges[0], world.team, form)
        await tx.execute(
            "insert into team_conflict (team_id, organisation_id) values ($1, $2)", world.team, world.bureau
        )
    challenge = to_global_id("Challenge", await compared(world))
    for actor in (Actor.anonymous(), world.owner, world.officer, world.member):
        answer = await ask(FITS, actor, challenge=challenge, first=KEPT)
        told = [(each["score"], len(each["gates"])) for each in answer["data"]["fitsForChallenge"]]
        async with world.database.read() as connection:
            found = await fits.fits_for_challenge(connection, actor, world.challenges[0])
        expected = [(fit.score, len(fit.gates)) for _, fit in found]
        if actor == Actor.anonymous():
            assert told == expected[:KEPT]
        else:  # they are told of the conflict; who came next after the fifty is not kept
            assert told[:-1] == expected[: KEPT - 1]
            assert told[-1][0] == 0


async def test_a_teams_challenges_come_in_the_order_of_all_of_them(world: World) -> None:
    for actor in (Actor.anonymous(), world.owner, world.officer, world.member):
        async with world.database.read() as connection:
            everything = await fits.fits_for_team(connection, actor, world.team)
            first = await fits.fits_for_team(connection, actor, world.team, first=2)
        assert first == everything[:2]
