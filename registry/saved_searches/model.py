"""A search that somebody saved in order to be told of new entries that it finds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

MOST_SAVED: Final = 50  # of one person; each is asked again whenever something is new
LONGEST_NAME: Final = 100  # characters
MOST_CHOICES: Final = 100  # values of all groups together; a page offers fewer
LONGEST_CHOICE: Final = 200  # characters; licences and slugs are shorter


@dataclass(frozen=True, slots=True)
class NewSavedSearch:
    """What somebody wants to save.

    Attributes:
        name: what they call it; another search of theirs with the same name is replaced.
        query: words, as they were written.
        filters: chosen values by facet.
    """

    name: str
    query: str
    filters: Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A saved search."""

    id: UUID
    person_id: UUID
    name: str
    query: str
    filters: Mapping[str, Sequence[str]]
    created_at: datetime


@dataclass(frozen=True, slots=True)
class FoundLetter:
    """What somebody is written about one of their searches.

    Attributes:
        found: names and slugs of what is new in it, newest first.
    """

    id: UUID
    email: str
    language: str
    search: SavedSearch
    begun_at: datetime
    is_sent: bool
    found: Sequence[tuple[str, str]]
