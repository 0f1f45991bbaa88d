"""The root of what can be done: the mutations of every noun."""

import strawberry

from schema.agreements import AgreementMutations
from schema.applications import ApplicationMutations
from schema.assignments import AssignmentMutations
from schema.challenges import ChallengeMutations
from schema.coaching import CoachingMutations
from schema.consents import ConsentMutations
from schema.continuations import ContinuationMutations
from schema.crawls import CrawlMutations
from schema.credits import CreditMutations
from schema.delivery import DeliveryMutations
from schema.followups import FollowupMutations
from schema.grading import GradingMutations
from schema.interests import RoleInterestMutations
from schema.members import MemberMutations
from schema.messages import MessageMutations
from schema.notes import NoteMutations
from schema.operations import JobMutations
from schema.outcomes import OutcomeMutations
from schema.people import PeopleMutations
from schema.profiles import ProfileMutations
from schema.programmes import ProgrammeMutations
from schema.proposals import ProposalMutations
from schema.questions import QuestionMutations
from schema.repositories import RepositoryMutations
from schema.reviewing import ReviewingMutations
from schema.roles import ChallengeRoleMutations
from schema.saved_searches import SavedSearchMutations
from schema.sessions import SessionMutations
from schema.software import SoftwareMutations
from schema.surveys import SurveyMutations
from schema.teams import TeamMutations
from schema.themes import ThemeMutations
from schema.tokens import TokenMutations
from schema.usage import UsageMutations
from schema.votes import VoteMutations
from schema.watches import WatchMutations
from schema.webhooks import WebhookMutations
from schema.what_if import WhatIfMutations


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
