"""Proposals: what teams and others offer to do, and who would take them up."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, TypeAlias, cast
from uuid import UUID

import strawberry
from strawberry.types import Info

from matching.proposals import model, service, view
from schema.challenges import ChallengePayload
from schema.context import Context
from schema.fields import Connection, column, many, one, reads
from schema.ids import row_id
from schema.node import Node
from schema.people import Organisation
from schema.plan import planned_row
from schema.programmes import Programme
from schema.scalars import LocalizedText
from schema.teams import Team
from schema.writes import Payload, write
from store.actor import Actor
from store.database import Connection as Transaction

if TYPE_CHECKING:
    from schema.challenges import Challenge

strawberry.enum(model.State, name="ProposalState", description="Where a proposal stands.")
ProposalState: TypeAlias = model.State


@reads(view.INTERESTS)
@strawberry.type(description="That an organisation would take a proposal up.")
class ProposalInterest(Node):
    """An owner's interest."""

    note: str = column("What the organisation says of it.")
    created_at: datetime = column("Since when.")
    organisation: Organisation | None = one("organisation", "Who is interested.")


@reads(view.PROPOSALS)
@strawberry.type(
    description="What somebody offers to do in a round, in search of an owner who has the problem."
)
class Proposal(Node):
    """A proposal."""

    title: LocalizedText = column("Its title by language.")
    idea: LocalizedText = column("What is offered, by language.")
    domains: list[str] = column("Concept ids: scopes and categories of publiccode.yml.")
    state: ProposalState = column("Where it stands.")
    state_reason: str | None = column("Why it was taken back.")
    is_own: bool = column("Whether you, or a team of yours, made it.")
    created_at: datetime = column("When it was made.")
    programme: Programme | None = one("programme", "The round it belongs to.")
    team: Team | None = one("team", "For which team; null for somebody without one.")
    challenge: Annotated["Challenge", strawberry.lazy("schema.challenges")] | None = one(
        "challenge", "What became of it; null until that is public."
    )
    interests: Connection[ProposalInterest] = many("proposal", "Who would take it up.")


@strawberry.input(description="What is offered.")
class ProposalInput:
    """Fields of the form."""

    title: LocalizedText = strawberry.field(description="Its title by language.")
    idea: LocalizedText = strawberry.field(description="What is offered, by language.")
    domains: list[str] = strawberry.field(
        default_factory=list, description="Concept ids: scopes and categories of publiccode.yml."
    )


@strawberry.type(description="A proposal that was written, or why not.")
class ProposalPayload(Payload):
    """Outcome of a write."""

    @strawberry.field(description="The proposal; null when nothing was written.")
    async def proposal(self, info: Info[Context, None]) -> Proposal | None:
        """The row."""
        return cast("Proposal | None", await planned_row(info, "Proposal", self.row))


@strawberry.type
class ProposalMutations:
    """What teams, others and owners do with proposals."""

    @strawberry.mutation(
        description="Offer to do something in a round that begins with proposals: teams first, or open to all."
    )
    async def propose(
        self,
        info: Info[Context, None],
        programme_id: strawberry.ID,
        input: ProposalInput,
        team_id: strawberry.ID | None = None,
    ) -> ProposalPayload:
        """Propose."""

        async def work(tx: Transaction, actor: Actor) -> UUID:
            programme = row_id(programme_id, "Programme")
            team = row_id(team_id, "Team") if team_id else None
            domains = tuple(input.domains)
            return (await service.propose(tx, actor, programme, team, input.title, input.idea, domains)).id

        return await write(info, ProposalPayload, work)

    @strawberry.mutation(description="Take a proposal back with the reason; officers may take any away.")
    async def withdraw_proposal(
        self, info: Info[Context, None], id: strawberry.ID, reason: str
    ) -> ProposalPayload:
        """Withdraw."""

        async def work(tx: Transaction, actor: Actor) -> UUID:
            return (await service.withdraw(tx, actor, row_id(id, "Proposal"), reason)).id

        return await write(info, ProposalPayload, work)

    @strawberry.mutation(description="Say in public that your organisation would take a proposal up.")
    async def show_interest(
        self, info: Info[Context, None], id: strawberry.ID, organisation_id: strawberry.ID, note: str = ""
    ) -> ProposalPayload:
        """Show interest."""

        async def work(tx: Transaction, actor: Actor) -> UUID:
            organisation = row_id(organisation_id, "Organisation")
            return (await service.show_interest(tx, actor, row_id(id, "Proposal"), organisation, note)).id

        return await write(info, ProposalPayload, work)

    @strawberry.mutation(description="Make a proposal the draft of a challenge of your organisation.")
    async def take_up_proposal(
        self, info: Info[Context, None], id: strawberry.ID, organisation_id: strawberry.ID
    ) -> ChallengePayload:
        """Take up."""

        async def work(tx: Transaction, actor: Actor) -> UUID:
            organisation = row_id(organisation_id, "Organisation")
            return (await service.take_up(tx, actor, row_id(id, "Proposal"), organisation)).id

        return await write(info, ChallengePayload, work)
