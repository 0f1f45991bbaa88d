"""The ways through the contract, found in the contract itself: no edge is left out because nobody thought of it."""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from graphql import GraphQLField, GraphQLObjectType, get_named_type, is_object_type

from schema.compiler import ACTOR_FLAGS, ACTOR_TYPES
from schema.contract import SCHEMA
from schema.fields import Every, Many, One, Single, source_of, view_of

TYPES = SCHEMA._schema.type_map
QUERY = SCHEMA._schema.query_type
SUBSCRIPTION = SCHEMA._schema.subscription_type
OF_ACTOR = tuple(f":{name}" for name in (*ACTOR_FLAGS, *ACTOR_TYPES))
MOST = 16  # rows of a page; of pages within pages within pages, one operation answers no more

Told = frozenset[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Path:
    """Fields from a root, and the type that they lead to."""

    fields: tuple[tuple[str, GraphQLField], ...]
    target: GraphQLObjectType

    def __str__(self) -> str:
        return ".".join(name for name, _ in self.fields)


def row_types() -> dict[str, GraphQLObjectType]:
    """Every type whose rows the plan reads."""
    return {name: each for name, each in TYPES.items() if is_object_type(each) and view_of(each) is not None}


@cache
def partly_hidden() -> frozenset[str]:
    """Fields, as `Type.field`, that are null for some of those who see their row."""
    found = set()
    for name, each in row_types().items():
        view = view_of(each)
        assert view is not None
        for field_name, field in each.fields.items():
            attribute = getattr(field.extensions.get("strawberry-definition"), "python_name", field_name)
            is_flag = str(field.type) == "Boolean!"  # of who asks, such as whether it is theirs to score
            if not is_flag and any(word in view.columns.get(attribute, "") for word in OF_ACTOR):
                found.add(f"{name}.{field_name}")
    return frozenset(found)


def led_to(field: GraphQLField) -> GraphQLObjectType:
    """The type of the rows that a field leads to."""
    target = get_named_type(field.type)
    assert is_object_type(target)
    if "pageInfo" not in target.fields:
        return target
    row = get_named_type(target.fields["nodes"].type)
    assert is_object_type(row)
    return row


def edges(target: GraphQLObjectType) -> Iterator[tuple[str, GraphQLField]]:
    """Fields of a type that lead to rows."""
    for name, field in target.fields.items():
        if isinstance(source_of(field), One | Many):
            yield name, field


def roots() -> Iterator[tuple[str, GraphQLField]]:
    """Root fields that the plan reads."""
    assert QUERY is not None
    for name, field in QUERY.fields.items():
        if isinstance(source_of(field), Every | Single):
            yield name, field


def paths() -> list[Path]:
    """Each root, and each edge of each type at the end of the shortest path that leads to that type."""
    found: list[Path] = []
    entered: set[str] = set()
    waiting = deque(Path(((name, field),), led_to(field)) for name, field in roots())
    while waiting:
        path = waiting.popleft()
        found.append(path)
        if path.target.name in entered:
            continue
        entered.add(path.target.name)
        waiting.extend(
            Path((*path.fields, (name, field)), led_to(field)) for name, field in edges(path.target)
        )
    return found


def selection(target: GraphQLObjectType, inner: str = "") -> str:
    """What is asked of a row: its id, what of it some do not see, and what is within."""
    identity = "id" if "id" in target.fields else "action" if "action" in target.fields else ""
    hidden = [
        name.partition(".")[2] for name in sorted(partly_hidden()) if name.startswith(target.name + ".")
    ]
    restricted = [
        f"{name} {{ __typename }}" if is_object_type(get_named_type(target.fields[name].type)) else name
        for name in hidden
    ]
    return " ".join(["__typename", identity, *restricted, inner])


def within(field: GraphQLField, inner: str = "") -> str:
    """The selection of a field that leads to rows, as a page or a row."""
    asked = selection(led_to(field), inner)
    if "pageInfo" in getattr(get_named_type(field.type), "fields", {}):
        return f"(first: {MOST}) {{ totalCount nodes {{ {asked} }} }}"
    return f"{{ {asked} }}"


def document(path: Path, slugs: Mapping[str, Sequence[str]]) -> str:
    """The operation that goes along a path; a root that wants a slug is asked for each."""
    inner = ""
    for name, field in reversed(path.fields[1:]):
        inner = f"{name} {within(field, inner)}"
    root, field = path.fields[0]
    if "slug" not in field.args:
        return f"{{ {root} {within(field, inner)} }}"
    each = [
        f'r{number}: {root}(slug: "{slug}") {within(field, inner)}'
        for number, slug in enumerate(slugs[led_to(field).name])
    ]
    return "{ " + " ".join(each) + " }"


def told(answer: Any, names: Mapping[str, str], above: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Every row in an answer, as the names on the way to it, and every field of it that some do not see.

    Counts must be of what is shown: a row that is only counted is told too.

    Args:
        answer: as the API gave it.
        names: of rows, by id.
        above: the names on the way to it.
    """
    if isinstance(answer, list):
        for each in answer:
            yield from told(each, names, above)
        return
    if not isinstance(answer, dict):
        return
    if "totalCount" in answer:
        assert answer["totalCount"] == len(answer["nodes"]) <= MOST
    here = above
    type_name = answer.get("__typename")
    if type_name is not None:
        row_id = answer.get("id")
        here = (*above, names[row_id] if row_id else f"{type_name} {answer.get('action', '')}".strip())
        yield here
    for name, value in answer.items():
        if f"{type_name}.{name}" not in partly_hidden():
            yield from told(value, names, here)
        elif value is not None:
            yield (*above, f"{here[-1]}.{name}")
