"""The root of what can be asked."""

from typing import Any
from uuid import UUID

import strawberry
from graphql import GraphQLError
from strawberry.types import Info

from registry.people.view import PUBLISHES
from registry.software.repository import LISTED
from schema.advice import challenge_advice, challenge_gate
from schema.agreements import Agreement, AgreementVersion
from schema.applications import Application, Review
from schema.assignments import Assignment, Match
from schema.bills import SoftwareSbom
from schema.challenges import Challenge, ChallengeFilter, ChallengeOrder, Need
from schema.coaching import Coaching, CoachingEntry
from schema.concepts import concepts
from schema.consents import Consent, consent_texts
from schema.context import Context
from schema.continuations import Continuation
from schema.crawls import Crawl, CrawlFinding, CrawlSource, CrawlSourceOrder, why_missing
from schema.credentials import Credential
from schema.credits import Credit
from schema.delivery import Delivery, Milestone
from schema.fits import fit, fits_for_challenge, fits_for_team
from schema.followups import ServiceCheck
from schema.grading import MutualGrade
from schema.health import HealthSnapshot
from schema.ids import read_global_id
from schema.interests import RoleInterest
from schema.messages import Message
from schema.node import Node
from schema.notes import SharedNote
from schema.operations import (
    AuditEvent,
    AuditEventFilter,
    AuditEventOrder,
    Job,
    JobFilter,
    JobOrder,
    plan_cache,
)
from schema.outcomes import OutcomeFigure
from schema.paging import MAX_ROWS, refused
from schema.people import (
    Organisation,
    OrganisationFilter,
    OrganisationOrder,
    RoleGrant,
    RoleGrantFilter,
    RoleGrantOrder,
    Viewer,
)
from schema.plan import planned_nodes, planned_row
from schema.profiles import Profile
from schema.programmes import Programme, ProgrammeFilter, ProgrammeOrder
from schema.proposals import Proposal, ProposalInterest
from schema.questions import Question
from schema.releases import SoftwareRelease
from schema.retention import RetentionCount, RetentionOrder
from schema.reviewing import ReviewTask
from schema.role_fits import people_for_role, roles_for_me
from schema.roles import ChallengeRole, ChallengeRoleFilter, ChallengeRoleOrder
from schema.root_fields import by_slug, page_of, resolved, single
from schema.saved_searches import SavedSearch, SavedSearchFind
from schema.sbom import check_sbom, licence_compatibility
from schema.search import search, search_challenges, search_teams
from schema.sessions import Session
from schema.similar import similar_software
from schema.software import Repository, Software, SoftwareFilter, SoftwareOrder
from schema.statistics import CatalogueStatistics, ChallengeStatistics
from schema.surveys import Survey, SurveyAnswer, SurveyOrder, SurveyTopic
from schema.teams import Membership, Team, TeamFilter, TeamOrder, TeamSkill
from schema.themes import Theme, ThemeCommitment
from schema.tokens import ApiToken, ServiceAccount, ServiceAccountOrder
from schema.usage import Usage
from schema.validation import validate_publiccode
from schema.variants import SoftwareVariant
from schema.votes import PublicVote
from schema.watches import Alert, Watch
from schema.webhooks import Webhook, WebhookDelivery, WebhookOrder
from schema.what_if import what_if

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
_NAMES = frozenset(node.__name__ for node in NODES)


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
        if type_name not in _NAMES:
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
        rows = await planned_nodes(
            info, [each for each in asked if isinstance(each, tuple) and each[0] in _NAMES]
        )
        found: list[Any] = [rows.get(each) if isinstance(each, tuple) else each for each in asked]
        return found

    viewer = single(Viewer, "The person who is signed in; null when nobody is.", "{t}.id = :person_id")
    programmes = page_of(
        Programme, ProgrammeOrder.OPENS_ON, "Programmes that you may see.", narrowed_by=ProgrammeFilter
    )
    programme = by_slug(Programme, "The programme of this slug.")
    surveys = page_of(Survey, SurveyOrder.NEWEST, "Surveys of local governments, newest first.")
    survey = by_slug(Survey, "The survey of this slug.")
    challenge_statistics = single(ChallengeStatistics, "Counts and medians of challenges and matches.")
    catalogue_statistics = single(CatalogueStatistics, "Counts and medians of the catalogue.")
    challenges = page_of(
        Challenge, ChallengeOrder.NEWEST, "Challenges that you may see.", narrowed_by=ChallengeFilter
    )
    challenge = by_slug(Challenge, "The challenge of this slug.")
    roles = page_of(
        ChallengeRole,
        ChallengeRoleOrder.NEWEST,
        "Roles of challenges that you may see, for people without a team.",
        narrowed_by=ChallengeRoleFilter,
    )
    teams = page_of(Team, TeamOrder.NAME, "Teams.", narrowed_by=TeamFilter)
    team = by_slug(Team, "The team of this slug.")
    catalogue = page_of(
        Software,
        SoftwareOrder.HEALTH,
        "The public-code catalogue, without entries that stayed invalid too long; `search` finds in it by words.",
        where=LISTED,
        narrowed_by=SoftwareFilter,
    )
    software = by_slug(Software, "The software of this slug.")
    organisations = page_of(
        Organisation, OrganisationOrder.NAME, "Organisations.", narrowed_by=OrganisationFilter
    )
    publishers = page_of(
        Organisation, OrganisationOrder.NAME, "Organisations that publish software.", where=PUBLISHES
    )
    organisation = by_slug(Organisation, "The organisation of this slug.")
    role_grants = page_of(
        RoleGrant,
        RoleGrantOrder.OLDEST,
        "What people may do: everybody's for officers, one's own for others.",
        narrowed_by=RoleGrantFilter,
    )
    service_accounts = page_of(
        ServiceAccount,
        ServiceAccountOrder.NEWEST,
        "What programs act as: all for officers, those of one's organisations for owners.",
    )
    jobs = page_of(Job, JobOrder.NEWEST, "Long work, for officers.", narrowed_by=JobFilter)
    retention_counts = page_of(
        RetentionCount,
        RetentionOrder.NEWEST,
        "What was deleted because its time was over, in figures; for officers.",
    )
    audit_events = page_of(
        AuditEvent, AuditEventOrder.NEWEST, "Who did what, for officers.", narrowed_by=AuditEventFilter
    )
    webhooks = page_of(
        Webhook, WebhookOrder.NEWEST, "Webhooks: all for officers, those of one's organisations for others."
    )
    crawl_sources = page_of(
        CrawlSource,
        CrawlSourceOrder.NEXT,
        "Where software is looked for by ourselves: accounts, catalogues and inventories.",
    )
    why_missing = resolved(why_missing)
    plan_cache = resolved(plan_cache)
    search = resolved(search)
    search_challenges = resolved(search_challenges)
    similar_software = resolved(similar_software)
    search_teams = resolved(search_teams)
    fit = resolved(fit)
    fits_for_challenge = resolved(fits_for_challenge)
    fits_for_team = resolved(fits_for_team)
    roles_for_me = resolved(roles_for_me)
    people_for_role = resolved(people_for_role)
    what_if = resolved(what_if)
    challenge_advice = resolved(challenge_advice)
    challenge_gate = resolved(challenge_gate)
    consent_texts = resolved(consent_texts)
    concepts = resolved(concepts)
    validate_publiccode = resolved(validate_publiccode)
    check_sbom = resolved(check_sbom)
    licence_compatibility = resolved(licence_compatibility)
