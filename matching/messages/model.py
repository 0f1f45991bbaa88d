"""A message within a match: from which side, in plain words."""

from enum import StrEnum
from typing import Final

LONGEST_MESSAGE: Final = 5_000  # characters, two printed pages; more is a document


class Sender(StrEnum):
    """For whom somebody writes."""

    OWNER = "OWNER"
    TEAM = "TEAM"
    OFFICER = "OFFICER"
