"""Who acts: every write is done by an actor, and every read is seen through one."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Role(StrEnum):
    """What a person has been granted; being in a team is a membership, not a grant.

    An owner does everything for an organisation; an agency's person only says which software it uses.
    """

    OFFICER = "officer"
    REVIEWER = "reviewer"
    OWNER = "owner"
    AGENCY = "agency"


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody, nobody (an anonymous reader) or the system itself.

    Attributes:
        person_id: who it is; None for anonymous readers and for the system.
        name: how the audit trail calls them.
        is_officer: runs programmes, sees everything.
        is_reviewer: scores applications.
        is_system: a job or a command on the machine itself.
        owner_of: the organisations this person acts for in everything: challenges, agreements, what they publish.
        agency_for: the organisations this person may only sign usage statements for.
        team_ids: the teams this person is a member of.
        service_account_id: the program that acts, where no person does.
        token_id: the API token it acts with; None in a session.
        may_write: whether it may change anything; a token that only reads may not.
        request_id: ties a write to the request that asked for it.
    """

    person_id: UUID | None = None
    name: str = ""
    is_officer: bool = False
    is_reviewer: bool = False
    is_system: bool = False
    owner_of: frozenset[UUID] = frozenset()
    agency_for: frozenset[UUID] = frozenset()
    team_ids: frozenset[UUID] = frozenset()
    service_account_id: UUID | None = None
    token_id: UUID | None = None
    may_write: bool = True
    request_id: str | None = None

    @classmethod
    def anonymous(cls) -> "Actor":
        """A reader who has not signed in."""
        return cls()

    @classmethod
    def system(cls) -> "Actor":
        """A job or a command, acting for the installation; it may do what an officer may."""
        return cls(name="system", is_officer=True, is_system=True)

    @property
    def is_signed_in(self) -> bool:
        """Whether a person stands behind this actor."""
        return self.person_id is not None

    @property
    def organisation_ids(self) -> frozenset[UUID]:
        """The organisations this person is of, in whatever role: what those may see, they see."""
        return self.owner_of | self.agency_for

    def is_of(self, organisation_id: UUID) -> bool:
        """Whether this person sees what the organisation sees; to act for it is another question."""
        return organisation_id in self.organisation_ids

    def owns(self, organisation_id: UUID) -> bool:
        """Whether this person acts for the organisation in everything."""
        return organisation_id in self.owner_of

    def acts_for_agency(self, organisation_id: UUID) -> bool:
        """Whether this person may say what the organisation uses, as its owner may too."""
        return organisation_id in self.organisation_ids

    def in_team(self, team_id: UUID) -> bool:
        """Whether this person is a member of the team."""
        return team_id in self.team_ids
