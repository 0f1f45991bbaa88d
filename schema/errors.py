"""How the API says no: user errors in the reader's language, and faults of ours without their insides."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from uuid import uuid4

import strawberry
import structlog
from graphql import ExecutionResult as GraphQLResult
from graphql import GraphQLError
from strawberry.extensions import SchemaExtension
from strawberry.types import ExecutionResult

from schema.fields import column
from schema.wording import Wording
from store.database import TooSlow, Unavailable
from store.refusal import Problem

LANGUAGES = ("en", "zh-Hant")
TOO_SLOW = "This asks for too much: it took too long. Ask for less at once."
SUGGESTION = re.compile(r" Did you mean [^?]*\?")  # as graphql-core words them
#: What Python says of numbers with thousands of digits, and how to allow for them.
PYTHONS_OWN = re.compile(r", but encountered error 'Exceeds the limit [^']*'")
LONGEST_MESSAGE = 1_000  # characters; graphql-core repeats names and values that are wrong, however long
log = structlog.get_logger()


@strawberry.type(description="One thing that was wrong with what was asked; nothing was written.")
class UserError:
    """A refusal, as the API shows it."""

    code: str = column("Stable code; `schema/messages.toml` in the source lists them all.")
    field: list[str] | None = column("Path of the input that is wrong; null when it is about the whole.")
    message: str = column("What was wrong and what would be right, in the language of the request.")


@cache
def messages() -> Mapping[str, Mapping[str, str]]:
    """The text of every refusal code, by language."""
    with files("schema").joinpath("messages.toml").open("rb") as file:
        return tomllib.load(file)


def text_of(problem: Problem, language: str) -> str:
    """A problem in words; its code when the catalogue has none, so that nothing is hidden."""
    texts = messages().get(problem.code)
    if texts is None:
        return problem.code
    chosen = language if language in texts else "en"
    values = _Values(problem.values)
    return Wording(chosen, values).vformat(texts[chosen], (), values)


class _Values(dict[str, object]):
    """Values of a message; one that is missing is shown by its name rather than failing the answer."""

    def __missing__(self, key: str) -> str:
        return f"{{{key}}}"


def user_errors(problems: Sequence[Problem], language: str) -> list[UserError]:
    """Problems as the API shows them."""
    return [
        UserError(
            code=problem.code,
            field=problem.field.split(".") if problem.field else None,
            message=text_of(problem, language),
        )
        for problem in problems
    ]


class MaskFaults(SchemaExtension):
    """Shows what callers did wrong as it is, and anything else as an id that the log has."""

    def on_operation(self) -> Iterator[None]:
        """After execution, replace the insides of faults."""
        yield
        result = self.execution_context.result
        if isinstance(result, ExecutionResult | GraphQLResult) and result.errors:
            result.errors = [shown(error) for error in result.errors]


def shown(error: GraphQLError) -> GraphQLError:
    """An error as callers may see it: what they did wrong as it is, faults of ours as an id that the log has."""
    original = error.original_error
    # A scalar that refuses what was written is heard before anything has a path.
    is_input = error.path is None and isinstance(original, ValueError)
    if original is None or is_input or isinstance(original, GraphQLError):
        return _of_the_caller(error)
    if isinstance(original, Unavailable):
        return _replaced(
            error, "The database cannot be reached now; try again in a few seconds.", "UNAVAILABLE"
        )
    if isinstance(original, TooSlow):
        return _replaced(error, TOO_SLOW, "TOO_SLOW")
    fault = uuid4().hex
    log.error("fault", fault=fault, path=error.path, exc_info=original)
    return _replaced(error, f"Something went wrong on our side. Tell us this number: {fault}", "INTERNAL")


def _of_the_caller(error: GraphQLError) -> GraphQLError:
    """With a code, which graphql-core gives to none that is about variables.

    Without what may have been meant: the contract is public, and guesses are the dearest way to read it.
    """
    error.message = _short(PYTHONS_OWN.sub("", SUGGESTION.sub("", error.message)))
    error.extensions = error.extensions or {"code": "BAD_USER_INPUT"}
    return error


def _short(message: str) -> str:
    return message if len(message) <= LONGEST_MESSAGE else f"{message[:LONGEST_MESSAGE]}…"


def too_slow() -> GraphQLError:
    """An operation took longer than any may."""
    return GraphQLError(TOO_SLOW, extensions={"code": "TOO_SLOW"})


def _replaced(error: GraphQLError, message: str, code: str) -> GraphQLError:
    return GraphQLError(message, nodes=error.nodes, path=error.path, extensions={"code": code})
