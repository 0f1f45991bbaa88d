"""Relay's global ids: the type's name and the row's id, in base64."""

import base64
import binascii
from typing import Final
from uuid import UUID

from graphql import GraphQLError

LONGEST_QUOTED: Final = 100  # characters; ids of ours have 70, cursors seldom more


def quoted(text: str) -> str:
    """What a caller wrote, as a refusal repeats it: an answer is not made long by what nobody reads."""
    return repr(text if len(text) <= LONGEST_QUOTED else f"{text[:LONGEST_QUOTED]}…")


def to_global_id(type_name: str, row_id: UUID) -> str:
    """The id as the API shows it; the database's function `global_id` makes the same."""
    return base64.b64encode(f"{type_name}:{row_id}".encode()).decode()


def read_global_id(global_id: str) -> tuple[str, UUID]:
    """Type name and row id.

    Raises:
        ValueError: the text is no global id of ours.
    """
    try:
        type_name, _, row_id = base64.b64decode(global_id, validate=True).decode().partition(":")
        return type_name, UUID(row_id)
    except (binascii.Error, UnicodeDecodeError, ValueError) as error:
        raise ValueError(f"{quoted(global_id)} is not an id of this API") from error


def row_id(global_id: str, type_name: str) -> UUID:
    """The row's id, when the id is of the type that was asked for.

    Raises:
        GraphQLError: it is not.
    """
    try:
        found, row = read_global_id(global_id)
    except ValueError as error:
        raise GraphQLError(str(error), extensions={"code": "BAD_USER_INPUT"}) from error
    if found != type_name:
        raise GraphQLError(
            f"{quoted(global_id)} is an id of type {quoted(found)}; one of type {type_name!r} is asked for",
            extensions={"code": "BAD_USER_INPUT"},
        )
    return row
