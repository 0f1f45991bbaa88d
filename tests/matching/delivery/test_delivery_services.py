from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from matching.agreements import service as agreements
from matching.agreements.model import Agreement, AgreementForm, Ownership
from matching.assignments import repository as matches
from matching.assignments import service as assignments
from matching.assignments.model import Match, MatchState
from matching.challenges import repository as challenges
from matching.challenges.model import State as ChallengeState
from matching.credentials import repository as credentials
from matching.delivery import repository, service
from matching.delivery.model import MilestoneForm
from matching.fits import repository as facts
from matching.forms import today
from registry.people.model import Organisation
from registry.software import repository as catalogue
from store.actor import Actor
from store.database import Connection
from store.refusal import Refused

Refuses = Callable[..., AbstractAsyncContextManager[None]]
Sees = Callable[..., Awaitable[bool]]
NOBODY = Actor.anonymous()
FIRST_MAP = MilestoneForm(title={"en": "First map"}, due_on=date(2027, 2, 1))
REPOSITORY = "https://github.com/example-org/dengue-map"


async def test_milestones_stand_in_the_order_they_were_added(
    tx: Connection, agreed_match: Match, owner: Actor, lead: Actor
) -> None:
    first = await service.add_milestone(tx, lead, agreed_match.id, FIRST_MAP)
    second = await service.add_milestone(tx, owner, agreed_match.id, MilestoneForm(title={"en": "Trial"}))
    assert (first.title, first.due_on, first.reached_on) == ({"en": "First map"}, date(2027, 2, 1), None)
    assert await repository.milestones_of(tx, agreed_match.id) == [first, second]


async def test_a_milestone_is_reached_with_what_was_seen(
    tx: Connection, agreed_match: Match, lead: Actor, refused: Refuses
) -> None:
    milestone = await service.add_milestone(tx, lead, agreed_match.id, FIRST_MAP)
    reached = await service.reach_milestone(tx, lead, milestone.id, 1, note=" Seen in the bureau ")
    assert (reached.reached_on, reached.note, reached.version) == (today(), "Seen in the bureau", 2)
    async with refused("CONFLICT"):
        await service.reach_milestone(tx, lead, milestone.id, 1)
    async with refused("DATE_IN_FUTURE"):
        await service.reach_milestone(tx, lead, milestone.id, 2, today() + timedelta(days=1))


async def test_a_milestone_can_be_put_off(
    tx: Connection, agreed_match: Match, owner: Actor, lead: Actor, refused: Refuses
) -> None:
    milestone = await service.add_milestone(tx, lead, agreed_match.id, FIRST_MAP)
    later = MilestoneForm(due_on=date(2027, 3, 1))
    edited = await service.edit_milestone(tx, owner, milestone.id, later, 1)
    assert (edited.due_on, edited.title, edited.version) == (date(2027, 3, 1), milestone.title, 2)
    async with refused("CONFLICT"):
        await service.edit_milestone(tx, lead, milestone.id, later, 1)
    async with refused("TITLE_MISSING"):
        await service.edit_milestone(tx, lead, milestone.id, MilestoneForm(title={"en": ""}), 2)


async def test_others_do_not_touch_milestones(
    tx: Connection, agreed_match: Match, lead: Actor, stranger: Actor, refused: Refuses
) -> None:
    milestone = await service.add_milestone(tx, lead, agreed_match.id, FIRST_MAP)
    for actor in (stranger, NOBODY):
        async with refused("NOT_YOUR_MATCH"):
            await service.add_milestone(tx, actor, agreed_match.id, FIRST_MAP)
        async with refused("NOT_YOUR_MATCH"):
            await service.edit_milestone(tx, actor, milestone.id, FIRST_MAP, 1)
        async with refused("NOT_YOUR_MATCH"):
            await service.reach_milestone(tx, actor, milestone.id, 1)
    async with refused("UNKNOWN_MATCH"):
        await service.add_milestone(tx, lead, uuid4(), FIRST_MAP)
    async with refused("UNKNOWN_MILESTONE"):
        await service.reach_milestone(tx, lead, uuid4(), 1)


async def test_what_is_delivered_comes_into_the_catalogue(
    tx: Connection, agreed_match: Match, lead: Actor, tainan: Organisation
) -> None:
    delivery = await service.deliver(
        tx, lead, agreed_match.id, REPOSITORY + ".git", {"en": "The map and its forms"}
    )
    assert (delivery.repository_url, delivery.delivered_by) == (REPOSITORY, lead.person_id)
    assert delivery.software_id is not None
    entry = await catalogue.find(tx, delivery.software_id)
    assert entry is not None
    assert (entry.url, entry.publisher_id) == (REPOSITORY, tainan.id)
    match = await matches.find_match(tx, agreed_match.id)
    challenge = await challenges.find(tx, agreed_match.challenge_id)
    assert match is not None
    assert challenge is not None
    assert (match.state, challenge.state) == (MatchState.DELIVERED, ChallengeState.DELIVERED)
    assert await repository.deliveries_of(tx, agreed_match.id) == [delivery]
    jobs = await tx.fetch("select queue from job where state = 'queued'")
    assert [row["queue"] for row in jobs] == ["observe"]


async def test_a_delivery_is_part_of_the_teams_track_record_and_frees_it(
    tx: Connection, agreed_match: Match, lead: Actor
) -> None:
    await service.deliver(tx, lead, agreed_match.id, REPOSITORY)
    (team,) = await facts.team_facts(tx, [agreed_match.team_id])
    assert [each.name for each in team.track_record] == ["dengue-map"]
    assert team.engaged == 0


async def test_who_is_in_the_team_at_the_first_delivery_may_show_it_and_nobody_twice(
    tx: Connection, agreed_match: Match, lead: Actor, stranger: Actor
) -> None:
    await service.deliver(tx, lead, agreed_match.id, REPOSITORY)
    await service.deliver(tx, lead, agreed_match.id, REPOSITORY + "-backend")
    issued = await tx.fetch("select id, person_id from credential")
    assert [row["person_id"] for row in issued] == [lead.person_id]
    assert lead.person_id
    assert stranger.person_id
    earned = await credentials.find(tx, issued[0]["id"], lead.person_id)
    assert earned is not None
    assert earned.repositories == [REPOSITORY, REPOSITORY + "-backend"]
    assert await credentials.find(tx, issued[0]["id"], stranger.person_id) is None


async def test_a_match_may_deliver_a_second_repository_but_none_twice(
    tx: Connection, agreed_match: Match, lead: Actor, refused: Refuses
) -> None:
    await service.deliver(tx, lead, agreed_match.id, REPOSITORY)
    async with refused("DELIVERED_ALREADY"):
        await service.deliver(tx, lead, agreed_match.id, REPOSITORY + "/")
    await service.deliver(tx, lead, agreed_match.id, REPOSITORY + "-backend")
    assert len(await repository.deliveries_of(tx, agreed_match.id)) == 2


async def test_what_the_team_owns_is_not_published_in_the_owners_name(
    tx: Connection, match: Match, owner: Actor, lead: Actor, agreement: Agreement
) -> None:
    await agreements.edit(tx, lead, agreement.id, AgreementForm(ownership=Ownership.TEAM), 1)
    for actor in (owner, lead):
        await agreements.accept(tx, actor, agreement.id, 2)
    delivery = await service.deliver(tx, lead, match.id, REPOSITORY)
    assert delivery.software_id is not None
    entry = await catalogue.find(tx, delivery.software_id)
    assert entry is not None
    assert entry.publisher_id is None


async def test_nothing_is_delivered_before_the_agreement(
    tx: Connection, match: Match, lead: Actor, refused: Refuses
) -> None:
    async with refused("MATCH_STATE"):
        await service.deliver(tx, lead, match.id, REPOSITORY)


async def test_only_the_team_and_officers_deliver(
    tx: Connection, agreed_match: Match, owner: Actor, stranger: Actor, officer: Actor, refused: Refuses
) -> None:
    for actor in (owner, stranger, NOBODY):
        async with refused("NOT_YOUR_MATCH"):
            await service.deliver(tx, actor, agreed_match.id, REPOSITORY)
    async with refused("UNKNOWN_MATCH"):
        await service.deliver(tx, officer, uuid4(), REPOSITORY)
    assert (await service.deliver(tx, officer, agreed_match.id, REPOSITORY)).delivered_by == officer.person_id


async def test_a_delivery_is_not_dated_ahead(
    tx: Connection, agreed_match: Match, officer: Actor, refused: Refuses
) -> None:
    later = datetime.now(UTC) + timedelta(days=1)
    async with refused("DATE_IN_FUTURE"):
        await service.deliver(tx, officer, agreed_match.id, REPOSITORY, delivered_at=later)


async def test_an_address_that_is_no_repository_is_refused_with_an_example(
    tx: Connection, agreed_match: Match, lead: Actor
) -> None:
    with pytest.raises(Refused) as caught:
        await service.deliver(tx, lead, agreed_match.id, "javascript:alert(1)")
    (problem,) = caught.value.problems
    assert (problem.code, problem.field) == ("NOT_A_REPOSITORY_ADDRESS", "repositoryUrl")
    assert problem.values == {"expected": "https://github.com/OWNER/NAME"}
    assert await tx.fetchval("select count(*) from delivery") == 0


async def test_after_a_match_ended_nothing_is_added_to_it(
    tx: Connection, officer: Actor, agreed_match: Match, lead: Actor, refused: Refuses
) -> None:
    await assignments.end_match(tx, officer, agreed_match.id, "The team dissolved")
    async with refused("MATCH_STATE"):
        await service.add_milestone(tx, lead, agreed_match.id, FIRST_MAP)
    async with refused("MATCH_STATE"):
        await service.deliver(tx, lead, agreed_match.id, REPOSITORY)


async def test_milestones_and_deliveries_are_as_visible_as_their_match(
    tx: Connection, officer: Actor, owner: Actor, lead: Actor, stranger: Actor, match: Match,
    agreement: Agreement, sees: Sees,
) -> None:  # fmt: skip
    milestone = await service.add_milestone(tx, lead, match.id, FIRST_MAP)
    row = (repository.VISIBLE_MILESTONE, "milestone", milestone.id)
    for actor in (officer, owner, lead):
        assert await sees(*row, actor)
    for actor in (stranger, NOBODY):
        assert not await sees(*row, actor)
    for actor in (owner, lead):
        await agreements.accept(tx, actor, agreement.id, 1)
    assert await sees(*row, NOBODY)
    delivery = await service.deliver(tx, lead, match.id, REPOSITORY)
    assert await sees(repository.VISIBLE_DELIVERY, "delivery", delivery.id, NOBODY)


async def test_only_an_officer_says_that_something_was_delivered_earlier(
    tx: Connection, agreed_match: Match, lead: Actor, refused: Refuses
) -> None:
    then = datetime(2023, 12, 14, tzinfo=UTC)
    async with refused("OFFICERS_ONLY"):
        await service.deliver(tx, lead, agreed_match.id, REPOSITORY, delivered_at=then)
    assert await repository.deliveries_of(tx, agreed_match.id) == []
    made = await service.deliver(tx, Actor.system(), agreed_match.id, REPOSITORY, delivered_at=then)
    assert made.delivered_at == then
