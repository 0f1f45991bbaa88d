"""Who may do what: every mutation of the contract, tried by everybody; whoever is refused has changed nothing."""

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import orjson
import pytest
import pytest_asyncio

from api.auth import demonstration
from api.settings import Settings
from demo import repository as demo_repository
from demo.repository import Progress
from matching.assignments import service as assignments
from matching.challenges import service as challenges
from matching.challenges.model import ChallengeForm
from registry.search.postgres import PostgresIndex
from schema.context import Context
from schema.contract import SCHEMA
from store.actor import Actor
from store.database import Connection, Database
from tests.security import world
from tests.security.world import PEOPLE, READERS, ROLES, id_of, row_of

TOMORROW = (datetime.now(UTC) + timedelta(days=1)).isoformat()
ANYBODY = frozenset(ROLES)
SIGNED_IN = frozenset(PEOPLE)
OFFICERS = frozenset({"officer", "officers' program"})
OWNERS = frozenset({"owner", "owner's program"})
OWNER_SIDE = OWNERS | {"owner's agency"}
TEAM = frozenset({"team"})
RIVALS = frozenset({"rival team", "rival reviewer"})
SEEKERS = frozenset({"other team", "rival team", "reviewer"})  # they have profiles
BOTH_SIDES = OWNERS | TEAM


async def as_it_is(_tx: Connection, _officer: Actor, _form: ChallengeForm) -> None:
    """The world is ready as it was made."""


async def challenges_are_complete(tx: Connection, officer: Actor, form: ChallengeForm) -> None:
    """Nothing is missing of what is asked of a challenge."""
    for state in ("draft", "submitted"):
        await challenges.edit(tx, officer, row_of(f"Challenge {state}"), form, 1)


async def cohort_is_paired(tx: Connection, officer: Actor, _form: ChallengeForm) -> None:
    """The proposal is a real one, of the bids as they stand, by a team that has a hand free."""
    stands_in = row_of("Assignment proposed")
    await tx.execute("update match set state = 'ENDED' where team_id = $1", row_of("Team team"))
    await tx.execute("delete from cohort_assignment where id = $1", stands_in)
    proposed = await assignments.propose(tx, officer, row_of("Programme review"))
    await tx.execute("update cohort_assignment set id = $2 where id = $1", proposed.id, stands_in)


async def nothing_is_proposed(tx: Connection, _officer: Actor, _form: ChallengeForm) -> None:
    """The pair has no terms yet."""
    await tx.execute("delete from agreement where id = $1", row_of("Agreement agreeing"))


async def open_round_begins_with_proposals(tx: Connection, _officer: Actor, _form: ChallengeForm) -> None:
    """The open round has open proposals, and nobody votes on them yet."""
    await tx.execute("update programme set mode = 'OPEN_PROPOSAL' where id = $1", row_of("Programme open"))
    await tx.execute("delete from ballot where vote_id = $1", row_of("PublicVote open"))
    await tx.execute("delete from public_vote where id = $1", row_of("PublicVote open"))


async def the_owner_is_a_local_government(tx: Connection, _officer: Actor, _form: ChallengeForm) -> None:
    """Only local governments are asked in surveys."""
    await tx.execute(
        "update organisation set kind = 'LOCAL_GOVERNMENT' where id = $1", row_of("Organisation owner")
    )


async def nobody_has_committed(tx: Connection, _officer: Actor, _form: ChallengeForm) -> None:
    """The round by theme takes challenges, and nobody has committed to its theme."""
    await tx.execute("delete from theme_commitment")
    await tx.execute("update programme set state = 'OPEN' where id = $1", row_of("Programme matched"))


async def nothing_stands_by_the_commitment(tx: Connection, _officer: Actor, _form: ChallengeForm) -> None:
    """The round by theme is under review, and what its owner posted there was withdrawn."""
    await tx.execute(
        "update challenge set state = 'WITHDRAWN' where programme_id = $1", row_of("Programme matched")
    )
    await tx.execute("update programme set state = 'REVIEW' where id = $1", row_of("Programme matched"))


async def work_is_to_go_on(tx: Connection, _officer: Actor, _form: ChallengeForm) -> None:
    """The open round is one of continuations, and the pair that agreed has delivered."""
    await tx.execute("update programme set mode = 'CONTINUATION' where id = $1", row_of("Programme open"))
    await tx.execute("update match set state = 'DELIVERED' where id = $1", row_of("Match agreed"))


async def a_team_is_at_work_on_the_role(tx: Connection, _officer: Actor, _form: ChallengeForm) -> None:
    """The role is a part of the challenge that teams were found for."""
    await tx.execute("update challenge_role set challenge_id = $1", row_of("Challenge matched"))


async def a_team_asks(tx: Connection, _officer: Actor, _form: ChallengeForm) -> None:
    """Whoever was accepted is asked to join a team."""
    await tx.execute(
        "update role_interest set team_id = $1 where id = $2",
        row_of("Team elsewhere"),
        row_of("RoleInterest accepted"),
    )


async def nobody_has_a_profile(tx: Connection, _officer: Actor, _form: ChallengeForm) -> None:
    """Whoever says what they can do says it for the first time."""
    await tx.execute("delete from profile")


async def demo_is_loaded(tx: Connection, _officer: Actor, _form: ChallengeForm) -> None:
    """One of the team is an invented person, and the demo is there."""
    await tx.execute("update person set is_example = true where id = $1", row_of("Viewer team"))
    await demo_repository.put(tx, Progress(1, loaded_at=datetime(2026, 11, 21, tzinfo=UTC)))


@dataclass(frozen=True, slots=True)
class Try:
    """One mutation as it is tried.

    Attributes:
        arguments: of the mutation, as they are written; `<Type name>` stands for the id of that row.
        may: who may do it.
        told: what those are told who may, where the world is not made ready for it.
        writes: whether it then changes anything.
        first: what makes the world ready for it.
    """

    arguments: str
    may: frozenset[str]
    told: frozenset[str] = frozenset()
    writes: bool = True
    first: Callable[[Connection, Actor, ChallengeForm], Awaitable[None]] = as_it_is


THING = re.compile("<([^>]+)>")
NAME = '{en: "Name"}'
TERMS = f'{{ownership: JOINT, licence: "MIT", dataTerms: {NAME}, publicationTerms: {NAME}}}'
MUTATIONS: Mapping[str, Try] = {
    "registerOrganisation": Try(f"input: {{name: {NAME}, kind: AGENCY}}", OFFICERS),
    "editOrganisation": Try(
        f"id: <Organisation owner>, expectedVersion: 1, input: {{name: {NAME}}}", OFFICERS | OWNERS
    ),
    "revokeRole": Try("id: <RoleGrant reviewer>", OFFICERS),
    "invite": Try('email: "somebody@example.org"', OFFICERS),
    "releaseJob": Try("id: <Job held>", OFFICERS),
    "acceptInvitation": Try('token: "invited", name: "Invited", language: "en"', ANYBODY),
    "signInAsExample": Try('email: "team@example.org"', ANYBODY, first=demo_is_loaded),
    "signOut": Try("", ANYBODY, writes=False),
    "endSession": Try("id: <Session owner>", frozenset({"owner"})),
    "signOutEverywhere": Try("", SIGNED_IN),
    "correctViewer": Try('name: "Name", language: "en"', SIGNED_IN),
    "deleteViewer": Try("", SIGNED_IN),
    "createToken": Try('input: {name: "token", days: 1}', SIGNED_IN),
    "revokeToken": Try("id: <ApiToken team's reader>", TEAM | {"officer", "team's reader"}),
    "createServiceAccount": Try(
        'input: {name: "program", organisationId: <Organisation owner>}', frozenset({"officer", "owner"})
    ),
    "disableServiceAccount": Try("id: <ServiceAccount owner>", frozenset({"officer", "owner"})),
    "createProgramme": Try(
        f"organisationId: <Organisation owner>, input: {{name: {NAME}, mode: THEME}}", OFFICERS
    ),
    "editProgramme": Try(f"id: <Programme open>, expectedVersion: 1, input: {{name: {NAME}}}", OFFICERS),
    "openProgramme": Try("id: <Programme draft>", OFFICERS),
    "startReview": Try("id: <Programme open>", OFFICERS),
    "closeProgramme": Try("id: <Programme matched>", OFFICERS),
    "beginSurvey": Try(f'title: {NAME}, closesOn: "2097-01-01"', OFFICERS),
    "answerSurvey": Try(
        'id: <Survey asked>, organisationId: <Organisation owner>, input: {needs: "A map"}',
        OWNERS,
        first=the_owner_is_a_local_government,
    ),
    "judgeSurveyTopic": Try('id: <SurveyTopic owner>, reason: "Needs a law"', OFFICERS),
    "draftFromTopic": Try("id: <SurveyTopic owner>, programmeId: <Programme open>", OWNERS),
    "setThemes": Try(f"programmeId: <Programme draft>, expectedVersion: 1, names: [{NAME}]", OFFICERS),
    "commitToTheme": Try(
        "id: <Theme matched>, organisationId: <Organisation owner>", OWNERS, first=nobody_has_committed
    ),
    "withdrawCommitment": Try(
        "id: <Theme matched>, organisationId: <Organisation owner>",
        OWNERS,
        first=nothing_stands_by_the_commitment,
    ),
    "askToContinue": Try(
        'matchId: <Match agreed>, challengeId: <Challenge open>, respondBy: "2097-01-01"',
        OFFICERS,
        first=work_is_to_go_on,
    ),
    "answerContinuation": Try("id: <Continuation asked>, accepts: true", OWNERS),
    "assignCoach": Try('matchId: <Match agreeing>, email: "reviewer@example.org"', OFFICERS),
    "unassignCoach": Try("id: <Coaching agreeing>", OFFICERS),
    "writeCoachingEntry": Try(
        'id: <Coaching agreeing>, input: {kind: NOTE, words: "Seen", heldOn: "2026-01-05"}',
        frozenset({"other agency"}),
    ),
    "propose": Try(
        f"programmeId: <Programme open>, teamId: <Team team>, input: {{title: {NAME}, idea: {NAME}}}",
        TEAM,
        first=open_round_begins_with_proposals,
    ),
    "withdrawProposal": Try(
        'id: <Proposal open>, reason: "Why"',
        OFFICERS | {"other team"},
        first=open_round_begins_with_proposals,
    ),
    "showInterest": Try("id: <Proposal team>, organisationId: <Organisation owner>", OWNERS),
    "takeUpProposal": Try(
        "id: <Proposal open>, organisationId: <Organisation owner>",
        OWNERS,
        first=open_round_begins_with_proposals,
    ),
    "openVote": Try(
        f'programmeId: <Programme open>, closesAt: "{TOMORROW}"',
        OFFICERS,
        first=open_round_begins_with_proposals,
    ),
    "castBallot": Try("id: <PublicVote open>, votes: [{proposalId: <Proposal team>, votes: 3}]", SIGNED_IN),
    "assignReviewers": Try("programmeId: <Programme open>, perApplication: 1", OFFICERS),
    "declareReviewConflict": Try("id: <Application judged>", frozenset({"reviewer", "rival reviewer"})),
    "draftChallenge": Try(
        f"programmeId: <Programme open>, ownerId: <Organisation owner>, input: {{title: {NAME}}}", OWNERS
    ),
    "editChallenge": Try(
        f"id: <Challenge draft>, expectedVersion: 1, input: {{title: {NAME}}}", OWNERS | OFFICERS
    ),
    "submitChallenge": Try("id: <Challenge draft>", OWNERS, first=challenges_are_complete),
    "approveChallenge": Try(
        'id: <Challenge submitted>, reason: "Why"', OFFICERS, first=challenges_are_complete
    ),
    "sendBackChallenge": Try('id: <Challenge submitted>, reason: "Why"', OFFICERS),
    "withdrawChallenge": Try('id: <Challenge open>, reason: "Why"', OWNERS | OFFICERS),
    "registerTeam": Try(f"input: {{name: {NAME}}}", SIGNED_IN),
    "editTeam": Try(f"id: <Team team>, expectedVersion: 1, input: {{name: {NAME}}}", TEAM | OFFICERS),
    "addTeamMember": Try('teamId: <Team team>, email: "owner@example.org", isLead: false', TEAM | OFFICERS),
    "removeTeamMember": Try('teamId: <Team rival>, email: "rival-reviewer@example.org"', RIVALS | OFFICERS),
    "showMyName": Try('teamId: <Team team>, shownName: "Name", textVersion: 1', TEAM),
    "setMySkills": Try(
        'teamId: <Team rival>, expectedVersion: 1, skills: [{concept: "maps", level: 2}]', RIVALS
    ),
    "sayMyBarriers": Try("teamId: <Team rival>, barriers: [LANGUAGE], textVersion: 1", RIVALS),
    "withdrawConsent": Try("id: <Consent team>", TEAM),
    "addChallengeRole": Try(
        f"challengeId: <Challenge open>, input: {{title: {NAME}, hoursNeeded: 9}}", OWNERS | OFFICERS
    ),
    "editChallengeRole": Try(
        f"id: <ChallengeRole open>, expectedVersion: 1, input: {{title: {NAME}}}", OWNERS | OFFICERS
    ),
    "saveProfile": Try("expectedVersion: 0, input: {hoursPerWeek: 9}", SIGNED_IN, first=nobody_has_a_profile),
    "letOwnersFindMe": Try("textVersion: 1", SEEKERS),
    "deleteProfile": Try("", SEEKERS),
    "showRoleInterest": Try("roleId: <ChallengeRole open>", frozenset({"other team"})),
    "inviteToRole": Try("roleId: <ChallengeRole open>, profileId: <Profile other team>", OWNERS),
    "acceptRoleInterest": Try("id: <RoleInterest shown>", OWNERS),
    "declineRoleInterest": Try('id: <RoleInterest shown>, reason: "Why"', OWNERS),
    "withdrawRoleInterest": Try("id: <RoleInterest shown>", frozenset({"reviewer"})),
    "formRoleTeam": Try(f"challengeId: <Challenge open>, name: {NAME}", frozenset({"rival team"})),
    "offerTeamPlace": Try(
        "id: <RoleInterest accepted>, teamId: <Team team>", TEAM, first=a_team_is_at_work_on_the_role
    ),
    "joinRoleTeam": Try("id: <RoleInterest accepted>", frozenset({"rival team"}), first=a_team_asks),
    "shortlistApplication": Try("id: <Application judged>, isShortlisted: false", OWNERS),
    "gradeApplication": Try("id: <Application judged>, grade: 3", OWNERS | TEAM),
    "askQuestion": Try(f"challengeId: <Challenge open>, text: {NAME}", SIGNED_IN),
    "answerQuestion": Try(f"id: <Question shown>, expectedVersion: 1, answer: {NAME}", OWNERS),
    "hideQuestion": Try('id: <Question shown>, reason: "Why"', OFFICERS),
    "sendMessage": Try('matchId: <Match agreeing>, text: "Hello"', BOTH_SIDES | OFFICERS),
    "answerServiceCheck": Try("id: <ServiceCheck open>, isInService: false", OWNERS),
    "reportOutcome": Try(
        'matchId: <Match agreed>, measure: 0, value: 1.5, measuredOn: "2026-01-05"',
        OWNERS | RIVALS | OFFICERS,
        told=frozenset({"UNKNOWN_MEASURE"}),
        writes=False,
    ),
    "beginNote": Try(
        'matchId: <Match agreed>, title: "Note", heldOn: "2026-01-05"', OWNERS | RIVALS | OFFICERS
    ),
    "joinNote": Try("id: <SharedNote begun>, textVersion: 1", frozenset({"owner", "officer"}) | RIVALS),
    "writeNotePart": Try(
        'id: <NotePart begun>, expectedVersion: 1, text: "Words"', OWNERS | RIVALS | OFFICERS
    ),
    "approveNotePart": Try("id: <NotePart begun>, expectedVersion: 1", frozenset({"rival team"})),
    "publishNote": Try(
        "id: <SharedNote begun>",
        OWNERS | RIVALS | OFFICERS,
        told=frozenset({"NOT_APPROVED_BY_ALL"}),
        writes=False,
    ),
    "claimMatchHours": Try(
        'matchId: <Match agreed>, input: {hours: 2, workedOn: "2026-01-05", what: "Maps"}', RIVALS
    ),
    "claimHelp": Try(
        'email: "nobody@example.org", input: {hours: 2, workedOn: "2026-01-05", what: "Maps"}',
        SIGNED_IN,
        told=frozenset({"EMAIL_UNKNOWN"}),
        writes=False,
    ),
    "settleCredit": Try("id: <Credit match>, isConfirmed: true", OWNERS),
    "apply": Try(
        f"challengeId: <Challenge open>, teamId: <Team elsewhere>, input: {{proposal: {NAME}, preference: 1}}",
        frozenset({"other team"}),
    ),
    "editApplication": Try("id: <Application team>, expectedVersion: 1, input: {preference: 2}", TEAM),
    "withdrawApplication": Try("id: <Application team>", TEAM),
    "reviewApplication": Try(
        'id: <Application team>, scores: [{criterion: "impact", points: 4}], comment: ""',
        frozenset({"reviewer"}),
    ),
    "proposeAssignment": Try("programmeId: <Programme review>, objective: STABLE", OFFICERS),
    "adoptAssignment": Try("id: <Assignment proposed>", OFFICERS, first=cohort_is_paired),
    "adoptWhatIf": Try(
        'programmeId: <Programme review>, fingerprint: "of something else", reason: "Why"',
        OFFICERS,
        told=frozenset({"INPUT_CHANGED"}),
        writes=False,
    ),
    "endMatch": Try('id: <Match agreeing>, reason: "Why"', OFFICERS),
    "proposeAgreement": Try(
        f"matchId: <Match agreeing>, input: {TERMS}",
        BOTH_SIDES,
        first=nothing_is_proposed,
    ),
    "editAgreement": Try(
        "id: <Agreement agreeing>, expectedVersion: 1, input: {ownership: TEAM}", BOTH_SIDES
    ),
    "acceptAgreement": Try("id: <Agreement agreeing>, expectedVersion: 1", BOTH_SIDES),
    "addMilestone": Try(f"matchId: <Match agreeing>, input: {{title: {NAME}}}", BOTH_SIDES | OFFICERS),
    "editMilestone": Try(
        f"id: <Milestone agreeing>, expectedVersion: 1, input: {{title: {NAME}}}", BOTH_SIDES | OFFICERS
    ),
    "reachMilestone": Try("id: <Milestone agreeing>, expectedVersion: 1", BOTH_SIDES | OFFICERS),
    "deliver": Try(
        'matchId: <Match agreed>, repositoryUrl: "https://example.org/rival/delivered"', RIVALS | OFFICERS
    ),
    "registerSoftware": Try(
        'url: "https://example.org/owner/more", publisherId: <Organisation owner>', OWNERS | OFFICERS
    ),
    "importSoftware": Try(
        'publiccode: "url: https://example.org/owner/other\\nname: Other", source: "here"', OFFICERS
    ),
    "storeSbom": Try(
        'softwareId: <Software code>, text: "{\\"bomFormat\\": \\"CycloneDX\\", \\"specVersion\\": \\"1.6\\"}"',
        OWNERS | OFFICERS,
    ),
    "withdrawSbom": Try("softwareId: <Software code>", OWNERS | OFFICERS),
    "observeSoftware": Try("id: <Software code>", OWNERS | OFFICERS),
    "attestUsage": Try(
        'softwareId: <Software code>, agencyId: <Organisation owner>, since: "2026-01-05"', OWNER_SIDE
    ),
    "withdrawUsage": Try("id: <Usage code>", OWNER_SIDE),
    "watchSoftware": Try("softwareId: <Software code>", SIGNED_IN),
    "unwatchSoftware": Try("softwareId: <Software code>", frozenset({"team", "owner"})),
    "saveSearch": Try('name: "Maps", query: "map", filter: {licence: ["MIT"]}', SIGNED_IN),
    "deleteSavedSearch": Try("id: <SavedSearch team>", frozenset({"team"})),
    "addRepository": Try(
        'softwareId: <Software code>, url: "https://example.org/owner/even-more"', OWNERS | OFFICERS
    ),
    "removeRepository": Try("id: <Repository more>", OWNERS | OFFICERS),
    "addCrawlSource": Try('kind: ACCOUNT, url: "https://github.com/owner"', OFFICERS),
    "removeCrawlSource": Try("id: <CrawlSource owner>", OFFICERS),
    "crawlNow": Try("id: <CrawlSource owner>", OFFICERS),
    "registerWebhook": Try(
        'address: "https://example.org/", events: [SOFTWARE_CHANGED], organisationId: <Organisation owner>',
        OWNER_SIDE | OFFICERS,
    ),
    "removeWebhook": Try("id: <Webhook owner>", OWNER_SIDE | OFFICERS),
    "pingWebhook": Try("id: <Webhook owner>", OWNER_SIDE | OFFICERS),
    "sendWebhookDeliveryAgain": Try("id: <WebhookDelivery owner>", OWNER_SIDE | OFFICERS),
    "resumeWebhook": Try("id: <Webhook owner>", OWNER_SIDE | OFFICERS),
}
#: What tokens that only read may do all the same, and why.
READERS_MAY = {
    "acceptInvitation": "the invitation says who acts",
    "signInAsExample": "the demonstration says who acts",
    "signOut": "a token has no session that could end",
    "revokeToken": "whoever finds a token may take it back with itself",
}


class Undone(Database):
    """A database of one connection, whose transactions are savepoints of one that is rolled back."""

    def __init__(self, dsn: str, connection: Connection) -> None:
        super().__init__(dsn)
        self._connection = connection
        self._lock = asyncio.Lock()

    @asynccontextmanager
    async def read(self) -> AsyncIterator[Connection]:
        async with self._lock:
            yield self._connection


class Tried:
    """The world, in which everything may be tried and nothing stays done."""

    def __init__(
        self, dsn: str, connection: Connection, actors: Mapping[str, Actor], tables: list[str]
    ) -> None:
        self.actors = actors
        self._dsn = dsn
        self._connection = connection
        self._digest = " union all ".join(
            f"select '{each}' || t::text as line from {each} as t"  # noqa: S608 - names from the catalogue
            for each in tables
        )

    async def digest(self) -> str:
        """One value that is another when anything in the database is."""
        found: str = await self._connection.fetchval(
            f"select md5(string_agg(line, chr(10) order by line)) from ({self._digest}) as lines"  # noqa: S608 - as above
        )
        return found

    async def try_out(
        self, role: str, name: str, form: ChallengeForm, text: str | None = None
    ) -> tuple[set[str], bool]:
        """The codes of the refusals, and whether anything was changed.

        Args:
            role: who does it.
            name: of the mutation.
            form: everything that is asked of a challenge.
            text: the document, where it is not the one of the table.
        """
        tried = MUTATIONS[name]
        undone = self._connection.transaction()
        await undone.start()
        try:
            await tried.first(self._connection, self.actors["officer"], form)
            database = Undone(self._dsn, self._connection)
            before = await self.digest()
            gate = partial(demonstration.refuse_unless_open, Settings())
            context = Context(database, self.actors[role], "en", PostgresIndex(database), demo_gate=gate)
            result = await SCHEMA.execute(text or document(name, tried), None, context)
            assert result.errors is None, (role, text, result.errors)
            data: Any = orjson.loads(orjson.dumps(result.data))
            codes = {error["code"] for error in data[name]["userErrors"]}
            return codes, await self.digest() != before
        finally:
            await undone.rollback()


def document(name: str, tried: Try) -> str:
    arguments = THING.sub(lambda found: f'"{id_of(found[1])}"', tried.arguments)
    given = f"({arguments})" if arguments else ""
    return f"mutation {{ {name}{given} {{ userErrors {{ code field message }} }} }}"


@pytest_asyncio.fixture(scope="module")
async def tried(peopled: Database) -> AsyncIterator[Tried]:
    async with peopled.read() as connection:
        actors = await world.actors(connection)
        rows = await connection.fetch(
            "select quote_ident(tablename) as name from pg_tables where schemaname = 'public'"
        )
        yield Tried(peopled.dsn, connection, actors, [row["name"] for row in rows])


def test_every_mutation_is_in_the_table() -> None:
    mutation = SCHEMA._schema.mutation_type
    assert mutation is not None
    assert set(MUTATIONS) == set(mutation.fields)


def test_tokens_that_only_read_may_nothing_without_a_reason() -> None:
    assert {name for name, each in MUTATIONS.items() if each.may & set(READERS)} == set(READERS_MAY)


@pytest.mark.parametrize("name", MUTATIONS)
async def test_a_mutation_is_for_those_whom_the_table_says(
    tried: Tried, name: str, complete_form: ChallengeForm
) -> None:
    each = MUTATIONS[name]
    for role in ROLES:
        codes, has_changed = await tried.try_out(role, name, complete_form)
        if role in each.may:
            assert codes >= each.told, (role, codes)
            assert (bool(codes), has_changed) == (bool(each.told), each.writes), (role, codes)
        else:
            assert codes, f"{role} is not refused"
            assert not has_changed, f"{role} is refused, and has changed something"
