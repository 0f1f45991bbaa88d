"""The root of the contract: what can be asked, and the schema that answers."""
# ruff: noqa: ARG002 - the arguments of planned fields are declared here and read by the plan

from typing import Any
from uuid import UUID

import strawberry
from graphql import GraphQLError
from strawberry.types import Info

from registry.people.view import PUBLISHES
from registry.software.repository import LISTED
from schema.advice import challenge_advice, challenge_gate
from schema.agreements import Agreement, AgreementMutations, AgreementVersion
from schema.applications import Application, ApplicationMutations, Review
from schema.assignments import Assignment, AssignmentMutations, Match
from schema.bills import SoftwareSbom
from schema.challenges import Challenge, ChallengeFilter, ChallengeMutations, ChallengeOrder, Need
from schema.coaching import Coaching, CoachingEntry, CoachingMutations
from schema.concepts import concepts
from schema.consents import Consent, ConsentMutations, consent_texts
from schema.context import Context
from schema.continuations import Continuation, ContinuationMutations
from schema.crawls import (
    Crawl,
    CrawlFinding,
    CrawlMutations,
    CrawlSource,
    CrawlSourceOrder,
    why_missing,
)
from schema.credentials import Credential
from schema.credits import Credit, CreditMutations
from schema.delivery import Delivery, DeliveryMutations, Milestone
from schema.fields import SOURCE, After, Before, Connection, Every, First, Last, Single
from schema.fits import fit, fits_for_challenge, fits_for_team
from schema.followups import FollowupMutations, ServiceCheck
from schema.grading import GradingMutations, MutualGrade
from schema.health import HealthSnapshot
from schema.ids import read_global_id
from schema.interests import RoleInterest, RoleInterestMutations
from schema.members import MemberMutations
from schema.messages import Message, MessageMutations
from schema.node import Node
from schema.notes import NoteMutations, SharedNote
from schema.operations import (
    AuditEvent,
    AuditEventFilter,
    AuditEventOrder,
    Job,
    JobFilter,
    JobMutations,
    JobOrder,
    plan_cache,
)
from schema.outcomes import OutcomeFigure, OutcomeMutations
from schema.paging import MAX_ROWS, refused
from schema.people import (
    Organisation,
    OrganisationFilter,
    OrganisationOrder,
    PeopleMutations,
    RoleGrant,
    RoleGrantFilter,
    RoleGrantOrder,
    Viewer,
)
from schema.plan import planned, planned_nodes, planned_row
from schema.profiles import Profile, ProfileMutations
from schema.programmes import Programme, ProgrammeFilter, ProgrammeMutations, ProgrammeOrder
from schema.proposals import Proposal, ProposalInterest, ProposalMutations
from schema.questions import Question, QuestionMutations
from schema.releases import SoftwareRelease
from schema.repositories import RepositoryMutations
from schema.retention import RetentionCount, RetentionOrder
from schema.reviewing import ReviewingMutations, ReviewTask
from schema.role_fits import people_for_role, roles_for_me
from schema.roles import ChallengeRole, ChallengeRoleFilter, ChallengeRoleMutations, ChallengeRoleOrder
from schema.saved_searches import SavedSearch, SavedSearchFind, SavedSearchMutations
from schema.sbom import check_sbom, licence_compatibility
from schema.search import search, search_challenges, search_teams
from schema.sessions import Session, SessionMutations
from schema.similar import similar_software
from schema.software import (
    Repository,
    Software,
    SoftwareFilter,
    SoftwareMutations,
    SoftwareOrder,
)
from schema.statistics import CatalogueStatistics, ChallengeStatistics
from schema.surveys import Survey, SurveyAnswer, SurveyMutations, SurveyOrder, SurveyTopic
from schema.teams import Membership, Team, TeamFilter, TeamMutations, TeamOrder, TeamSkill
from schema.themes import Theme, ThemeCommitment, ThemeMutations
from schema.tokens import ApiToken, ServiceAccount, ServiceAccountOrder, TokenMutations
from schema.usage import Usage, UsageMutations
from schema.validation import validate_publiccode
from schema.variants import SoftwareVariant
from schema.votes import PublicVote, VoteMutations
from schema.watches import Alert, Watch, WatchMutations
from schema.webhooks import Webhook, WebhookDelivery, WebhookMutations, WebhookOrder
from schema.what_if import WhatIfMutations, what_if

#: Types that `node` finds by id.
NODES = (
    Agreement, AgreementVersion, Alert, ApiToken, Application, Assignment, Challenge, ChallengeRole, Coaching,
    CoachingEntry, Consent, Continuation, Crawl, CrawlFinding, CrawlSource, Credential, Credit, Delivery,
    HealthSnapshot, Job, Match, Membership, Message, Milestone, MutualGrade, Need, Organisation, OutcomeFigure,
    Profile, Programme, Proposal, ProposalInterest, PublicVote, Question, Repository, RetentionCount, Review,
    ReviewTask, RoleGrant, RoleInterest, SavedSearch, SavedSearchFind, ServiceAccount, ServiceCheck, Session,
    SharedNote, Software, SoftwareRelease, SoftwareSbom, SoftwareVariant, Survey, SurveyAnswer, SurveyTopic, Team,
    TeamSkill, Theme, ThemeCommitment, Usage, Viewer, Watch, Webhook, WebhookDelivery,
)  # fmt: skip


def _read(global_id: str) -> tuple[str, UUID]:
    try:
        return read_global_id(global_id)
    except ValueError as error:
        raise refused(str(error)) from error


def _read_or_refused(global_id: str) -> tuple[str, UUID] | GraphQLError:
    """An id as it reads, or the refusal that, at its place in a list, becomes null there and an error."""
    try:
        return _read(global_id)
    except GraphQLError as error:
        return error


@strawberry.type(description="What can be asked.")
class Query:
    """Reads; each planned field is answered by the one statement of its operation."""

    @strawberry.field(description="The record with this id; null when there is none or you may not see it.")
    async def node(self, info: Info[Context, None], id: strawberry.ID) -> Node | None:
        """Relay's node."""
        type_name, row = _read(id)
        if type_name not in {node.__name__ for node in NODES}:
            return None
        return await planned_row(info, type_name, row)

    @strawberry.field(
        description=(
            "The records with these ids, in their order; null for one that is not there or not to be seen, and with an "
            "error at its place for what is no id."
        )
    )
    async def nodes(self, info: Info[Context, None], ids: list[strawberry.ID]) -> list[Node | None]:
        """Relay's plural of node."""
        if not 1 <= len(ids) <= MAX_ROWS:
            raise refused(f"`ids` has {len(ids)}; it can have 1 to {MAX_ROWS}")
        asked = [_read_or_refused(each) for each in ids]
        known = {node.__name__ for node in NODES}
        rows = await planned_nodes(
            info, [each for each in asked if isinstance(each, tuple) and each[0] in known]
        )
        found: list[Any] = [rows.get(each) if isinstance(each, tuple) else each for each in asked]
        return found

    @strawberry.field(
        description="The person who is signed in; null when nobody is.",
        metadata={SOURCE: Single("{t}.id = :person_id")},
    )
    async def viewer(self, info: Info[Context, None]) -> Viewer | None:
        """Oneself."""
        return await planned(info)

    @strawberry.field(description="Programmes that you may see.", metadata={SOURCE: Every("OPENS_ON")})
    async def programmes(
        self,
        info: Info[Context, None],
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        filter: ProgrammeFilter | None = None,
        order_by: ProgrammeOrder = ProgrammeOrder.OPENS_ON,
    ) -> Connection[Programme]:
        """A page of programmes."""
        return await planned(info)

    @strawberry.field(
        description="The programme of this slug.", metadata={SOURCE: Single("{t}.slug = :slug")}
    )
    async def programme(self, info: Info[Context, None], slug: str) -> Programme | None:
        """One programme."""
        return await planned(info)

    @strawberry.field(
        description="Surveys of local governments, newest first.", metadata={SOURCE: Every("NEWEST")}
    )
    async def surveys(
        self,
        info: Info[Context, None],
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        order_by: SurveyOrder = SurveyOrder.NEWEST,
    ) -> Connection[Survey]:
        """A page of surveys."""
        return await planned(info)

    @strawberry.field(description="The survey of this slug.", metadata={SOURCE: Single("{t}.slug = :slug")})
    async def survey(self, info: Info[Context, None], slug: str) -> Survey | None:
        """One survey."""
        return await planned(info)

    @strawberry.field(
        description="Counts and medians of challenges and matches.", metadata={SOURCE: Single("true")}
    )
    async def challenge_statistics(self, info: Info[Context, None]) -> ChallengeStatistics | None:
        """One row of figures."""
        return await planned(info)

    @strawberry.field(description="Counts and medians of the catalogue.", metadata={SOURCE: Single("true")})
    async def catalogue_statistics(self, info: Info[Context, None]) -> CatalogueStatistics | None:
        """One row of figures."""
        return await planned(info)

    @strawberry.field(description="Challenges that you may see.", metadata={SOURCE: Every("NEWEST")})
    async def challenges(
        self,
        info: Info[Context, None],
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        filter: ChallengeFilter | None = None,
        order_by: ChallengeOrder = ChallengeOrder.NEWEST,
    ) -> Connection[Challenge]:
        """A page of challenges."""
        return await planned(info)

    @strawberry.field(
        description="The challenge of this slug.", metadata={SOURCE: Single("{t}.slug = :slug")}
    )
    async def challenge(self, info: Info[Context, None], slug: str) -> Challenge | None:
        """One challenge."""
        return await planned(info)

    @strawberry.field(
        description="Roles of challenges that you may see, for people without a team.",
        metadata={SOURCE: Every("NEWEST")},
    )
    async def roles(
        self,
        info: Info[Context, None],
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        filter: ChallengeRoleFilter | None = None,
        order_by: ChallengeRoleOrder = ChallengeRoleOrder.NEWEST,
    ) -> Connection[ChallengeRole]:
        """A page of roles."""
        return await planned(info)

    @strawberry.field(description="Teams.", metadata={SOURCE: Every("NAME")})
    async def teams(
        self,
        info: Info[Context, None],
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        filter: TeamFilter | None = None,
        order_by: TeamOrder = TeamOrder.NAME,
    ) -> Connection[Team]:
        """A page of teams."""
        return await planned(info)

    @strawberry.field(description="The team of this slug.", metadata={SOURCE: Single("{t}.slug = :slug")})
    async def team(self, info: Info[Context, None], slug: str) -> Team | None:
        """One team."""
        return await planned(info)

    @strawberry.field(
        description=(
            "The public-code catalogue, without entries that stayed invalid too long; `search` finds in it by words."
        ),
        metadata={SOURCE: Every("HEALTH", LISTED)},
    )
    async def catalogue(
        self,
        info: Info[Context, None],
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        filter: SoftwareFilter | None = None,
        order_by: SoftwareOrder = SoftwareOrder.HEALTH,
    ) -> Connection[Software]:
        """A page of the catalogue."""
        return await planned(info)

    @strawberry.field(description="The software of this slug.", metadata={SOURCE: Single("{t}.slug = :slug")})
    async def software(self, info: Info[Context, None], slug: str) -> Software | None:
        """One entry of the catalogue."""
        return await planned(info)

    @strawberry.field(description="Organisations.", metadata={SOURCE: Every("NAME")})
    async def organisations(
        self,
        info: Info[Context, None],
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        filter: OrganisationFilter | None = None,
        order_by: OrganisationOrder = OrganisationOrder.NAME,
    ) -> Connection[Organisation]:
        """A page of organisations."""
        return await planned(info)

    @strawberry.field(
        description="Organisations that publish software.",
        metadata={SOURCE: Every("NAME", PUBLISHES)},
    )
    async def publishers(
        self,
        info: Info[Context, None],
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        order_by: OrganisationOrder = OrganisationOrder.NAME,
    ) -> Connection[Organisation]:
        """A page of publishers."""
        return await planned(info)

    @strawberry.field(
        description="The organisation of this slug.", metadata={SOURCE: Single("{t}.slug = :slug")}
    )
    async def organisation(self, info: Info[Context, None], slug: str) -> Organisation | None:
        """One organisation."""
        return await planned(info)

    @strawberry.field(
        description="What people may do: everybody's for officers, one's own for others.",
        metadata={SOURCE: Every("OLDEST")},
    )
    async def role_grants(
        self,
        info: Info[Context, None],
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        filter: RoleGrantFilter | None = None,
        order_by: RoleGrantOrder = RoleGrantOrder.OLDEST,
    ) -> Connection[RoleGrant]:
        """A page of grants."""
        return await planned(info)

    @strawberry.field(
        description="What programs act as: all for officers, those of one's organisations for owners.",
        metadata={SOURCE: Every("NEWEST")},
    )
    async def service_accounts(
        self,
        info: Info[Context, None],
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        order_by: ServiceAccountOrder = ServiceAccountOrder.NEWEST,
    ) -> Connection[ServiceAccount]:
        """A page of service accounts."""
        return await planned(info)

    @strawberry.field(description="Long work, for officers.", metadata={SOURCE: Every("NEWEST")})
    async def jobs(
        self,
        info: Info[Context, None],
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        filter: JobFilter | None = None,
        order_by: JobOrder = JobOrder.NEWEST,
    ) -> Connection[Job]:
        """A page of jobs."""
        return await planned(info)

    @strawberry.field(
        description="What was deleted because its time was over, in figures; for officers.",
        metadata={SOURCE: Every("NEWEST")},
    )
    async def retention_counts(
        self,
        info: Info[Context, None],
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        order_by: RetentionOrder = RetentionOrder.NEWEST,
    ) -> Connection[RetentionCount]:
        """A page of the log."""
        return await planned(info)

    @strawberry.field(description="Who did what, for officers.", metadata={SOURCE: Every("NEWEST")})
    async def audit_events(
        self,
        info: Info[Context, None],
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        filter: AuditEventFilter | None = None,
        order_by: AuditEventOrder = AuditEventOrder.NEWEST,
    ) -> Connection[AuditEvent]:
        """A page of the audit trail."""
        return await planned(info)

    @strawberry.field(
        description="Webhooks: all for officers, those of one's organisations for others.",
        metadata={SOURCE: Every("NEWEST")},
    )
    async def webhooks(
        self,
        info: Info[Context, None],
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        order_by: WebhookOrder = WebhookOrder.NEWEST,
    ) -> Connection[Webhook]:
        """A page of webhooks."""
        return await planned(info)

    @strawberry.field(
        description="Where software is looked for by ourselves: accounts, catalogues and inventories.",
        metadata={SOURCE: Every("NEXT")},
    )
    async def crawl_sources(
        self,
        info: Info[Context, None],
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        order_by: CrawlSourceOrder = CrawlSourceOrder.NEXT,
    ) -> Connection[CrawlSource]:
        """A page of sources."""
        return await planned(info)

    why_missing = strawberry.field(resolver=why_missing, description=why_missing.__doc__)
    plan_cache = strawberry.field(resolver=plan_cache, description=plan_cache.__doc__)
    search = strawberry.field(resolver=search, description=search.__doc__)
    search_challenges = strawberry.field(resolver=search_challenges, description=search_challenges.__doc__)
    similar_software = strawberry.field(resolver=similar_software, description=similar_software.__doc__)
    search_teams = strawberry.field(resolver=search_teams, description=search_teams.__doc__)
    fit = strawberry.field(resolver=fit, description=fit.__doc__)
    fits_for_challenge = strawberry.field(resolver=fits_for_challenge, description=fits_for_challenge.__doc__)
    fits_for_team = strawberry.field(resolver=fits_for_team, description=fits_for_team.__doc__)
    roles_for_me = strawberry.field(resolver=roles_for_me, description=roles_for_me.__doc__)
    people_for_role = strawberry.field(resolver=people_for_role, description=people_for_role.__doc__)
    what_if = strawberry.field(resolver=what_if, description=what_if.__doc__)
    challenge_advice = strawberry.field(resolver=challenge_advice, description=challenge_advice.__doc__)
    challenge_gate = strawberry.field(resolver=challenge_gate, description=challenge_gate.__doc__)
    consent_texts = strawberry.field(resolver=consent_texts, description=consent_texts.__doc__)
    concepts = strawberry.field(resolver=concepts, description=concepts.__doc__)
    validate_publiccode = strawberry.field(
        resolver=validate_publiccode, description=validate_publiccode.__doc__
    )
    check_sbom = strawberry.field(resolver=check_sbom, description=check_sbom.__doc__)
    licence_compatibility = strawberry.field(
        resolver=licence_compatibility, description=licence_compatibility.__doc__
    )


@strawberry.type(description="What can be done.")
class Mutation(
    PeopleMutations,
    SessionMutations,
    TokenMutations,
    ProgrammeMutations,
    ProposalMutations,
    VoteMutations,
    ThemeMutations,
    SurveyMutations,
    ContinuationMutations,
    CoachingMutations,
    ChallengeMutations,
    TeamMutations,
    MemberMutations,
    ChallengeRoleMutations,
    ProfileMutations,
    RoleInterestMutations,
    ConsentMutations,
    ApplicationMutations,
    ReviewingMutations,
    GradingMutations,
    QuestionMutations,
    MessageMutations,
    FollowupMutations,
    OutcomeMutations,
    NoteMutations,
    CreditMutations,
    AssignmentMutations,
    WhatIfMutations,
    AgreementMutations,
    DeliveryMutations,
    SoftwareMutations,
    UsageMutations,
    JobMutations,
    CrawlMutations,
    RepositoryMutations,
    WatchMutations,
    SavedSearchMutations,
    WebhookMutations,
):
    """Writes; each answers with its record or with `userErrors`."""
