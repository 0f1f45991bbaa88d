from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
import pytest_asyncio

from matching.applications import repository, service
from matching.applications.model import Application, ApplicationForm, State
from matching.challenges import service as challenges
from matching.challenges.model import Challenge
from matching.fit import DataClass
from matching.forms import today
from matching.programmes import service as programmes
from matching.programmes.model import Programme, ProgrammeForm
from matching.teams import service as teams
from matching.teams.model import Team, TeamForm
from registry.people.model import Organisation
from store.actor import Actor
from store.database import Connection
from store.refusal import Refused

Refuses = Callable[..., AbstractAsyncContextManager[None]]
MakesTeam = Callable[..., Awaitable[tuple[Team, Actor]]]
MakesPerson = Callable[..., Awaitable[Actor]]
Sees = Callable[..., Awaitable[bool]]
NOBODY = Actor.anonymous()
BID = ApplicationForm(proposal={"en": "A map that works without a network"}, hours_offered=220)
SCORES = {"value": 5, "feasibility": 3, "reuse": 4}


@pytest_asyncio.fixture
async def bid(tx: Connection, challenge: Challenge, team: Team, lead: Actor) -> Application:
    return await service.apply(tx, lead, challenge.id, team.id, BID)


@pytest_asyncio.fixture
async def reviewer(make_person: MakesPerson) -> Actor:
    return await make_person("reviewer", is_reviewer=True)


async def test_a_team_bids_for_a_challenge(
    tx: Connection, challenge: Challenge, team: Team, lead: Actor, bid: Application
) -> None:
    assert (bid.challenge_id, bid.team_id, bid.state) == (challenge.id, team.id, State.SUBMITTED)
    assert (bid.proposal, bid.preference, bid.hours_offered) == (BID.proposal, 1, 220)
    assert (bid.created_by, bid.version) == (lead.person_id, 1)
    assert await repository.of_programme(tx, challenge.programme_id) == [bid]


async def test_nobody_bids_for_somebody_elses_team(
    tx: Connection, challenge: Challenge, team: Team, stranger: Actor, officer: Actor, refused: Refuses
) -> None:
    for actor in (stranger, officer, NOBODY):
        async with refused("NOT_YOUR_TEAM"):
            await service.apply(tx, actor, challenge.id, team.id, BID)


async def test_unknown_teams_and_challenges_are_said_to_be_unknown(
    tx: Connection, challenge: Challenge, team: Team, lead: Actor, refused: Refuses
) -> None:
    async with refused("UNKNOWN_TEAM"):
        await service.apply(tx, lead, challenge.id, uuid4(), BID)
    async with refused("UNKNOWN_CHALLENGE"):
        await service.apply(tx, lead, uuid4(), team.id, BID)


async def test_a_draft_cannot_be_applied_for(
    tx: Connection, draft_challenge: Challenge, team: Team, lead: Actor, refused: Refuses
) -> None:
    async with refused("UNKNOWN_CHALLENGE"):
        await service.apply(tx, lead, draft_challenge.id, team.id, BID)


async def test_a_challenge_of_a_round_under_review_takes_no_bids(
    tx: Connection, officer: Actor, challenge: Challenge, team: Team, lead: Actor, refused: Refuses
) -> None:
    await programmes.start_review(tx, officer, challenge.programme_id)
    async with refused("PROGRAMME_NOT_OPEN"):
        await service.apply(tx, lead, challenge.id, team.id, BID)


async def test_the_last_day_for_bids_is_the_last(
    tx: Connection, officer: Actor, programme: Programme, challenge: Challenge, team: Team, lead: Actor,
    refused: Refuses,
) -> None:  # fmt: skip
    yesterday = ProgrammeForm(applications_close_on=today() - timedelta(days=1))
    edited = await programmes.edit(tx, officer, programme.id, yesterday, programme.version)
    async with refused("APPLICATIONS_CLOSED"):
        await service.apply(tx, lead, challenge.id, team.id, BID)
    last_day = ProgrammeForm(applications_close_on=today())
    await programmes.edit(tx, officer, programme.id, last_day, edited.version)
    assert (await service.apply(tx, lead, challenge.id, team.id, BID)).state is State.SUBMITTED


async def test_a_team_bids_once_and_again_only_after_withdrawing(
    tx: Connection, challenge: Challenge, team: Team, lead: Actor, bid: Application, refused: Refuses
) -> None:
    async with refused("ALREADY_APPLIED"):
        await service.apply(tx, lead, challenge.id, team.id, BID)
    withdrawn = await service.withdraw(tx, lead, bid.id)
    assert withdrawn.state is State.WITHDRAWN
    again = await service.apply(tx, lead, challenge.id, team.id, replace(BID, preference=2))
    assert (again.id, again.state, again.preference, again.version) == (bid.id, State.SUBMITTED, 2, 3)


async def test_everything_wrong_with_a_bid_is_said_at_once(
    tx: Connection, challenge: Challenge, team: Team, lead: Actor, refused: Refuses
) -> None:
    form = ApplicationForm(proposal={"en": " "}, preference=0, hours_offered=0)
    async with refused("PROPOSAL_MISSING", "OUT_OF_RANGE", "OUT_OF_RANGE"):
        await service.apply(tx, lead, challenge.id, team.id, form)


async def test_a_team_that_fails_gates_is_told_which_and_why(
    tx: Connection, challenge: Challenge, make_team: MakesTeam
) -> None:
    team, lead = await make_team(
        "small",
        hours_per_week=1,
        data_clearance=DataClass.NONE,
        languages=("en",),
        refused_licences=("MIT",),
    )
    with pytest.raises(Refused) as caught:
        await service.apply(tx, lead, challenge.id, team.id, BID)
    problems = caught.value.problems
    assert [each.code for each in problems] == [
        "GATE_DATA_CLEARANCE",
        "GATE_LICENCE",
        "GATE_LANGUAGE",
        "GATE_HOURS",
    ]
    assert problems[1].values == {
        "licence": "MIT",
        "reason": "LICENCE_REFUSED",
        "changes": ("CHANGE_LICENCE_TEAM", "CHANGE_LICENCE_OWNER"),
    }
    assert problems[2].values["languages"] == ("zh-Hant",)
    assert problems[3].values["needed"] == 200
    assert await tx.fetchval("select count(*) from application") == 0


async def test_a_team_with_an_interest_in_the_owner_cannot_bid(
    tx: Connection, challenge: Challenge, team: Team, lead: Actor, tainan: Organisation, refused: Refuses
) -> None:
    await teams.edit(tx, lead, team.id, TeamForm(conflicts=frozenset({tainan.id})), 1)
    async with refused("GATE_CONFLICT_OF_INTEREST"):
        await service.apply(tx, lead, challenge.id, team.id, BID)


async def test_a_bid_is_edited_while_the_round_is_open(
    tx: Connection, officer: Actor, challenge: Challenge, lead: Actor, bid: Application, refused: Refuses
) -> None:
    edited = await service.edit(tx, lead, bid.id, ApplicationForm(preference=3), 1)
    assert (edited.preference, edited.proposal, edited.version) == (3, bid.proposal, 2)
    async with refused("CONFLICT"):
        await service.edit(tx, lead, bid.id, ApplicationForm(preference=4), 1)
    await programmes.start_review(tx, officer, challenge.programme_id)
    async with refused("PROGRAMME_NOT_OPEN"):
        await service.edit(tx, lead, bid.id, ApplicationForm(preference=4), 2)


async def test_others_neither_edit_nor_withdraw_a_bid(
    tx: Connection, stranger: Actor, owner: Actor, officer: Actor, bid: Application, refused: Refuses
) -> None:
    for actor in (stranger, owner, officer, NOBODY):
        async with refused("NOT_YOUR_TEAM"):
            await service.edit(tx, actor, bid.id, ApplicationForm(preference=3), 1)
        async with refused("NOT_YOUR_TEAM"):
            await service.withdraw(tx, actor, bid.id)
    async with refused("UNKNOWN_APPLICATION"):
        await service.withdraw(tx, stranger, uuid4())


async def test_a_withdrawn_bid_stays_withdrawn(
    tx: Connection, lead: Actor, reviewer: Actor, bid: Application, refused: Refuses
) -> None:
    withdrawn = await service.withdraw(tx, lead, bid.id)
    async with refused("APPLICATION_STATE"):
        await service.withdraw(tx, lead, bid.id)
    async with refused("APPLICATION_STATE"):
        await service.edit(tx, lead, bid.id, ApplicationForm(preference=3), withdrawn.version)
    async with refused("APPLICATION_STATE"):
        await service.review(tx, reviewer, bid.id, SCORES)


async def test_a_reviewer_scores_and_may_think_again(
    tx: Connection, reviewer: Actor, officer: Actor, challenge: Challenge, bid: Application
) -> None:
    await service.review(tx, reviewer, bid.id, {**SCORES, "value": 1}, "hasty")
    review = await service.review(tx, reviewer, bid.id, SCORES, " sound ")
    assert (review.scores, review.comment, review.reviewer_id) == (SCORES, "sound", reviewer.person_id)
    assert await tx.fetchval("select count(*) from review") == 1
    (summary,) = await service.review_summaries(tx, officer, challenge.programme_id)
    assert (summary.application_id, summary.reviews, summary.mean) == (bid.id, 1, 4.0)
    assert summary.by_criterion == {"value": 5.0, "feasibility": 3.0, "reuse": 4.0}


async def test_the_summary_is_the_mean_of_all_reviewers(
    tx: Connection, reviewer: Actor, officer: Actor, challenge: Challenge, bid: Application,
    make_person: MakesPerson,
) -> None:  # fmt: skip
    second = await make_person("second", is_reviewer=True)
    assert (await service.review_summaries(tx, officer, challenge.programme_id))[0].mean is None
    await service.review(tx, reviewer, bid.id, SCORES)
    await programmes.start_review(tx, officer, challenge.programme_id)
    await service.review(tx, second, bid.id, {"value": 2, "feasibility": 2, "reuse": 2})
    (summary,) = await service.review_summaries(tx, officer, challenge.programme_id)
    assert (summary.reviews, summary.mean) == (2, 3.0)


async def test_only_officers_read_the_summary(
    tx: Connection, reviewer: Actor, officer: Actor, challenge: Challenge, refused: Refuses
) -> None:
    async with refused("OFFICERS_ONLY"):
        await service.review_summaries(tx, reviewer, challenge.programme_id)
    async with refused("UNKNOWN_PROGRAMME"):
        await service.review_summaries(tx, officer, uuid4())


async def test_only_reviewers_review(
    tx: Connection, officer: Actor, stranger: Actor, bid: Application, refused: Refuses
) -> None:
    for actor in (officer, stranger, NOBODY):
        async with refused("REVIEWERS_ONLY"):
            await service.review(tx, actor, bid.id, SCORES)


async def test_whoever_has_a_part_in_a_bid_does_not_review_it(
    tx: Connection, lead: Actor, owner: Actor, bid: Application, challenge: Challenge, make_team: MakesTeam,
    make_person: MakesPerson, tainan: Organisation, refused: Refuses,
) -> None:  # fmt: skip
    rival, rival_lead = await make_team("rivals")
    await service.apply(tx, rival_lead, challenge.id, rival.id, BID)
    employed = await make_person("employed", tainan, is_reviewer=True)
    for actor in (lead, owner, rival_lead, employed):
        async with refused("CONFLICT_OF_INTEREST"):
            await service.review(tx, replace(actor, is_reviewer=True), bid.id, SCORES)


async def test_a_review_fills_the_whole_rubric_and_nothing_else(
    tx: Connection, reviewer: Actor, bid: Application, refused: Refuses
) -> None:
    scores = {"value": 6, "feasibility": -1, "charm": 5}
    async with refused("OUT_OF_RANGE", "OUT_OF_RANGE", "SCORE_MISSING", "UNKNOWN_CRITERION"):
        await service.review(tx, reviewer, bid.id, scores)


async def test_a_closed_round_takes_no_reviews(
    tx: Connection, officer: Actor, reviewer: Actor, challenge: Challenge, bid: Application, refused: Refuses
) -> None:
    await programmes.close(tx, officer, challenge.programme_id)
    async with refused("REVIEW_CLOSED"):
        await service.review(tx, reviewer, bid.id, SCORES)
    async with refused("UNKNOWN_APPLICATION"):
        await service.review(tx, reviewer, uuid4(), SCORES)


async def test_a_bid_is_seen_by_its_team_the_owner_officers_and_uninvolved_reviewers(
    tx: Connection, lead: Actor, owner: Actor, officer: Actor, reviewer: Actor, stranger: Actor, bid: Application,
    challenge: Challenge, make_team: MakesTeam, sees: Sees,
) -> None:  # fmt: skip
    rival, rival_lead = await make_team("rivals")
    await service.apply(tx, rival_lead, challenge.id, rival.id, BID)
    for actor in (lead, owner, officer, reviewer):
        assert await sees(repository.VISIBLE, "application", bid.id, actor)
    for actor in (stranger, NOBODY, rival_lead, replace(rival_lead, is_reviewer=True)):
        assert not await sees(repository.VISIBLE, "application", bid.id, actor)


async def test_a_review_is_seen_by_officers_and_whoever_wrote_it(
    tx: Connection, lead: Actor, owner: Actor, officer: Actor, reviewer: Actor, bid: Application,
    make_person: MakesPerson, sees: Sees,
) -> None:  # fmt: skip
    review = await service.review(tx, reviewer, bid.id, SCORES)
    second = await make_person("second", is_reviewer=True)
    for actor in (officer, reviewer):
        assert await sees(repository.VISIBLE_REVIEW, "review", review.id, actor)
    for actor in (lead, owner, second, NOBODY):
        assert not await sees(repository.VISIBLE_REVIEW, "review", review.id, actor)


async def test_a_withdrawn_challenge_takes_no_bids(
    tx: Connection, owner: Actor, challenge: Challenge, team: Team, lead: Actor, refused: Refuses
) -> None:
    await challenges.withdraw(tx, owner, challenge.id, "solved")
    async with refused("UNKNOWN_CHALLENGE"):
        await service.apply(tx, lead, challenge.id, team.id, BID)
