from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from uuid import uuid4

import pytest

from matching.agreements import repository, service
from matching.agreements.model import Agreement, AgreementForm, Ownership
from matching.assignments import repository as matches
from matching.assignments import service as assignments
from matching.assignments.model import Match, MatchState
from matching.teams import service as teams
from store.actor import Actor
from store.database import Connection
from store.refusal import Refused

Refuses = Callable[..., AbstractAsyncContextManager[None]]
Sees = Callable[..., Awaitable[bool]]
MakesPerson = Callable[..., Awaitable[Actor]]
NOBODY = Actor.anonymous()


async def state_of(tx: Connection, match: Match) -> MatchState:
    now = await matches.find_match(tx, match.id)
    assert now is not None
    return now.state


async def test_terms_start_with_the_licence_that_the_challenge_asks_for(
    tx: Connection, match: Match, lead: Actor, agreement: Agreement, terms: AgreementForm
) -> None:
    assert (agreement.licence, agreement.ownership, agreement.version) == ("MIT", Ownership.JOINT, 1)
    assert (agreement.data_terms, agreement.publication_terms) == (terms.data_terms, terms.publication_terms)
    assert (agreement.proposed_by, agreement.is_settled()) == (lead.person_id, False)
    assert await repository.find_of_match(tx, match.id) == agreement
    assert await state_of(tx, match) is MatchState.AGREEING


async def test_either_side_may_write_the_first_terms_and_nobody_else(
    tx: Connection, match: Match, owner: Actor, officer: Actor, stranger: Actor, terms: AgreementForm,
    refused: Refuses,
) -> None:  # fmt: skip
    for actor in (officer, stranger, NOBODY):
        async with refused("NOT_YOUR_MATCH"):
            await service.propose(tx, actor, match.id, terms)
    async with refused("UNKNOWN_MATCH"):
        await service.propose(tx, owner, uuid4(), terms)
    assert (await service.propose(tx, owner, match.id, terms)).proposed_by == owner.person_id


async def test_a_match_has_one_agreement(
    tx: Connection, match: Match, owner: Actor, agreement: Agreement, terms: AgreementForm, refused: Refuses
) -> None:
    async with refused("AGREEMENT_EXISTS"):
        await service.propose(tx, owner, match.id, terms)


async def test_everything_missing_in_the_terms_is_said_at_once(
    tx: Connection, match: Match, owner: Actor
) -> None:
    form = AgreementForm(Ownership.TEAM, "GPL v3", "nonsense licence", data_terms={}, publication_terms={})
    with pytest.raises(Refused) as caught:
        await service.propose(tx, owner, match.id, form)
    assert [(each.code, each.field) for each in caught.value.problems] == [
        ("LICENCE_MEANT", "licence"),
        ("LICENCE_NOT_SPDX", "contentLicence"),
        ("DATA_TERMS_MISSING", "dataTerms"),
        ("PUBLICATION_TERMS_MISSING", "publicationTerms"),
    ]
    assert await tx.fetchval("select count(*) from agreement") == 0


@pytest.mark.parametrize("is_content", [False, True])
@pytest.mark.parametrize(
    "licence", ["BUSL-1.1", "CC-BY-NC-4.0", "MIT AND BUSL-1.1", "LicenseRef-our-own-terms", "Elastic-2.0"]
)
async def test_what_everybody_may_not_reuse_is_no_licence_here(
    tx: Connection,
    match: Match,
    owner: Actor,
    terms: AgreementForm,
    licence: str,
    refused: Refuses,
    *,
    is_content: bool,
) -> None:
    closed = replace(terms, content_licence=licence) if is_content else replace(terms, licence=licence)
    async with refused("LICENCE_NOT_OPEN"):
        await service.propose(tx, owner, match.id, closed)


@pytest.mark.parametrize("licence", ["EUPL-1.2", "MIT OR BUSL-1.1", "GPL-3.0-only", "CC0-1.0"])
async def test_an_open_licence_can_be_agreed_on(
    tx: Connection, match: Match, owner: Actor, terms: AgreementForm, licence: str
) -> None:
    with_texts = replace(terms, licence=licence, content_licence="OGDL-Taiwan-1.0")
    assert (await service.propose(tx, owner, match.id, with_texts)).licence == licence


async def test_what_is_left_out_of_first_terms_comes_from_the_template(
    tx: Connection, match: Match, owner: Actor
) -> None:
    written = await service.propose(tx, owner, match.id, AgreementForm(ownership=Ownership.JOINT))
    assert written.licence == "MIT"
    assert written.data_terms["en"].endswith("Lawful basis: Communicable Disease Control Act")
    assert written.publication_terms["en"].startswith("Everything but addresses The code is public")
    assert set(written.credit_terms) == set(written.mentoring_terms) == {"en", "zh-Hant"}


async def test_a_version_keeps_credit_and_mentoring(
    tx: Connection, owner: Actor, agreement: Agreement
) -> None:
    form = AgreementForm(credit_terms={"en": "All are named"}, mentoring_terms={})
    await service.edit(tx, owner, agreement.id, form, agreement.version)
    rows = await tx.fetch(
        "select credit_terms, mentoring_terms from agreement_version where agreement_id = $1 order by version",
        agreement.id,
    )
    assert rows[0]["mentoring_terms"] == agreement.mentoring_terms
    assert dict(rows[-1]) == {"credit_terms": {"en": "All are named"}, "mentoring_terms": {}}


async def test_who_owns_the_code_is_always_said(
    tx: Connection, match: Match, owner: Actor, terms: AgreementForm, refused: Refuses
) -> None:
    async with refused("OWNERSHIP_MISSING"):
        await service.propose(tx, owner, match.id, AgreementForm(data_terms=terms.data_terms))


async def test_a_match_is_agreed_when_both_sides_accepted(
    tx: Connection, match: Match, owner: Actor, lead: Actor, agreement: Agreement
) -> None:
    by_team = await service.accept(tx, lead, agreement.id, 1)
    assert (by_team.accepted_by_team, by_team.accepted_by_owner_at) == (lead.person_id, None)
    assert await state_of(tx, match) is MatchState.AGREEING
    by_both = await service.accept(tx, owner, agreement.id, 1)
    assert by_both.is_settled()
    assert by_both.accepted_by_owner == owner.person_id
    assert await state_of(tx, match) is MatchState.AGREED


async def test_a_side_accepts_once_and_for_itself(
    tx: Connection, owner: Actor, lead: Actor, officer: Actor, stranger: Actor, agreement: Agreement,
    refused: Refuses,
) -> None:  # fmt: skip
    await service.accept(tx, lead, agreement.id, 1)
    async with refused("ALREADY_ACCEPTED"):
        await service.accept(tx, lead, agreement.id, 1)
    for actor in (officer, stranger, NOBODY):
        async with refused("NOT_YOUR_MATCH"):
            await service.accept(tx, actor, agreement.id, 1)
    async with refused("UNKNOWN_AGREEMENT"):
        await service.accept(tx, owner, uuid4(), 1)


async def test_only_those_who_lead_a_team_accept_for_it(
    tx: Connection,
    match: Match,
    lead: Actor,
    agreement: Agreement,
    make_person: MakesPerson,
    refused: Refuses,
) -> None:
    ming = replace(await make_person("ming"), team_ids=frozenset({match.team_id}))
    await teams.add_member(tx, lead, match.team_id, "ming@example.org")
    async with refused("LEADS_ONLY"):
        await service.accept(tx, ming, agreement.id, 1)
    await teams.add_member(tx, lead, match.team_id, "ming@example.org", is_lead=True)
    assert (await service.accept(tx, ming, agreement.id, 1)).accepted_by_team == ming.person_id


async def test_nobody_accepts_for_both_sides(
    tx: Connection, owner: Actor, lead: Actor, agreement: Agreement, refused: Refuses
) -> None:
    both = replace(lead, owner_of=owner.owner_of)
    async with refused("CONFLICT_OF_INTEREST"):
        await service.accept(tx, both, agreement.id, 1)


async def test_an_edit_takes_back_what_was_accepted(
    tx: Connection, match: Match, owner: Actor, lead: Actor, agreement: Agreement, refused: Refuses
) -> None:
    await service.accept(tx, lead, agreement.id, 1)
    edited = await service.edit(tx, owner, agreement.id, AgreementForm(licence="eupl-1.2"), 1)
    assert (edited.licence, edited.version, edited.accepted_by_team_at) == ("EUPL-1.2", 2, None)
    async with refused("CONFLICT"):
        await service.accept(tx, lead, agreement.id, 1)
    await service.accept(tx, owner, agreement.id, 2)
    assert await state_of(tx, match) is MatchState.AGREEING
    await service.accept(tx, lead, agreement.id, 2)
    assert await state_of(tx, match) is MatchState.AGREED


async def test_the_second_of_two_sides_that_edit_is_told(
    tx: Connection, owner: Actor, lead: Actor, stranger: Actor, agreement: Agreement, refused: Refuses
) -> None:
    await service.edit(tx, owner, agreement.id, AgreementForm(ownership=Ownership.OWNER), 1)
    async with refused("CONFLICT"):
        await service.edit(tx, lead, agreement.id, AgreementForm(ownership=Ownership.TEAM), 1)
    async with refused("NOT_YOUR_MATCH"):
        await service.edit(tx, stranger, agreement.id, AgreementForm(ownership=Ownership.TEAM), 2)


async def test_settled_terms_stand(
    tx: Connection, agreed_match: Match, owner: Actor, agreement: Agreement, refused: Refuses
) -> None:
    async with refused("AGREEMENT_SETTLED"):
        await service.edit(tx, owner, agreement.id, AgreementForm(licence="EUPL-1.2"), 1)
    async with refused("AGREEMENT_SETTLED"):
        await service.accept(tx, owner, agreement.id, 1)


async def test_a_match_that_ended_is_not_agreed_any_more(
    tx: Connection, officer: Actor, owner: Actor, match: Match, agreement: Agreement, refused: Refuses
) -> None:
    await assignments.end_match(tx, officer, match.id, "No terms found")
    async with refused("MATCH_STATE"):
        await service.accept(tx, owner, agreement.id, 1)


async def test_terms_are_seen_by_both_sides_and_officers_until_they_are_settled(
    tx: Connection,
    officer: Actor,
    owner: Actor,
    lead: Actor,
    stranger: Actor,
    agreement: Agreement,
    sees: Sees,
) -> None:
    row = (repository.VISIBLE, "agreement", agreement.id)
    for actor in (officer, owner, lead):
        assert await sees(*row, actor)
    await service.accept(tx, owner, agreement.id, 1)
    for actor in (stranger, NOBODY):
        assert not await sees(*row, actor)
    await service.accept(tx, lead, agreement.id, 1)
    for actor in (stranger, NOBODY):
        assert await sees(*row, actor)


async def test_the_terms_of_a_match_that_ended_are_as_hidden_as_the_match(
    tx: Connection,
    officer: Actor,
    owner: Actor,
    lead: Actor,
    stranger: Actor,
    agreed_match: Match,
    sees: Sees,
) -> None:
    agreement = await repository.find_of_match(tx, agreed_match.id)
    assert agreement is not None
    row = (repository.VISIBLE, "agreement", agreement.id)
    assert await sees(*row, NOBODY)
    await assignments.end_match(tx, officer, agreed_match.id, "The team dissolved")
    for actor, seen in ((officer, True), (owner, True), (lead, True), (stranger, False), (NOBODY, False)):
        assert await sees(*row, actor) is seen
