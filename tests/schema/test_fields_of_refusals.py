"""A refusal points at what the caller sent: an argument of the mutation, or a field of its input.

The sources are read, not run: from each mutation every function that it can reach is followed, and every field that
one of them can refuse with is compared with the arguments in the schema.
"""

import ast
import importlib
import inspect
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from types import FunctionType, ModuleType

import pytest
from graphql import get_named_type, is_input_object_type

from schema.contract import SCHEMA

ROOMS = ("matching.", "registry.", "schema.")
SAYING_NO = {"Problem", "unless", "refuse_unless"}
FIELD = "field"

#: Fields that a mutation cannot be refused with, though a function that it reaches can refuse others so; and why not.
NEVER_MET = {
    ("draftChallenge", "source"): "only officers' imports name one",
    ("editChallenge", "source"): "as above",
    ("takeUpProposal", "ownerId"): "the owner was found to be the actor's before",
    ("takeUpProposal", "programmeId"): "the round was found to be open before, and the proposal to be of it",
    ("takeUpProposal", "source"): "a proposal has none",
    ("draftFromTopic", "ownerId"): "the owner was found to be the actor's before",
    ("draftFromTopic", "source"): "a topic has none",
    ("formRoleTeam", "source"): "as above",
    ("registerTeam", "source"): "as above",
    ("editTeam", "source"): "as above",
    ("addMilestone", "note"): "a new milestone has none",
    ("editMilestone", "note"): "it was judged when it was written",
    ("reachMilestone", "title"): "it was judged when it was written",
    ("adoptAssignment", "programmeId"): "the round was found to be under review before",
    ("adoptWhatIf", "id"): "it was kept a moment before, in a round that was found to be under review",
    ("deliver", "deliveredAt"): "only officers' imports name one",
    ("deliver", "publisherId"): "it is the owner of the match",
    ("deliver", "id"): "the match was found to be deliverable before",
    ("importSoftware", "publisherId"): "it was found by its name",
    ("signInAsExample", "personId"): "it is one of those who were just listed",
    ("deleteViewer", "personId"): "it is oneself",
    ("showMyName", "id"): "the consent was found a moment before",
    ("acceptInvitation", "personId"): "it is the one who was just stored",
}

#: Steps that judge what was written before: they point at the fields of the input that mends it.
JUDGED_AS_A_WHOLE = {
    "submitChallenge": "ChallengeInput",
    "approveChallenge": "ChallengeInput",
    "takeUpProposal": "ChallengeInput",
    "draftFromTopic": "ChallengeInput",
    "formRoleTeam": "TeamInput",  # made of the founder's profile
}

Reached = tuple[str, str]


@dataclass(frozen=True)
class Said:
    """A field that a function refuses with, and where."""

    field: str
    module: str
    line: int


@cache
def functions(module: str) -> dict[str, ast.AST]:
    tree = ast.parse(inspect.getsource(importlib.import_module(module)))
    return {
        each.name: each for each in ast.walk(tree) if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef)
    }


def resolved(module: str, called: ast.expr) -> tuple[str, str] | None:
    """Module and name of a called function, when it is one of ours."""
    here = importlib.import_module(module)
    found: object = None
    if isinstance(called, ast.Name):
        found = getattr(here, called.id, None)
    elif isinstance(called, ast.Attribute) and isinstance(called.value, ast.Name):
        owner = getattr(here, called.value.id, None)
        found = getattr(owner, called.attr, None) if isinstance(owner, ModuleType) else None
    if isinstance(found, FunctionType) and found.__module__.startswith(ROOMS):
        return found.__module__, found.__name__
    return None


def constant(node: ast.expr | None) -> str | None:
    """A text that stands in the source, or the part of one before its first value."""
    if isinstance(node, ast.JoinedStr):
        node = node.values[0] if node.values else None
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def field_argument(module: str, call: ast.Call) -> ast.expr | None:
    """The argument of a call that names a field."""
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    for each in call.keywords:
        if each.arg == FIELD:
            return each.value
    if name in SAYING_NO:
        position = 1 if name == "Problem" else 2
    else:
        target = resolved(module, call.func)
        parameters = [] if target is None else list(parameters_of(*target))
        if FIELD not in parameters:
            return None
        position = parameters.index(FIELD)
    return call.args[position] if len(call.args) > position else None


def parameters_of(module: str, name: str) -> Iterator[str]:
    node = functions(module)[name]
    assert isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    yield from (each.arg for each in (*node.args.posonlyargs, *node.args.args))


def said_from(module: str, name: str, seen: set[Reached]) -> Iterator[Said]:
    """Every field that a function, or one that it reaches, refuses with."""
    if (module, name) in seen:
        return
    seen.add((module, name))
    for node in ast.walk(functions(module)[name]):
        text = constant(field_argument(module, node)) if isinstance(node, ast.Call) else None
        if text and isinstance(node, ast.Call):
            yield Said(text.split(".")[0], module, node.lineno)
        # A function need not be called where it is named: some are handed on to be called.
        target = resolved(module, node) if isinstance(node, ast.Name | ast.Attribute) else None
        if target is not None and target[1] in functions(target[0]):
            yield from said_from(*target, seen)


def mutations() -> list[tuple[str, str, str]]:
    """Name in the schema, module and function of each mutation."""
    found = []
    for name, field in SCHEMA._schema.mutation_type.fields.items():  # type: ignore[union-attr]  # there are mutations
        function = field.extensions["strawberry-definition"].base_resolver.wrapped_func
        found.append((name, function.__module__, function.__name__))
    return found


@pytest.mark.parametrize(("name", "module", "function"), mutations(), ids=[each[0] for each in mutations()])
def test_every_field_of_a_refusal_is_one_that_the_caller_sent(name: str, module: str, function: str) -> None:
    field = SCHEMA._schema.mutation_type.fields[name]  # type: ignore[union-attr]  # there are mutations
    known = set(field.args)
    kinds = [get_named_type(argument.type) for argument in field.args.values()]
    if name in JUDGED_AS_A_WHOLE:
        kinds.append(SCHEMA._schema.type_map[JUDGED_AS_A_WHOLE[name]])
    for kind in kinds:
        if is_input_object_type(kind):
            known |= set(kind.fields)
    said = said_from(module, function, set())
    wrong = {each for each in said if each.field not in known and (name, each.field) not in NEVER_MET}
    assert sorted(f"{each.field} in {each.module}, line {each.line}" for each in wrong) == []


def test_every_exception_is_still_needed() -> None:
    places = {name: (module, function) for name, module, function in mutations()}
    for name, field in NEVER_MET:
        assert field in {each.field for each in said_from(*places[name], set())}, (name, field)


def test_the_sources_are_followed_to_where_refusals_are_made() -> None:
    said = {each.field for each in said_from("schema.applications", "apply", set())}
    assert {"teamId", "challengeId", "proposal", "hoursOffered"} <= said
