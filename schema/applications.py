"""Applications: teams' bids for challenges, and how reviewers scored them."""

from datetime import datetime

import strawberry

from matching.applications import model, view
from schema.challenges import Challenge
from schema.fields import Connection, column, many, one, reads
from schema.node import Node
from schema.scalars import LocalizedText
from schema.teams import Team

ApplicationState = strawberry.enum(model.State, name="ApplicationState", description="Where an application stands.")


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
    comment: str = column("Why.")
    submitted_at: datetime = column("When it was handed in.")


@reads(view.APPLICATIONS)
@strawberry.type(description="A team's bid for a challenge.")
class Application(Node):
    """An application."""

    state: ApplicationState = column("Where it stands.")
    proposal: LocalizedText = column("What the team proposes, by language.")
    preference: int = column("The team's rank of this challenge: 1 is its first choice; equal ranks are ties.")
    hours_offered: int | None = column("Hours the team offers over the whole challenge.")
    submitted_at: datetime = column("When it was made.")
    version: int = column("Counts the edits; pass it back as `expectedVersion`.")
    challenge: Challenge | None = one("challenge", "What it is for.")
    team: Team | None = one("team", "Who applies.")
    reviews: Connection[Review] = many("application", "The reviews that you may see.")
