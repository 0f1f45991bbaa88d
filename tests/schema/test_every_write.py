"""Every mutation: whether it is audited, whether it guards against what others changed, whether scopes hold it.

The sources are read, not run, as for the fields of refusals: from each mutation every function that it can reach is
followed. What is read there is tried on some.
"""

import ast
import importlib
import inspect
from collections.abc import Iterator, Mapping
from functools import cache
from types import FunctionType, ModuleType

import pytest

from schema import writes
from schema.contract import SCHEMA
from store import audit

ROOMS = ("matching.", "registry.", "schema.", "store.jobs")

#: Mutations of records that have a version, which ask for none, and why what others changed cannot be overwritten.
WITHOUT_VERSION: Mapping[str, str] = {
    "openProgramme": "a step from one state, refused in any other; it changes nothing that is written",
    "startReview": "as above",
    "closeProgramme": "as above",
    "submitChallenge": "as above",
    "approveChallenge": "as above",
    "sendBackChallenge": "as above",
    "withdrawChallenge": "as above",
    "withdrawApplication": "as above",
    "withdrawProposal": "as above",
    "answerSurvey": "an answer has one author, who writes it as a whole",
    "judgeSurveyTopic": "says how one finding is to be, whatever it was",
    "draftFromTopic": "a step that can be taken once",
    "commitToTheme": "adds one commitment",
    "withdrawCommitment": "takes one commitment away",
    "answerContinuation": "a step that each side takes once",
    "unassignCoach": "takes away a coaching",
    "writeCoachingEntry": "adds an entry",
    "takeUpProposal": "as above",
    "showInterest": "says how one interest is to be, whatever it was",
    "castBallot": "a ballot has one voter, who casts it as a whole",
    "adoptAssignment": "as above; what is adopted is a proposal, which nobody can change",
    "endMatch": "as above",
    "addTeamMember": "says how one membership is to be, whatever it was",
    "removeTeamMember": "as above",
    "correctViewer": "says how one is called, whatever it was",
    "showMyName": "a consent, which is given for oneself",
    "sayMyBarriers": "the same; what was said before is nobody's to read",
    "saveSearch": "adds a search",
    "storeSbom": "a file of a build, which is handed in as a whole",
    "shortlistApplication": "says how it is to be, whatever it was",
    "gradeApplication": "a side has one grade, which it gives as a whole",
    "acceptRoleInterest": "a step from one state, refused in any other",
    "declineRoleInterest": "as above",
    "withdrawRoleInterest": "as above",
    "offerTeamPlace": "as above",
    "joinRoleTeam": "as above",
    "hideQuestion": "a step that can be taken once and not back",
    "answerServiceCheck": "an answer has one author, who gives it as a whole",
    "joinNote": "a consent, which is given for oneself",
    "publishNote": "a step that can be taken once and not back",
    "settleCredit": "the same; what was claimed cannot be changed",
    "withdrawConsent": "a step that can be taken once and not back",
    "observeSoftware": "asks for a look; what is seen then is stored by itself",
    "declareReviewConflict": "a step that can be taken once and not back",
    "reviewApplication": "a review has one author, who writes it as a whole",
    "withdrawUsage": "takes away a statement that its agency may make again",
    "revokeRole": "takes away a grant, which is never changed",
    "revokeToken": "takes away a token, which is never changed",
    "endSession": "takes away a session, which is never changed",
    "pingWebhook": "changes nothing of it",
    "sendWebhookDeliveryAgain": "changes nothing of what is sent",
    "resumeWebhook": "a step from one state; what it is does not change",
    "releaseJob": "the same",
    "crawlNow": "asks for a crawl; what is found then is stored by itself",
    "removeCrawlSource": "takes away a source, which is never changed",
    "removeRepository": "takes away a repository, which nobody edits",
    "removeWebhook": "takes it away with what it holds",
    "deleteSavedSearch": "takes away a search, which is replaced and never changed",
    "disableServiceAccount": "a step that can be taken once and not back",
}

Reached = tuple[str, str]


def mutations() -> list[tuple[str, str, str]]:
    """Name in the schema, module and function of each mutation."""
    found = []
    for name, field in SCHEMA._schema.mutation_type.fields.items():  # type: ignore[union-attr]  # there are mutations
        function = field.extensions["strawberry-definition"].base_resolver.wrapped_func
        found.append((name, function.__module__, function.__name__))
    return found


@cache
def functions(module: str) -> dict[str, ast.AST]:
    tree = ast.parse(inspect.getsource(importlib.import_module(module)))
    return {
        each.name: each for each in ast.walk(tree) if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef)
    }


def named(module: str, node: ast.expr) -> FunctionType | None:
    """The function that a name or an attribute stands for."""
    here = importlib.import_module(module)
    found: object = None
    if isinstance(node, ast.Name):
        found = getattr(here, node.id, None)
    elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        owner = getattr(here, node.value.id, None)
        found = getattr(owner, node.attr, None) if isinstance(owner, ModuleType) else None
    return found if isinstance(found, FunctionType) else None


def records_of(module: str, name: str, seen: set[Reached]) -> Iterator[ast.Call]:
    """Every call of `audit.record` in a function or one that it reaches."""
    if (module, name) in seen or name not in functions(module):
        return
    seen.add((module, name))
    for node in ast.walk(functions(module)[name]):
        if isinstance(node, ast.Call) and named(module, node.func) is audit.record:
            yield node
        if isinstance(node, ast.Name | ast.Attribute):
            target = named(module, node)
            if target is not None and target.__module__.startswith(ROOMS):
                yield from records_of(target.__module__, target.__name__, seen)


def arguments(call: ast.Call) -> set[str]:
    """The parameters of `audit.record` that a call gives."""
    given = list(inspect.signature(audit.record).parameters)[: len(call.args)]
    return {*given, *(each.arg for each in call.keywords if each.arg)}


@pytest.mark.parametrize(("name", "module", "function"), mutations(), ids=[each[0] for each in mutations()])
def test_every_mutation_says_who_did_what_to_which_record(name: str, module: str, function: str) -> None:
    records = list(records_of(module, function, set()))
    assert records
    for call in records:
        assert {"tx", "actor", "action", "subject_type", "subject_id"} <= arguments(call)


@pytest.mark.parametrize(("name", "module", "function"), mutations(), ids=[each[0] for each in mutations()])
def test_an_edit_says_how_it_was_before_and_after(name: str, module: str, function: str) -> None:
    field = SCHEMA._schema.mutation_type.fields[name]  # type: ignore[union-attr]  # there are mutations
    if "expectedVersion" not in field.args:
        return
    told = [arguments(call) for call in records_of(module, function, set())]
    assert any({"before", "after"} <= each for each in told), name


def changes_what_stands() -> set[str]:
    """Mutations that name a record by its own id or a member of one, or put something in the place of what stood."""
    fields = SCHEMA._schema.mutation_type.fields  # type: ignore[union-attr]  # there are mutations
    by_id = {name for name, field in fields.items() if "id" in field.args}
    as_a_whole = {
        name for name in fields if name.startswith(("set", "save", "say", "correct", "showMy", "store"))
    }
    return by_id | as_a_whole | {name for name in fields if name.endswith("TeamMember")}


def test_every_edit_asks_for_the_version_that_was_read() -> None:
    fields = SCHEMA._schema.mutation_type.fields  # type: ignore[union-attr]  # there are mutations
    guarded = {name for name, field in fields.items() if "expectedVersion" in field.args}
    assert changes_what_stands() - guarded == set(WITHOUT_VERSION)
    assert {name for name in fields if name.startswith("edit")} <= guarded
    for name in guarded:
        assert str(fields[name].args["expectedVersion"].type) == "Int!", name


def reaches_write(module: str, name: str, seen: set[str]) -> bool:
    """Whether a function, or one beside it that it calls, hands its work to `write`."""
    if name in seen or name not in functions(module):
        return False
    seen.add(name)
    called = [node.func for node in ast.walk(functions(module)[name]) if isinstance(node, ast.Call)]
    return any(
        named(module, each) is writes.write
        or (isinstance(each, ast.Name) and reaches_write(module, each.id, seen))
        for each in called
    )


@pytest.mark.parametrize(("name", "module", "function"), mutations(), ids=[each[0] for each in mutations()])
def test_every_mutation_goes_the_way_of_a_write(name: str, module: str, function: str) -> None:
    assert reaches_write(module, function, set()), name
