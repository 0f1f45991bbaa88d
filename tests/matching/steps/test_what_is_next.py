"""Everything that waits for somebody is in one list, goes when it is done, and is written about once."""

from datetime import date, timedelta
from typing import Any

from matching.agreements import service as agreements
from matching.agreements.model import AgreementForm
from matching.applications import service as applications
from matching.applications.model import ApplicationForm
from matching.assignments.model import Match
from matching.challenges import service as challenges
from matching.challenges.model import Challenge
from matching.delivery import service as delivery
from matching.delivery.model import MilestoneForm
from matching.forms import today
from matching.grading import service as grading
from matching.programmes import service as programmes
from matching.questions import service as questions
from matching.steps import repository, service
from matching.steps.model import Kind
from matching.teams.model import Team
from store.actor import Actor
from store.database import Connection


async def steps(tx: Connection, actor: Actor) -> list[tuple[str, date | None]]:
    """Kind and day of what waits for somebody."""
    rows: list[Any] = await tx.fetch(
        f"select kind, due_on from {repository.STEPS} as step where person_id = $1 order by due_on, kind",  # noqa: S608 - our own words
        actor.person_id,
    )
    return [(row["kind"], row["due_on"]) for row in rows]


async def kinds(tx: Connection, actor: Actor) -> list[str]:
    return [kind for kind, _ in await steps(tx, actor)]


async def grant_roles(tx: Connection, owner: Actor, officer: Actor) -> None:
    """Officers of these tests act as such; here they are written down as such, too."""
    await tx.execute("insert into role_grant (person_id, role) values ($1, 'officer')", officer.person_id)


async def test_a_round_says_what_is_next_from_draft_to_grade(
    tx: Connection, officer: Actor, owner: Actor, lead: Actor, draft_challenge: Challenge, team: Team
) -> None:
    await grant_roles(tx, owner, officer)
    await tx.execute(
        "update programme set applications_close_on = $1, decision_on = $2",
        today(),
        today() + timedelta(days=9),
    )
    decided = today() + timedelta(days=9)
    assert await steps(tx, owner) == [("SUBMIT_CHALLENGE", today())]

    await challenges.submit(tx, owner, draft_challenge.id)
    assert await steps(tx, officer) == [("RELEASE_CHALLENGE", today()), ("START_REVIEW", today())]
    await challenges.approve(tx, officer, draft_challenge.id, "Ready")
    form = ApplicationForm(proposal={"en": "A map"})
    bid = await applications.apply(tx, lead, draft_challenge.id, team.id, form)
    await programmes.start_review(tx, officer, draft_challenge.programme_id)
    assert await steps(tx, owner) == [("SHORTLIST", decided)]
    assert await steps(tx, officer) == [("DECIDE_PAIRING", decided)]
    await grading.shortlist(tx, owner, bid.id, is_shortlisted=True)
    assert (await steps(tx, owner), await steps(tx, lead)) == (
        [("GIVE_GRADE", decided)],
        [("GIVE_GRADE", decided)],
    )
    await grading.grade(tx, owner, bid.id, 4)
    assert (await kinds(tx, owner), await kinds(tx, lead)) == ([], ["GIVE_GRADE"])


async def test_a_match_says_what_is_next_until_it_is_in_service(
    tx: Connection, match: Match, terms: AgreementForm, owner: Actor, lead: Actor
) -> None:
    assert (await kinds(tx, owner), await kinds(tx, lead)) == (["PROPOSE_TERMS"], ["PROPOSE_TERMS"])
    proposed = await agreements.propose(tx, lead, match.id, terms)
    assert (await kinds(tx, owner), await kinds(tx, lead)) == (["ACCEPT_TERMS"], ["ACCEPT_TERMS"])
    await agreements.accept(tx, owner, proposed.id, 1)
    assert (await kinds(tx, owner), await kinds(tx, lead)) == ([], ["ACCEPT_TERMS"])
    await agreements.accept(tx, lead, proposed.id, 1)
    assert await kinds(tx, lead) == ["DELIVER"]
    due = MilestoneForm(title={"en": "First map"}, due_on=today())
    milestone = await delivery.add_milestone(tx, lead, match.id, due)
    assert await kinds(tx, owner) == ["REACH_MILESTONE"]
    await delivery.reach_milestone(tx, lead, milestone.id, 1)
    await delivery.deliver(tx, lead, match.id, "https://github.com/example-org/dengue-map")
    assert (await kinds(tx, owner), await kinds(tx, lead)) == ([], [])


async def test_an_open_question_waits_for_the_owner(
    tx: Connection, challenge: Challenge, owner: Actor, stranger: Actor
) -> None:
    asked = await questions.ask(tx, stranger, challenge.id, {"en": "Where?"})
    assert await steps(tx, owner) == [("ANSWER_QUESTION", today() + timedelta(days=7))]
    await questions.answer(tx, owner, asked, 1, {"en": "There."})
    assert await steps(tx, owner) == []


async def test_a_letter_is_begun_once_for_a_step_and_its_day(
    tx: Connection, draft_challenge: Challenge, owner: Actor
) -> None:
    await tx.execute("update person set is_example = false")
    await tx.execute("update programme set applications_close_on = $1", today() + timedelta(days=30))
    assert await service.remind(tx) == 0
    await tx.execute("update programme set applications_close_on = $1", today() + timedelta(days=3))
    assert await service.remind(tx) == 1
    assert await service.remind(tx) == 0
    letter = await tx.fetchrow("select id, person_id, kind from reminder")
    assert letter is not None
    assert (letter["person_id"], letter["kind"]) == (owner.person_id, Kind.SUBMIT_CHALLENGE)
    assert await tx.fetchval("select count(*) from job where queue = $1", service.REMINDERS) == 1
    found = await repository.reminder(tx, letter["id"])
    assert found is not None
    assert (found.email, found.path, found.is_due) == (
        "owner@example.org", f"/challenges/{draft_challenge.slug}/edit", True,
    )  # fmt: skip


async def test_what_was_done_meanwhile_is_not_due_any_more(
    tx: Connection, draft_challenge: Challenge
) -> None:
    await tx.execute("update person set is_example = false")
    await tx.execute("update programme set applications_close_on = $1", today())
    await service.remind(tx)
    await tx.execute("update challenge set state = 'WITHDRAWN'")
    letter = await tx.fetchval("select id from reminder")
    found = await repository.reminder(tx, letter)
    assert found is not None
    assert not found.is_due


async def test_the_demos_people_are_not_written_to(tx: Connection, draft_challenge: Challenge) -> None:
    await tx.execute("update programme set applications_close_on = $1", today())
    assert await service.remind(tx) == 0


async def test_every_kind_comes_from_somewhere() -> None:
    assert {kind for kind, _, _ in repository._PARTS} == set(Kind)
