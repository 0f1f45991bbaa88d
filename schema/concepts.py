"""The bilingual vocabulary that needs, skills, domains and search share."""

from typing import TypeAlias

import strawberry

from registry.concepts import CONCEPTS, max_level
from registry.concepts import Concept as ConceptModel
from registry.concepts import ConceptKind as ConceptKindModel
from schema.fields import column
from schema.scalars import LocalizedText

strawberry.enum(ConceptKindModel, name="ConceptKind", description="What sort of concept it is.")
ConceptKind: TypeAlias = ConceptKindModel


@strawberry.type(
    description="A concept of the vocabulary: a scope, category, skill, competency or technology."
)
class Concept:
    """A concept."""

    id: str = column("Its key in needs, skills, domains and categories.")
    kind: ConceptKind = column("What sort it is.")
    labels: LocalizedText = column("What it is called, by language.")
    broader: list[str] = column("Ids of wider concepts.")
    max_level: int = column("Highest level: 8 for competencies (DigComp), 5 for the rest.")


def concepts(ids: list[str] | None = None, kind: list[ConceptKind] | None = None) -> list[Concept]:
    """The vocabulary, or the part of it that is asked for."""
    found = CONCEPTS.values() if ids is None else [CONCEPTS[each] for each in ids if each in CONCEPTS]
    return [_shown(each) for each in found if kind is None or each.kind in kind]


def _shown(concept: ConceptModel) -> Concept:
    return Concept(
        id=concept.id,
        kind=concept.kind,
        labels=LocalizedText(dict(concept.labels)),
        broader=list(concept.broader),
        max_level=max_level(concept.id),
    )
