"""No word of what somebody wrote is told of a fault of the database."""

import asyncpg
import pytest

from store.database import Connection
from store.faults import said, told

CANARY = "ada.canary@example.org"


async def fault(tx: Connection, statement: str, *values: object) -> Exception:
    with pytest.raises((asyncpg.PostgresError, asyncpg.InterfaceError, ValueError)) as raised:
        await tx.execute(statement, *values)
    return raised.value


STATEMENTS = [
    ("select $1::uuid", (CANARY,), "DataError"),
    ("select $1::int", (CANARY,), "DataError"),
    (f"select '{CANARY}'::uuid", (), "InvalidTextRepresentationError (SQLSTATE 22P02)"),
    (
        f"insert into person (email, name) values ('{CANARY}', 'A'), ('{CANARY}', 'B')",  # noqa: S608 - a test's own
        (),
        "UniqueViolationError (SQLSTATE 23505)",
    ),
    (
        f"do $$ begin perform '{CANARY}'::date; end $$",
        (),
        "InvalidDatetimeFormatError (SQLSTATE 22007)",
    ),
]


@pytest.mark.parametrize(("statement", "values", "named"), STATEMENTS)
async def test_a_fault_of_the_database_is_named_and_not_quoted(
    tx: Connection, statement: str, values: tuple[object, ...], named: str
) -> None:
    error = await fault(tx, statement, *values)
    assert CANARY in str(error)
    assert said(error).startswith(named)
    assert CANARY not in told(error)
    assert said(error) in told(error)


async def test_what_repeats_a_fault_of_the_database_is_told_without_it(tx: Connection) -> None:
    inner = await fault(tx, "select $1::uuid", CANARY)
    outer = RuntimeError(f"not stored: {inner}")
    outer.__cause__ = inner
    both = ExceptionGroup(f"two: {outer}", [inner, KeyError("other")])
    both.__cause__ = outer
    text = told(both)
    assert CANARY not in text
    assert "RuntimeError: not stored: DataError" in text
    assert "KeyError: 'other'" in text


def test_other_faults_are_told_in_full_with_where_they_happened() -> None:
    with pytest.raises(ZeroDivisionError) as raised:
        _ = 1 // 0
    assert said(raised.value) == "ZeroDivisionError: integer division or modulo by zero"
    assert told(raised.value).startswith("Traceback (most recent call last):\n")
    assert told(raised.value).endswith("\nZeroDivisionError: integer division or modulo by zero")
