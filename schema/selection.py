"""What an operation asks for of one type: equal response keys merged, fragments and directives resolved."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLIncludeDirective,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLSkipDirective,
    InlineFragmentNode,
    SelectionSetNode,
    is_abstract_type,
)
from graphql.execution.values import VariableValues, get_directive_values

Selection = Mapping[str, Sequence[FieldNode]]


class Selector:
    """Collects fields as the specification's CollectFields does, for one operation and its variables."""

    def __init__(
        self,
        schema: GraphQLSchema,
        fragments: Mapping[str, FragmentDefinitionNode],
        variables: VariableValues,
    ) -> None:
        self.schema = schema
        self._fragments = fragments
        self._variables = variables

    def fields(self, runtime_type: GraphQLObjectType, nodes: Iterable[FieldNode]) -> Selection:
        """Response key to field nodes below these nodes, in the order the response shows them."""
        found: dict[str, list[FieldNode]] = {}
        for node in nodes:
            if node.selection_set is not None:
                self._collect(runtime_type, node.selection_set, found, set())
        return found

    def root(self, runtime_type: GraphQLObjectType, selection_set: SelectionSetNode) -> Selection:
        """Response key to field nodes of a whole operation."""
        found: dict[str, list[FieldNode]] = {}
        self._collect(runtime_type, selection_set, found, set())
        return found

    def _collect(
        self,
        runtime_type: GraphQLObjectType,
        selection_set: SelectionSetNode,
        found: dict[str, list[FieldNode]],
        seen: set[str],
    ) -> None:
        for selection in selection_set.selections:
            if not self._included(selection):
                continue
            if isinstance(selection, FieldNode):
                key = selection.alias.value if selection.alias else selection.name.value
                found.setdefault(key, []).append(selection)
            elif isinstance(selection, InlineFragmentNode):
                if self._applies(selection.type_condition, runtime_type):
                    self._collect(runtime_type, selection.selection_set, found, seen)
            elif isinstance(selection, FragmentSpreadNode) and selection.name.value not in seen:
                seen.add(selection.name.value)
                fragment = self._fragments[selection.name.value]
                if self._applies(fragment.type_condition, runtime_type):
                    self._collect(runtime_type, fragment.selection_set, found, seen)

    def _included(self, selection: Any) -> bool:
        if not selection.directives:
            return True
        skip = get_directive_values(GraphQLSkipDirective, selection, self._variables)
        if skip is not None and skip["if"]:
            return False
        include = get_directive_values(GraphQLIncludeDirective, selection, self._variables)
        return include is None or bool(include["if"])

    def _applies(self, condition: Any, runtime_type: GraphQLObjectType) -> bool:
        if condition is None or condition.name.value == runtime_type.name:
            return True
        conditional = self.schema.get_type(condition.name.value)
        return is_abstract_type(conditional) and self.schema.is_sub_type(conditional, runtime_type)
