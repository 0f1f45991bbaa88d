"""People, organisations, rounds, challenges and teams to play with, each made through the services themselves."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest
import pytest_asyncio

from matching.agreements import service as agreements
from matching.agreements.model import Agreement, AgreementForm, Ownership
from matching.applications import service as applications
from matching.applications.model import ApplicationForm
from matching.assignments import repository as match_rows
from matching.assignments import service as assignments
from matching.assignments.model import Match
from matching.challenges import service as challenges
from matching.challenges.model import AIRisk, Answer, Challenge, ChallengeForm, Measure, Need, Readiness
from matching.fit import DataClass
from matching.programmes import service as programmes
from matching.programmes.model import Mode, Programme, ProgrammeForm
from matching.teams import service as teams
from matching.teams.model import Skill, Team, TeamForm
from registry.people import repository as people
from registry.people import service as people_service
from registry.people.model import NewOrganisation, Organisation, OrganisationKind
from store.actor import Actor, Role
from store.database import Connection
from store.refusal import Refused

Refuses = Callable[..., AbstractAsyncContextManager[None]]
MakesOrganisation = Callable[[str], Awaitable[Organisation]]
MakesPerson = Callable[..., Awaitable[Actor]]
MakesChallenge = Callable[..., Awaitable[Challenge]]
MakesTeam = Callable[..., Awaitable[tuple[Team, Actor]]]

TABLES = (
    "programme", "challenge", "challenge_need", "team", "team_skill", "team_member", "team_conflict", "application",
    "review", "review_task", "review_conflict", "cohort_assignment", "match", "agreement", "milestone", "delivery",
    "proposal", "proposal_interest", "public_vote", "ballot", "theme", "theme_commitment", "continuation", "coaching",
    "coaching_entry", "survey", "survey_answer", "survey_topic",
    "credential", "consent", "outcome_figure", "shared_note", "note_part", "credit", "mutual_grade", "question",
    "challenge_role", "profile", "profile_conflict", "role_interest",
    "match_message", "reminder", "agreement_version", "service_check", "member_skill", "member_barrier",
    "software", "outbox", "audit_event", "job",
)  # fmt: skip

SYSTEM = Actor.system()


async def everything(tx: Connection) -> dict[str, str | None]:
    """A fingerprint of each table that a programme writes to."""
    return {
        table: await tx.fetchval(f"select md5(string_agg(t::text, ' ' order by t::text)) from {table} t")  # noqa: S608 - the names above
        for table in TABLES
    }


@pytest.fixture
def refused(tx: Connection) -> Refuses:
    """Expects a refusal with these codes in this order, and that it wrote nothing at all."""

    @asynccontextmanager
    async def expected(*codes: str) -> AsyncIterator[None]:
        before = await everything(tx)
        with pytest.raises(Refused) as caught:
            yield
        assert tuple(problem.code for problem in caught.value.problems) == codes
        assert await everything(tx) == before

    return expected


@pytest.fixture
def make_organisation(tx: Connection) -> MakesOrganisation:
    async def make(name: str) -> Organisation:
        new = NewOrganisation(
            {"en": name}, OrganisationKind.LOCAL_GOVERNMENT, "TW", "TW-TNN", is_example=True
        )
        return await people_service.register_organisation(tx, SYSTEM, new)

    return make


@pytest.fixture
def make_person(tx: Connection) -> MakesPerson:
    async def make(
        name: str,
        organisation: Organisation | None = None,
        *,
        is_officer: bool = False,
        is_reviewer: bool = False,
        team_ids: frozenset[UUID] = frozenset(),
    ) -> Actor:
        email = f"{name}@example.org"
        person = await people.find_person_by_email(tx, email)
        if person is None:
            person = await people_service.register_person(tx, SYSTEM, email, name, "en", is_example=True)
        if organisation is not None:
            role = Role.REVIEWER if is_reviewer else Role.OWNER
            await people_service.grant(tx, SYSTEM, person.id, role, organisation.id)
        speaks = organisation is not None and not is_reviewer
        return Actor(
            person_id=person.id,
            name=name,
            is_officer=is_officer,
            is_reviewer=is_reviewer,
            owner_of=frozenset({organisation.id} if organisation is not None and speaks else ()),
            team_ids=team_ids,
        )

    return make


@pytest_asyncio.fixture
async def ministry(make_organisation: MakesOrganisation) -> Organisation:
    return await make_organisation("Ministry")


@pytest_asyncio.fixture
async def tainan(make_organisation: MakesOrganisation) -> Organisation:
    return await make_organisation("Tainan")


@pytest_asyncio.fixture
async def officer(make_person: MakesPerson) -> Actor:
    return await make_person("officer", is_officer=True)


@pytest_asyncio.fixture
async def owner(make_person: MakesPerson, tainan: Organisation) -> Actor:
    """Speaks for Tainan."""
    return await make_person("owner", tainan)


@pytest_asyncio.fixture
async def stranger(make_person: MakesPerson, make_organisation: MakesOrganisation) -> Actor:
    """Signed in, and speaks for an organisation that has nothing to do with the matter."""
    return await make_person("stranger", await make_organisation("Elsewhere"))


@pytest_asyncio.fixture
async def draft_programme(tx: Connection, officer: Actor, ministry: Organisation) -> Programme:
    form = ProgrammeForm(name={"en": "Sandbox", "zh-Hant": "試驗場域"}, mode=Mode.OWNER_FIRST)
    return await programmes.create(tx, officer, ministry.id, form)


@pytest_asyncio.fixture
async def programme(tx: Connection, officer: Actor, draft_programme: Programme) -> Programme:
    """A round that is open."""
    return await programmes.open_applications(tx, officer, draft_programme.id)


@pytest.fixture
def complete_form() -> ChallengeForm:
    """Everything that a challenge needs before it can be submitted."""
    return ChallengeForm(
        title={"en": "Dengue visits", "zh-Hant": "登革熱家戶訪視"},
        problem={
            "en": "Chemical control against dengue needs household visits; forms are on paper, checks are"
            " manual, and the office learns what happened much too late."
        },
        people_affected={"en": "Forty visitors and every household in the district"},
        evidence={"en": "9,800 forms of 2025, counted by the health office"},
        data_involved={"en": "Paper forms of three years"},
        constraints={"en": "No network in the back yards"},
        pilot={"en": "One ward for four weeks"},
        budget_twd=150_000,
        on_site_work={"en": "Two visits with the visitors"},
        publication={"en": "Everything but addresses"},
        measures=(Measure({"en": "Hours from visit to report"}, 48, 4, "h"),),
        needs=(Need("maps", 3, required=True), Need("offline-forms", 2)),
        domains=("healthcare",),
        languages=("zh-Hant",),
        hours_needed=200,
        starts_on=date(2097, 1, 4),
        ends_on=date(2097, 6, 30),
        data_class=DataClass.PERSONAL,
        lawful_basis="Communicable Disease Control Act",
        licence="MIT",
        ai_risk=AIRisk.NONE,
        readiness=dict.fromkeys(Readiness, Answer.YES),
    )


@pytest_asyncio.fixture
async def draft_challenge(
    tx: Connection, owner: Actor, tainan: Organisation, programme: Programme, complete_form: ChallengeForm
) -> Challenge:
    """Tainan's challenge, complete, not yet submitted."""
    return await challenges.draft(tx, owner, programme.id, tainan.id, complete_form)


@pytest_asyncio.fixture
async def challenge(tx: Connection, owner: Actor, officer: Actor, draft_challenge: Challenge) -> Challenge:
    """Tainan's challenge, published."""
    await challenges.submit(tx, owner, draft_challenge.id)
    return await challenges.approve(tx, officer, draft_challenge.id, "Ready")


@pytest.fixture
def make_challenge(
    tx: Connection,
    owner: Actor,
    officer: Actor,
    tainan: Organisation,
    programme: Programme,
    complete_form: ChallengeForm,
) -> MakesChallenge:
    """Publishes another challenge of Tainan in the open round."""

    async def make(title: str, **differently: Any) -> Challenge:
        changes: dict[str, Any] = {"title": {"en": title}, **differently}
        drafted = await challenges.draft(
            tx, owner, programme.id, tainan.id, replace(complete_form, **changes)
        )
        await challenges.submit(tx, owner, drafted.id)
        return await challenges.approve(tx, officer, drafted.id, "Ready")

    return make


@pytest.fixture
def team_form() -> TeamForm:
    """A team that passes every gate of the complete challenge and covers its needs."""
    return TeamForm(
        name={"en": "Mappers"},
        skills=(Skill("maps", 4, "A map of clinics", "https://example.org/map", date(2026, 5, 1)),),
        domains=("healthcare",),
        languages=("zh-Hant", "en"),
        hours_per_week=20,
        available_from=date(2026, 12, 1),
        available_until=date(2097, 12, 31),
        data_clearance=DataClass.PERSONAL,
        place="TW-TNN",
    )


@pytest.fixture
def make_team(tx: Connection, make_person: MakesPerson, team_form: TeamForm) -> MakesTeam:
    """Registers a team of one person, and gives both."""

    async def make(name: str, **differently: Any) -> tuple[Team, Actor]:
        lead = await make_person(f"lead-of-{name}")
        changes: dict[str, Any] = {"name": {"en": name}, **differently}
        form = replace(team_form, **changes)
        team = await teams.register(tx, lead, form)
        return team, replace(lead, team_ids=frozenset({team.id}))

    return make


@pytest_asyncio.fixture
async def team_and_lead(make_team: MakesTeam) -> tuple[Team, Actor]:
    return await make_team("mappers")


@pytest.fixture
def team(team_and_lead: tuple[Team, Actor]) -> Team:
    return team_and_lead[0]


@pytest.fixture
def lead(team_and_lead: tuple[Team, Actor]) -> Actor:
    return team_and_lead[1]


@pytest_asyncio.fixture
async def match(tx: Connection, officer: Actor, challenge: Challenge, team: Team, lead: Actor) -> Match:
    """Tainan's challenge and the mappers, paired, with terms still to be agreed."""
    form = ApplicationForm(proposal={"en": "A map that works without a network"})
    await applications.apply(tx, lead, challenge.id, team.id, form)
    await programmes.start_review(tx, officer, challenge.programme_id)
    proposed = await assignments.propose(tx, officer, challenge.programme_id)
    await assignments.adopt(tx, officer, proposed.id)
    made = await match_rows.find_match_of(tx, challenge.id, team.id)
    assert made is not None
    return made


@pytest.fixture
def terms() -> AgreementForm:
    """Terms that both sides can accept; the licence is the one that the challenge asks for."""
    return AgreementForm(
        ownership=Ownership.JOINT,
        data_terms={"en": "Test data only; nothing about real households leaves the bureau"},
        publication_terms={"en": "The code is public from the first day"},
    )


@pytest_asyncio.fixture
async def agreement(tx: Connection, lead: Actor, match: Match, terms: AgreementForm) -> Agreement:
    return await agreements.propose(tx, lead, match.id, terms)


@pytest_asyncio.fixture
async def agreed_match(
    tx: Connection, owner: Actor, lead: Actor, match: Match, agreement: Agreement
) -> Match:
    for actor in (owner, lead):
        await agreements.accept(tx, actor, agreement.id, agreement.version)
    agreed = await match_rows.find_match(tx, match.id)
    assert agreed is not None
    return agreed


@pytest.fixture
def sees(tx: Connection) -> Callable[[str, str, UUID, Actor], Awaitable[bool]]:
    """Whether an actor sees a row, by the predicate that its repository exports."""

    async def asked(visible: str, table: str, row_id: UUID, actor: Actor) -> bool:
        predicate = visible.replace("{t}", "seen")
        numbers = {"person_id": "$2::uuid", "is_officer": "$3::bool", "is_reviewer": "$4::bool"}
        numbers |= {"organisation_ids": "$5::uuid[]", "team_ids": "$6::uuid[]"}
        for name, number in numbers.items():
            predicate = predicate.replace(f":{name}", number)
        return bool(
            await tx.fetchval(
                f"""
                select exists (select 1 from {table} seen where seen.id = $1 and ({predicate}))
                    and num_nulls($2::uuid, $3::bool, $4::bool, $5::uuid[], $6::uuid[]) >= 0
                """,  # noqa: S608 - table and predicate are the code's own
                row_id,
                actor.person_id,
                actor.is_officer,
                actor.is_reviewer,
                list(actor.organisation_ids),
                list(actor.team_ids),
            )
        )

    return asked
