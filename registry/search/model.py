"""What a search is asked, and what it answers, whichever engine does the work."""

import base64
import binascii
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from store.refusal import Problem, Refused

MOST_A_PAGE = 100  # the API's bound on `first`
LONGEST_QUERY = (
    400  # characters; more is no question any more, and each word of it is looked up by all its names
)


class Subject(StrEnum):
    """What can be searched for."""

    SOFTWARE = "software"
    CHALLENGE = "challenge"
    TEAM = "team"

    @property
    def topic(self) -> str:
        """The outbox topic that tells of a change."""
        return f"{self.value}.changed"


class Facet(StrEnum):
    """The groups that a search can be narrowed by: values of one group are OR, groups are AND."""

    CATEGORY = "category"
    SCOPE = "scope"
    VERDICT = "verdict"
    LICENCE = "licence"
    APPROVED = "approved"
    HEALTH_BAND = "health_band"
    PUBLISHER = "publisher"
    COUNTRY = "country"
    COUNTY = "county"
    SOFTWARE_TYPE = "software_type"
    DEVELOPMENT_STATUS = "development_status"
    TECHNOLOGY = "technology"
    LANGUAGE = "language"
    USED_BY = "used_by"
    PROGRAMME = "programme"
    MODE = "mode"
    ACCESSIBILITY = "accessibility"
    OPEN = "open"
    STATE = "state"
    DOMAIN = "domain"
    NEED = "need"
    DATA_CLASS = "data_class"
    OWNER = "owner"
    SKILL = "skill"


Filters = Mapping[Facet, Sequence[str]]
NO_FILTERS: Filters = {}


@dataclass(frozen=True, slots=True)
class FacetCount:
    """How many results would be there if this value were chosen, the other groups' choices standing."""

    value: str
    count: int


@dataclass(frozen=True, slots=True)
class Page:
    """One page of answers.

    Attributes:
        ids: the records, best first.
        total: how many there are over all pages.
        facets: counts by group, commonest value first.
        cursors: one for each id, to be given as `after`.
        has_next_page: whether more follow.
        understood: the query with typos mended, when that is what was searched for; else None.
        total_is_at_least: whether there are more than `total`, and as many or more than each facet's count.
        is_loosened: whether hardly anything had all the words, so that there are also some that have only some.
        engine: which engine answered.
    """

    ids: tuple[UUID, ...]
    total: int
    facets: Mapping[Facet, tuple[FacetCount, ...]] = field(default_factory=dict)
    cursors: tuple[str, ...] = ()
    has_next_page: bool = False
    understood: str | None = None
    is_loosened: bool = False
    total_is_at_least: bool = False
    engine: str = ""


class EngineUnavailable(Exception):  # noqa: N818 - the state of an engine, not a fault of the program
    """The search engine did not answer, or did not take what it was told; telling it again later may work."""


class SearchIndex(Protocol):
    """An engine. The order of results may differ between engines; filters and counts do not."""

    @property
    def name(self) -> str:
        """What the engine is called in answers and settings."""

    async def search(
        self,
        query: str,
        filters: Filters = NO_FILTERS,
        first: int = 20,
        after: str | None = None,
        *,
        subject: Subject = Subject.SOFTWARE,
    ) -> Page:
        """Find what anybody may see.

        Args:
            query: words in any language, at most LONGEST_QUERY characters; no words at all find everything.
            filters: chosen values by group; groups that the subject does not have narrow nothing.
            first: how many, 1 to 100.
            after: cursor of the last result already seen.
            subject: what is looked for.

        Raises:
            Refused: QUERY_TOO_LONG, FIRST_OUT_OF_RANGE or CURSOR_UNKNOWN.
            EngineUnavailable: it did not answer.
        """

    async def index(self, ids: Sequence[UUID], *, subject: Subject = Subject.SOFTWARE) -> None:
        """Bring the engine up to date on these records: changed, new, gone, or no longer public.

        Raises:
            EngineUnavailable: it did not take them all.
        """


def encode_cursor(rank: float, tie: str) -> str:
    """Name a place in the order of results."""
    return base64.urlsafe_b64encode(f"{rank!r} {tie}".encode()).decode().rstrip("=")


def decode_cursor(cursor: str) -> tuple[float, str]:
    """Read a place in the order of results back.

    Raises:
        Refused: CURSOR_UNKNOWN: it is not one of ours.
    """
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        rank, tie = base64.b64decode(padded, altchars=b"-_", validate=True).decode().split(" ")
        return float(rank), tie
    except (binascii.Error, ValueError) as error:
        raise Refused(Problem("CURSOR_UNKNOWN", "after")) from error


def check_id(tie: str) -> None:
    """Let the cursor of a search without words through, which ends in an id.

    Raises:
        Refused: CURSOR_UNKNOWN: it is of another search.
    """
    try:
        UUID(tie)
    except ValueError as error:
        raise Refused(Problem("CURSOR_UNKNOWN", "after")) from error


def check_query(query: str) -> None:
    """Let questions of up to LONGEST_QUERY characters through.

    Raises:
        Refused: QUERY_TOO_LONG.
    """
    if len(query) > LONGEST_QUERY:
        raise Refused(Problem("QUERY_TOO_LONG", "query", {"limit": LONGEST_QUERY, "length": len(query)}))


def check_page(first: int) -> None:
    """Let pages of 1 to 100 through.

    Raises:
        Refused: FIRST_OUT_OF_RANGE.
    """
    if not 1 <= first <= MOST_A_PAGE:
        raise Refused(Problem("FIRST_OUT_OF_RANGE", "first", {"limit": MOST_A_PAGE}))
