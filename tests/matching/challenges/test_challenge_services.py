from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest

from matching.challenges import repository, service
from matching.challenges.model import AIRisk, Challenge, ChallengeForm, Measure, Need, State
from matching.fit import DataClass
from matching.programmes import service as programmes
from matching.programmes.model import Programme
from registry.people.model import Organisation
from store.actor import Actor
from store.database import Connection
from store.refusal import Refused

Refuses = Callable[..., AbstractAsyncContextManager[None]]
Sees = Callable[..., Awaitable[bool]]
NOBODY = Actor.anonymous()
TITLED = ChallengeForm(title={"en": "Day care"})


async def test_an_owner_drafts_with_a_title_alone(
    tx: Connection, owner: Actor, tainan: Organisation, programme: Programme
) -> None:
    made = await service.draft(tx, owner, programme.id, tainan.id, TITLED)
    assert (made.slug, made.state, made.version) == ("day-care", State.DRAFT, 1)
    assert (made.created_by, made.owner_id) == (owner.person_id, tainan.id)
    assert await repository.find_by_slug(tx, "day-care") == made
    assert await repository.of_programme(tx, programme.id) == [made]


async def test_all_that_is_written_comes_back(
    draft_challenge: Challenge, complete_form: ChallengeForm
) -> None:
    for name in ("title", "problem", "measures", "needs", "domains", "licence", "data_class", "starts_on"):
        assert getattr(draft_challenge, name) == getattr(complete_form, name)


async def test_nobody_drafts_for_somebody_elses_organisation(
    tx: Connection,
    stranger: Actor,
    officer: Actor,
    tainan: Organisation,
    programme: Programme,
    refused: Refuses,
) -> None:
    for actor in (stranger, officer, NOBODY):
        async with refused("NOT_YOUR_ORGANISATION"):
            await service.draft(tx, actor, programme.id, tainan.id, TITLED)


async def test_a_draft_needs_a_round_that_owners_can_see(
    tx: Connection, owner: Actor, tainan: Organisation, draft_programme: Programme, refused: Refuses
) -> None:
    for programme_id in (uuid4(), draft_programme.id):
        async with refused("UNKNOWN_PROGRAMME"):
            await service.draft(tx, owner, programme_id, tainan.id, TITLED)


async def test_a_draft_needs_a_round_that_is_open(
    tx: Connection, owner: Actor, officer: Actor, tainan: Organisation, programme: Programme, refused: Refuses
) -> None:
    await programmes.start_review(tx, officer, programme.id)
    async with refused("PROGRAMME_NOT_OPEN"):
        await service.draft(tx, owner, programme.id, tainan.id, TITLED)


async def test_everything_wrong_with_a_draft_is_said_at_once(
    tx: Connection, owner: Actor, tainan: Organisation, programme: Programme
) -> None:
    form = ChallengeForm(
        title={"en": "x" * 201},
        needs=(Need("maps", 6), Need("no-such-skill", 1), Need("healthcare", 1), Need("maps", 1)),
        domains=("maps",),
        languages=("chinese!",),
        hours_needed=0,
        min_teams=3,
        max_teams=2,
        starts_on=date(2027, 2, 1),
        ends_on=date(2027, 1, 1),
        measures=(Measure({}, float("nan"), 1.0),),
        licence="MIT License",
    )
    with pytest.raises(Refused) as caught:
        await service.draft(tx, owner, programme.id, tainan.id, form)
    assert [(problem.code, problem.field) for problem in caught.value.problems] == [
        ("TEXT_TOO_LONG", "title"),
        ("NAME_MISSING", "measures.0.name"),
        ("NOT_A_NUMBER", "measures.0.baseline"),
        ("UNKNOWN_CONCEPT", "needs.1.concept"),
        ("CONCEPT_OF_OTHER_KIND", "needs.2.concept"),
        ("ENTRY_TWICE", "needs.3.concept"),
        ("OUT_OF_RANGE", "needs.0.level"),
        ("CONCEPT_OF_OTHER_KIND", "domains.0"),
        ("NOT_A_LANGUAGE_TAG", "languages.0"),
        ("OUT_OF_RANGE", "hoursNeeded"),
        ("OUT_OF_RANGE", "maxTeams"),
        ("DATES_OUT_OF_ORDER", "endsOn"),
        ("LICENCE_MEANT", "licence"),
    ]
    assert caught.value.problems[-1].values == {"licence": "MIT License", "suggestion": "MIT"}
    assert await tx.fetchval("select count(*) from challenge") == 0


async def test_submitting_says_everything_that_is_missing_at_once(
    tx: Connection, owner: Actor, tainan: Organisation, programme: Programme, refused: Refuses
) -> None:
    made = await service.draft(tx, owner, programme.id, tainan.id, TITLED)
    async with refused(
        "PROBLEM_TOO_SHORT", "PEOPLE_AFFECTED_MISSING", "MEASURES_MISSING", "NEEDS_MISSING", "DOMAINS_MISSING",
        "LANGUAGES_MISSING", "HOURS_MISSING", "DATE_MISSING", "DATE_MISSING", "DATA_CLASS_MISSING", "LICENCE_MISSING",
        "AI_RISK_MISSING", *["READINESS_MISSING"] * 7,
    ):  # fmt: skip
        await service.submit(tx, owner, made.id)


async def test_a_challenge_goes_from_draft_to_published(
    tx: Connection, owner: Actor, officer: Actor, draft_challenge: Challenge
) -> None:
    submitted = await service.submit(tx, owner, draft_challenge.id)
    published = await service.approve(tx, officer, draft_challenge.id, "Ready")
    assert (submitted.state, submitted.published_at) == (State.SUBMITTED, None)
    assert (published.state, published.version) == (State.PUBLISHED, 3)
    assert published.published_at is not None
    actions = await tx.fetch("select action from audit_event where subject_type = 'challenge' order by id")
    assert [row["action"] for row in actions] == [
        "challenge.drafted",
        "challenge.submitted",
        "challenge.published",
    ]
    topics = await tx.fetch("select topic from outbox where subject_id = $1", published.id)
    assert [row["topic"] for row in topics] == ["challenge.changed"] * 3


async def test_a_named_officer_releases_it_with_a_reason(
    tx: Connection, owner: Actor, officer: Actor, draft_challenge: Challenge, refused: Refuses
) -> None:
    await service.submit(tx, owner, draft_challenge.id)
    async with refused("REASON_MISSING"):
        await service.approve(tx, officer, draft_challenge.id, " ")
    published = await service.approve(tx, officer, draft_challenge.id, " Its data are settled ")
    assert (published.released_by, published.release_reason) == (officer.person_id, "Its data are settled")


async def test_an_unacceptable_risk_is_refused_to_owner_and_officer(
    tx: Connection, owner: Actor, officer: Actor, draft_challenge: Challenge, refused: Refuses
) -> None:
    unacceptable = ChallengeForm(ai_risk=AIRisk.UNACCEPTABLE)
    await service.edit(tx, owner, draft_challenge.id, unacceptable, 1)
    async with refused("AI_RISK_UNACCEPTABLE"):
        await service.submit(tx, owner, draft_challenge.id)
    await tx.execute("update challenge set state = 'SUBMITTED' where id = $1", draft_challenge.id)
    async with refused("AI_RISK_UNACCEPTABLE"):
        await service.approve(tx, officer, draft_challenge.id, "Ready")


async def test_after_the_release_only_officers_change_what_was_released(
    tx: Connection, owner: Actor, challenge: Challenge, refused: Refuses
) -> None:
    async with refused("CHALLENGE_TERMS_FIXED"):
        await service.edit(tx, owner, challenge.id, ChallengeForm(ai_risk=AIRisk.LIMITED), challenge.version)


async def test_what_was_published_before_the_gate_can_still_be_edited(
    tx: Connection, owner: Actor, challenge: Challenge, refused: Refuses
) -> None:
    await tx.execute("update challenge set ai_risk = null, readiness = '{}' where id = $1", challenge.id)
    edited = await service.edit(tx, owner, challenge.id, TITLED, challenge.version)
    assert edited.ai_risk is None
    async with refused("PEOPLE_AFFECTED_MISSING"):
        await service.edit(tx, owner, challenge.id, ChallengeForm(people_affected={}), edited.version)


async def test_the_gate_is_told_to_its_owner_and_officers_only(
    tx: Connection,
    owner: Actor,
    officer: Actor,
    stranger: Actor,
    draft_challenge: Challenge,
    refused: Refuses,
) -> None:
    await service.edit(tx, owner, draft_challenge.id, ChallengeForm(ai_risk=None), 1)
    for actor in (owner, officer):
        found = await service.gate(tx, actor, draft_challenge.id)
        assert [(each.code, each.field) for each in found] == [("AI_RISK_MISSING", "aiRisk")]
    async with refused("NOT_YOUR_CHALLENGE"):
        await service.gate(tx, stranger, draft_challenge.id)


async def test_only_its_owner_submits(
    tx: Connection, officer: Actor, stranger: Actor, draft_challenge: Challenge, refused: Refuses
) -> None:
    for actor in (officer, stranger, NOBODY):
        async with refused("NOT_YOUR_CHALLENGE"):
            await service.submit(tx, actor, draft_challenge.id)


async def test_only_officers_publish_and_send_back(
    tx: Connection, owner: Actor, draft_challenge: Challenge, refused: Refuses
) -> None:
    await service.submit(tx, owner, draft_challenge.id)
    async with refused("OFFICERS_ONLY"):
        await service.approve(tx, owner, draft_challenge.id, "Ready")
    async with refused("OFFICERS_ONLY"):
        await service.send_back(tx, owner, draft_challenge.id, "why not")


async def test_a_draft_is_not_published_past_its_owner(
    tx: Connection, officer: Actor, draft_challenge: Challenge, refused: Refuses
) -> None:
    async with refused("CHALLENGE_STATE"):
        await service.approve(tx, officer, draft_challenge.id, "Ready")


async def test_nothing_is_published_in_a_round_that_is_under_review(
    tx: Connection, owner: Actor, officer: Actor, draft_challenge: Challenge, refused: Refuses
) -> None:
    await service.submit(tx, owner, draft_challenge.id)
    await programmes.start_review(tx, officer, draft_challenge.programme_id)
    async with refused("PROGRAMME_NOT_OPEN"):
        await service.approve(tx, officer, draft_challenge.id, "Ready")


async def test_sent_back_means_draft_again_with_the_reason(
    tx: Connection, owner: Actor, officer: Actor, draft_challenge: Challenge, refused: Refuses
) -> None:
    await service.submit(tx, owner, draft_challenge.id)
    async with refused("REASON_MISSING"):
        await service.send_back(tx, officer, draft_challenge.id, "  ")
    back = await service.send_back(tx, officer, draft_challenge.id, "Which districts?")
    assert (back.state, back.state_reason) == (State.DRAFT, "Which districts?")
    again = await service.submit(tx, owner, draft_challenge.id)
    assert (again.state, again.state_reason) == (State.SUBMITTED, None)


async def test_an_edit_changes_what_it_names_and_nothing_else(
    tx: Connection, owner: Actor, draft_challenge: Challenge
) -> None:
    form = ChallengeForm(needs=(Need("accessibility", 4, required=True),), hours_needed=None)
    edited = await service.edit(tx, owner, draft_challenge.id, form, 1)
    assert edited == replace(
        draft_challenge,
        needs=(Need("accessibility", 4, required=True),),
        hours_needed=None,
        version=2,
        updated_at=edited.updated_at,
    )


async def test_the_second_of_two_people_who_edit_is_told_the_version_there_is(
    tx: Connection, owner: Actor, draft_challenge: Challenge, refused: Refuses
) -> None:
    await service.edit(tx, owner, draft_challenge.id, TITLED, 1)
    async with refused("CONFLICT"):
        await service.edit(tx, owner, draft_challenge.id, ChallengeForm(hours_needed=3), 1)
    with pytest.raises(Refused) as caught:
        await service.edit(tx, owner, draft_challenge.id, ChallengeForm(hours_needed=3), 1)
    assert caught.value.problems[0].values == {"current": 2}


async def test_others_do_not_edit(
    tx: Connection, stranger: Actor, draft_challenge: Challenge, refused: Refuses
) -> None:
    for actor in (stranger, NOBODY):
        async with refused("NOT_YOUR_CHALLENGE"):
            await service.edit(tx, actor, draft_challenge.id, TITLED, 1)


async def test_a_published_challenge_stays_complete(
    tx: Connection, officer: Actor, challenge: Challenge, refused: Refuses
) -> None:
    async with refused("LICENCE_MISSING"):
        await service.edit(tx, officer, challenge.id, ChallengeForm(licence=None), challenge.version)
    edited = await service.edit(tx, officer, challenge.id, ChallengeForm(licence="0bsd"), challenge.version)
    assert edited.licence == "0BSD"


CHANGED_TERMS = [
    (ChallengeForm(needs=(Need("maps", 5),)), "needs"),
    (ChallengeForm(domains=("transportation",)), "domains"),
    (ChallengeForm(languages=("en",)), "languages"),
    (ChallengeForm(hours_needed=900), "hoursNeeded"),
    (ChallengeForm(starts_on=date(2096, 1, 4)), "startsOn"),
    (ChallengeForm(ends_on=date(2098, 1, 4)), "endsOn"),
    (ChallengeForm(min_teams=1), "minTeams"),
    (ChallengeForm(max_teams=3), "maxTeams"),
    (ChallengeForm(data_class=DataClass.SENSITIVE), "dataClass"),
    (ChallengeForm(lawful_basis="Another act"), "lawfulBasis"),
    (ChallengeForm(licence="EUPL-1.2"), "licence"),
    (ChallengeForm(on_site=True), "onSite"),
    (ChallengeForm(on_site_work={"en": "Ten visits"}), "onSiteWork"),
    (ChallengeForm(constraints={"en": "The old system stays"}), "constraints"),
    (ChallengeForm(budget_twd=0), "budgetTwd"),
    (ChallengeForm(publication={"en": "Nothing"}), "publication"),
]


@pytest.mark.parametrize(("form", "field"), CHANGED_TERMS)
async def test_only_officers_change_what_teams_rely_on_once_it_is_published(
    tx: Connection, owner: Actor, officer: Actor, challenge: Challenge, form: ChallengeForm, field: str
) -> None:
    with pytest.raises(Refused) as caught:
        await service.edit(tx, owner, challenge.id, form, challenge.version)
    assert [(each.code, each.field) for each in caught.value.problems] == [("CHALLENGE_TERMS_FIXED", field)]
    assert await repository.find(tx, challenge.id) == challenge
    assert (
        await service.edit(tx, officer, challenge.id, form, challenge.version)
    ).version > challenge.version


async def test_an_owner_still_words_a_published_challenge_and_may_send_its_terms_along(
    tx: Connection, owner: Actor, challenge: Challenge, complete_form: ChallengeForm
) -> None:
    measures = (Measure({"en": "Hours from visit to report"}, 48, 2, "h"),)
    form = replace(complete_form, title={"en": "Visits"}, measures=measures, licence="mit")
    edited = await service.edit(tx, owner, challenge.id, form, challenge.version)
    assert (edited.title, edited.measures, edited.licence) == ({"en": "Visits"}, measures, "MIT")


async def test_a_submitted_challenge_is_still_the_owners_to_change(
    tx: Connection, owner: Actor, draft_challenge: Challenge
) -> None:
    submitted = await service.submit(tx, owner, draft_challenge.id)
    form = ChallengeForm(hours_needed=900)
    assert (await service.edit(tx, owner, submitted.id, form, submitted.version)).hours_needed == 900


async def test_days_that_have_passed_are_refused_at_submission_and_again_at_approval(
    tx: Connection, owner: Actor, officer: Actor, draft_challenge: Challenge, refused: Refuses
) -> None:
    await service.submit(tx, owner, draft_challenge.id)
    passed = ChallengeForm(starts_on=date(2020, 1, 6), ends_on=date(2020, 6, 30))
    await service.edit(tx, owner, draft_challenge.id, passed, 2)
    async with refused("DATE_PASSED", "DATE_PASSED"):
        await service.approve(tx, officer, draft_challenge.id, "Ready")
    await service.send_back(tx, officer, draft_challenge.id, "When?")
    async with refused("DATE_PASSED", "DATE_PASSED"):
        await service.submit(tx, owner, draft_challenge.id)


async def test_a_licence_that_is_not_open_is_refused_at_submission(
    tx: Connection, owner: Actor, draft_challenge: Challenge, refused: Refuses
) -> None:
    await service.edit(tx, owner, draft_challenge.id, ChallengeForm(licence="BUSL-1.1"), 1)
    async with refused("LICENCE_NOT_OPEN"):
        await service.submit(tx, owner, draft_challenge.id)


async def test_once_a_team_was_found_only_the_outcome_is_written(
    tx: Connection, owner: Actor, challenge: Challenge, refused: Refuses
) -> None:
    matched = await service.move(tx, owner, challenge.id, State.MATCHED)
    async with refused("CHALLENGE_SETTLED"):
        await service.edit(tx, owner, challenge.id, TITLED, matched.version)
    form = ChallengeForm(outcome={"en": "Reports arrive the same day"})
    assert (await service.edit(tx, owner, challenge.id, form, matched.version)).outcome == form.outcome


async def test_an_owner_withdraws_with_a_reason_until_a_team_was_found(
    tx: Connection, owner: Actor, stranger: Actor, challenge: Challenge, refused: Refuses
) -> None:
    async with refused("NOT_YOUR_CHALLENGE"):
        await service.withdraw(tx, stranger, challenge.id, "mine")
    async with refused("REASON_MISSING"):
        await service.withdraw(tx, owner, challenge.id, "")
    withdrawn = await service.withdraw(tx, owner, challenge.id, "Solved otherwise")
    assert (withdrawn.state, withdrawn.state_reason) == (State.WITHDRAWN, "Solved otherwise")
    async with refused("CHALLENGE_STATE"):
        await service.submit(tx, owner, challenge.id)


async def test_what_is_unknown_is_said_to_be_unknown(
    tx: Connection, officer: Actor, refused: Refuses
) -> None:
    async with refused("UNKNOWN_CHALLENGE"):
        await service.approve(tx, officer, uuid4(), "Ready")
    async with refused("UNKNOWN_CHALLENGE"):
        await service.move(tx, officer, uuid4(), State.MATCHED)


async def test_only_officers_mark_examples_and_sources(
    tx: Connection, owner: Actor, tainan: Organisation, programme: Programme, refused: Refuses
) -> None:
    for form in (replace(TITLED, is_example=True), replace(TITLED, source="a report")):
        async with refused("OFFICERS_ONLY"):
            await service.draft(tx, owner, programme.id, tainan.id, form)


async def test_a_past_challenge_is_recorded_as_far_as_its_source_goes(
    tx: Connection, officer: Actor, owner: Actor, tainan: Organisation, programme: Programme, refused: Refuses
) -> None:
    at = datetime(2023, 5, 1, tzinfo=UTC)
    form = replace(TITLED, source="public report of 2023")
    made = await service.record(tx, officer, programme.id, tainan.id, form, at)
    assert (made.state, made.published_at, made.hours_needed) == (State.PUBLISHED, at, None)
    async with refused("SOURCE_MISSING"):
        await service.record(tx, officer, programme.id, tainan.id, TITLED)
    async with refused("OFFICERS_ONLY"):
        await service.record(tx, owner, programme.id, tainan.id, form)


async def test_a_draft_is_seen_by_its_owner_and_officers_until_it_is_published(
    tx: Connection, owner: Actor, officer: Actor, stranger: Actor, draft_challenge: Challenge, sees: Sees
) -> None:
    need = await tx.fetchval("select id from challenge_need limit 1")
    rows = [(repository.VISIBLE, "challenge", draft_challenge.id)]
    rows.append((repository.VISIBLE_NEED, "challenge_need", need))
    for visible, table, row_id in rows:
        assert await sees(visible, table, row_id, owner)
        assert await sees(visible, table, row_id, officer)
        assert not await sees(visible, table, row_id, stranger)
        assert not await sees(visible, table, row_id, NOBODY)
    await service.submit(tx, owner, draft_challenge.id)
    assert not await sees(repository.VISIBLE, "challenge", draft_challenge.id, NOBODY)
    await service.approve(tx, officer, draft_challenge.id, "Ready")
    assert await sees(repository.VISIBLE, "challenge", draft_challenge.id, NOBODY)
    await service.withdraw(tx, owner, draft_challenge.id, "no longer needed")
    assert not await sees(repository.VISIBLE, "challenge", draft_challenge.id, NOBODY)
    assert await sees(repository.VISIBLE, "challenge", draft_challenge.id, owner)


async def test_sensitive_data_needs_a_lawful_basis(
    tx: Connection, owner: Actor, draft_challenge: Challenge, refused: Refuses
) -> None:
    form = ChallengeForm(data_class=DataClass.SENSITIVE, lawful_basis=" ")
    await service.edit(tx, owner, draft_challenge.id, form, 1)
    async with refused("LAWFUL_BASIS_MISSING"):
        await service.submit(tx, owner, draft_challenge.id)


async def test_a_challenge_can_be_found_by_its_words_in_the_transaction_that_wrote_them(
    tx: Connection, owner: Actor, draft_challenge: Challenge
) -> None:
    lexemes = "select tsvector_to_array(words) from challenge_search where id = $1"
    assert "dengue" in " ".join(await tx.fetchval(lexemes, draft_challenge.id))
    form = ChallengeForm(title={"en": "Rivers"}, problem={}, people_affected={})
    await service.edit(tx, owner, draft_challenge.id, form, 1)
    assert "dengue" not in " ".join(await tx.fetchval(lexemes, draft_challenge.id))


async def test_owner_and_officers_get_advice_and_nobody_else(
    tx: Connection,
    owner: Actor,
    officer: Actor,
    stranger: Actor,
    draft_challenge: Challenge,
    refused: Refuses,
) -> None:
    for actor in (owner, officer):
        assert [each.code for each in await service.advice(tx, actor, draft_challenge.id)] == ["NO_FIGURES"]
    async with refused("NOT_YOUR_CHALLENGE"):
        await service.advice(tx, stranger, draft_challenge.id)
