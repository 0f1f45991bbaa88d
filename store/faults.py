"""What may be said of a fault without repeating what somebody wrote."""

import traceback
from collections.abc import Iterator

_OF_DATABASE = "asyncpg."


def said(error: BaseException) -> str:
    """Name a fault in one line: of the database's class and SQLSTATE only, of others the class and what they say.

    PostgreSQL repeats values of rows and arguments in messages, details and contexts, and so does asyncpg.
    """
    if not _is_of_database(error):
        return f"{type(error).__name__}: {error}"
    state = getattr(error, "sqlstate", None)
    return f"{type(error).__name__}" + (f" (SQLSTATE {state})" if state else "")


def told(error: BaseException) -> str:
    """Give a fault and what led to it, each with its calls, as `said` would name those of the database."""
    text = "".join(_lines(error, set()))
    for each in _chain(error, set()):
        if _is_of_database(each):  # whoever caught it may have repeated it
            for words in sorted({str(each), *map(str, each.args)} - {""}, key=len, reverse=True):
                text = text.replace(words, said(each))
    return text.rstrip("\n")


def _is_of_database(error: BaseException) -> bool:
    return any(kind.__module__.startswith(_OF_DATABASE) for kind in type(error).__mro__)


def _before(error: BaseException) -> BaseException | None:
    return error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _chain(error: BaseException, seen: set[int]) -> Iterator[BaseException]:
    if id(error) in seen:
        return
    seen.add(id(error))
    yield error
    within = error.exceptions if isinstance(error, BaseExceptionGroup) else ()
    for each in (error.__cause__, error.__context__, *within):
        if each is not None:
            yield from _chain(each, seen)


def _lines(error: BaseException, seen: set[int], *, leads_to_database: bool = False) -> Iterator[str]:
    """Give the lines; what led to a fault of the database is by class only, for the driver quotes arguments there."""
    seen.add(id(error))
    leads_to_database = leads_to_database or _is_of_database(error)
    before = _before(error)
    if before is not None and id(before) not in seen:
        yield from _lines(before, seen, leads_to_database=leads_to_database)
        yield "\nwhich led to:\n\n"
    if error.__traceback__ is not None:
        yield "Traceback (most recent call last):\n"
        yield from traceback.format_tb(error.__traceback__)
    if _is_of_database(error):
        yield f"{said(error)}\n"
    elif leads_to_database:
        yield f"{type(error).__name__}\n"
    elif not isinstance(error, BaseExceptionGroup):
        yield from traceback.format_exception_only(error)
    else:
        yield f"{type(error).__name__}: {error}\n"
        for each in error.exceptions:
            yield "\namong them:\n\n"
            yield from _lines(each, seen)
