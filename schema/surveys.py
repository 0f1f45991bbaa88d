"""Surveys of local governments before a round."""

from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, cast
from uuid import UUID

import strawberry
from strawberry.types import Info

from matching.surveys import model, service, view
from schema.challenges import ChallengePayload, ReadinessInput, ReadinessStatement
from schema.context import Context
from schema.fields import Connection, column, many, one, reads
from schema.ids import row_id
from schema.node import Node
from schema.people import Organisation
from schema.plan import planned_row
from schema.scalars import LocalizedText
from schema.writes import Payload, write
from store.actor import Actor
from store.database import Connection as Transaction

if TYPE_CHECKING:
    from schema.challenges import Challenge


@reads(view.TOPICS)
@strawberry.type(description="Something that a local government says could become a challenge.")
class SurveyTopic(Node):
    """A topic."""

    title: str = column("What it is about.")
    problem: str = column("What is wrong today.")
    outside_reason: str | None = column("Why no programme can meet the need; kept as evidence for policy.")
    challenge: Annotated["Challenge", strawberry.lazy("schema.challenges")] | None = one(
        "challenge", "What became of it."
    )


@reads(view.ANSWERS)
@strawberry.type(description="What a local government says; for itself and officers.")
class SurveyAnswer(Node):
    """An answer."""

    needs: str = column("What it needs.")
    readiness: list[ReadinessStatement] = column("How ready it says it is.")
    updated_at: datetime = column("When it was last answered.")
    organisation: Organisation | None = one("organisation", "Who answers.")
    topics: Connection[SurveyTopic] = many("answer", "What could become challenges.", order="POSITION")


@reads(view.SURVEYS)
@strawberry.type(description="A survey of local governments before a round.")
class Survey(Node):
    """A survey."""

    slug: str = column("Its name in addresses of pages.")
    title: LocalizedText = column("Its title by language.")
    closes_on: date = column("The last day to answer.")
    is_open: bool = column("Whether it can be answered now.")
    answer_count: int = column("How many have answered.")
    answers: Connection[SurveyAnswer] = many("survey", "The answers that you may see.")


@strawberry.enum(description="In which order surveys are listed.")
class SurveyOrder(StrEnum):
    """Orders of the read view."""

    NEWEST = "NEWEST"
    OLDEST = "OLDEST"


@strawberry.input(description="Something that could become a challenge.")
class SurveyTopicInput:
    """A topic."""

    title: str = strawberry.field(description="What it is about.")
    problem: str = strawberry.field(default="", description="What is wrong today.")


@strawberry.input(description="What a local government says; it is written as a whole.")
class SurveyAnswerInput:
    """Fields of the form."""

    needs: str = strawberry.field(description="What it needs.")
    readiness: list[ReadinessInput] = strawberry.field(
        default_factory=list, description="How ready it is; of two answers to one question the last counts."
    )
    topics: list[SurveyTopicInput] = strawberry.field(
        default_factory=list,
        description="What could become challenges; those that became one, or were judged, stay.",
    )

    def as_form(self) -> model.AnswerForm:
        """As the service takes it."""
        readiness = {each.dimension: each.answer for each in self.readiness}
        topics = tuple(model.Topic(each.title, each.problem) for each in self.topics)
        return model.AnswerForm(self.needs, readiness, topics)


@strawberry.type(description="A survey, or why nothing was written.")
class SurveyPayload(Payload):
    """Outcome of a write."""

    @strawberry.field(description="The survey; null when nothing was written.")
    async def survey(self, info: Info[Context, None]) -> Survey | None:
        """The row."""
        return cast("Survey | None", await planned_row(info, "Survey", self.row))


@strawberry.type(description="An answer, or why nothing was written.")
class SurveyAnswerPayload(Payload):
    """Outcome of a write."""

    @strawberry.field(description="The answer; null when nothing was written.")
    async def answer(self, info: Info[Context, None]) -> SurveyAnswer | None:
        """The row."""
        return cast("SurveyAnswer | None", await planned_row(info, "SurveyAnswer", self.row))


@strawberry.type(description="A topic, or why nothing was written.")
class SurveyTopicPayload(Payload):
    """Outcome of a write."""

    @strawberry.field(description="The topic; null when nothing was written.")
    async def topic(self, info: Info[Context, None]) -> SurveyTopic | None:
        """The row."""
        return cast("SurveyTopic | None", await planned_row(info, "SurveyTopic", self.row))


@strawberry.type
class SurveyMutations:
    """Asking and answering."""

    @strawberry.mutation(description="Ask the local governments, up to a last day; officers only.")
    async def begin_survey(
        self, info: Info[Context, None], title: LocalizedText, closes_on: date
    ) -> SurveyPayload:
        """Begin."""

        async def work(tx: Transaction, actor: Actor) -> UUID:
            return await service.begin(tx, actor, title, closes_on)

        return await write(info, SurveyPayload, work)

    @strawberry.mutation(description="Answer for your local government, or answer anew up to the last day.")
    async def answer_survey(
        self,
        info: Info[Context, None],
        id: strawberry.ID,
        organisation_id: strawberry.ID,
        input: SurveyAnswerInput,
    ) -> SurveyAnswerPayload:
        """Answer."""

        async def work(tx: Transaction, actor: Actor) -> UUID:
            survey, organisation = row_id(id, "Survey"), row_id(organisation_id, "Organisation")
            return await service.answer(tx, actor, survey, organisation, input.as_form())

        return await write(info, SurveyAnswerPayload, work)

    @strawberry.mutation(
        description="Keep a need that no programme can meet as evidence for policy, with the reason; an empty reason"
        " takes that back. Officers only."
    )
    async def judge_survey_topic(
        self, info: Info[Context, None], id: strawberry.ID, reason: str
    ) -> SurveyTopicPayload:
        """Judge."""

        async def work(tx: Transaction, actor: Actor) -> UUID:
            return (await service.judge_topic(tx, actor, row_id(id, "SurveyTopic"), reason)).id

        return await write(info, SurveyTopicPayload, work)

    @strawberry.mutation(description="Make a topic of yours the draft of a challenge in an open round.")
    async def draft_from_topic(
        self, info: Info[Context, None], id: strawberry.ID, programme_id: strawberry.ID
    ) -> ChallengePayload:
        """Draft."""

        async def work(tx: Transaction, actor: Actor) -> UUID:
            programme = row_id(programme_id, "Programme")
            return (await service.draft(tx, actor, row_id(id, "SurveyTopic"), programme)).id

        return await write(info, ChallengePayload, work)
