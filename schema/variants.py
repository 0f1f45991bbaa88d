"""Variants: software that came out of one another."""

from typing import TypeAlias

import strawberry

from registry.variants import view
from registry.variants.model import Relation
from schema.fields import column, one, reads
from schema.node import Node
from schema.software import Software

strawberry.enum(Relation, name="VariantRelation", description="What another software is to one.")
VariantRelation: TypeAlias = Relation


@reads(view.VARIANTS)
@strawberry.type(description="Another software that came out of one, or that one came out of.")
class SoftwareVariant(Node):
    """A variant, as one of the two sees it."""

    relation: VariantRelation = column("What the other is.")
    other: Software | None = one("other", "The other software.")
