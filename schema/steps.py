"""What is next for whoever is signed in."""

from datetime import date
from typing import TypeAlias

import strawberry

from matching.steps import model
from schema.fields import column
from schema.scalars import LocalizedText

strawberry.enum(model.Kind, name="StepKind", description="What is to be done.")
StepKind: TypeAlias = model.Kind


@strawberry.type(description="Something that waits for you.")
class NextStep:
    """A step; it goes when it is done."""

    kind: StepKind = column("What is to be done.")
    due_on: date | None = column("By when; null where no day is set.")
    title: LocalizedText = column("The challenge, programme or software that it is about, by language.")
    path: str = column("The page where it is done, after `/en` or `/zh-Hant`.")
