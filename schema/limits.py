"""How large and how tangled a document may be, found out in one pass before anything dear is done with it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from graphql import (
    DefinitionNode,
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
)

from store import documents

MAX_CHARACTERS = documents.MAX_CHARACTERS  # what may be kept by hash may be sent, and nothing longer
MAX_DEPTH = (
    14  # software, its deliveries, their match, its challenge and that one's needs, each with its page: 13
)
MAX_INTROSPECTION_DEPTH = 16  # what tools send is 15 deep: a type in nine lists and non-nulls
MAX_ALIASES = 30  # a dashboard asks for a dozen figures in one go; a hostile document for thousands
MAX_TOKENS = 2_000  # the largest document of our own pages has 600
MAX_ROOT_FIELDS = 20  # the fullest of our own pages has six
MAX_SAME_FIELDS = 5  # the same answer asked again in the same place; generated documents do so once or twice
MAX_DIRECTIVES = 4  # on one field or operation; `@skip` and `@include` are two
MAX_OPERATIONS = 20  # in one document, of which one runs
MAX_FIELDS = 1_000  # with fragments written out; the largest document of our own pages comes to 300
MAX_VALIDATION_ERRORS = 20  # more help nobody
MAX_SECONDS = 10.0  # of a read; nobody waits longer, and a statement alone may take 15


def too_much(code: str, what: str, seen: int, most: int) -> GraphQLError:
    """A refusal that names the limit and what was seen."""
    return GraphQLError(
        f"this has {seen:,} {what}, and at most {most:,} are taken",
        extensions={"code": code, "seen": seen, "limit": most},
    )


@dataclass(frozen=True, slots=True)
class Size:
    """What selections come to with their fragments written out.

    Attributes:
        depth: of fields with fields within.
        aliases: fields that are given another name.
        fields: all fields.
    """

    depth: int = 0
    aliases: int = 0
    fields: int = 0


class Measured:
    """The sizes of a document's selections; each fragment is measured once, however often it is spread."""

    def __init__(self, definitions: Iterable[DefinitionNode]) -> None:
        self._fragments = {
            each.name.value: each for each in definitions if isinstance(each, FragmentDefinitionNode)
        }
        self._known: dict[str, Size] = {}

    def size(self, selections: SelectionSetNode | None) -> Size:
        """What these selections come to; fragments that spread themselves count as empty there."""
        depth = aliases = fields = 0
        for selection in selections.selections if selections else ():
            if isinstance(selection, FieldNode):
                inner = self.size(selection.selection_set)
                depth = max(depth, inner.depth + (selection.selection_set is not None))
                aliases += inner.aliases + (selection.alias is not None)
                fields += inner.fields + 1
            else:
                spread = isinstance(selection, FragmentSpreadNode)
                inner = self._fragment(selection.name.value) if spread else self.size(selection.selection_set)  # type: ignore[attr-defined]  # told apart by the line before
                depth = max(depth, inner.depth)
                aliases += inner.aliases
                fields += inner.fields
        return Size(depth, aliases, fields)

    def _fragment(self, name: str) -> Size:
        if name not in self._known:
            self._known[name] = Size()  # while it is measured; validation refuses what spreads itself
            fragment = self._fragments.get(name)
            self._known[name] = self.size(fragment.selection_set) if fragment else Size()
        return self._known[name]


def refuse_too_large(document: DocumentNode) -> None:
    """Refuse a document that is beyond a limit.

    Raises:
        GraphQLError: TOO_MANY_OPERATIONS, TOO_MANY_DIRECTIVES, TOO_MANY_SAME_FIELDS, TOO_MANY_ROOT_FIELDS, TOO_DEEP,
            TOO_MANY_ALIASES or TOO_MANY_FIELDS.
    """
    operations = [each for each in document.definitions if isinstance(each, OperationDefinitionNode)]
    _check("TOO_MANY_OPERATIONS", "operations", len(operations), MAX_OPERATIONS)
    for definition in document.definitions:
        if isinstance(definition, OperationDefinitionNode | FragmentDefinitionNode):
            _refuse_crowded(definition)
    measured = Measured(document.definitions)
    for operation in operations:
        size = measured.size(operation.selection_set)
        most = MAX_INTROSPECTION_DEPTH if is_introspection(operation) else MAX_DEPTH
        _check("TOO_DEEP", "levels of fields within fields", size.depth, most)
        _check("TOO_MANY_ALIASES", "aliases", size.aliases, MAX_ALIASES)
        _check("TOO_MANY_FIELDS", "fields", size.fields, MAX_FIELDS)
        _check("TOO_MANY_ROOT_FIELDS", "root fields", _root_fields(operation), MAX_ROOT_FIELDS)


def is_introspection(operation: OperationDefinitionNode) -> bool:
    """Whether it asks about the contract only, so that everybody gets the same answer."""
    return all(
        isinstance(each, FieldNode) and each.name.value.startswith("__")
        for each in operation.selection_set.selections
    )


def _refuse_crowded(definition: OperationDefinitionNode | FragmentDefinitionNode) -> None:
    _check("TOO_MANY_DIRECTIVES", "directives in one place", len(definition.directives or ()), MAX_DIRECTIVES)
    for selections in _selection_sets(definition.selection_set):
        same: dict[str, int] = {}
        for each in selections.selections:
            _check(
                "TOO_MANY_DIRECTIVES", "directives in one place", len(each.directives or ()), MAX_DIRECTIVES
            )
            if isinstance(each, FieldNode):
                key = (each.alias or each.name).value
                same[key] = same.get(key, 0) + 1
        most = max(same.values(), default=0)
        _check("TOO_MANY_SAME_FIELDS", "fields of one name in one place", most, MAX_SAME_FIELDS)


def _selection_sets(outermost: SelectionSetNode) -> Iterator[SelectionSetNode]:
    waiting = [outermost]
    while waiting:
        selections = waiting.pop()
        yield selections
        waiting.extend(
            each.selection_set
            for each in selections.selections
            if isinstance(each, FieldNode | InlineFragmentNode) and each.selection_set
        )


def _root_fields(operation: OperationDefinitionNode) -> int:
    return sum(isinstance(each, FieldNode) for each in operation.selection_set.selections)


def _check(code: str, what: str, seen: int, most: int) -> None:
    if seen > most:
        raise too_much(code, what, seen, most)


def fragments_of(document: DocumentNode) -> Mapping[str, FragmentDefinitionNode]:
    """The fragments of a document by name."""
    return {
        each.name.value: each for each in document.definitions if isinstance(each, FragmentDefinitionNode)
    }
