"""Rows as lines of CSV (RFC 4180) that a spreadsheet shows, and never runs."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

import orjson

#: What spreadsheets take for the beginning of a formula (OWASP, "CSV Injection").
FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
BETWEEN: Final = ";"  # the values of a list in one cell


def lines(rows: Iterable[Sequence[Any]]) -> bytes:
    """Write rows."""
    out = io.StringIO()
    csv.writer(out).writerows([_cell(value) for value in row] for row in rows)
    return out.getvalue().encode()


def _cell(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool() | dict():
            return orjson.dumps(value).decode()
        case date():
            return value.isoformat()
        case int() | float() | UUID():
            return str(value)
        case list():
            return _harmless(BETWEEN.join(str(each) for each in value))
        case _:
            return _harmless(str(value))


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA) else text
