"""Whatever may be left out may be null: then it is cleared, or refused in words, and never a fault of ours."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from graphql import (
    GraphQLInputObjectType,
    GraphQLInputType,
    get_named_type,
    is_input_object_type,
    is_non_null_type,
    parse,
    print_ast,
)
from graphql.language import (
    ArgumentNode,
    FieldNode,
    NameNode,
    NullValueNode,
    ObjectFieldNode,
    ObjectValueNode,
    OperationDefinitionNode,
)

from matching.challenges.model import ChallengeForm
from schema.contract import SCHEMA
from tests.security import test_who_writes_what as writes
from tests.security.test_who_writes_what import MUTATIONS, Tried, document
from tests.security.world import ROLES

tried = writes.tried


def with_nulls(name: str) -> Iterator[str]:
    """The document of a mutation's row, once for each of what may be null in it, with a null there."""
    mutation = SCHEMA._schema.mutation_type
    assert mutation is not None
    for argument, each in mutation.fields[name].args.items():
        if not is_non_null_type(each.type):
            yield _written(name, argument, None)
        named = get_named_type(each.type)
        if is_input_object_type(named) and not _is_list(each.type):
            for field in _may_be_null(named):
                yield _written(name, argument, field)


def _may_be_null(given: GraphQLInputObjectType) -> Iterator[str]:
    return (name for name, field in given.fields.items() if not is_non_null_type(field.type))


def _is_list(given: GraphQLInputType) -> bool:
    return "[" in str(given)


def _written(name: str, argument: str, field: str | None) -> str:
    (operation,) = parse(document(name, MUTATIONS[name])).definitions
    assert isinstance(operation, OperationDefinitionNode)
    (selected,) = operation.selection_set.selections
    assert isinstance(selected, FieldNode)
    given = {each.name.value: each.value for each in selected.arguments or ()}
    null = NullValueNode()
    if field is None:
        given[argument] = null
    else:
        before = given[argument]
        assert isinstance(before, ObjectValueNode)
        others = (each for each in before.fields if each.name.value != field)
        given[argument] = replace(
            before, fields=(*others, ObjectFieldNode(name=NameNode(value=field), value=null))
        )
    arguments = tuple(ArgumentNode(name=NameNode(value=each), value=value) for each, value in given.items())
    written = replace(selected, arguments=arguments)
    return print_ast(
        replace(operation, selection_set=replace(operation.selection_set, selections=(written,)))
    )


NULLED = {name: tuple(with_nulls(name)) for name in MUTATIONS}


@pytest.mark.parametrize("name", [name for name, documents in NULLED.items() if documents])
async def test_a_null_is_answered(tried: Tried, name: str, complete_form: ChallengeForm) -> None:
    role = next(each for each in ROLES if each in MUTATIONS[name].may)
    for text in NULLED[name]:
        codes, has_changed = await tried.try_out(role, name, complete_form, text)
        assert not (codes and has_changed), text
