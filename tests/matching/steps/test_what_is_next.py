"""Everything that waits for somebody is in one list, goes when it is done, and is written about once."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from matching.agreements import service as agreements
from matching.agreements.model import AgreementForm
from matching.applications import service as applications
from matching.applications.model import ApplicationForm
from matching.assignments.model import Match
from matching.challenges import service as challenges
from matching.challenges.model import Challenge
from matching.continuations import service as continuations
from matching.delivery import service as delivery
from matching.delivery.model import MilestoneForm
from matching.fit import DataClass
from matching.forms import today
from matching.grading import service as grading
from matching.interests import service as interests
from matching.profiles import service as profiles
from matching.profiles.model import ProfileForm
from matching.programmes import service as programmes
from matching.programmes.model import Programme
from matching.questions import service as questions
from matching.roles import service as roles
from matching.roles.model import RoleForm
from matching.steps import repository, service
from matching.steps.model import Kind
from matching.surveys import service as surveys
from matching.surveys.model import AnswerForm
from matching.teams.model import Team
from registry.people.model import Organisation
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


async def test_an_answer_is_news_for_whoever_asked_and_for_the_teams_that_applied(
    tx: Connection, challenge: Challenge, owner: Actor, stranger: Actor, lead: Actor, team: Team
) -> None:
    await tx.execute(
        "insert into application (challenge_id, team_id, state, proposal, preference)"
        " values ($1, $2, 'SUBMITTED', '{}', 1)",
        challenge.id,
        team.id,
    )
    asked = await questions.ask(tx, stranger, challenge.id, {"en": "Where?"})
    assert await kinds(tx, lead) == []
    await questions.answer(tx, owner, asked, 1, {"en": "There."})
    news = [("READ_ANSWER", today() + timedelta(days=3))]
    assert (await steps(tx, stranger), await steps(tx, lead)) == (news, news)
    await tx.execute("update question set answered_at = now() - interval '4 days'")
    assert (await steps(tx, stranger), await steps(tx, lead)) == ([], [])


async def test_an_open_survey_waits_for_every_local_government_that_has_not_answered(
    tx: Connection, officer: Actor, owner: Actor, tainan: Organisation
) -> None:
    survey = await surveys.begin(tx, officer, {"en": "Before the round"}, today() + timedelta(days=9))
    await tx.execute("update organisation set kind = 'LOCAL_GOVERNMENT' where id = $1", tainan.id)
    assert await steps(tx, owner) == [("ANSWER_SURVEY", today() + timedelta(days=9))]
    await surveys.answer(tx, owner, survey, tainan.id, AnswerForm("A map", {}, ()))
    assert await steps(tx, owner) == []


async def test_an_open_continuation_waits_for_each_side_that_has_not_answered(
    tx: Connection, owner: Actor, lead: Actor, match: Match
) -> None:
    by = today() + timedelta(days=9)
    await tx.execute("update match set state = 'DELIVERED'")
    await tx.execute("update programme set state = 'OPEN'")
    asked: UUID = await tx.fetchval(
        "insert into continuation (match_id, challenge_id, respond_by) values ($1, $2, $3) returning id",
        match.id,
        match.challenge_id,
        by,
    )
    assert (await steps(tx, owner), await steps(tx, lead)) == ([("ANSWER_CONTINUATION", by)],) * 2
    await continuations.answer(tx, owner, asked, accepts=True, reason="")
    assert (await kinds(tx, owner), await kinds(tx, lead)) == ([], ["ANSWER_CONTINUATION"])


async def test_a_round_that_is_prepared_waits_to_be_opened_on_its_day(
    tx: Connection, officer: Actor, owner: Actor, draft_programme: Programme
) -> None:
    await grant_roles(tx, owner, officer)
    assert await steps(tx, officer) == []
    await tx.execute("update programme set opens_on = $1", today() + timedelta(days=9))
    assert await steps(tx, officer) == [("OPEN_PROGRAMME", today() + timedelta(days=9))]
    await programmes.open_applications(tx, officer, draft_programme.id)
    assert await kinds(tx, officer) == ["START_REVIEW"]


async def test_a_coached_pair_without_a_coach_waits_for_the_officers(
    tx: Connection, officer: Actor, owner: Actor, stranger: Actor, match: Match
) -> None:
    await grant_roles(tx, owner, officer)
    assert "ASSIGN_COACH" not in await kinds(tx, officer)
    await tx.execute("update programme set mode = 'COACHED'")
    assert ("ASSIGN_COACH", today() + timedelta(days=14)) in await steps(tx, officer)
    await tx.execute(
        "insert into coaching (match_id, person_id) values ($1, $2)", match.id, stranger.person_id
    )
    assert "ASSIGN_COACH" not in await kinds(tx, officer)


async def test_a_proposal_waits_for_the_owners_who_are_interested_once_it_can_be_taken_up(
    tx: Connection, owner: Actor, tainan: Organisation, programme: Programme
) -> None:
    await tx.execute("update programme set mode = 'TEAM_FIRST', applications_close_on = $1", today())
    proposal = "insert into proposal (programme_id, title, idea) values ($1, $2, $2) returning id"
    made = await tx.fetchval(proposal, programme.id, {"en": "A map"})
    assert await steps(tx, owner) == []
    interest = "insert into proposal_interest (proposal_id, organisation_id) values ($1, $2)"
    await tx.execute(interest, made, tainan.id)
    assert await steps(tx, owner) == [("TAKE_UP_PROPOSAL", today())]
    await tx.execute("update programme set mode = 'OPEN_PROPOSAL'")
    assert await steps(tx, owner) == [], "the public has not voted"
    vote = "insert into public_vote (programme_id, opened_at, closes_at) values ($1, now() - interval '2 days', $2)"
    await tx.execute(vote, programme.id, datetime.now(UTC) + timedelta(days=1))
    assert await steps(tx, owner) == []
    await tx.execute("update public_vote set closes_at = now() - interval '1 hour'")
    assert await steps(tx, owner) == [("TAKE_UP_PROPOSAL", today())]


async def test_people_and_owners_are_told_whose_word_is_next_until_there_is_a_team(
    tx: Connection, owner: Actor, lead: Actor, stranger: Actor, challenge: Challenge
) -> None:
    role = await roles.add(tx, owner, challenge.id, RoleForm(title={"en": "Maps"}, hours_needed=9, places=2))
    for actor in (lead, stranger):
        profile = await profiles.save(tx, actor, ProfileForm(data_clearance=DataClass.PERSONAL), 0)
    await profiles.let_be_found(tx, stranger, 1)
    shown = await interests.show(tx, lead, role.id, "")
    invited = await interests.invite(tx, owner, role.id, profile.id, "")
    week = today() + timedelta(days=7)
    assert await steps(tx, owner) == [("ANSWER_INTEREST", week)]
    assert await steps(tx, stranger) == [("ANSWER_INVITATION", week)]
    await interests.accept(tx, owner, shown)
    await interests.accept(tx, stranger, invited)
    assert [await kinds(tx, each) for each in (owner, lead, stranger)] == [[], ["FOUND_TEAM"], ["FOUND_TEAM"]]
    await interests.form_team(tx, lead, challenge.id, {"en": "Us"})
    assert [await kinds(tx, each) for each in (lead, stranger)] == [[], ["JOIN_TEAM"]]
    await interests.join(tx, stranger, invited)
    assert await kinds(tx, stranger) == []


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
