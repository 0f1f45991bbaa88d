"""What a change of the contract means for those who build on it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from graphql import GraphQLSchema, build_schema, find_breaking_changes, find_dangerous_changes

DATED = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class Changes:
    """What a newer contract does to programs that were written for an older one, one sentence each.

    Attributes:
        breaking: programs stop working.
        dangerous: programs work, and may meet what they do not know.
    """

    breaking: Sequence[str]
    dangerous: Sequence[str]


def changes(old: str, new: str) -> Changes:
    """Compare two contracts, each in GraphQL's schema language."""
    before, after = build_schema(old), build_schema(new)
    return Changes(
        sorted(change.description for change in find_breaking_changes(before, after)),
        sorted(change.description for change in find_dangerous_changes(before, after)),
    )


def undated(schema: GraphQLSchema) -> Sequence[str]:
    """What is deprecated without a day in the reason from which on it may be gone, such as 2027-06-30."""
    found = []
    for name, kind in schema.type_map.items():
        parts = {**getattr(kind, "fields", {}), **getattr(kind, "values", {})}
        for part, declared in parts.items():
            places = {f"{name}.{part}": declared}
            for argument, given in getattr(declared, "args", {}).items():
                places[f"{name}.{part}.{argument}"] = given
            found += [place for place, each in places.items() if not _is_dated(each.deprecation_reason)]
    return found


def _is_dated(reason: str | None) -> bool:
    if reason is None:
        return True
    day = DATED.search(reason)
    try:
        return day is not None and date.fromisoformat(day[0]) is not None
    except ValueError:
        return False
