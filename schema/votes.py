"""The public vote on the proposals of a round."""

from datetime import datetime
from typing import cast
from uuid import UUID

import strawberry
from strawberry.types import Info

from matching.votes import service, view
from matching.votes.model import FEW, MOST_VOTES, POINTS
from schema.context import Context
from schema.fields import column, one, reads
from schema.ids import row_id
from schema.node import Node
from schema.plan import planned_row
from schema.programmes import Programme
from schema.scalars import LocalizedText
from schema.writes import Payload, write
from store.actor import Actor
from store.database import Connection as Transaction


@strawberry.type(description="What a proposal got in a vote that has closed.")
class VoteStanding:
    """A line of the result."""

    proposal_id: strawberry.ID = column("Global id of the proposal.")
    title: LocalizedText = column("Its title by language.")
    votes: int = column("Votes of all ballots together.")
    rank: int = column("Its place; proposals of equal votes share one, and the next is left out.")
    is_tied: bool = column("Whether another proposal has as many votes.")


@strawberry.type(description="How many votes a ballot gives a proposal.")
class CastVotes:
    """A line of a ballot."""

    proposal_id: strawberry.ID = column("Global id of the proposal.")
    votes: int = column("How many votes.")


@reads(view.VOTES)
@strawberry.type(
    description="The public vote on the proposals of a round. What was voted shows after it closed only."
)
class PublicVote(Node):
    """A vote."""

    opened_at: datetime = column("Since when ballots are taken.")
    closes_at: datetime = column("Until when; nobody can change it.")
    is_open: bool = column("Whether ballots are taken now.")
    ballot_count: int | None = column("How many voted; null until it closed, for everybody.")
    is_small: bool | None = column(
        f"Whether fewer than {FEW} voted, so that one may guess who voted how; null until it closed."
    )
    results: list[VoteStanding] | None = column(
        "What each proposal got, the most first; null until it closed, for everybody."
    )
    own_ballot: list[CastVotes] | None = column(
        "Your own ballot as you cast it last; null where there is none, and from the night after the vote closed."
    )
    programme: Programme | None = one("programme", "Whose proposals are voted on.")


@strawberry.input(description="How many votes you give a proposal; they cost their square.")
class VotesInput:
    """A line of a ballot."""

    proposal_id: strawberry.ID = strawberry.field(description="Global id of the proposal.")
    votes: int = strawberry.field(description=f"0 to {MOST_VOTES}.")


@strawberry.type(description="A vote, or why nothing was written.")
class PublicVotePayload(Payload):
    """Outcome of a write."""

    @strawberry.field(description="The vote; null when nothing was written.")
    async def vote(self, info: Info[Context, None]) -> PublicVote | None:
        """The row."""
        return cast("PublicVote | None", await planned_row(info, "PublicVote", self.row))


@strawberry.type
class VoteMutations:
    """Voting."""

    @strawberry.mutation(
        description="Open the public vote on the proposals of a round, until a moment; officers only."
    )
    async def open_vote(
        self, info: Info[Context, None], programme_id: strawberry.ID, closes_at: datetime
    ) -> PublicVotePayload:
        """Open."""

        async def work(tx: Transaction, actor: Actor) -> UUID:
            return (await service.open_vote(tx, actor, row_id(programme_id, "Programme"), closes_at)).id

        return await write(info, PublicVotePayload, work)

    @strawberry.mutation(
        description=(
            f"Vote with {POINTS} points, or vote anew: votes for one proposal cost their square. One ballot a person."
        )
    )
    async def cast_ballot(
        self, info: Info[Context, None], id: strawberry.ID, votes: list[VotesInput]
    ) -> PublicVotePayload:
        """Vote."""

        async def work(tx: Transaction, actor: Actor) -> UUID:
            given = {row_id(each.proposal_id, "Proposal"): each.votes for each in votes}
            return (await service.cast(tx, actor, row_id(id, "PublicVote"), given)).id

        return await write(info, PublicVotePayload, work)
