"""An engine that may be down, and the database that answers for it then."""

from collections.abc import Sequence
from uuid import UUID

import structlog

from registry.search.model import NO_FILTERS, EngineUnavailable, Filters, Page, SearchIndex, Subject

log = structlog.get_logger()


class WithFallback:
    """Asks the first engine, and the second when the first does not answer.

    Nothing is lost meanwhile: changes for the first wait in the outbox. A reader who turns the page just then starts
    at the beginning, because engines order differently.
    """

    def __init__(self, first: SearchIndex, second: SearchIndex) -> None:
        self._first = first
        self._second = second

    @property
    def name(self) -> str:
        """What the engine that should answer is called."""
        return self._first.name

    async def search(
        self,
        query: str,
        filters: Filters = NO_FILTERS,
        first: int = 20,
        after: str | None = None,
        *,
        subject: Subject = Subject.SOFTWARE,
    ) -> Page:
        """Find what anybody may see; see `SearchIndex`. The page says which engine answered.

        Raises:
            Refused: QUERY_TOO_LONG, FIRST_OUT_OF_RANGE or CURSOR_UNKNOWN.
        """
        try:
            return await self._first.search(query, filters, first, after, subject=subject)
        except EngineUnavailable as error:
            log.warning("search.fallback", engine=self._first.name, reason=str(error))
            return await self._second.search(query, filters, first, subject=subject)

    async def index(self, ids: Sequence[UUID], *, subject: Subject = Subject.SOFTWARE) -> None:
        """Bring the first engine up to date; the second needs no telling.

        Raises:
            EngineUnavailable: the first did not take them all.
        """
        await self._first.index(ids, subject=subject)
