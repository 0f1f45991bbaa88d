import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from datetime import date
from uuid import UUID, uuid4

from matching.assignments.model import Match
from matching.challenges.model import Challenge
from matching.fit import CriterionId, DataClass, Fit, GateCode, Need, Skill
from matching.fits import repository, service
from matching.teams import service as teams
from matching.teams.model import Team, TeamForm
from registry.people.model import Organisation
from store.actor import Actor
from store.database import Connection

Refuses = Callable[..., AbstractAsyncContextManager[None]]
MakesTeam = Callable[..., Awaitable[tuple[Team, Actor]]]
MakesPerson = Callable[..., Awaitable[Actor]]
NOBODY = Actor.anonymous()
AS_OF = date(2026, 11, 21)


def points(fit: Fit, criterion: CriterionId) -> float | None:
    return next(
        each.points for each in (*fit.for_challenge.criteria, *fit.for_team.criteria) if each.id is criterion
    )


async def test_what_is_stored_of_a_challenge_is_what_fit_sees(
    tx: Connection, challenge: Challenge, tainan: Organisation
) -> None:
    (facts,) = await repository.challenge_facts(tx, ids=[challenge.id])
    assert (facts.id, facts.owner_id, facts.place) == (str(challenge.id), str(tainan.id), "TW-TNN")
    assert facts.needs == (Need("maps", 3, required=True), Need("offline-forms", 2, required=False))
    assert (facts.hours_needed, facts.data_class, facts.licence) == (200, DataClass.PERSONAL, "MIT")


async def test_what_is_stored_of_a_team_is_what_fit_sees(
    tx: Connection, team: Team, lead: Actor, tainan: Organisation
) -> None:
    await teams.edit(tx, lead, team.id, TeamForm(conflicts=frozenset({tainan.id})), 1)
    (facts,) = await repository.team_facts(tx, [team.id])
    assert facts.id == str(team.id)
    assert facts.skills == (Skill("maps", 4, date(2026, 5, 1), "A map of clinics"),)
    assert (facts.conflicts, facts.organisation_ids) == ((str(tainan.id),), ())
    assert (facts.engaged, facts.capacity, facts.data_clearance) == (0, 1, DataClass.PERSONAL)
    assert facts.track_record == ()


async def test_a_team_whose_member_speaks_for_the_owner_is_in_conflict(
    tx: Connection, officer: Actor, owner: Actor, challenge: Challenge, team_form: TeamForm
) -> None:
    team = await teams.register(tx, owner, team_form)
    fit = await service.fit_of(tx, officer, challenge.id, team.id, AS_OF)
    assert [gate.code for gate in fit.failed_gates()] == [GateCode.CONFLICT_OF_INTEREST]
    assert fit.score == 0.0


async def test_a_suitable_team_passes_every_gate_and_the_reasons_are_told(
    tx: Connection, officer: Actor, challenge: Challenge, team: Team
) -> None:
    fit = await service.fit_of(tx, officer, challenge.id, team.id, AS_OF)
    assert fit.passed
    assert len(fit.gates) == len(GateCode)
    assert points(fit, CriterionId.DOMAIN) == 1.0
    assert 0.0 < fit.score < 1.0


async def test_teams_are_ranked_and_those_that_cannot_come_last_with_the_reason(
    tx: Connection, officer: Actor, challenge: Challenge, team: Team, make_team: MakesTeam
) -> None:
    beginners, _ = await make_team("beginners", skills=())
    cleared, _ = await make_team("uncleared", data_clearance=DataClass.NONE)
    ranked = await service.fits_for_challenge(tx, officer, challenge.id, AS_OF)
    assert [team_id for team_id, _ in ranked] == [team.id, beginners.id, cleared.id]
    assert [gate.code for gate in ranked[2][1].failed_gates()] == [GateCode.DATA_CLEARANCE]


async def test_the_number_of_statements_does_not_grow_with_the_teams(
    tx: Connection, officer: Actor, challenge: Challenge, make_team: MakesTeam
) -> None:
    counts: list[int] = []
    for names in (("a",), ("b", "c", "d", "e")):
        for name in names:
            await make_team(name)
        asked: list[object] = []
        tx.add_query_logger(asked.append)
        await service.fits_for_challenge(tx, officer, challenge.id, AS_OF)
        await asyncio.sleep(0)  # the last statement is logged by then
        tx.remove_query_logger(asked.append)
        counts.append(len(asked))
    assert counts == [6, 6]


async def test_a_team_finds_the_challenges_it_can_apply_for(
    tx: Connection, lead: Actor, team: Team, challenge: Challenge
) -> None:
    ranked = await service.fits_for_team(tx, lead, team.id, AS_OF)
    assert [challenge_id for challenge_id, _ in ranked] == [challenge.id]
    assert ranked[0][1] == await service.fit_of(tx, lead, challenge.id, team.id, AS_OF)


async def test_a_draft_is_compared_for_its_owner_and_is_unknown_to_others(
    tx: Connection, owner: Actor, lead: Actor, team: Team, draft_challenge: Challenge, refused: Refuses
) -> None:
    assert (await service.fit_of(tx, owner, draft_challenge.id, team.id, AS_OF)).passed
    assert await service.fits_for_team(tx, lead, team.id, AS_OF) == []
    for actor in (lead, NOBODY):
        async with refused("UNKNOWN_CHALLENGE"):
            await service.fit_of(tx, actor, draft_challenge.id, team.id)
        async with refused("UNKNOWN_CHALLENGE"):
            await service.fits_for_challenge(tx, actor, draft_challenge.id)


async def test_unknown_teams_are_said_to_be_unknown(
    tx: Connection, challenge: Challenge, refused: Refuses
) -> None:
    async with refused("UNKNOWN_TEAM"):
        await service.fit_of(tx, NOBODY, challenge.id, uuid4())
    async with refused("UNKNOWN_TEAM"):
        await service.fits_for_team(tx, NOBODY, uuid4())


async def test_the_public_is_not_told_of_declared_interests(
    tx: Connection, owner: Actor, lead: Actor, team: Team, challenge: Challenge, tainan: Organisation
) -> None:
    await teams.edit(tx, lead, team.id, TeamForm(conflicts=frozenset({tainan.id})), 1)

    async def gates(actor: Actor) -> dict[GateCode, bool]:
        fit = await service.fit_of(tx, actor, challenge.id, team.id, AS_OF)
        return {gate.code: gate.passed for gate in fit.gates}

    assert not (await gates(owner))[GateCode.CONFLICT_OF_INTEREST]
    assert not (await gates(lead))[GateCode.CONFLICT_OF_INTEREST]
    assert GateCode.CONFLICT_OF_INTEREST not in await gates(NOBODY)


async def test_how_a_team_ranked_a_challenge_is_told_to_those_who_see_its_application(
    tx: Connection, owner: Actor, lead: Actor, team: Team, challenge: Challenge, make_person: MakesPerson
) -> None:
    await tx.execute(
        "insert into application (challenge_id, team_id, proposal, preference) values ($1, $2, '{}', 2)",
        challenge.id,
        team.id,
    )
    reviewer = await make_person("reviewer", is_reviewer=True)
    other = replace(lead, team_ids=frozenset({UUID(int=7)}))
    for actor, told in ((owner, 0.5), (lead, 0.5), (reviewer, 0.5), (other, None), (NOBODY, None)):
        fit = await service.fit_of(tx, actor, challenge.id, team.id, AS_OF)
        assert points(fit, CriterionId.INTEREST) == told


async def test_a_reviewer_whose_team_bids_for_the_same_challenge_is_told_nothing_private(
    tx: Connection, team: Team, challenge: Challenge, make_team: MakesTeam, make_person: MakesPerson
) -> None:
    rival, _ = await make_team("rivals")
    for each in (team, rival):
        await tx.execute(
            "insert into application (challenge_id, team_id, proposal, preference) values ($1, $2, '{}', 2)",
            challenge.id,
            each.id,
        )
    partial = await make_person("partial", is_reviewer=True, team_ids=frozenset({rival.id}))
    elsewhere, _ = await make_team("elsewhere")
    impartial = await make_person("impartial", is_reviewer=True, team_ids=frozenset({elsewhere.id}))
    for actor, rank, gate_told in ((partial, None, False), (impartial, 0.5, True)):
        fit = await service.fit_of(tx, actor, challenge.id, team.id, AS_OF)
        assert points(fit, CriterionId.INTEREST) == rank
        assert (GateCode.CONFLICT_OF_INTEREST in {gate.code for gate in fit.gates}) is gate_told


async def test_matches_that_are_not_agreed_yet_count_for_officers_and_the_team_only(
    tx: Connection, officer: Actor, owner: Actor, lead: Actor, team: Team, match: Match, challenge: Challenge
) -> None:
    async def engaged(actor: Actor) -> tuple[bool, object]:
        fit = await service.fit_of(tx, actor, challenge.id, team.id, AS_OF)
        (gate,) = (each for each in fit.gates if each.code is GateCode.CAPACITY)
        return gate.passed, gate.detail.values["engaged"]

    for actor, told in ((officer, (False, 1)), (lead, (False, 1)), (owner, (True, 0)), (NOBODY, (True, 0))):
        assert await engaged(actor) == told
    await tx.execute("update match set state = 'AGREED' where id = $1", match.id)
    assert await engaged(NOBODY) == (False, 1)
