"""How much may still be asked of the forge: refuse before it has to, and never sleep inside."""

import threading
import time
from collections.abc import Callable, Mapping
from typing import Final

from scrapers.failures import RATE_LIMITED, Unreachable

# GitHub, "Rate limits for the REST API": without Retry-After wait at least one minute after a secondary limit.
SECONDARY_WAIT_SECONDS: Final = 60.0
LONGEST_WAIT_SECONDS: Final = (
    3600.0  # its primary window is one hour; a longer wait is a mistake of the header
)

HTTP_FORBIDDEN, HTTP_TOO_MANY = 403, 429


class Budget:
    """The requests left in the current hour, shared by all threads of a process that use one token.

    It learns from the headers of every answer. Requests in flight are counted before they are sent, so that
    threads together do not overdraw what one answer reported.
    """

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._remaining: int | None = None
        self._reset_at = 0.0
        self._blocked_until = 0.0

    @property
    def remaining(self) -> int | None:
        """Requests left before the reset; None when not known."""
        with self._lock:
            return self._remaining

    def take(self) -> None:
        """Count one request about to be sent.

        Raises:
            Unreachable: RATE_LIMITED, with the seconds until it makes sense to ask again; nothing was counted.
        """
        with self._lock:
            now = self._clock()
            if now < self._blocked_until:
                raise Unreachable(RATE_LIMITED, self._blocked_until - now)
            if self._remaining is None:
                return
            if now >= self._reset_at:
                self._remaining = None  # a new hour: the next answer will say how much it holds
                return
            if self._remaining <= 0:
                raise Unreachable(RATE_LIMITED, self._reset_at - now)
            self._remaining -= 1

    def learn(self, status: int, headers: Mapping[str, str], message: str = "") -> None:
        """Take note of an answer.

        Args:
            status: of HTTP.
            headers: with lower-case names.
            message: GitHub's `message` of a refusal.

        Raises:
            Unreachable: RATE_LIMITED, when the answer refuses for a primary or secondary limit.
        """
        remaining = _number(headers.get("x-ratelimit-remaining"))
        reset_at = _number(headers.get("x-ratelimit-reset"))
        with self._lock:
            now = self._clock()
            if remaining is not None and reset_at is not None:
                self._remember(int(remaining), reset_at, now)
            if not is_rate_limit(status, headers, message):
                return
            wait = _number(headers.get("retry-after"))
            if wait is None and remaining == 0 and reset_at is not None and reset_at > now:
                wait = reset_at - now
            wait = min(SECONDARY_WAIT_SECONDS if wait is None else max(0.0, wait), LONGEST_WAIT_SECONDS)
            self._blocked_until = max(self._blocked_until, now + wait)
        raise Unreachable(RATE_LIMITED, wait)

    def _remember(self, remaining: int, reset_at: float, now: float) -> None:
        reset_at = min(reset_at, now + LONGEST_WAIT_SECONDS)
        same_hour = abs(reset_at - self._reset_at) < 1 and self._remaining is not None
        if same_hour and self._remaining is not None:
            self._remaining = min(self._remaining, remaining)
        else:
            self._remaining = remaining
        self._reset_at = reset_at


def is_rate_limit(status: int, headers: Mapping[str, str], message: str) -> bool:
    """Say whether a refusal is about how often was asked, not about what."""
    if status == HTTP_TOO_MANY:
        return True
    if status != HTTP_FORBIDDEN:
        return False
    return (
        "retry-after" in headers
        or headers.get("x-ratelimit-remaining") == "0"
        or "rate limit" in message.casefold()
    )


def _number(written: str | None) -> float | None:
    try:
        return None if written is None else float(written)
    except ValueError:
        return None
