from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
import pytest_asyncio

from matching.applications import repository as application_rows
from matching.applications import service as applications
from matching.applications.model import Application, ApplicationForm
from matching.applications.model import State as ApplicationState
from matching.assignments import repository, service
from matching.assignments.decision import decide
from matching.assignments.gathering import gather
from matching.assignments.model import AssignmentState, MatchState
from matching.assignments.what_if import Change, Move, gather_both, moves
from matching.challenges import repository as challenge_rows
from matching.challenges import service as challenges
from matching.challenges.model import Challenge, ChallengeForm
from matching.challenges.model import State as ChallengeState
from matching.cohort import Objective, parse, solve
from matching.fit import DEFAULT_WEIGHTS, Weights, fit_from_json
from matching.fits import repository as facts
from matching.forms import today
from matching.grading import service as grading
from matching.programmes import repository as programme_rows
from matching.programmes import service as programmes
from matching.programmes.model import Programme
from matching.programmes.model import State as ProgrammeState
from matching.teams import service as teams
from matching.teams.model import Team, TeamForm
from registry.people.model import Organisation
from store.actor import Actor
from store.database import Connection

Refuses = Callable[..., AbstractAsyncContextManager[None]]
MakesTeam = Callable[..., Awaitable[tuple[Team, Actor]]]
MakesChallenge = Callable[..., Awaitable[Challenge]]
MakesPerson = Callable[..., Awaitable[Actor]]
Sees = Callable[..., Awaitable[bool]]
NOBODY = Actor.anonymous()


@dataclass(frozen=True)
class Round:
    """Two challenges, three teams that all want the first one most; reviewers like the second team best for it."""

    programme_id: UUID
    visits: Challenge
    daycare: Challenge
    teams: tuple[Team, Team, Team]
    leads: tuple[Actor, Actor, Actor]
    bids: dict[tuple[UUID, UUID], Application]


async def bid(tx: Connection, lead: Actor, team: Team, challenge: Challenge, preference: int) -> Application:
    form = ApplicationForm(proposal={"en": "What we would do"}, preference=preference)
    return await applications.apply(tx, lead, challenge.id, team.id, form)


@pytest_asyncio.fixture
async def reviewed(
    tx: Connection, officer: Actor, programme: Programme, make_challenge: MakesChallenge, make_team: MakesTeam,
    make_person: MakesPerson,
) -> Round:  # fmt: skip
    visits, daycare = await make_challenge("Visits"), await make_challenge("Day care")
    pairs = [await make_team(name) for name in ("one", "two", "three")]
    reviewer = await make_person("reviewer", is_reviewer=True)
    bids = {}
    for (team, lead), points in zip(pairs, (1, 5, 0), strict=True):
        made = await bid(tx, lead, team, visits, 1)
        scores = {"value": points, "feasibility": points, "reuse": points}
        await applications.review(tx, reviewer, made.id, scores)
        bids[team.id, visits.id] = made
    for team, lead in pairs[:2]:
        bids[team.id, daycare.id] = await bid(tx, lead, team, daycare, 2)
    await programmes.start_review(tx, officer, programme.id)
    (one, two, three) = pairs
    return Round(programme.id, visits, daycare, (one[0], two[0], three[0]), (one[1], two[1], three[1]), bids)


async def test_a_round_is_paired_so_that_nobody_would_rather_swap(
    tx: Connection, officer: Actor, reviewed: Round
) -> None:
    one, two, three = reviewed.teams
    proposed = await service.propose(tx, officer, reviewed.programme_id)
    assert proposed.state is AssignmentState.PROPOSED
    assert {tuple(pair) for pair in proposed.solution["pairs"]} == {
        (str(two.id), str(reviewed.visits.id)),
        (str(one.id), str(reviewed.daycare.id)),
    }
    assert proposed.solution["blocking_pairs"] == []
    assert proposed.report["unmatched"] == [{"id": str(three.id), "reason": "PLACES_TAKEN"}]
    summary = proposed.report["summary"]
    assert (summary["teams"], summary["challenges"], summary["pairs"]) == (3, 2, 2)
    assert (summary["profile"], summary["blocking_pairs"], summary["mean_review"]) == ([1, 1], 0, 5.0)
    assert proposed.report["fairness"]["newcomers"] == {"teams": 3, "matched": 2}
    assert proposed.report["fairness"]["places"] == [{"place": "TW-TNN", "challenges": 2, "matched": 2}]
    assert await repository.of_programme(tx, reviewed.programme_id) == [proposed]
    assert await tx.fetchval("select count(*) from match") == 0


async def test_anyone_can_rerun_what_was_kept(tx: Connection, officer: Actor, reviewed: Round) -> None:
    kept = await service.propose(tx, officer, reviewed.programme_id)
    again = solve(parse(kept.input["cohort"]), Objective(kept.objective))
    assert [list(pair) for pair in again.pairs] == kept.solution["pairs"]
    bids = {(each["team"], each["challenge"]): each for each in kept.input["bids"]}
    assert len(bids) == 5
    best = bids[str(reviewed.teams[1].id), str(reviewed.visits.id)]
    assert (best["review_mean"], best["reviews"], best["preference"]) == (5.0, 1, 1)
    assert best["worth"] == round(2 / 3 + best["fit_for_challenge"] / 3, 1)


async def moved(tx: Connection, officer: Actor, reviewed: Round, change: Change) -> tuple[Move, ...]:
    now, then = await gather_both(tx, officer, reviewed.programme_id, change)
    return moves(decide(now), decide(then))


async def test_what_if_a_team_left_shows_who_would_move_up_and_keeps_nothing(
    tx: Connection, officer: Actor, reviewed: Round
) -> None:
    one, two, _ = (str(each.id) for each in reviewed.teams)
    visits, daycare = str(reviewed.visits.id), str(reviewed.daycare.id)
    before = await tx.fetchval("select count(*) from cohort_assignment")
    found = await moved(tx, officer, reviewed, Change(without_team=reviewed.teams[1].id))
    assert {(each.team_id, each.before, each.after) for each in found} == {
        (one, (daycare,), (visits,)),
        (two, (visits,), ()),
    }
    assert await tx.fetchval("select count(*) from cohort_assignment") == before


async def test_what_if_a_challenge_were_not_there(tx: Connection, officer: Actor, reviewed: Round) -> None:
    found = await moved(tx, officer, reviewed, Change(without_challenge=reviewed.daycare.id))
    assert found == (Move(str(reviewed.teams[0].id), (str(reviewed.daycare.id),), ()),)


async def test_what_if_another_team_joined_and_one_left(
    tx: Connection, officer: Actor, reviewed: Round, make_team: MakesTeam
) -> None:
    newcomer, _ = await make_team("four")
    now, then = await gather_both(
        tx, officer, reviewed.programme_id, Change(added_team=newcomer.id, without_team=reviewed.teams[0].id)
    )
    assert {each.team_id for each in then.candidates} - {each.team_id for each in now.candidates} == {
        str(newcomer.id)
    }
    assert {each.challenge_id for each in then.bids if each.team_id == str(newcomer.id)} == {
        str(reviewed.visits.id),
        str(reviewed.daycare.id),
    }
    assert [str(newcomer.id), str(reviewed.daycare.id)] in [
        list(pair) for pair in decide(then).solution.pairs
    ]


async def test_mutual_grades_turn_the_pairing_also_when_it_is_asked_otherwise(
    tx: Connection, officer: Actor, owner: Actor, reviewed: Round, refused: Refuses
) -> None:
    one, two, _ = (str(each.id) for each in reviewed.teams)
    visits, daycare = str(reviewed.visits.id), str(reviewed.daycare.id)
    before = await service.propose(tx, officer, reviewed.programme_id)
    for team, points in ((reviewed.teams[0], 5), (reviewed.teams[1], 2)):
        bid_for_visits = reviewed.bids[team.id, reviewed.visits.id].id
        await grading.shortlist(tx, owner, bid_for_visits, is_shortlisted=True)
        await grading.grade(tx, owner, bid_for_visits, points)
    graded = await service.propose(tx, officer, reviewed.programme_id)
    assert sorted(graded.solution["pairs"]) == sorted([[one, visits], [two, daycare]])
    assert graded.report["summary"]["graded_by_owners"] == 2
    async with refused("INPUT_CHANGED"):
        await service.adopt(tx, officer, before.id)
    found = await moved(tx, officer, reviewed, Change(without_team=reviewed.teams[0].id))
    assert {(each.team_id, each.before, each.after) for each in found} == {
        (one, (visits,), ()),
        (two, (daycare,), (visits,)),
    }
    assert (await service.adopt(tx, officer, graded.id)).state is AssignmentState.ADOPTED


async def test_what_if_only_skills_counted(tx: Connection, officer: Actor, reviewed: Round) -> None:
    skills_only = Weights(skills=1, domain=0, place_language=0, capacity=0, track_record=0, interest=0)
    now, then = await gather_both(tx, officer, reviewed.programme_id, Change(weights=skills_only))
    assert (now.weights, then.weights["domain"]) == (dict(DEFAULT_WEIGHTS.as_mapping()), 0.0)
    assert [each.fit.score for each in now.bids] != [each.fit.score for each in then.bids]


async def test_what_if_is_for_officers_and_names_who_is_not_there(
    tx: Connection, officer: Actor, owner: Actor, reviewed: Round, refused: Refuses
) -> None:
    async with refused("OFFICERS_ONLY"):
        await gather_both(tx, owner, reviewed.programme_id, Change())
    for change, code in (
        (Change(without_team=uuid4()), "UNKNOWN_TEAM"),
        (Change(added_team=uuid4()), "UNKNOWN_TEAM"),
        (Change(without_challenge=uuid4()), "UNKNOWN_CHALLENGE"),
    ):
        async with refused(code):
            await gather_both(tx, officer, reviewed.programme_id, change)


@pytest.mark.parametrize("objective", Objective)
async def test_every_objective_gives_two_pairs(
    tx: Connection, officer: Actor, reviewed: Round, objective: Objective
) -> None:
    proposed = await service.propose(tx, officer, reviewed.programme_id, objective)
    assert (proposed.objective, proposed.solution["size"]) == (objective.value, 2)


async def test_equal_ranks_are_ties(
    tx: Connection, officer: Actor, programme: Programme, make_challenge: MakesChallenge, make_team: MakesTeam
) -> None:
    first, second = await make_challenge("First"), await make_challenge("Second")
    team, lead = await make_team("undecided")
    for challenge in (first, second):
        await bid(tx, lead, team, challenge, 3)
    await programmes.start_review(tx, officer, programme.id)
    gathered = await gather(tx, officer, programme.id)
    assert gathered.cohort()["teams"][0]["preferences"] == [sorted([str(first.id), str(second.id)])]


async def test_a_bid_that_no_longer_passes_a_gate_is_left_out_and_named(
    tx: Connection, officer: Actor, reviewed: Round, tainan: Organisation
) -> None:
    two = reviewed.teams[1]
    form = TeamForm(conflicts=frozenset({tainan.id}))
    await teams.edit(tx, reviewed.leads[1], two.id, form, two.version)
    proposed = await service.propose(tx, officer, reviewed.programme_id)
    assert str(two.id) not in {team for team, _ in proposed.solution["pairs"]}
    assert {(each["team"], tuple(each["gates"])) for each in proposed.report["excluded"]} == {
        (str(two.id), ("CONFLICT_OF_INTEREST",))
    }


async def test_a_minimum_that_cannot_be_met_is_said_and_nothing_is_adopted(
    tx: Connection, officer: Actor, programme: Programme, make_challenge: MakesChallenge, make_team: MakesTeam,
    refused: Refuses,
) -> None:  # fmt: skip
    challenge = await make_challenge("Needs two", min_teams=2, max_teams=2)
    team, lead = await make_team("alone")
    await bid(tx, lead, team, challenge, 1)
    await programmes.start_review(tx, officer, programme.id)
    proposed = await service.propose(tx, officer, programme.id)
    assert proposed.solution["size"] == -1
    assert proposed.report["conflict"] == [{"kind": "CHALLENGE_MINIMUM", "id": str(challenge.id), "teams": 2}]
    async with refused("NOTHING_TO_ADOPT"):
        await service.adopt(tx, officer, proposed.id)
    closing = await service.propose(tx, officer, programme.id, allow_closing=True)
    assert (closing.solution["size"], closing.report["closed"]) == (0, [str(challenge.id)])


async def test_adopting_makes_matches_and_answers_every_bid(
    tx: Connection, officer: Actor, reviewed: Round
) -> None:
    one, two, three = reviewed.teams
    discarded = await service.propose(tx, officer, reviewed.programme_id, Objective.GREEDY)
    proposed = await service.propose(tx, officer, reviewed.programme_id)
    adopted = await service.adopt(tx, officer, proposed.id)
    assert (adopted.state, adopted.adopted_by) == (AssignmentState.ADOPTED, officer.person_id)
    other = await repository.find(tx, discarded.id)
    assert other is not None
    assert other.state is AssignmentState.DISCARDED
    matches = await repository.matches_of_programme(tx, reviewed.programme_id)
    assert {(each.challenge_id, each.team_id, each.state, each.assignment_id) for each in matches} == {
        (reviewed.visits.id, two.id, MatchState.AGREEING, adopted.id),
        (reviewed.daycare.id, one.id, MatchState.AGREEING, adopted.id),
    }
    for match in matches:
        assert match.fit is not None
        assert fit_from_json(match.fit).passed
    states = {
        (each.team_id, each.challenge_id): each.state
        for each in await application_rows.of_programme(tx, reviewed.programme_id)
    }
    assert states == {
        (one.id, reviewed.visits.id): ApplicationState.NOT_MATCHED,
        (one.id, reviewed.daycare.id): ApplicationState.MATCHED,
        (two.id, reviewed.visits.id): ApplicationState.MATCHED,
        (two.id, reviewed.daycare.id): ApplicationState.NOT_MATCHED,
        (three.id, reviewed.visits.id): ApplicationState.NOT_MATCHED,
    }
    for challenge in (reviewed.visits, reviewed.daycare):
        now = await challenge_rows.find(tx, challenge.id)
        assert now is not None
        assert now.state is ChallengeState.MATCHED
    programme = await programme_rows.find(tx, reviewed.programme_id)
    assert programme is not None
    assert programme.state is ProgrammeState.MATCHED


async def test_one_assignment_is_adopted_and_no_second(
    tx: Connection, officer: Actor, reviewed: Round, refused: Refuses
) -> None:
    first = await service.propose(tx, officer, reviewed.programme_id)
    second = await service.propose(tx, officer, reviewed.programme_id)
    await service.adopt(tx, officer, first.id)
    for again in (first, second):
        async with refused("ANOTHER_ADOPTED"):
            await service.adopt(tx, officer, again.id)
    async with refused("PROGRAMME_STATE"):
        await service.propose(tx, officer, reviewed.programme_id)


async def test_what_changed_since_is_not_decided_upon(
    tx: Connection, officer: Actor, reviewed: Round, make_person: MakesPerson, refused: Refuses
) -> None:
    second_reviewer = await make_person("second", is_reviewer=True)
    bid_of_three = reviewed.bids[reviewed.teams[2].id, reviewed.visits.id]

    async def a_review() -> None:
        scores = {"value": 5, "feasibility": 5, "reuse": 5}
        await applications.review(tx, second_reviewer, bid_of_three.id, scores)

    async def a_withdrawal() -> None:
        await applications.withdraw(tx, reviewed.leads[2], bid_of_three.id)

    async def more_room() -> None:
        form = ChallengeForm(max_teams=2)
        await challenges.edit(tx, officer, reviewed.visits.id, form, reviewed.visits.version)

    for change in (a_review, a_withdrawal, more_room):
        proposed = await service.propose(tx, officer, reviewed.programme_id)
        await change()
        async with refused("INPUT_CHANGED"):
            await service.adopt(tx, officer, proposed.id)


async def test_a_proposal_of_another_day_is_compared_as_of_its_day(
    tx: Connection, officer: Actor, reviewed: Round
) -> None:
    gathered = await gather(tx, officer, reviewed.programme_id, today() - timedelta(days=400))
    saved = await service.save(tx, officer, decide(gathered))
    assert (await service.adopt(tx, officer, saved.id)).state is AssignmentState.ADOPTED


async def test_only_officers_propose_save_and_adopt(
    tx: Connection, officer: Actor, owner: Actor, reviewed: Round, refused: Refuses
) -> None:
    proposed = await service.propose(tx, officer, reviewed.programme_id)
    gathered = await gather(tx, officer, reviewed.programme_id)
    for actor in (owner, reviewed.leads[0], NOBODY):
        async with refused("OFFICERS_ONLY"):
            await service.propose(tx, actor, reviewed.programme_id)
        async with refused("OFFICERS_ONLY"):
            await service.save(tx, actor, decide(gathered))
        async with refused("OFFICERS_ONLY"):
            await service.adopt(tx, actor, proposed.id)


async def test_a_round_that_is_not_under_review_is_not_paired(
    tx: Connection, officer: Actor, programme: Programme, refused: Refuses
) -> None:
    async with refused("PROGRAMME_STATE"):
        await service.propose(tx, officer, programme.id)
    async with refused("UNKNOWN_PROGRAMME"):
        await service.propose(tx, officer, uuid4())
    async with refused("UNKNOWN_ASSIGNMENT"):
        await service.adopt(tx, officer, uuid4())


async def test_a_round_closed_in_between_is_not_decided(
    tx: Connection, officer: Actor, reviewed: Round, refused: Refuses
) -> None:
    proposed = await service.propose(tx, officer, reviewed.programme_id)
    await programmes.close(tx, officer, reviewed.programme_id)
    async with refused("PROGRAMME_STATE"):
        await service.adopt(tx, officer, proposed.id)


async def test_a_proposal_is_seen_by_officers_and_an_adopted_one_by_all(
    tx: Connection, officer: Actor, owner: Actor, reviewed: Round, sees: Sees
) -> None:
    proposed = await service.propose(tx, officer, reviewed.programme_id)
    row = (repository.VISIBLE_ASSIGNMENT, "cohort_assignment", proposed.id)
    assert await sees(*row, officer)
    assert not await sees(*row, owner)
    await service.adopt(tx, officer, proposed.id)
    assert await sees(*row, NOBODY)


async def test_a_match_is_seen_by_its_sides_and_officers_until_it_is_agreed(
    tx: Connection, officer: Actor, owner: Actor, stranger: Actor, reviewed: Round, sees: Sees
) -> None:
    await service.adopt(tx, officer, (await service.propose(tx, officer, reviewed.programme_id)).id)
    match = await repository.find_match_of(tx, reviewed.visits.id, reviewed.teams[1].id)
    assert match is not None
    row = (repository.VISIBLE_MATCH, "match", match.id)
    for actor in (officer, owner, reviewed.leads[1]):
        assert await sees(*row, actor)
    for actor in (stranger, reviewed.leads[0], NOBODY):
        assert not await sees(*row, actor)
    await service.move_match(tx, officer, match.id, MatchState.AGREED)
    assert await sees(*row, NOBODY)
    ranked = (repository.VISIBLE_MATCH_FIT, "match", match.id)
    for actor in (officer, owner, reviewed.leads[1]):
        assert await sees(*ranked, actor)
    for actor in (stranger, reviewed.leads[0], NOBODY):
        assert not await sees(*ranked, actor)


async def test_a_match_ends_by_an_officers_word_with_a_reason(
    tx: Connection, officer: Actor, owner: Actor, reviewed: Round, refused: Refuses
) -> None:
    await service.adopt(tx, officer, (await service.propose(tx, officer, reviewed.programme_id)).id)
    match = (await repository.matches_of_programme(tx, reviewed.programme_id))[0]
    async with refused("OFFICERS_ONLY"):
        await service.end_match(tx, owner, match.id, "no")
    async with refused("REASON_MISSING"):
        await service.end_match(tx, officer, match.id, " ")
    assert (await service.end_match(tx, officer, match.id, "No terms found")).state is MatchState.ENDED
    async with refused("MATCH_STATE"):
        await service.end_match(tx, officer, match.id, "again")
    async with refused("UNKNOWN_MATCH"):
        await service.end_match(tx, officer, uuid4(), "what")


async def test_a_past_match_is_recorded_with_its_source(
    tx: Connection, officer: Actor, owner: Actor, tainan: Organisation, programme: Programme, team: Team,
    challenge: Challenge, refused: Refuses,
) -> None:  # fmt: skip
    form = ChallengeForm(title={"en": "Past"}, source="public report of 2023")
    past = await challenges.record(tx, officer, programme.id, tainan.id, form)
    made = await service.record_match(tx, officer, past.id, team.id, MatchState.DELIVERED)
    assert (made.state, made.owner_id, made.fit) == (MatchState.DELIVERED, tainan.id, None)
    after = await challenge_rows.find(tx, past.id)
    assert after is not None
    assert after.state is ChallengeState.DELIVERED
    async with refused("ALREADY_MATCHED"):
        await service.record_match(tx, officer, past.id, team.id, MatchState.DELIVERED)
    async with refused("SOURCE_MISSING"):
        await service.record_match(tx, officer, challenge.id, team.id, MatchState.DELIVERED)
    async with refused("OFFICERS_ONLY"):
        await service.record_match(tx, owner, past.id, team.id, MatchState.DELIVERED)
    async with refused("UNKNOWN_TEAM"):
        await service.record_match(tx, officer, past.id, uuid4(), MatchState.DELIVERED)


async def test_a_team_that_is_at_work_takes_no_more(tx: Connection, officer: Actor, reviewed: Round) -> None:
    await service.adopt(tx, officer, (await service.propose(tx, officer, reviewed.programme_id)).id)
    (known,) = await facts.team_facts(tx, [reviewed.teams[1].id])
    assert (known.engaged, known.capacity) == (1, 1)


async def ended(tx: Connection, officer: Actor, challenge: Challenge) -> Challenge:
    """The challenge after all of its matches ended."""
    for (match_id,) in await tx.fetch("select id from match where challenge_id = $1", challenge.id):
        await service.end_match(tx, officer, match_id, "The team dissolved")
    after = await challenge_rows.find(tx, challenge.id)
    assert after is not None
    return after


async def test_a_challenge_whose_match_ended_is_open_again(
    tx: Connection, officer: Actor, reviewed: Round
) -> None:
    await service.adopt(tx, officer, (await service.propose(tx, officer, reviewed.programme_id)).id)
    after = await ended(tx, officer, reviewed.visits)
    assert (after.state, after.state_reason) == (ChallengeState.PUBLISHED, None)
    assert (await challenges.withdraw(tx, officer, after.id, "No team")).state is ChallengeState.WITHDRAWN


async def test_in_a_round_that_is_over_a_challenge_without_a_match_says_why(
    tx: Connection, officer: Actor, reviewed: Round
) -> None:
    await service.adopt(tx, officer, (await service.propose(tx, officer, reviewed.programme_id)).id)
    await programmes.close(tx, officer, reviewed.programme_id)
    after = await ended(tx, officer, reviewed.visits)
    assert (after.state, after.state_reason) == (ChallengeState.MATCHED, "The team dissolved")


async def test_a_challenge_stays_matched_while_another_match_stands(
    tx: Connection, officer: Actor, reviewed: Round
) -> None:
    await service.adopt(tx, officer, (await service.propose(tx, officer, reviewed.programme_id)).id)
    other = await repository.insert_match(
        tx, reviewed.visits.id, reviewed.teams[2].id, None, MatchState.AGREED, None
    )
    await service.end_match(tx, officer, other.id, "The team dissolved")
    still = await challenge_rows.find(tx, reviewed.visits.id)
    assert still is not None
    assert still.state is ChallengeState.MATCHED


async def test_no_proposal_is_kept_for_a_round_that_was_decided_meanwhile(
    tx: Connection, officer: Actor, reviewed: Round, refused: Refuses
) -> None:
    late = decide(await gather(tx, officer, reviewed.programme_id))
    await service.adopt(tx, officer, (await service.propose(tx, officer, reviewed.programme_id)).id)
    async with refused("PROGRAMME_STATE"):
        await service.save(tx, officer, late)
