"""What all bounded conversations with a forge share: their bounds, their answers, and what a refusal means."""

import json
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from scrapers.failures import (
    BAD_CREDENTIALS,
    BLOCKED,
    CONNECTION_FAILED,
    FORBIDDEN,
    NOT_FOUND,
    REQUEST_LIMIT,
    TIME_LIMIT,
    Gone,
    Unreachable,
)

MOST_SECONDS: Final = 60.0  # of one look; a forge that answers slower than this is as good as down
MOST_CONNECTION_FAILURES: Final = 2  # one may be chance; asking on would only wait for more time-outs
TIMEOUT_SECONDS: Final = 10

OK, NOT_MODIFIED, CONFLICT = 200, 304, 409
_GONE: Final = {404: NOT_FOUND, 410: NOT_FOUND, 451: BLOCKED}
_REFUSED: Final = {401: BAD_CREDENTIALS, 403: FORBIDDEN}
_LAST_PAGE: Final = re.compile(r'[?&]page=(\d+)[^>]*>;\s*rel="last"')


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: 200 with data, 304 without, or 409 for an empty repository."""

    status: int
    headers: Mapping[str, str]
    data: Any

    @property
    def etag(self) -> str | None:
        """Give the validator to send next time."""
        return self.headers.get("etag")

    @property
    def has_next_page(self) -> bool:
        """Say whether the list goes on."""
        return 'rel="next"' in self.headers.get("link", "")

    @property
    def last_page(self) -> int | None:
        """Give the number of the list's last page; None when this is the only one."""
        found = _LAST_PAGE.search(self.headers.get("link", ""))
        return int(found.group(1)) if found else None


@dataclass(slots=True)
class Bounds:
    """How much one conversation may still ask, and for how long.

    Attributes:
        most_requests: of the whole conversation.
        requests: asked so far.
    """

    most_requests: int
    requests: int = 0
    _connection_failures: int = 0
    _give_up_at: float = field(default_factory=lambda: time.monotonic() + MOST_SECONDS)

    def check(self) -> None:
        """Refuse the next request where a bound is met.

        Raises:
            Unreachable: REQUEST_LIMIT, TIME_LIMIT or CONNECTION_FAILED.
        """
        if self.requests >= self.most_requests:
            raise Unreachable(REQUEST_LIMIT)
        self.check_time()
        if self._connection_failures >= MOST_CONNECTION_FAILURES:
            raise Unreachable(CONNECTION_FAILED)

    def check_time(self) -> None:
        """Refuse to go on where the conversation has taken too long.

        Raises:
            Unreachable: TIME_LIMIT.
        """
        if time.monotonic() > self._give_up_at:
            raise Unreachable(TIME_LIMIT)

    def cut(self) -> Unreachable:
        """Count a connection that failed, and give what to raise of it."""
        self._connection_failures += 1
        return Unreachable(CONNECTION_FAILED)


def decoded(body: str | bytes) -> Any:
    """Read JSON; None for what is none."""
    try:
        return json.loads(body) if body else None
    except (ValueError, RecursionError):
        return None


def refusal(status: int) -> Exception:
    """Give what to raise for a status that is no answer."""
    if status in _GONE:
        return Gone(_GONE[status])
    return Unreachable(_REFUSED.get(status, f"HTTP_{status}"))
