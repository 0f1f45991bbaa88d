"""What can keep a scraper from seeing a repository, as codes that pages and jobs understand."""

from typing import Final

# Reasons of `Unreachable`, and of the parts that an observation misses.
RATE_LIMITED: Final = "RATE_LIMITED"
CONNECTION_FAILED: Final = "CONNECTION_FAILED"
BAD_ANSWER: Final = "BAD_ANSWER"  # not JSON, cut short, or not shaped as the forge documents
BAD_CREDENTIALS: Final = "BAD_CREDENTIALS"
FORBIDDEN: Final = "FORBIDDEN"
REQUEST_LIMIT: Final = "REQUEST_LIMIT"  # our own bound on the requests of one look
TIME_LIMIT: Final = "TIME_LIMIT"  # our own bound on the seconds of one look

# Reasons of `Gone`.
NOT_FOUND: Final = "NOT_FOUND"  # deleted, never there, or private: the forge does not tell which
PRIVATE: Final = "PRIVATE"
BLOCKED: Final = "BLOCKED"  # taken down: HTTP 451, or the forge's own block
DISABLED: Final = "DISABLED"

# Reasons only of parts.
NOT_SENT: Final = "NOT_SENT"  # the forge's answer did not hold it
MORE_THAN_READ: Final = "MORE_THAN_READ"
TRUNCATED: Final = "TRUNCATED"  # the forge itself cut its answer
TOO_LARGE: Final = "TOO_LARGE"
NOT_UTF8: Final = "NOT_UTF8"  # read with replacement characters


_PASSING: Final = frozenset({RATE_LIMITED, CONNECTION_FAILED, BAD_ANSWER, REQUEST_LIMIT, TIME_LIMIT})


def is_passing(reason: str) -> bool:
    """Say whether what was not learned for this reason may be learned at the next look."""
    return reason in _PASSING or reason.startswith("HTTP_5")


class Unreachable(Exception):  # noqa: N818 reads as what it says: `raise Unreachable(...)`
    """The forge did not answer usefully now; the repository may be well. Try again later.

    Attributes:
        reason: one of the codes above, or `HTTP_` and the status.
        retry_after: seconds after which it makes sense to ask again; None when nobody said.
    """

    def __init__(self, reason: str, retry_after: float | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.retry_after = retry_after


class Gone(Exception):  # noqa: N818 - an answer about a repository, not a fault
    """The repository is not there for the public: asking again soon will not help."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class NotSupported(Exception):  # noqa: N818 - an answer about a repository, not a fault
    """The address names no repository on a forge that can be observed."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.url = url
