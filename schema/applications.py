"""Applications: teams' bids for challenges, and how reviewers scored them."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, TypeAlias, cast
from uuid import UUID

import strawberry
from strawberry.types import Info

from matching.applications import model, service, view
from schema.challenges import Challenge
from schema.context import Context
from schema.fields import Connection, column, many, one, reads
from schema.ids import row_id
from schema.node import Node
from schema.people import Viewer
from schema.plan import planned_row
from schema.scalars import LocalizedText
from schema.teams import Team
from schema.writes import Payload, form, optional, write
from store.actor import Actor
from store.database import Connection as Transaction

if TYPE_CHECKING:
    from schema.grading import MutualGrade
    from schema.reviewing import ReviewTask

strawberry.enum(model.State, name="ApplicationState", description="Where an application stands.")
ApplicationState: TypeAlias = model.State


@strawberry.type(description="Points for one line of the rubric.")
class ReviewScore:
    """One line of a review."""

    criterion: str = column("Id of the rubric's line.")
    points: int = column("0 to 5.")


@reads(view.REVIEWS)
@strawberry.type(description="What a reviewer made of an application.")
class Review(Node):
    """A review."""

    scores: list[ReviewScore] = column("Points by line of the rubric.")
    mean: float = column("Mean of the points, 0 to 5, lines weighed as the rubric says.")
    comment: str = column("Why.")
    reviewer: Viewer | None = one("reviewer", "Who scored; null where that person was deleted.")
    submitted_at: datetime = column("When it was handed in.")


@reads(view.APPLICATIONS)
@strawberry.type(description="A team's bid for a challenge.")
class Application(Node):
    """An application."""

    state: ApplicationState = column("Where it stands.")
    proposal: LocalizedText = column("What the team proposes, by language.")
    preference: int = column(
        "The team's rank of this challenge: 1 is its first choice; equal ranks are ties."
    )
    hours_offered: int | None = column("Hours the team offers over the whole challenge.")
    submitted_at: datetime = column("When it was made.")
    version: int = column("Counts the edits; pass it back as `expectedVersion`.")
    challenge: Challenge | None = one("challenge", "What it is for.")
    team: Team | None = one("team", "Who applies.")
    shortlisted_at: datetime | None = column("Since when it is on the shortlist of the challenge's owner.")
    mutual_grades: Connection[Annotated["MutualGrade", strawberry.lazy("schema.grading")]] = many(
        "application", "What owner and team think of working together, as far as you may see."
    )
    is_mine_to_score: bool = column(
        "Whether you are a reviewer who is asked to score it, or may because nobody in particular is asked."
    )
    review_count: int | None = column("How many reviews it has; for officers, null for others.")
    review_mean: float | None = column(
        "Mean of the reviewers' means, 0 to 5, lines weighed as the rubric says; for officers, null without a review."
    )
    review_lowest: float | None = column("Lowest of the reviewers' means, 0 to 5; as above.")
    review_highest: float | None = column(
        "Highest of the reviewers' means, 0 to 5; as above. Two points above the lowest, they read different things."
    )
    review_tasks: Connection[Annotated["ReviewTask", strawberry.lazy("schema.reviewing")]] = many(
        "application", "Who is asked to score it: everybody for officers, oneself for reviewers."
    )
    reviews: Connection[Review] = many("application", "The reviews that you may see.")


@strawberry.input(description="What a team writes in its bid; what is left out stays as it is.")
class ApplicationInput:
    """Fields of the form."""

    proposal: LocalizedText | None = optional("What the team proposes, by language.")
    preference: int | None = optional(
        "The team's rank of this challenge: 1 is its first choice; ties are allowed."
    )
    hours_offered: int | None = optional("Hours the team offers over the whole challenge.")

    def as_form(self) -> model.ApplicationForm:
        """As the service takes it."""
        return form(model.ApplicationForm, self)


@strawberry.input(description="Points for one line of the rubric.")
class ReviewScoreInput:
    """One line of a review."""

    criterion: str = strawberry.field(description="Id of the rubric's line.")
    points: int = strawberry.field(description="0 to 5.")


@strawberry.type(description="An application that was written, or why not.")
class ApplicationPayload(Payload):
    """Outcome of a write."""

    @strawberry.field(description="The application; null when nothing was written.")
    async def application(self, info: Info[Context, None]) -> Application | None:
        """The row."""
        return cast("Application | None", await planned_row(info, "Application", self.row))


@strawberry.type(description="A review that was handed in, or why not.")
class ReviewPayload(Payload):
    """Outcome of a write."""

    @strawberry.field(description="The review; null when nothing was written.")
    async def review(self, info: Info[Context, None]) -> Review | None:
        """The row."""
        return cast("Review | None", await planned_row(info, "Review", self.row))


@strawberry.type
class ApplicationMutations:
    """What teams and reviewers do with applications."""

    @strawberry.mutation(description="Apply for a challenge; for the team's own members.")
    async def apply(
        self,
        info: Info[Context, None],
        challenge_id: strawberry.ID,
        team_id: strawberry.ID,
        input: ApplicationInput,
    ) -> ApplicationPayload:
        """Apply."""

        async def work(tx: Transaction, actor: Actor) -> UUID:
            challenge, team = row_id(challenge_id, "Challenge"), row_id(team_id, "Team")
            return (await service.apply(tx, actor, challenge, team, input.as_form())).id

        return await write(info, ApplicationPayload, work)

    @strawberry.mutation(description="Change an application; refused when somebody else changed it since.")
    async def edit_application(
        self, info: Info[Context, None], id: strawberry.ID, expected_version: int, input: ApplicationInput
    ) -> ApplicationPayload:
        """Edit."""

        async def work(tx: Transaction, actor: Actor) -> UUID:
            row = row_id(id, "Application")
            return (await service.edit(tx, actor, row, input.as_form(), expected_version)).id

        return await write(info, ApplicationPayload, work)

    @strawberry.mutation(description="Take an application back.")
    async def withdraw_application(self, info: Info[Context, None], id: strawberry.ID) -> ApplicationPayload:
        """Withdraw."""

        async def work(tx: Transaction, actor: Actor) -> UUID:
            return (await service.withdraw(tx, actor, row_id(id, "Application"))).id

        return await write(info, ApplicationPayload, work)

    @strawberry.mutation(description="Score an application; handing in again replaces one's own scores.")
    async def review_application(
        self, info: Info[Context, None], id: strawberry.ID, scores: list[ReviewScoreInput], comment: str = ""
    ) -> ReviewPayload:
        """Review."""

        async def work(tx: Transaction, actor: Actor) -> UUID:
            points = {each.criterion: each.points for each in scores}
            return (await service.review(tx, actor, row_id(id, "Application"), points, comment)).id

        return await write(info, ReviewPayload, work)
